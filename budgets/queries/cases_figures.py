"""Where does each result of an option come from? Its figures down to the typed lines.

The financial result leads; the social one counts what the lines do to society. Formulas as in the
engine (`budgets.engine.cost_benefit`).
"""

from collections import defaultdict
from dataclasses import dataclass, fields, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.engine.appraisal import Certainty
from budgets.models import Cba, CbaOption
from foundation.accounts.rights import Permission
from foundation.figures import COUNT, MONEY, PERCENT, RATIO, Figure, Source
from projects.models import Project


@dataclass(frozen=True)
class Subject:
    """Whose figures these are."""

    project: Project
    case: Cba
    option: CbaOption

    @property
    def address(self):
        return reverse("budgets:option", args=[self.project.public_id, self.option.public_id])

    def figure(self, name, label, value, kind=MONEY, *, formula="", inputs=(), reason="", unit=None, note=""):
        return Figure(
            f"budgets.{name}:{self.option.public_id}" if "." not in name else self._of_year(name),
            label,
            value,
            kind,
            self.project.currency_id if kind == MONEY else unit or "",
            reason=reason if value is None else "",
            formula=formula,
            inputs=tuple(inputs),
            scope=str(self.project.public_id),
            permission=Permission.CBA_VIEW,
            source=note,
        )

    def _of_year(self, name):
        name, index = name.split(".")
        return f"budgets.{name}:{self.option.public_id}.{index}"

    def ratio(self, name, label, found, kind=RATIO, **more):
        return self.figure(name, label, found.value, kind, reason=found.reason or "", **more)


@dataclass(frozen=True)
class YearRow:
    """One year of the cash flow, financial: six figures."""

    index: int
    year: int
    cost: Figure
    benefit: Figure
    net: Figure
    discounted: Figure
    cumulated: Figure
    cumulated_discounted: Figure


@dataclass(frozen=True)
class OptionResult:
    """All that is computed for one option. Money in the project's currency, unrounded; paybacks in years."""

    option: CbaOption
    years: tuple[YearRow, ...]
    rank: Figure
    npv: Figure
    npv_low: Figure
    npv_high: Figure
    bcr: Figure
    payback: Figure
    discounted_payback: Figure
    irr: Figure
    mirr: Figure
    roi: Figure
    costs: Figure
    benefits: Figure
    pv_costs: Figure
    pv_benefits: Figure
    npv_social: Figure
    bcr_social: Figure

    @property
    def figures(self):
        """Every figure, those of the years too."""
        for holder in (self, *self.years):
            values = (getattr(holder, each.name) for each in fields(holder))
            yield from (value for value in values if isinstance(value, Figure))

    def find(self, key):
        """The figure with that key; every input that is computed stands among them."""
        return next((figure for figure in self.figures if figure.key == key), None)


def option_result(subject, appraisals, rank):
    """The figures of one option from its appraisals: the base, and low and high where they were entered.

    → OptionResult
    """
    base = appraisals[Certainty.BASE]
    years = _years(subject, base.financial)
    parts = {**_worth(subject, base.financial, years), **_returns(subject, base.financial, years)}
    parts |= _estimates(subject, appraisals, parts["npv"]) | _social(subject, base.social)
    place = subject.figure(
        "rank", _("Place among the options"), rank, COUNT,
        formula=_("options in the order of their NPV, the highest first"), inputs=(parts["npv"],),
    )  # fmt: skip
    return OptionResult(subject.option, years, place, **parts)


def _years(subject, result):
    leaves, base_year, rows = _leaves(subject), subject.case.base_year, []
    for found in result.years:
        row = _year(subject, found, leaves, rows[-1] if rows else None, base_year + found.year)
        rows.append(row)
    return tuple(rows)


def _year(subject, found, leaves, before, year):
    def made(name, label, value, formula, inputs):
        return subject.figure(f"{name}.{found.year}", f"{label} {year}", value, formula=formula, inputs=inputs)

    cost = made("cost_year", _("Cost"), found.cost, _("Σ cost lines of the year"), leaves["cost", found.year])
    benefit = made(
        "benefit_year", _("Benefit"), found.benefit, _("Σ benefit lines of the year"), leaves["benefit", found.year]
    )
    net = made("net_year", _("Net"), found.net, _("benefit − cost"), (benefit, cost))
    place = Source(_("Years after the base year"), found.year, COUNT)
    present = made(
        "pv_year", _("Present value"), found.discounted, _factor_formula(subject.case), (net, _rate(subject), place)
    )
    earlier = (before.cumulated,) if before else ()
    sums = made("sum_year", _("Cumulated"), found.cumulated, _("before + net"), (*_shallow(earlier), net))
    earlier = (before.cumulated_discounted,) if before else ()
    present_sums = made(
        "pv_sum_year", _("Cumulated, present value"), found.cumulated_discounted, _("before + present value"),
        (*_shallow(earlier), present),
    )  # fmt: skip
    return YearRow(found.year, year, cost, benefit, net, present, sums, present_sums)


def _shallow(figures):
    """The same figures without their inputs: a sum of 125 years must not hold itself 125 times."""
    return tuple(replace(figure, inputs=()) for figure in figures)


