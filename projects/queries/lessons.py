"""Which lessons speak of this word, in all projects that the reader sees?"""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.tables import Column, Filter, Link, Table
from projects.models import Lesson


def _event(lesson):
    address = reverse("projects:lessons", args=[lesson.project.public_id]) + f"#lesson-{lesson.public_id}"
    return Link(lesson.event, address, lesson.project.name)


def lesson_table():
    return Table(
        "lessons",
        label=_("Lessons"),
        columns=(
            Column("event", _("What happened"), _event, "link", sort="event"),
            Column("effect", _("Effect"), sort="effect"),
            Column("recommendation", _("Recommendation"), sort="recommendation"),
            Column("applies_to", _("Where it applies"), sort="applies_to"),
            Column("project", _("Project"), "project.name", sort="project__name", hidden=True),
            Column("state", _("State"), lambda lesson: lesson.get_state_display(), sort="state"),
        ),
        filters=(
            Filter("text", _("Words"), ("event", "effect", "cause", "recommendation", "applies_to")),
            Filter("in_state", _("State"), "state", "choice", Lesson.State.choices),
        ),
        empty_title=_("No lessons found"),
        empty=_(
            "Lessons of all projects that you see stand here. They are recorded on the governance page of a project."
        ),
    )
