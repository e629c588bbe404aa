"""Is the project worth what it has cost so far, and where will it end?

From the approved baseline, the progress of its tasks and the ledger: actual cost counts accruals
and leaves commitments out. What cannot be computed says why.
"""

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.engine.earned_schedule import earned_schedule
from budgets.engine.earned_value import indices
from budgets.engine.earning import measure, planned_curve, roll_up
from budgets.queries.packages import work_packages
from budgets.queries.position import position
from budgets.queries.working_days import work_on
from foundation.accounts.rights import Permission
from foundation.figures import DAYS, MONEY, PERCENT, RATIO, Figure, Source
from foundation.money import quantise
from foundation.ratios import Ratio
from projects.models import ENDED_STATES, Baseline, State

# of each figure the kind and the formula
SHAPES = {
    "bac": (MONEY, "Σ planned value of the baseline"),
    "pv": (MONEY, "Σ budget of the work scheduled to the data date"),
    "ev": (MONEY, "Σ budget of the work done"),
    "ac": (MONEY, "actual + accrued"),
    "cv": (MONEY, "EV − AC"),
    "sv": (MONEY, "EV − PV"),
    "cpi": (RATIO, "EV ÷ AC"),
    "spi": (RATIO, "EV ÷ PV"),
    "eac": (MONEY, "AC + estimate to complete; without one BAC ÷ CPI"),
    "vac": (MONEY, "BAC − EAC"),
    "tcpi": (RATIO, "(BAC − EV) ÷ (BAC − AC)"),
    "es": (DAYS, "working days after which the plan wanted the value earned"),
    "sv_t": (DAYS, "ES − working days passed"),
    "spi_t": (RATIO, "ES ÷ working days passed"),
    "ieac_t": (DAYS, "planned working days ÷ SPI(t)"),
    "eac_typical": (MONEY, "BAC ÷ CPI"),
    "eac_atypical": (MONEY, "AC + BAC − EV"),
    "eac_combined": (MONEY, "AC + (BAC − EV) ÷ (CPI × SPI)"),
    "percent_complete": (PERCENT, "EV ÷ BAC"),
}


def labels():
    return {
        "bac": _("Budget at completion"),
        "pv": _("Planned value"),
        "ev": _("Earned value"),
        "ac": _("Actual cost"),
        "cv": _("Cost variance"),
        "sv": _("Schedule variance"),
        "cpi": _("Cost performance index"),
        "spi": _("Schedule performance index"),
        "eac": _("Estimate at completion"),
        "vac": _("Variance at completion"),
        "tcpi": _("To-complete index"),
        "es": _("Earned schedule, working days"),
        "sv_t": _("Schedule variance, working days"),
        "spi_t": _("Schedule index in time"),
        "ieac_t": _("Forecast duration, working days"),
        "eac_typical": _("Estimate at the present cost index"),
        "eac_atypical": _("Estimate at the budgeted rate"),
        "eac_combined": _("Estimate at cost and schedule index"),
        "percent_complete": _("Share of the value earned"),
    }


@dataclass(frozen=True)
class EarnedValue:
    """Nineteen figures. `packages` are (package, measured) of the baseline, for tables and snapshots."""

    bac: Figure
    pv: Figure
    ev: Figure
    ac: Figure
    cv: Figure
    sv: Figure
    cpi: Figure
    spi: Figure
    eac: Figure
    vac: Figure
    tcpi: Figure
    es: Figure
    sv_t: Figure
    spi_t: Figure
    ieac_t: Figure
    eac_typical: Figure
    eac_atypical: Figure
    eac_combined: Figure
    percent_complete: Figure
    baseline: Baseline | None = None
    measured: tuple = ()
    curve: tuple = ()

    def __iter__(self):
        return (getattr(self, field.name) for field in fields(self) if field.name in SHAPES)

    def find(self, key):
        return next((figure for figure in self if figure.key == key), None)


# which figures each one is made of
PARTS = {
    "cv": ("ev", "ac"),
    "sv": ("ev", "pv"),
    "cpi": ("ev", "ac"),
    "spi": ("ev", "pv"),
    "vac": ("bac", "eac"),
    "tcpi": ("bac", "ev", "ac"),
    "es": ("ev", "bac"),
    "sv_t": ("es",),
    "spi_t": ("es",),
    "ieac_t": ("spi_t",),
    "eac_typical": ("bac", "cpi"),
    "eac_atypical": ("ac", "bac", "ev"),
    "eac_combined": ("ac", "bac", "ev", "cpi", "spi"),
    "percent_complete": ("ev", "bac"),
}


def measured_on(project, day):
    """The day whose end is measured: the data date, up to which progress is known, or `day` before it.

    Where the work is over nothing more is to be known of it; late invoices still count, so it is `day`.
    """
    if project.data_date is None or project.state in (*ENDED_STATES, State.CLOSING):
        return day
    return min(day, project.data_date)


