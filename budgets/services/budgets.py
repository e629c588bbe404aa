"""How does a budget come to be, who approves it, and how does it change afterwards?

draft → submitted → approved → superseded. Only a draft is edited; what is approved changes by a
new version, copied from it. Nobody approves what he wrote, took out or submitted.
"""

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange as PgRange
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from budgets.engine.splitting import Profile, spread
from budgets.models import Budget, BudgetLine, BudgetState
from budgets.queries.seen import refuse_unseen
from budgets.services.books import fitting, locked_books
from budgets.services.moments import instant
from foundation.accounts.services import notify, record
from foundation.changes import change, take_out
from foundation.errors import IllegalMove, Refused
from foundation.history import versions, wrote
from foundation.money import quantise
from foundation.organisation.models import FiscalPeriod
from foundation.periods import DateRange, through
from projects.models import Task

DRAFT, SUBMITTED, APPROVED, SUPERSEDED = (
    BudgetState.DRAFT,
    BudgetState.SUBMITTED,
    BudgetState.APPROVED,
    BudgetState.SUPERSEDED,
)
COPIED = ("task_id", "category_id", "cost_class", "period_id", "amount", "note")


def _locked(budget):
    """The budget under a lock, after that of its project, whose books are open; no other row waits for it."""
    locked_books(budget.project)
    return Budget.objects.select_for_update(of=("self",)).select_related("project__currency").get(pk=budget.pk)


def _in_state(budget, state, sentence):
    if budget.state != state:
        raise IllegalMove(sentence, obstacles=[_("It is %(state)s.") % {"state": budget.get_state_display()}])


def _draft(budget):
    """The budget, locked, if it may still be edited."""
    locked = _locked(budget)
    _in_state(locked, DRAFT, _("Only a draft is edited. Make a new version instead."))
    return locked


@transaction.atomic
def new_budget(project, *, by, reason="", funding_source="", source=None):
    """A draft of the next version, with the lines of `source` (default: of the approved version)."""
    locked_books(project)
    if project.budgets.filter(state__in=[DRAFT, SUBMITTED]).exists():
        raise IllegalMove(_("There is a version that is not decided yet. Finish that one first."))
    source = source or project.budgets.filter(state=APPROVED).first()
    number = (project.budgets.aggregate(last=Max("version"))["last"] or 0) + 1
    made = Budget.objects.create(
        project=project,
        version=number,
        reason=reason,
        funding_source=funding_source or (source.funding_source if source else ""),
        funding_received=source.funding_received if source else 0,
        created_by=by,
    )
    if source:
        rows = source.lines.values(*COPIED)
        BudgetLine.objects.bulk_create(BudgetLine(budget=made, created_by=by, **row) for row in rows)
    record("budget.created", made, by=by, project=project, version=number)
    return made


def _checked_task(task):
    if task is not None and task.kind in (Task.Kind.SUMMARY, Task.Kind.MILESTONE):
        raise Refused(_("Money stands on a task or a work package, not on a summary or a milestone."), field="task")
    return task


def _checked_amount(amount, budget):
    rounded = quantise(amount, budget.project.currency_id)
    if rounded < 0:
        raise Refused(_("An amount is 0 or more."), field="amount")
    return fitting(rounded, field="amount")


@transaction.atomic
def add_line(budget, *, by, category, cost_class, period, amount, task=None, note=""):
    """One more line of a draft."""
    budget = _draft(budget)
    return BudgetLine.objects.create(
        budget=budget,
        task=_checked_task(task),
        category=category,
        cost_class=cost_class,
        period=period,
        amount=_checked_amount(amount, budget),
        note=note,
        created_by=by,
    )


@transaction.atomic
def edit_line(line, *, version, by, **values):
    """Other values for a line of a draft; Conflict if somebody changed it since it was read."""
    budget = _draft(line.budget)
    if "amount" in values:
        values["amount"] = _checked_amount(values["amount"], budget)
    _checked_task(values.get("task"))
    return change(line, version=version, by=by, **values)


@transaction.atomic
def delete_line(line, *, by):
    """Take a line out of a draft."""
    budget = _draft(line.budget)
    record("budget.line_deleted", line, by=by, project=budget.project, amount=str(line.amount))
    take_out(line, by=by)


