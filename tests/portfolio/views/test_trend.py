"""The executive's home says what changed since last month, and draws how the forecast ran against the budget."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foundation.periods import add_months
from tests.factories import core, money, portfolio

HOME = "/portfolio/home/"


def month_end(back):
    """The last day of the month so many months ago."""
    return add_months(timezone.localdate(), 1 - back) - dt.timedelta(days=1)


@pytest.fixture
def run(world):
    core.periods(add_months(timezone.localdate(), -30), 40)
    portfolio.facts(world.own, budget=Decimal(1000), forecast=Decimal(1300), variance=Decimal(-300),
                    actual=Decimal(700), accrued=Decimal(50), health="off_track")  # fmt: skip
    for back, eac in ((3, 900), (2, 990), (1, 1200)):
        money.measured(world.own, month_end(back), bac=1000, eac=eac, ac=600)
    return world


@pytest.mark.parametrize("htmx", [False, True])
def test_the_executive_sees_what_changed_and_when_the_forecast_passed_the_budget(run, eve, enter, htmx):
    page = enter(eve, htmx=htmx).get(HOME).content.decode()
    assert 'href="/figures/all/portfolio.change_forecast/"' in page
    assert "+<a" in page and "100.00" in page
    assert f"The forecast passed the budget in {month_end(1):%B %Y}" in page
    assert page.count('class="chart-line') == 3
    assert f"{month_end(3):%b %Y}</th>" in page


def test_the_board_of_one_portfolio_has_its_own_trend(run, paul, enter):
    page = enter(paul).get(f"/portfolio/{run.portfolio.public_id}/").content.decode()
    assert f"/figures/portfolio:{run.portfolio.public_id}/portfolio.change_forecast/" in page


def test_without_an_earlier_month_the_page_says_why(world, eve, enter):
    portfolio.facts(world.own, budget=Decimal(1000), forecast=Decimal(1300), variance=Decimal(-300))
    page = enter(eve).get(HOME).content.decode()
    assert "nothing was measured at the end of last month" in page
    assert "No line can be drawn before two month ends were measured." in page
    assert 'class="chart-line' not in page


def test_what_nobody_keeps_by_month_says_so(run, eve, enter):
    assert "not kept month by month" in enter(eve).get(HOME).content.decode()


@pytest.mark.parametrize("key", ["change_forecast", "change_budget", "change_variance", "change_actual",
                                 "change_exposure", "change_benefit"])  # fmt: skip
def test_a_change_opens_to_its_projects(run, eve, enter, key):
    drawer = enter(eve).get(f"/figures/all/portfolio.{key}/")
    assert drawer.status_code == 200
    assert "change since" in drawer.content.decode()


def test_the_end_of_a_month_opens_to_the_snapshots(run, eve, enter):
    day = month_end(1)
    drawer = enter(eve).get(f"/figures/all/portfolio.month_forecast:{day:%Y-%m}/").content.decode()
    assert "OWN-001 Intranet refresh" in drawer and "1,200.00" in drawer
    assert f"/projects/{run.own.public_id}/budget/earned-value/" in drawer


@pytest.mark.parametrize(
    "key", ["change_", "change_cpi", "change_x", "month_forecast:1999-01", "month_forecast", "month_"]
)
def test_what_is_no_figure_of_the_trend_is_not_found(run, eve, enter, key):
    assert enter(eve).get(f"/figures/all/portfolio.{key}/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("eve", 200), ("finn", 200), ("paul", 200), ("tom", 403), ("stan", 403),
                                             ("adam", 403), ("zoe", 403), ("rita", 403)])  # fmt: skip
def test_who_may_open_a_change(run, cast, enter, who, status):
    assert enter(getattr(cast, who)).get("/figures/all/portfolio.change_forecast/").status_code == status


def test_who_sees_no_money_sees_no_trend(run, rita, enter):
    page = enter(rita).get(HOME).content.decode()
    assert "change_forecast" not in page and "chart-line" not in page and "1,200" not in page


def test_a_drawer_holds_only_projects_that_its_reader_sees(run, paul, pam, enter):
    portfolio.facts(run.far, budget=Decimal(5), forecast=Decimal(6), variance=Decimal(-1))
    money.measured(run.far, month_end(1), bac=5, eac=5, ac=5)
    for reader in (paul, pam):
        drawer = enter(reader).get("/figures/all/portfolio.change_forecast/").content.decode()
        assert "Intranet refresh" in drawer
        assert "Data centre exit" not in drawer


def test_the_home_asks_as_often_for_many_projects_as_for_one(run, eve, enter):
    browser, asked = enter(eve), []
    for number in (0, 25):
        portfolio.many(run.portfolio, number, budget=Decimal(5), forecast=Decimal(5), variance=Decimal(0))
        browser.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            browser.get(HOME)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20