def earned_value(project, *, as_of):
    """All figures of earned value as far as they are known on a day. → EarnedValue"""
    as_of = measured_on(project, as_of)
    money = position(project, as_of=as_of)
    baseline = Baseline.objects.filter(project=project, state="approved").first()
    work = _Work(project, baseline, as_of)
    values = work.values(money)
    made = {}
    for name, value in values.items():
        made[name] = _figure(project, name, value, _inputs(name, made, work, money), as_of)
    return EarnedValue(**made, baseline=baseline, measured=work.measured, curve=work.curve)


class _Work:
    """The baseline measured on a day; `reason` when it cannot be."""

    def __init__(self, project, baseline, as_of):
        self.project, self.baseline, self.as_of = project, baseline, as_of
        self.measured, self.curve, self.reason, self.packages, self.tasks = (), (), "", (), {}
        if baseline is None:
            self.reason = "no_baseline"
            return
        self.minutes = work_on(project.calendar_id)
        try:
            self.packages, self.tasks = work_packages(project, baseline)
            self.measured = tuple(self._rounded(row) for row in measure(self.packages, as_of, self.minutes))
            self.curve = planned_curve(self.packages, self.minutes)
        except (ValueError, ArithmeticError, KeyError, TypeError):
            self.reason = "earning_rule_incomplete"

    def _rounded(self, row):
        """To the smallest coin, package by package: a total is the sum of what its lines show."""
        coins = {name: quantise(getattr(row, name), self.project.currency_id) for name in ("bac", "pv", "ev")}
        return replace(row, **coins)

    def sources(self, name):
        """One leaf for each work package: what it adds to the sum."""
        address = reverse("budgets:baseline", args=[self.project.public_id, self.baseline.public_id])
        currency = self.project.currency_id
        return [
            Source(str(self.tasks[row.key]), getattr(row, name), MONEY, currency, address, Permission.BUDGET_VIEW)
            for row in self.measured
        ]

    def values(self, money):
        cost = money.actual.value + money.accrued.value
        if self.reason:
            return {name: Ratio(None, self.reason) for name in SHAPES} | {"ac": Ratio(cost)}
        total = roll_up(self.measured)
        pv, ev, bac = total.pv, total.ev, total.bac
        ended = self.project.state in ENDED_STATES or (bac and ev >= bac)
        rest = money.etc.value
        found = indices(
            bac, pv, ev, cost,
            bottom_up_etc=None if ended else rest,
            closing_cost=(rest or Decimal(0)) if ended else None,
        )  # fmt: skip
        names = ("eac", "vac", "cpi", "spi", "eac_typical", "eac_atypical", "eac_combined", "percent_complete")
        amounts = {name: Ratio(getattr(found, name)) for name in ("bac", "pv", "ev", "ac", "cv", "sv")}
        ratios = {name: getattr(found, name) for name in names} | {"tcpi": found.tcpi_bac}
        together = amounts | ratios | self._in_time(ev)
        return {name: together[name] for name in _ORDER}

    def _in_time(self, ev):
        names = ("es", "sv_t", "spi_t", "ieac_t")
        if not self.curve:
            return {name: Ratio(None, "no_baseline") for name in names}
        ends = [package.finished_on for package in self.packages]
        finished = self._days_to(max(ends)) if all(ends) else None
        values = (Decimal(0), *(value for _day, value in self.curve))
        found = earned_schedule(values, ev, self._days_to(self.as_of), finished_at=finished)
        return {name: getattr(found, name) for name in names}

    def _days_to(self, day):
        """Working days from the baseline's first to `day`, both inside."""
        inside = sum(1 for point, _value in self.curve if point <= day)
        later = (day - self.curve[-1][0]).days
        beyond = (self.curve[-1][0] + dt.timedelta(days=n) for n in range(1, later + 1))
        return Decimal(inside + sum(1 for extra in beyond if self.minutes(extra)))


# every figure stands after those that it is made of
_ORDER = (
    "bac", "pv", "ev", "ac", "cv", "sv", "cpi", "spi", "eac", "vac", "tcpi", "es", "sv_t", "spi_t", "ieac_t",
    "eac_typical", "eac_atypical", "eac_combined", "percent_complete",
)  # fmt: skip


def _figure(project, name, value, inputs, as_of):
    kind, formula = SHAPES[name]
    unit = {MONEY: project.currency_id, DAYS: _("days")}.get(kind, "")
    number = value.value
    if number is not None and kind == MONEY:
        number = quantise(number, project.currency_id)
    elif number is not None:
        number = round(number, 1 if kind == DAYS else 6)
    reason = value.reason if number is None else ""
    return Figure(
        f"budgets.{name}", labels()[name], number, kind, unit, reason or "", _(formula), tuple(inputs),
        scope=str(project.public_id), as_of=as_of, permission=Permission.BUDGET_VIEW,
    )  # fmt: skip


def _inputs(name, made, work, money):
    if name == "ac":
        return [money.actual, money.accrued]
    if name == "eac":
        return [made["ac"], money.etc] if money.etc.value is not None else [made["bac"], made["cpi"], made["ac"]]
    if name in ("bac", "pv", "ev"):
        return work.sources(name) if work.baseline else []
    return [made[part] for part in PARTS[name]]
