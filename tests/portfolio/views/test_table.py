"""The portfolio on one page: stored figures, totals in one currency, each for those who may see it."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from foundation.organisation.models import ExchangeRate
from projects.models import Project
from tests.factories import core, portfolio

URL = "/portfolio/"


@pytest.fixture
def two(world):
    portfolio.facts(world.own, health="off_track", health_rank=3, budget=Decimal(1000), forecast=Decimal(1300),
                    variance=Decimal(-300), cpi=Decimal("0.81"))  # fmt: skip
    portfolio.facts(world.foreign, health="on_track", health_rank=1, budget=Decimal(500), forecast=Decimal(400),
                    variance=Decimal(100))  # fmt: skip
    return world


@pytest.mark.parametrize("htmx", [False, True])
def test_the_portfolio_manager_sees_projects_money_and_totals(two, paul, enter, htmx):
    page = enter(paul, htmx=htmx).get(URL).content.decode()
    assert "Intranet refresh" in page and "Payroll move" in page
    assert "off track" in page
    assert "1,500.00" in page
    assert "Data centre exit" not in page


@pytest.mark.parametrize(("who", "status"), [("pam", 200), ("sue", 200), ("eve", 200), ("finn", 200),
                                             ("rita", 200), ("ada", 200), ("tom", 403), ("stan", 403),
                                             ("adam", 403), ("zoe", 403)])  # fmt: skip
def test_who_may_open_it(two, cast, enter, who, status):
    assert enter(getattr(cast, who)).get(URL).status_code == status


def test_a_project_manager_sees_his_projects_only(two, pam, enter):
    page = enter(pam).get(URL).content.decode()
    assert "Intranet refresh" in page
    assert "Payroll move" not in page


def test_the_resource_manager_sees_dates_and_no_money(two, rita, enter):
    page = enter(rita).get(URL).content.decode()
    assert "Intranet refresh" in page
    assert "Variance" not in page and not re.search(r"\bCPI\b", page)
    assert "1,300" not in page


def test_the_worst_stand_first(two, paul, enter):
    page = enter(paul).get(URL).content.decode()
    assert page.index("Intranet refresh") < page.index("Payroll move")


def test_a_filter_narrows_rows_and_totals_and_their_drawers(two, paul, enter):
    browser = enter(paul)
    page = browser.get(URL, {"health": "off_track"}).content.decode()
    assert "Payroll move" not in page
    assert "/figures/all/portfolio.total_budget/?health=off_track" in page
    drawer = browser.get("/figures/all/portfolio.total_budget/", {"health": "off_track"}).content.decode()
    assert "1,000.00" in drawer
    assert "OWN-001" in drawer and "FOR-001" not in drawer


def test_a_total_opens_each_project_behind_it(two, paul, enter):
    drawer = enter(paul).get("/figures/all/portfolio.total_budget/").content.decode()
    assert "1,500.00" in drawer
    assert f"/figures/{two.own.public_id}/portfolio.budget/" in drawer


def test_a_total_of_a_portfolio_is_for_those_who_see_it(two, paul, enter):
    near, far = (
        f"/figures/portfolio:{p.public_id}/portfolio.total_budget/" for p in (two.portfolio, two.far_portfolio)
    )
    assert enter(paul).get(near).status_code == 200
    assert enter(paul).get(far).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("paul", 200), ("pam", 200), ("tom", 403), ("zoe", 403)])
def test_who_may_open_a_total(two, cast, enter, who, status):
    assert enter(getattr(cast, who)).get("/figures/all/portfolio.total_budget/").status_code == status


def test_a_total_of_money_is_empty_for_who_may_see_none(two, rita, enter):
    drawer = enter(rita).get("/figures/all/portfolio.total_budget/").content.decode()
    assert "1,500" not in drawer and "OWN-001" not in drawer


@pytest.mark.parametrize("key", ["portfolio.total_cpi", "portfolio.nothing", "portfolio.count_purple", "x"])
def test_a_total_that_does_not_exist_is_missing(two, paul, enter, key):
    assert enter(paul).get(f"/figures/all/{key}/").status_code == 404


def test_the_number_of_projects_opens_too(two, paul, enter):
    drawer = enter(paul).get("/figures/all/portfolio.count_off_track/").content.decode()
    assert "OWN-001" in drawer and "FOR-001" not in drawer


def test_another_currency_counts_at_its_stored_rate(two, paul, enter):
    two.foreign.facts.rate = Decimal(2)
    two.foreign.facts.save()
    Project.objects.filter(pk=two.foreign.pk).update(currency=core.currency("GBP"))
    page = enter(paul).get(URL).content.decode()
    assert "2,000.00" in page
    assert "Currency" in page


def test_a_project_without_a_rate_is_left_out_and_named(two, paul, enter):
    two.foreign.facts.rate = None
    two.foreign.facts.save()
    page = enter(paul).get(URL).content.decode()
    assert "1 project without an exchange rate is left out" in page
    drawer = enter(paul).get("/figures/all/portfolio.total_budget/").content.decode()
    assert "FOR-001" in drawer and "no exchange rate" in drawer


def test_a_budget_without_a_forecast_is_said_since_the_totals_then_differ_by_more_than_the_variance(two, cast, enter):
    said = "1 project has a budget and no forecast"
    assert said not in enter(cast.paul).get(URL).content.decode()
    two.foreign.facts.forecast = two.foreign.facts.variance = None
    two.foreign.facts.save()
    for address in (URL, "/portfolio/home/"):
        assert said in enter(cast.paul).get(address).content.decode()
        assert said not in enter(cast.rita).get(address).content.decode()


def test_portfolios_of_two_currencies_are_added_up_in_the_organisations(two, finn, enter):
    pounds = core.currency("GBP")
    ExchangeRate.objects.create(base=pounds, quote=core.currency(), date=core.DAY.replace(year=2020), kind="closing",
                                rate=Decimal("9"), source="too old")  # fmt: skip
    portfolio.facts(two.far, budget=Decimal(7), reporting_currency=pounds)
    two.far_portfolio.reporting_currency = pounds
    two.far_portfolio.save()
    page = enter(finn).get(URL).content.decode()
    assert "1,500.00" in page
    assert "1 project without an exchange rate is left out" in page


def test_only_who_may_export_takes_the_table_home(two, cast, enter):
    file = enter(cast.paul).get(URL, {"export": "csv"})
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    assert "Intranet refresh" in text and "1300" in text
    assert enter(cast.eve).get(URL, {"export": "csv"}).status_code == 403


def test_a_project_without_facts_says_that_they_are_computed(world, paul, enter):
    assert "being computed" in enter(paul).get(URL).content.decode()


def test_an_unknown_question_is_refused(two, paul, enter):
    assert enter(paul).get(URL, {"projects__secret": "1"}).status_code == 400


def test_ten_and_a_thousand_projects_cost_the_same_queries(world, paul, enter, django_assert_max_num_queries):
    browser = enter(paul)
    portfolio.many(world.portfolio, 10)
    with django_assert_max_num_queries(20) as few:
        browser.get(URL)
    portfolio.many(world.portfolio, 990)
    with django_assert_max_num_queries(len(few)):
        page = browser.get(URL).content.decode()
    assert "Total of 1002" in page or "Total of 1,002" in page


def test_the_name_leads_to_the_project(two, paul, enter):
    address = reverse("portfolio:overview", args=[two.own.public_id])
    assert f'href="{address}"' in enter(paul).get(URL).content.decode()


def test_the_way_of_looking_that_is_on_is_marked(two, paul, enter):
    browser = enter(paul)
    assert re.search(r'aria-current="page">Table<', browser.get(URL).content.decode())
    assert re.search(r'aria-current="true">Summary<', browser.get("/portfolio/home/").content.decode())
