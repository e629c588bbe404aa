"""What is stored of a project, so that pages of many projects need one query?

Money comes from the ledger and the approved budget, dates from the plan, exposure from the risks.
Where a project has no money or no plan of its own and a file reports on it, the figures cite the file.
"""

from dataclasses import dataclass, replace

from budgets.models import Reserve
from budgets.queries import benefit_total, case_result, earned_value, positions
from foundation.figure_store import to_json
from foundation.figures import DATE, DAYS, MONEY, PERCENT, RATIO, SHIFT, Figure
from portfolio.models import HealthOverride, ProjectFacts
from portfolio.queries.columns import BY_NAME, COLUMNS
from portfolio.queries.news import counted, last_updates, stages, with_rows
from portfolio.queries.rates import closing_rates
from portfolio.queries.reported import reported
from portfolio.queries.standing import standing
from projects.engine.health import SEVERITY
from projects.models import Charter
from projects.queries import overview
from risks.queries import exposure

OF_MONEY = ("budget", "committed", "accrued", "actual", "available", "etc", "forecast", "variance")
OF_PLAN = {"forecast_finish": "forecast_finish", "baseline_finish": "baseline_finish", "slip_days": "slip",
           "percent": "percent_complete"}  # fmt: skip
KINDS = {MONEY, RATIO, PERCENT, DATE, DAYS, SHIFT}
MOST_INPUTS = 40


@dataclass(frozen=True)
class Around:
    """What one query each fetches for all projects of a batch."""

    positions: dict
    reported: dict
    charters: dict
    reserves: dict
    overrides: dict
    updates: dict
    stages: dict
    issues: dict
    baselined: set
    planned: set
    risky: set
    appraised: set
    rates: dict


def gather(projects, *, as_of, now):
    """Unsaved ProjectFacts of the projects (with their portfolios joined), one for each."""
    projects = list(projects)
    around = _around(projects, as_of)
    return [_facts(project, around, as_of, now) for project in projects]


def _around(projects, as_of):
    pks = [project.pk for project in projects]
    held = {"project__in": pks}
    return Around(
        positions=positions(projects, as_of=as_of),
        reported=reported(projects),
        charters={row.project_id: row for row in Charter.objects.filter(**held)},
        reserves={row.project_id: row for row in Reserve.objects.filter(kind="contingency", **held)},
        overrides={row.project_id: row for row in HealthOverride.objects.filter(ended_on=None, **held)},
        updates=last_updates(projects, as_of=as_of),
        stages=stages(pks),
        issues=counted(pks),
        **with_rows(pks),
        rates=closing_rates({(p.currency_id, p.portfolio.reporting_currency_id) for p in projects}, as_of=as_of),
    )


def _facts(project, around, as_of, now):
    said = around.reported.get(project.pk)
    figures = _figures(project, around, as_of)
    was_reported = said is not None and _take_reported(project, figures, said, around)
    stands = standing(
        project, figures, charter=around.charters.get(project.pk), reserve=around.reserves.get(project.pk),
        reported=said, override=around.overrides.get(project.pk), updated_on=around.updates.get(project.pk),
        as_of=as_of,
    )  # fmt: skip
    trees = {BY_NAME[name].key: figure for name, figure in figures.items()}
    trees |= {figure.key: figure for figure in stands.limits.values()}
    if said is not None and said.rating is not None:
        trees[said.rating.key] = said.rating
    rate, rate_date = around.rates.get((project.currency_id, project.portfolio.reporting_currency_id), (None, None))
    reasons = {name: figure.reason for name, figure in figures.items() if figure.reason}
    scope = str(project.public_id)
    return ProjectFacts(
        project=project, refreshed_at=now, as_of=as_of, stage=around.stages.get(project.pk, ""),
        health=stands.health, health_rule=stands.rule, health_rank=SEVERITY[stands.health], causes=stands.causes,
        updated_on=around.updates.get(project.pk), is_stale=stands.is_stale,
        reporting_currency_id=project.portfolio.reporting_currency_id, rate=rate, rate_date=rate_date,
        open_risks=around.issues["risks"].get(project.pk, 0), open_issues=around.issues["issues"].get(project.pk, 0),
        reported=was_reported, reasons=reasons | ({"health": stands.reason} if stands.reason else {}),
        figures={key: to_json(_stored(figure).within(scope, as_of)) for key, figure in trees.items()},
        **{column.name: figures[column.name].value for column in COLUMNS},
    )  # fmt: skip


def _figures(project, around, as_of):
    """The figure of every column, by name."""
    money = around.positions[project.pk]
    found = {name: getattr(money, name) for name in OF_MONEY}
    if project.pk in around.planned:
        plan = overview(project, as_of=as_of)
        found |= {name: getattr(plan, field) for name, field in OF_PLAN.items()}
    if project.pk in around.baselined:
        earned = earned_value(project, as_of=as_of)
        found |= {"cpi": earned.cpi, "spi_t": earned.spi_t}
    if project.pk in around.risky:
        found["exposure"] = exposure(project, as_of=as_of).net
    if project.pk in around.appraised:
        found |= {"npv": case_result(project).npv, "benefit": benefit_total(project)}
    return {column.name: found.get(column.name) or _missing(column, project) for column in COLUMNS}


# why a column is empty when the app that knows it holds nothing of the project
EMPTY = {
    "forecast_finish": "no_schedule", "baseline_finish": "no_baseline", "slip_days": "no_schedule",
    "percent": "no_tasks", "cpi": "no_baseline", "spi_t": "no_baseline", "exposure": "no_exposure",
    "benefit": "no_case", "npv": "no_case",
}  # fmt: skip


def _missing(column, project):
    unit = project.currency_id if column.kind == MONEY else ""
    return Figure(
        column.key, str(column.label), None, column.kind, unit, EMPTY[column.name], permission=column.permission
    )


def _take_reported(project, figures, said, around):
    """Put the file's figures where the project has none of its own; says whether it has."""
    money = around.positions[project.pk]
    own_money = money.budget.value is not None or bool(money.actual.value or money.committed.value)
    if not own_money:
        figures.update(said.money)
        for name in ("committed", "accrued", "available", "etc"):
            figures[name] = replace(figures[name], value=None, reason="not_reported", inputs=())
    own_dates = project.pk in around.planned
    if not own_dates:
        figures.update(said.dates)
    return not own_money or not own_dates


def _stored(figure):
    """The figure with the tree that is kept; without one it leads to itself as its own app opens it."""
    kept = _trimmed(figure)
    return kept if kept.inputs or kept.value is None else replace(kept, inputs=(kept,))


def _trimmed(figure, depth=2):
    """The tree as it is stored: the rest is computed again when somebody opens it."""
    if not depth:
        return replace(figure, inputs=())
    kept = figure.inputs if len(figure.inputs) <= MOST_INPUTS else ()
    inputs = tuple(_trimmed(part, depth - 1) if isinstance(part, Figure) else part for part in kept)
    return replace(figure, inputs=inputs)


__all__ = ["ProjectFacts", "gather"]
