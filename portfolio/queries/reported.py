"""What does a file report about a project, as figures that cite file, row and cell?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.rights import Permission
from foundation.figures import DATE, MONEY, SHIFT, TEXT, Figure, Source
from portfolio.models import Health
from projects.models import ReportedStatus

BUDGET, PLAN = Permission.BUDGET_VIEW, Permission.PLAN_VIEW
# column of the facts: field of the reported row
MONEY_FIELDS = {"budget": "budget", "actual": "actual", "forecast": "forecast"}
DATE_FIELDS = {"baseline_finish": "planned_finish", "forecast_finish": "forecast_finish"}
LABELS = {
    "budget": gettext_lazy("Reported budget"),
    "actual": gettext_lazy("Reported actual"),
    "forecast": gettext_lazy("Reported forecast"),
    "baseline_finish": gettext_lazy("Reported planned finish"),
    "forecast_finish": gettext_lazy("Reported forecast finish"),
}


@dataclass(frozen=True)
class Reported:
    """The newest reported row of a project and the figures that it gives, by column of the facts."""

    status: ReportedStatus
    money: dict
    dates: dict
    rating: Figure | None


def reported(projects):
    """{project.pk: Reported} for those that a file speaks of: one query."""
    rows = ReportedStatus.objects.filter(project__in=[p.pk for p in projects], archived_at=None)
    newest = rows.order_by("project_id", "-as_of", "-id").distinct("project_id")
    by_pk = {project.pk: project for project in projects}
    return {row.project_id: _reported(by_pk[row.project_id], row) for row in newest}


def _reported(project, row):
    unit = row.currency_id or project.currency_id
    money = {name: _figure(row, name, field, MONEY, unit, BUDGET) for name, field in MONEY_FIELDS.items()}
    dates = {name: _figure(row, name, field, DATE, "", PLAN) for name, field in DATE_FIELDS.items()}
    if unit != project.currency_id:
        money = {name: _without(figure, "mixed_currencies") for name, figure in money.items()}
    money["variance"] = _difference(
        "variance", _("Reported variance"), _("reported budget − reported forecast"),
        money["budget"], money["forecast"], MONEY, unit, BUDGET,
    )  # fmt: skip
    dates["slip_days"] = _difference(
        "slip_days", _("Reported slip"), _("reported forecast finish − reported planned finish, calendar days"),
        dates["forecast_finish"], dates["baseline_finish"], SHIFT, "d", PLAN,
    )  # fmt: skip
    return Reported(row, money, dates, _rating(row))


def _cell(row, field, value, kind, unit, permission):
    where = row.source_cells.get(field, "")
    note = _("row {row}, column {column}").format(row=row.source_row, column=where)
    return Source(row.source_file, value, kind, unit, permission=permission, note=note)


def _figure(row, name, field, kind, unit, permission):
    value = getattr(row, field)
    note = str(row.notes.get(field, "")) if value is None else ""
    return Figure(
        f"portfolio.{name}", str(LABELS[name]), value, kind, unit, "" if value is not None else "not_reported",
        _("as reported on {day}").format(day=row.as_of.isoformat()),
        (_cell(row, field, value, kind, unit, permission),) if value is not None else (),
        as_of=row.as_of, permission=permission, source=note,
    )  # fmt: skip


def _without(figure, reason):
    inputs = figure.inputs
    return Figure(
        figure.key, figure.label, None, figure.kind, figure.unit, figure.reason or reason, figure.formula, inputs,
        as_of=figure.as_of, permission=figure.permission,
    )  # fmt: skip


def _difference(name, label, formula, first, second, kind, unit, permission):
    missing = first.reason or second.reason
    value = None if missing else first.value - second.value
    if kind == SHIFT and value is not None:
        value = value.days
    return Figure(
        f"portfolio.{name}", label, value, kind, unit, missing, formula, (first, second), as_of=first.as_of,
        permission=permission,
    )  # fmt: skip


def _rating(row):
    """The rating that the file gives, with the word as it was written there."""
    if not row.rating:
        return None
    words = row.rating_word or Health(row.rating).label
    return Figure(
        "portfolio.rating", _("Reported rating"), str(Health(row.rating).label), TEXT,
        formula=_("as reported on {day}").format(day=row.as_of.isoformat()),
        inputs=(_cell(row, "rating", words, TEXT, "", Permission.PROJECT_VIEW),), as_of=row.as_of,
        permission=Permission.PROJECT_VIEW,
    )  # fmt: skip
