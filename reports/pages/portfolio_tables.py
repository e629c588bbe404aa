"""Which tables does a portfolio status report print?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.facts.portfolio_status import PortfolioStatusFacts, ProjectLine
from reports.pages.blocks import Table, columns_of, table

TRENDS = {
    "better": gettext_lazy("better"),
    "same": gettext_lazy("same"),
    "worse": gettext_lazy("worse"),
    "new": gettext_lazy("new"),
}
WORST_FIRST = ("off_track", "at_risk", "unknown", "on_track")


def tables(facts: PortfolioStatusFacts) -> list[Table]:
    """All of them, in the order of the sections."""
    return [_decisions(facts), _projects(facts), *_money(facts), *_threats(facts), *_people(facts), *_news(facts)]


def _decisions(facts: PortfolioStatusFacts) -> Table:
    return table(
        "decisions",
        _("Decisions needed"),
        [
            _("Project"),
            (_("What has to be decided"), "text", "wide"),
            _("By whom"),
            (_("Until"), "day"),
            (_("Waiting costs a week, {currency}").format(currency=facts.head.currency), "whole"),
        ],
        columns_of(facts.decisions, "project what decided_by due waiting_cost"),
        empty=_("No decision is waiting."),
    )


def _projects(facts: PortfolioStatusFacts) -> Table:
    totals = facts.totals
    count = _("{n} projects").format(n=totals.projects)
    total = (_("Total"), count, *[None] * 6, totals.budget, totals.forecast, totals.variance, "", None)
    ordered = sorted(facts.projects, key=lambda line: (WORST_FIRST.index(line.health), line.code))
    return table(
        "projects",
        _("Projects, those off track first"),
        [
            _("Code"),
            _("Project"),
            _("Owner"),
            _("Stage"),
            (_("Health"), "health"),
            _("Trend"),
            (_("CPI"), "ratio"),
            (_("SPI(t)"), "ratio"),
            (_("Budget"), "whole"),
            (_("Forecast"), "whole"),
            (_("Variance (− is over)"), "whole_variance"),
            (_("Finish"), "day"),
            (_("Slip, days"), "slip"),
        ],
        [_project(line) for line in ordered],
        total=total,
        unit=facts.head.currency,
        attached=True,
        empty=_("The portfolio has no project."),
        note=_("The total counts projects with a budget and a forecast only."),
    )


def _project(line: ProjectLine) -> tuple:
    first = (line.code, line.name, line.owner, line.stage, line.health, str(TRENDS[line.trend]), line.cpi, line.spi_t)
    return (*first, line.budget, line.eac, line.variance, line.finish_forecast, line.slip_days)


def _money(facts: PortfolioStatusFacts) -> list[Table]:
    currency = facts.head.currency
    columns = [(_("Budget"), "whole"), (_("Forecast"), "whole"), (_("Available"), "whole_variance")]
    return [
        table(
            key,
            caption,
            [(head, "text", "wide"), *columns],
            columns_of(lines, "name budget forecast available"),
            total=(
                _("Total"),
                *(sum(getattr(line, name) for line in lines) for name in ("budget", "forecast", "available")),
            ),
            unit=currency,
            empty=empty,
        )
        for key, caption, head, lines, empty in (
            ("by_category", _("Money by category"), _("Category"), facts.by_category, _("No cost is categorised.")),
            (
                "by_strategy",
                _("Money by strategic objective"),
                _("Objective"),
                facts.by_strategy,
                _("No project is linked to a strategic objective."),
            ),
        )
    ]


def _threats(facts: PortfolioStatusFacts) -> list[Table]:
    return [_bubbles(facts), _risks(facts), _dependencies(facts)]


def _bubbles(facts: PortfolioStatusFacts) -> Table:
    return table(
        "bubbles",
        _("Value, risk and cost to go"),
        [
            _("Project"),
            (_("Value: benefits planned"), "whole"),
            (_("Risk: exposure"), "whole"),
            (_("Cost to go"), "whole"),
        ],
        columns_of(facts.bubbles, "code value risk cost"),
        unit=facts.head.currency,
        empty=_("No project has both a planned benefit and an assessed risk."),
    )


_OF_RISKS = "project reference title probability impact exposure owner response"


def _risks(facts: PortfolioStatusFacts) -> Table:
    currency = facts.head.currency
    return table(
        "risks",
        _("Largest risks"),
        [
            (_("No."), "count"),
            _("Project"),
            _("Risk"),
            (_("What could happen"), "text", "wide"),
            (_("Prob."), "count"),
            (_("Impact"), "count"),
            (_("Exposure"), "whole"),
            _("Owner"),
            _("Response"),
        ],
        [(number, *line) for number, line in enumerate(columns_of(facts.risks, _OF_RISKS), 1)],
        unit=currency,
        empty=_("No open risk is recorded."),
    )


def _dependencies(facts: PortfolioStatusFacts) -> Table:
    return table(
        "dependencies",
        _("Dependencies between projects"),
        [
            _("Project"),
            _("Waits for"),
            (_("What"), "text", "wide"),
            (_("Due"), "day"),
            (_("Slack, days (− is late)"), "whole_variance"),
        ],
        columns_of(facts.dependencies, "project needs what due slack_days"),
        empty=_("No dependency between projects is recorded."),
    )


def _people(facts: PortfolioStatusFacts) -> list[Table]:
    return [_capacity(facts), _benefits(facts)]


def _capacity(facts: PortfolioStatusFacts) -> Table:
    roles = [
        (line.role, line.quarter, line.capacity, line.demand, line.capacity - line.demand) for line in facts.capacity
    ]
    return table(
        "capacity",
        _("Capacity and demand by role"),
        [
            _("Role"),
            _("Quarter"),
            (_("Capacity"), "whole"),
            (_("Demand"), "whole"),
            (_("Free (− is missing)"), "whole_variance"),
        ],
        roles,
        unit=_("hours"),
        note=_("Capacity of everybody in the role; demand of all projects that the author of the report sees."),
        empty=_("Nobody is asked for in the coming quarters."),
    )


def _benefits(facts: PortfolioStatusFacts) -> Table:
    return table(
        "benefits",
        _("Benefits up to today, each in the unit of its measure"),
        [
            _("Project"),
            (_("Benefit"), "text", "wide"),
            _("Measure"),
            _("Unit"),
            (_("Planned"), "whole"),
            (_("Realised"), "whole"),
            (_("Target reached"), "percent"),
        ],
        columns_of(facts.benefits, "project name measure unit planned realised reached"),
        attached=True,
        empty=_("No benefit is due yet."),
    )


def _news(facts: PortfolioStatusFacts) -> list[Table]:
    return [
        table(
            "gates",
            _("Due next"),
            [_("Project"), _("Gate or start"), (_("Due"), "day"), (_("State"), "text", "wide")],
            columns_of(facts.gates, "project gate due state"),
            empty=_("No gate and no start is due."),
        ),
        table(
            "changes",
            _("What changed"),
            [_("Kind"), _("Project"), (_("What"), "text", "wide")],
            columns_of(facts.changes, "kind project words"),
            empty=_("Nothing changed."),
        ),
        table(
            "quality",
            _("Missing or stale"),
            [_("Project"), (_("What"), "text", "wide"), (_("Since"), "day")],
            columns_of(facts.data_quality, "project what since"),
            empty=_("Every project is up to date."),
        ),
    ]
