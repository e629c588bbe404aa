"""How does a business case come to be, who issues it, and what happens to it afterwards?

draft → issued → superseded. Only a draft is edited; what is issued changes by a new version, copied
from it. Nobody issues what he wrote.
"""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from budgets.models import Cba, CbaLine, CbaOption
from budgets.queries.cases import issue_obstacles
from budgets.queries.cases_grid import SHARED
from budgets.queries.seen import refuse_unseen
from foundation.accounts.services import notify, record
from foundation.changes import change, take_out
from foundation.errors import IllegalMove, Refused
from foundation.history import versions, wrote
from projects.models import OPEN_STATES, Project

PARAMETERS = ("base_year", "horizon", "rate", "rate_source", "price_basis", "timing")
TEXTS = ("need", "objectives", "assumptions", "recommendation")
OPTION_FIELDS = ("seq", "name", "kind", "description", "preferred", "rejected_because")


def _going_on(project):
    """The project under its lock; what is over is not appraised any more."""
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if project.state not in OPEN_STATES:
        words = _("The business case of a project that is %(state)s stays as it is.")
        raise IllegalMove(words % {"state": project.get_state_display()})


def draft_case(case):
    """The case under a lock, if it may still be edited; else IllegalMove."""
    _going_on(case.project)
    locked = Cba.objects.select_for_update(of=("self",)).select_related("project__currency").get(pk=case.pk)
    if locked.state != Cba.State.DRAFT:
        raise IllegalMove(
            _("Only a draft is edited. Make a new version instead."),
            obstacles=[_("It is %(state)s.") % {"state": locked.get_state_display()}],
        )
    return locked


def write(row, *names):
    """Save these columns and who changed them; the row knows its new version afterwards."""
    row.save(update_fields=[*names, "updated_by"])
    row.refresh_from_db(fields=["row_version"])


@transaction.atomic
def new_case(project, *, by, **fields):
    """A draft of the next version, with “do nothing” as its first option.

    `fields`: base_year, horizon (years after it), rate (0.035 is 3.5 %), rate_source, price_basis,
    timing, need, objectives, assumptions, recommendation.
    """
    made = _next_version(project, by, fields)
    CbaOption.objects.create(
        cba=made, seq=1, name=_("Do nothing"), kind=CbaOption.Kind.DO_NOTHING, created_by=by
    )  # fmt: skip
    return made


def _next_version(project, by, fields):
    _going_on(project)
    if project.cases.filter(state=Cba.State.DRAFT).exists():
        raise IllegalMove(_("There is a draft already. Issue or delete that one first."))
    version = (project.cases.aggregate(last=Max("version"))["last"] or 0) + 1
    made = Cba.objects.create(project=project, version=version, created_by=by, **fields)
    record("case.created", made, by=by, project=project, version=version)
    return made


@transaction.atomic
def copy_case(case, *, by):
    """A draft of the next version with everything that `case` holds."""
    made = _next_version(case.project, by, {name: getattr(case, name) for name in (*PARAMETERS, *TEXTS)})
    for option in case.options.prefetch_related("lines"):
        copied = CbaOption.objects.create(
            cba=made, created_by=by, **{name: getattr(option, name) for name in OPTION_FIELDS}
        )
        CbaLine.objects.bulk_create(
            CbaLine(
                option=copied, created_by=by, year=line.year, amount=line.amount,
                **{name: getattr(line, name) for name in SHARED},
            )
            for line in option.lines.all()
        )  # fmt: skip
    return made


@transaction.atomic
def edit_case(case, *, version, by, **values):
    """Other parameters or texts for a draft; Conflict if somebody else changed it since `version`."""
    locked = draft_case(case)
    last = CbaLine.objects.filter(option__cba=locked).aggregate(last=Max("year"))["last"] or 0
    if values.get("horizon", locked.horizon) < last:
        words = _("Lines stand in year %(year)s. Take them out before the horizon gets shorter.")
        raise Refused(words % {"year": locked.base_year + last}, field="horizon")
    changed = change(locked, version=version, by=by, **values)
    record("case.edited", changed, by=by, project=changed.project, version=changed.version)
    return changed


def _not_the_author(case, by):
    """Whoever saves the lines of an option touches the option too, so its versions name every hand."""
    texts, options = versions(Cba).filter(pgh_obj=case), versions(CbaOption).filter(cba=case)
    if case.created_by_id == by.pk or wrote(by, texts, options):
        raise IllegalMove(_("Whoever wrote a business case does not issue it."))


@transaction.atomic
def issue_case(case, *, by, at, seen=None):
    """Put a complete draft into force; the one before is superseded. Nobody who wrote in it can."""
    locked = draft_case(case)
    refuse_unseen(locked, seen)
    _not_the_author(locked, by)
    if obstacles := issue_obstacles(locked):
        raise IllegalMove(_("The business case is not complete."), obstacles=obstacles)
    for old in Cba.objects.select_for_update().filter(project=locked.project, state=Cba.State.ISSUED):
        old.state, old.updated_by = Cba.State.SUPERSEDED, by
        write(old, "state")
        record("case.superseded", old, by=by, project=locked.project, version=old.version)
    locked.state, locked.approved_by, locked.approved_at, locked.updated_by = Cba.State.ISSUED, by, at, by
    write(locked, "state", "approved_by", "approved_at")
    record("case.issued", locked, by=by, project=locked.project, version=locked.version)
    if locked.created_by:
        notify([locked.created_by], _("The business case of {code} is issued").format(code=locked.project.code))
    return locked


@transaction.atomic
def delete_case(case, *, by):
    """Throw a draft away."""
    locked = draft_case(case)
    record("case.deleted", locked, by=by, project=locked.project, version=locked.version)
    locked.delete()


# ── options ─────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def add_option(case, *, by, name, kind, **fields):
    """One more option at the end. `fields`: description, rejected_because."""
    locked = draft_case(case)
    seq = (locked.options.aggregate(last=Max("seq"))["last"] or 0) + 1
    made = CbaOption.objects.create(cba=locked, seq=seq, name=name, kind=kind, created_by=by, **fields)
    record("case.option_added", made, by=by, project=locked.project, case=str(locked.public_id))
    return made


@transaction.atomic
def edit_option(option, *, version, by, **values):
    """Other words for an option: name, kind, description, rejected_because."""
    case = draft_case(option.cba)
    fresh = CbaOption.objects.get(pk=option.pk)
    if fresh.preferred and values.get("rejected_because"):
        raise Refused(_("This option is preferred; it cannot be rejected as well."), field="rejected_because")
    changed = change(fresh, version=version, by=by, **values)
    record("case.option_edited", changed, by=by, project=case.project, case=str(case.public_id))
    return changed


@transaction.atomic
def prefer_option(option, *, by):
    """Recommend this option instead of the one before; a reason why it was rejected goes away."""
    case = draft_case(option.cba)
    for old in case.options.filter(preferred=True).exclude(pk=option.pk):
        old.preferred, old.updated_by = False, by
        write(old, "preferred")
    fresh = case.options.get(pk=option.pk)
    fresh.preferred, fresh.rejected_because, fresh.updated_by = True, "", by
    write(fresh, "preferred", "rejected_because")
    record("case.option_preferred", fresh, by=by, project=case.project, case=str(case.public_id))
    return fresh


@transaction.atomic
def delete_option(option, *, by):
    """Take an option with its lines out of a draft."""
    case = draft_case(option.cba)
    record("case.option_deleted", option, by=by, project=case.project, case=str(case.public_id))
    take_out(option, by=by)
