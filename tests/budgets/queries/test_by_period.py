"""Money by period adds up to the money of all periods, however the estimate is used up."""

import datetime as dt
from decimal import Decimal

import pytest

from budgets.queries.home import finance, total_figure
from budgets.queries.ledger import amounts, amounts_by_period
from budgets.queries.position import COLUMNS
from projects.models import Project
from tests.factories import core, money

MARCH, APRIL, MAY = core.DAY, dt.date(2026, 4, 10), dt.date(2026, 5, 10)
LATER = dt.date(2026, 6, 1)


@pytest.fixture
def own(world):
    """Budget 1,000; 100 spent before the forecast of 300 (April 200, May 100), 250 spent in May after it."""
    money.approved(world.own, 600, 400)
    money.entry(world.own, 100, day=MARCH)
    money.forecast(world.own, (200, APRIL), (100, MAY), as_of=MARCH)
    money.entry(world.own, 250, day=MAY)
    return world.own


def rows(group, *, year=None):
    return finance(Project.objects.select_related("currency"), as_of=LATER, group=group, fiscal_year=year)


def test_cost_after_the_forecast_uses_it_up_from_the_first_period_on(own):
    found = {str(p): cell for (_project, p), cell in amounts_by_period([own.pk], as_of=LATER).items()}
    names = {str(money.period(day).pk): name for day, name in ((MARCH, "march"), (APRIL, "april"), (MAY, "may"))}
    assert {names[pk]: cell.to_go for pk, cell in found.items()} == {"march": 0, "april": 0, "may": 50}


def test_periods_add_up_to_what_all_of_them_hold(own):
    by_period = amounts_by_period([own.pk], as_of=LATER).values()
    whole = list(amounts([own.pk], as_of=LATER).values())
    for name in ("budget", "committed", "accrued", "actual", "to_go"):
        assert sum(getattr(c, name) for c in by_period) == sum(getattr(c, name) for c in whole)


@pytest.mark.parametrize("year", [None, 2026])
def test_the_rows_of_the_page_add_up_to_its_totals(own, year):
    found = rows("period", year=year)
    assert [row.name for row in found.rows] == ["Mar 2026", "Apr 2026", "May 2026"]
    for place, name in enumerate(COLUMNS):
        assert sum(row.cells[place].value for row in found.rows) == found.totals[place].value, name


def test_each_amount_of_a_period_opens_its_projects(own):
    cell = rows("period").rows[0].cells[0]
    again = total_figure(Project.objects.select_related("currency"), cell.key, as_of=LATER)
    assert again.value == cell.value == Decimal(1000)
    assert [leaf.label for leaf in again.inputs] == [str(own)]


def test_a_period_that_nobody_knows_has_no_figure(own):
    assert total_figure(Project.objects.select_related("currency"), "budgets.total_budget:period-1999-01",
                        as_of=LATER) is None  # fmt: skip


@pytest.mark.parametrize("htmx", [False, True])
def test_the_page_shows_periods_to_who_may_see_money(own, cast, enter, htmx):
    page = enter(cast.finn, htmx=htmx).get("/finance/?group=period&year=2026").content.decode()
    assert "Mar 2026" in page and "1,000.00" in page
    assert enter(cast.tom, htmx=htmx).get("/finance/?group=period").status_code == 403


def test_many_projects_cost_the_same_questions(world, finn, enter, django_assert_max_num_queries):
    browser = enter(finn)
    for _n in range(2):
        money.entry(core.project(world.portfolio, "One more"), 100)
    with django_assert_max_num_queries(25) as few:
        browser.get("/finance/?group=period")
    for _n in range(15):
        money.entry(core.project(world.portfolio, "One more"), 100)
    with django_assert_max_num_queries(len(few)):
        browser.get("/finance/?group=period")