def _factor_formula(case):
    if case.timing == Cba.Timing.MID:
        return _("net ÷ (1 + rate)^(year − ½); year 0 as it is")
    return _("net ÷ (1 + rate)^year")


def _rate(subject):
    address = reverse("budgets:case_version", args=[subject.project.public_id, subject.case.public_id])
    return Source(_("Discount rate"), subject.case.rate_percent, COUNT, "%", address)


def _leaves(subject):
    """The typed lines of each kind and year that the base estimate counts in cash."""
    found, rows = defaultdict(list), defaultdict(dict)
    for line in subject.option.lines.all():
        if line.in_financial:
            rows[line.label, line.kind, line.year][line.certainty] = line
    for (_label, kind, year), lines in rows.items():
        line = lines.get("base") or next(iter(lines.values()))
        found[kind, year].append(
            Source(line.label, line.amount, MONEY, subject.project.currency_id, subject.address, Permission.CBA_VIEW)
        )
    return found


def _worth(subject, result, years):
    def total(name, label, value, formula, column):
        rate = [_rate(subject)] if name.startswith("pv_") else []
        inputs = [*rate, *(getattr(row, column) for row in years)]
        return subject.figure(name, label, value, formula=formula, inputs=inputs)

    npv = total("npv", _("Net present value"), result.npv, _("Σ present value of each year's net"), "discounted")
    costs = total("costs", _("Costs"), result.costs, _("Σ costs, undiscounted"), "cost")
    benefits = total("benefits", _("Benefits"), result.benefits, _("Σ benefits, undiscounted"), "benefit")
    pv_costs = total("pv_costs", _("Costs, present value"), result.pv_costs, _("Σ cost × discount factor"), "cost")
    pv_benefits = total(
        "pv_benefits", _("Benefits, present value"), result.pv_benefits, _("Σ benefit × discount factor"), "benefit"
    )
    ratio = subject.ratio(
        "bcr", _("Benefit-cost ratio"), result.bcr,
        formula=_("present value of benefits ÷ present value of all costs"), inputs=(pv_benefits, pv_costs),
    )  # fmt: skip
    gain = subject.ratio(
        "roi", _("Return on investment"), result.roi, PERCENT,
        formula=_("(benefits − costs) ÷ costs, undiscounted, over {years} years").format(years=subject.case.horizon),
        inputs=(benefits, costs),
    )  # fmt: skip
    return {
        "npv": npv, "costs": costs, "benefits": benefits, "pv_costs": pv_costs, "pv_benefits": pv_benefits,
        "bcr": ratio, "roi": gain,
    }  # fmt: skip


def _returns(subject, result, years):
    net = [row.net for row in years]
    irr = result.irr
    roots = [Source(_("a rate at which NPV is 0"), root, PERCENT) for root in irr.roots] if len(irr.roots) > 1 else []
    return {
        "payback": _payback(subject, "payback", _("Payback"), result.payback, _("cumulated net"), years, "cumulated"),
        "discounted_payback": _payback(
            subject, "discounted_payback", _("Discounted payback"), result.discounted_payback,
            _("cumulated present value"), years, "cumulated_discounted",
        ),
        "irr": subject.ratio(
            "irr", _("Internal rate of return"), irr.rate, PERCENT,
            formula=_("the rate at which NPV is 0, flows at the end of the year; shown only if there is one"),
            inputs=[*roots, *net],
        ),
        "mirr": subject.ratio(
            "mirr", _("Modified internal rate of return"), result.mirr, PERCENT,
            formula=_("(future value of inflows ÷ present value of outflows)^(1 ÷ years) − 1, at the discount rate"),
            inputs=net,
        ),
    }  # fmt: skip


def _payback(subject, name, label, found, column_name, years, column):
    formula = _("the first time from which the {sum} stays at 0 or above, linear inside the year")
    note = _("The sum reaches 0 earlier but falls below it again.") if found.recrosses else ""
    return subject.ratio(
        name, label, found.years, unit=_("years"), formula=formula.format(sum=column_name),
        inputs=[getattr(row, column) for row in years], note=note,
    )  # fmt: skip


def _estimates(subject, appraisals, base):
    formula = _("as NPV, with the {which} estimate of each item that has one")
    return {
        f"npv_{which.value}": subject.figure(
            f"npv_{which.value}", label, appraisals[which].financial.npv if which in appraisals else None,
            formula=formula.format(which=word), inputs=(base, _lines_source(subject)),
            reason=f"no_{which.value}_estimate",
        )
        for which, label, word in (
            (Certainty.LOW, _("NPV, low estimates"), _("low")),
            (Certainty.HIGH, _("NPV, high estimates"), _("high")),
        )
    }  # fmt: skip


def _lines_source(subject):
    return Source(_("Lines of the option"), len(subject.option.lines.all()), COUNT, address=subject.address)


def _social(subject, result):
    lines = (_lines_source(subject),)
    return {
        "npv_social": subject.figure(
            "npv_social", _("NPV for society"), result.npv,
            formula=_("as NPV, over the lines that count in the social result"), inputs=lines,
        ),
        "bcr_social": subject.ratio(
            "bcr_social", _("Benefit-cost ratio for society"), result.bcr,
            formula=_("as the benefit-cost ratio, over the lines that count in the social result"), inputs=lines,
        ),
    }  # fmt: skip
