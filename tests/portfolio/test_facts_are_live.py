"""What is stored of a project is what its pages compute at that moment, column by column."""

import datetime as dt
from decimal import Decimal

import pytest

from budgets.queries import earned_value, position
from foundation.figure_store import from_json
from portfolio.models import ProjectFacts
from portfolio.queries.columns import BY_NAME, COLUMNS
from portfolio.services import refresh_facts, refresh_touched
from projects.models import Project, ProjectTouched
from projects.queries import overview
from risks.queries import exposure
from tests.factories import cases, core, governance, money, plan, portfolio, risks

MONEY = ("budget", "committed", "accrued", "actual", "available", "etc", "forecast", "variance")
APRIL = dt.date(2026, 4, 10)


def nothing(project):
    """As it was created."""


def budgeted(project):
    money.approved(project, 1000)


def spent(project):
    budgeted(project)
    money.entry(project, 400)
    money.entry(project, 90, "accrual")
    money.entry(project, 300, "enc", order="PO-1")


def forecast(project):
    spent(project)
    money.forecast(project, (700, APRIL))


def overspent(project):
    budgeted(project)
    money.entry(project, 2500)
    money.forecast(project, (1, APRIL))


def unbudgeted(project):
    money.entry(project, 10)


def planned(project):
    plan.chain(project, 3, 4)
    plan.baseline(project, state="approved")


def priced(project):
    task = money.task(project)
    budget = money.draft(project)
    money.line(budget, 800, task=task)
    money.approve(budget)
    money.priced(project, task)


def risky(project):
    risks.assessment(risks.risk(project), p="0.5", cost="1000")
    risks.assessment(risks.risk(project, event="Luck", kind="opportunity"), p="0.5", cost="200")


def appraised(project):
    cases.issued(project)


STORIES = (nothing, budgeted, spent, forecast, overspent, unbudgeted, planned, priced, risky, appraised)
EACH = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)


@pytest.fixture
def told(world, story):
    """The project after the story, its facts, and nothing waiting."""
    Project.objects.filter(pk=world.own.pk).update(state="active", data_date=core.DAY)
    world.own.refresh_from_db()
    story(world.own)
    return world.own, portfolio.refreshed(world.own)


def stored(facts, name):
    return getattr(facts, name), facts.reasons.get(name, "")


@EACH
def test_money_is_that_of_the_position(told):
    project, facts = told
    live = position(project, as_of=core.DAY)
    for name in MONEY:
        figure = getattr(live, name)
        assert stored(facts, name) == (figure.value, figure.reason), name


@EACH
def test_indices_are_those_of_earned_value(told):
    project, facts = told
    earned = earned_value(project, as_of=core.DAY)
    for name in ("cpi", "spi_t"):
        value = getattr(earned, name).value
        assert getattr(facts, name) == (None if value is None else value.quantize(Decimal("0.000001")))


@EACH
def test_dates_are_those_of_the_plan(told):
    project, facts = told
    if facts.forecast_finish is None:
        assert facts.reasons["forecast_finish"]
        return
    live = overview(project, as_of=core.DAY)
    assert facts.forecast_finish == live.forecast_finish.value
    assert facts.baseline_finish == live.baseline_finish.value
    assert facts.slip_days == live.slip.value


@EACH
def test_exposure_is_that_of_the_register(told):
    project, facts = told
    if facts.exposure is None:
        assert facts.reasons["exposure"] == "no_exposure"
    else:
        assert facts.exposure == exposure(project, as_of=core.DAY).net.value


@EACH
def test_every_column_has_a_value_or_a_reason_and_never_both(told):
    _project, facts = told
    for column in COLUMNS:
        value, reason = stored(facts, column.name)
        assert (value is None) == bool(reason), column.name


@EACH
def test_the_stored_tree_of_every_column_says_what_the_column_says(told):
    _project, facts = told
    for column in COLUMNS:
        figure = from_json(facts.figures[BY_NAME[column.name].key])
        value = getattr(facts, column.name)
        if isinstance(value, Decimal):
            assert abs(figure.value - value) < Decimal("0.0001"), column.name  # the column keeps four digits
        else:
            assert figure.value == value, column.name


@EACH
def test_computing_again_gives_the_same_row(told):
    project, facts = told
    again = portfolio.refreshed(project)
    for column in COLUMNS:
        assert getattr(again, column.name) == getattr(facts, column.name)
    assert (again.health, again.causes, again.reasons) == (facts.health, facts.causes, facts.reasons)


@EACH
def test_a_day_later_nothing_that_has_no_day_has_changed(told):
    project, facts = told
    later = portfolio.refreshed(project, now=portfolio.NOON + dt.timedelta(days=1))
    for name in ("budget", "committed", "actual", "npv", "benefit"):
        assert getattr(later, name) == getattr(facts, name)


CHANGES = {
    "an entry": lambda project: money.entry(project, 5),
    "a budget": lambda project: money.approved(project, 50),
    "a forecast": lambda project: money.forecast(project, (5, APRIL)),
    "a reserve": lambda project: money.reserve(project),
    "a task": lambda project: plan.task(project),
    "a risk": lambda project: risks.risk(project),
    "an assessment": lambda project: risks.assessment(risks.risk(project)),
    "an issue": lambda project: governance.issue(project),
    "a stage": lambda project: governance.stage(project),
    "a benefit": lambda project: cases.benefit(project),
    "a business case": lambda project: cases.case(project),
    "an override": lambda project: portfolio.override(project),
    "a reported row": lambda project: portfolio.reported(project),
    "its name": lambda project: Project.objects.filter(pk=project.pk).update(name="Other"),
    "its data date": lambda project: Project.objects.filter(pk=project.pk).update(data_date=core.DAY),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_that_shows_on_a_page_puts_the_project_in_the_queue(world, change):
    ProjectTouched.objects.all().delete()
    CHANGES[change](world.own)
    assert set(ProjectTouched.objects.values_list("project_id", flat=True)) == {world.own.pk}
    refresh_touched(now=portfolio.NOON)
    assert not ProjectTouched.objects.exists()


def test_a_change_of_one_project_leaves_the_facts_of_others_alone(world):
    refresh_facts([world.own.pk, world.foreign.pk], now=portfolio.NOON)
    money.entry(world.own, 5)
    refresh_facts([world.own.pk], now=portfolio.NOON + dt.timedelta(hours=1))
    by_project = {row.project_id: row.refreshed_at for row in ProjectFacts.objects.all()}
    assert by_project[world.own.pk] > by_project[world.foreign.pk] == portfolio.NOON


def test_no_project_is_no_work(world):
    assert refresh_facts([], now=portfolio.NOON) == 0
    assert refresh_facts([0, 999_999], now=portfolio.NOON) == 0


def test_an_id_twice_is_one_project(world):
    assert refresh_facts([world.own.pk, world.own.pk], now=portfolio.NOON) == 1
