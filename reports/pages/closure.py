"""Which tables and figures make up a project closure report (DOMAIN.md 3.1)?"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.charts import curves
from reports.facts.closure import ClosureFacts
from reports.numerals import number
from reports.pages import closure_balance, closure_tables
from reports.pages.blocks import Figure, KeyFigure, Page, Table, keyed, numbered, rows_of

CLOSURES = {
    "normal": gettext_lazy("normal closure"),
    "early": gettext_lazy("early closure"),
    "cancelled": gettext_lazy("closure after cancellation"),
}


def page(facts: ClosureFacts) -> Page:
    """Sections, tables and figures of the report."""
    tables = keyed([*closure_tables.tables(facts), *closure_balance.tables(facts)])
    return Page(
        template="reports/closure.html",
        key_figures=_key_figures(facts),
        sections=numbered("closure", _sections(), wide=("balance",), more=("balance",)),
        tables=tables,
        figures=keyed([*_figures(facts, tables), *closure_balance.figures(facts, tables)]),
        glossary=_glossary(),
        words={"closure": str(CLOSURES[facts.closure])},
    )


def _sections() -> list[tuple[str, str]]:
    return [
        ("summary", _("Summary and recommendation")),
        ("manager", _("The project manager's report")),
        ("case", _("Business case")),
        ("objectives", _("Objectives")),
        ("balance", _("Final balance")),
        ("products", _("Products")),
        ("team", _("Team")),
        ("risks", _("Risks and issues")),
        ("procurement", _("Procurement")),
        ("lessons", _("Lessons")),
        ("follow_ons", _("Follow-on actions")),
        ("handover", _("Handover")),
        ("reviews", _("Reviews of benefits")),
        ("estimates", _("Estimates against actuals")),
    ]


def _key_figures(facts: ClosureFacts) -> tuple[KeyFigure, ...]:
    total, currency = facts.balance.total, facts.head.currency
    measured = [target for target in facts.targets if target.status != "unknown"]
    met = sum(1 for target in measured if target.status in ("met", "within"))
    side = _("under the final budget") if total.variance >= 0 else _("over the final budget")
    return (
        KeyFigure(_("Total cost"), number(total.total_cost, 0), f"{currency}, {number(abs(total.variance), 0)} {side}"),
        KeyFigure(_("Targets met"), f"{met} / {len(measured)}", _("of the targets that were measured")),
        _products(facts) if facts.products else _milestones(facts),
        KeyFigure(_("Follow-on actions"), number(len(facts.follow_ons), 0), _("each with an owner")),
    )


def _products(facts: ClosureFacts) -> KeyFigure:
    accepted = sum(1 for product in facts.products if product.accepted_on)
    return KeyFigure(_("Products accepted"), f"{accepted} / {len(facts.products)}", _("of those planned"))


def _milestones(facts: ClosureFacts) -> KeyFigure:
    on_time = sum(1 for milestone in facts.milestones if milestone.slip_days <= 0)
    return KeyFigure(_("Milestones on time"), f"{on_time} / {len(facts.milestones)}", _("of those reached"))


def _figures(facts: ClosureFacts, tables: dict[str, Table]) -> list[Figure]:
    found = []
    if facts.milestones:
        title = _slip_finding(facts)
        spec = curves.milestone_slip(title, _slips(facts))
        found.append(Figure("milestones", spec, title + ". " + _slip_words(facts), tables["milestones"]))
    if facts.risks.exposure:
        title = _exposure_finding(facts)
        rows = rows_of(facts.risks.exposure, "day exposure contingency")
        spec = curves.exposure_burn_down(title, rows, currency=facts.head.currency)
        found.append(Figure("exposure", spec, title, tables["exposure"]))
    return found


def _slips(facts: ClosureFacts) -> list[dict[str, Any]]:
    return [
        {"name": m.name, "baseline": m.baseline, "latest": m.actual, "slip_days": m.slip_days} for m in facts.milestones
    ]


def _slip_finding(facts: ClosureFacts) -> str:
    worst = max(facts.milestones, key=lambda milestone: milestone.slip_days)
    if worst.slip_days <= 0:
        return _("Every milestone was reached on time")
    late = sum(1 for milestone in facts.milestones if milestone.slip_days > 0)
    return ngettext(
        "%(late)s of %(all)s milestones was late, %(name)s by %(days)s days",
        "%(late)s of %(all)s milestones were late, %(name)s the most: %(days)s days",
        late,
    ) % {"late": late, "all": len(facts.milestones), "name": worst.name, "days": worst.slip_days}


def _slip_words(facts: ClosureFacts) -> str:
    return "; ".join(f"{m.name}: {curves.slip_words(m.slip_days)}" for m in facts.milestones)


def _exposure_finding(facts: ClosureFacts) -> str:
    short = [point for point in facts.risks.exposure if point.exposure > point.contingency]
    if not short:
        return _("The contingency covered the exposure at all times")
    words = {"n": len(short), "all": len(facts.risks.exposure)}
    return _("At %(n)s of %(all)s measurements the exposure was above the contingency left") % words


def _glossary() -> tuple[tuple[str, str], ...]:
    return (
        (_("Accrual"), _("Received or worked, not yet invoiced.")),
        (_("Benefit-cost ratio"), _("Present value of the benefits divided by present value of all costs.")),
        (_("Commitment"), _("Ordered, not yet received or invoiced.")),
        (_("Concession"), _("A product accepted although it does not meet its specification.")),
        (_("Earned value"), _("The budget of the work done.")),
        (_("Exposure"), _("Probability times impact, summed over the open risks.")),
        (_("Net present value"), _("Benefits less costs, each year discounted to the first.")),
    )
