"""How does a lesson go from one person's note to what the next project does?"""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.services import record
from foundation.changes import change
from foundation.errors import IllegalMove
from foundation.history import versions, wrote
from projects.models import Lesson

NEXT = {Lesson.State.RECORDED: Lesson.State.VALIDATED, Lesson.State.VALIDATED: Lesson.State.APPLIED}


@transaction.atomic
def record_lesson(project, *, by, **fields):
    """A new lesson: event, effect, recommendation; cause, applies_to, owner if known."""
    lesson = Lesson.objects.create(project=project, created_by=by, **fields)
    record("lesson.recorded", lesson, by=by, project=project)
    return lesson


@transaction.atomic
def edit_lesson(lesson, *, by, version, **values):
    """Change a lesson that nobody has validated yet."""
    if Lesson.objects.select_for_update(of=("self",)).get(pk=lesson.pk).state != Lesson.State.RECORDED:
        raise IllegalMove(_("A validated lesson stays as it was validated."))
    lesson = change(lesson, version=version, by=by, **values)
    record("lesson.edited", lesson, by=by, project=lesson.project)
    return lesson


@transaction.atomic
def advance_lesson(lesson, to, *, by):
    """recorded → validated (by another person than those who wrote it) → applied."""
    lesson = Lesson.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
    if NEXT.get(lesson.state) != to:
        raise IllegalMove(_("A lesson is recorded, then validated, then applied."))
    if to == Lesson.State.VALIDATED:
        if by is not None and (lesson.created_by_id == by.pk or wrote(by, versions(Lesson).filter(pgh_obj=lesson))):
            raise IllegalMove(_("Another person than its author validates a lesson."))
        lesson.validated_by = by
    lesson.state, lesson.updated_by = to, by
    lesson.save(update_fields=["state", "validated_by", "updated_by"])
    record(f"lesson.{lesson.state}", lesson, by=by, project=lesson.project)
    return lesson