@transaction.atomic
def spread_lines(
    budget, *, by, category, cost_class, amount, first, last, task=None, note="", profile=Profile.WORK, work_on=None
):
    """One amount over the fiscal periods from the month of `first` to that of `last`, to the last cent."""
    budget = _draft(budget)
    if last < first:
        raise Refused(_("The last day lies before the first."), field="last")
    span = through(first, last)
    rows = FiscalPeriod.objects.filter(days__overlap=PgRange(span.start, span.end))
    periods = {DateRange(row.days.lower, row.days.upper): row for row in rows}
    options = {"work_on": work_on} if work_on else {}
    try:
        shares = spread(
            _checked_amount(amount, budget),
            span,
            budget.project.currency_id,
            periods=list(periods),
            profile=profile,
            **options,
        )
    except ValueError as error:
        raise Refused(_("There are no fiscal periods for all of these days."), field="last") from error
    return BudgetLine.objects.bulk_create(
        BudgetLine(
            budget=budget, task=_checked_task(task), category=category, cost_class=cost_class, created_by=by,
            period=periods[share.period], amount=share.amount, note=note,
        )
        for share in shares
        if share.amount
    )  # fmt: skip


@transaction.atomic
def submit_budget(budget, *, by, on):
    """draft → submitted: from here on the lines add up to the total, and the database checks it."""
    budget = _locked(budget)
    _in_state(budget, DRAFT, _("Only a draft can be submitted."))
    total = budget.lines.aggregate(total=Sum("amount"))["total"]
    if not total:
        raise IllegalMove(_("A budget without money cannot be submitted."), obstacles=[_("It has no lines.")])
    budget.total = fitting(total)
    budget.state, budget.submitted_at, budget.submitted_by, budget.updated_by = SUBMITTED, instant(on), by, by
    budget.returned_because = ""
    names = ["total", "state", "submitted_at", "submitted_by", "updated_by", "returned_because"]
    budget.save(update_fields=names)
    record("budget.submitted", budget, by=by, project=budget.project, version=budget.version, total=str(total))
    return budget


def _not_the_author(budget, by):
    lines = versions(BudgetLine).filter(budget=budget)
    if by.pk in (budget.created_by_id, budget.submitted_by_id) or wrote(by, budget.lines, lines):
        raise IllegalMove(_("Somebody else than the author approves a budget."))


@transaction.atomic
def approve_budget(budget, *, by, on, seen=None):
    """submitted → approved, by another person than the author; the version before is superseded.

    `seen`: the print of what he read (`budgets.queries.seen`).
    """
    budget = _locked(budget)
    _in_state(budget, SUBMITTED, _("Only a submitted budget can be approved."))
    refuse_unseen(budget, seen)
    _not_the_author(budget, by)
    for earlier in Budget.objects.filter(project=budget.project_id, state=APPROVED):
        earlier.state, earlier.updated_by = SUPERSEDED, by
        earlier.save(update_fields=["state", "updated_by"])
        record("budget.superseded", earlier, by=by, project=budget.project, version=earlier.version)
    budget.state, budget.approved_by, budget.approved_at, budget.updated_by = APPROVED, by, instant(on), by
    budget.save(update_fields=["state", "approved_by", "approved_at", "updated_by"])
    record("budget.approved", budget, by=by, project=budget.project, version=budget.version, total=str(budget.total))
    return budget


@transaction.atomic
def reject_budget(budget, *, by, reason):
    """submitted → draft, with the reason; the author is told."""
    budget = _locked(budget)
    _in_state(budget, SUBMITTED, _("Only a submitted budget can be returned."))
    if not reason.strip():
        raise Refused(_("Say why it is returned."), field="reason")
    budget.state, budget.returned_because, budget.updated_by = DRAFT, reason.strip(), by
    budget.save(update_fields=["state", "returned_because", "updated_by"])
    record("budget.returned", budget, by=by, project=budget.project, version=budget.version)
    if budget.created_by_id:
        text = _("Budget %(version)s of %(project)s was returned.")
        notify([budget.created_by], text % {"version": budget.version, "project": budget.project.code})
    return budget


@transaction.atomic
def receive_funding(budget, *, amount, by):
    """How much of the funding has arrived: the one thing that an approved budget still learns."""
    budget = _locked(budget)
    if budget.state == SUPERSEDED:
        raise IllegalMove(_("This version is superseded; funding is noted on the one in force."))
    budget.funding_received, budget.updated_by = _checked_amount(amount, budget), by
    budget.save(update_fields=["funding_received", "updated_by"])
    record("budget.funding_received", budget, by=by, project=budget.project, amount=str(budget.funding_received))
    return budget
