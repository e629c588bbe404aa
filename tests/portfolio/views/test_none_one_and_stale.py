"""Portfolio pages with no project, with one, with stale or missing facts, with long and foreign names."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.models import ProjectFacts
from projects.models import Project
from tests.factories import core, portfolio

# as a word of its own: the letters may stand in a page's random token
NOT_A_VALUE = re.compile(r"\b(None|NaN|Infinity)\b")
PAGES = {"home": "/", "executive": "/portfolio/home/", "table": "/portfolio/"}
EACH = pytest.mark.parametrize("page", PAGES)
HTMX = pytest.mark.parametrize("htmx", [False, True])
EVERYBODY = ("pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe")
SEES_PORTFOLIOS = {"pam", "paul", "sue", "eve", "finn", "rita", "ada"}


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def empty(world):
    Project.objects.update(archived_at=timezone.now())
    return world


@EACH
@HTMX
def test_without_any_project_a_page_says_what_belongs_there(empty, paul, enter, page, htmx):
    html = text(enter(paul, htmx=htmx).get(PAGES[page]))
    assert "No project here" in html or "empty" in html
    assert not NOT_A_VALUE.search(html)


@EACH
def test_without_any_project_no_total_is_0(empty, eve, enter, page):
    html = text(enter(eve).get(PAGES[page]))
    assert "0.00 EUR" not in html.replace("\u00a0", " ")


def test_an_empty_table_still_has_its_filters(empty, paul, enter):
    html = text(enter(paul).get("/portfolio/?q=web&health=off_track"))
    assert 'name="q"' in html


@pytest.fixture
def one(world):
    """The only project, with money and a health."""
    Project.objects.exclude(pk=world.own.pk).update(archived_at=timezone.now())
    portfolio.facts(world.own, health="at_risk", health_rank=2, budget=Decimal(1000), forecast=Decimal(1100),
                    variance=Decimal(-100), exposure=Decimal(5), benefit=Decimal(70), etc=Decimal(30))  # fmt: skip
    Project.objects.filter(pk=world.own.pk).update(state="active")
    return world.own


@EACH
@HTMX
def test_one_project_is_a_portfolio_too(one, eve, enter, page, htmx):
    assert "Intranet refresh" in text(enter(eve, htmx=htmx).get(PAGES[page])) or page != "table"


def test_the_total_of_one_project_is_that_project(one, eve, enter):
    html = text(enter(eve).get("/portfolio/")).replace("\u00a0", " ")
    assert html.count("1,100.00") >= 2
    assert "−100.00" in html or "-100.00" in html


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_gets_his_page_or_a_refusal_and_never_a_crash(one, cast, enter, who):
    for htmx in (False, True):
        browser = enter(getattr(cast, who), htmx=htmx)
        for page, address in PAGES.items():
            answer = browser.get(address)
            assert answer.status_code == (200 if page == "home" or who in SEES_PORTFOLIOS else 403), (page, htmx)


@EACH
def test_nobody_without_a_name_sees_a_page(one, client, page):
    answer = client.get(PAGES[page])
    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"] or "next=" in answer["Location"]


@EACH
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_page_that_is_read_is_not_written(one, eve, enter, page, method):
    assert getattr(enter(eve), method)(PAGES[page]).status_code == 405


# stale and missing facts


def test_stale_facts_are_grey_and_say_so(one, eve, enter):
    ProjectFacts.objects.update(is_stale=True, health="unknown", health_rank=0, health_rule="at_risk")
    html = text(enter(eve).get("/portfolio/"))
    assert "unknown" in html
    assert "stale" in html.lower() or "out of date" in html.lower() or "nobody" in html.lower()


@EACH
def test_a_project_whose_facts_were_never_computed_breaks_no_page(world, eve, enter, page):
    assert not ProjectFacts.objects.exists()
    assert enter(eve).get(PAGES[page]).status_code == 200


@pytest.mark.parametrize("reason", ["no_budget", "no_forecast", "no_baseline"])
def test_a_missing_amount_is_its_reason_in_the_table(one, eve, enter, reason):
    ProjectFacts.objects.update(forecast=None, variance=None, reasons={"forecast": reason, "variance": reason})
    html = text(enter(eve).get("/portfolio/"))
    assert "1,100.00" not in html
    assert not NOT_A_VALUE.search(html)


# names

NAMES = {
    "long": "Modernisation of the personnel and payroll administration of all municipal undertakings, schools " * 3,
    "unbroken": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 4,
    "arabic": "مشروع تجديد الشبكة الداخلية",
    "chinese": "财务与人事系统更新项目",
    "hostile": "<script>alert(1)</script>{{ 7|add:7 }}",
    "override": "a\u202eb",
}


@EACH
@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_whole_on_the_page_and_is_never_markup(one, eve, enter, page, name):
    Project.objects.filter(pk=one.pk).update(name=NAMES[name][:200])
    html = text(enter(eve).get(PAGES[page]))
    assert "<script>alert" not in html
    if page == "table":
        shown = NAMES[name][:200]
        assert shown.strip() in html or shown.replace("<", "&lt;").replace(">", "&gt;") in html


@pytest.mark.parametrize("amount", ["0", "-1", "0.01", "999999999999999.99", "-999999999999999.99"])
def test_an_amount_of_every_size_is_written(one, eve, enter, amount):
    ProjectFacts.objects.update(forecast=Decimal(amount), variance=-Decimal(amount))
    html = text(enter(eve).get("/portfolio/"))
    assert f"{abs(Decimal(amount)):,.2f}" in html


def test_three_currencies_are_added_up_at_their_rates_and_shown_in_their_own(world, finn, enter):
    for no, (code, rate) in enumerate((("EUR", 1), ("USD", "0.5"), ("JPY", "0.01"))):
        project = core.project(
            world.portfolio, f"Money {code}", currency=core.currency(code, 0 if code == "JPY" else 2)
        )
        portfolio.facts(project, budget=Decimal(1000), forecast=Decimal(1000 + no), rate=Decimal(rate))
    html = text(enter(finn).get("/portfolio/"))
    assert "1,510.00" in html
    assert html.count("1,000") >= 3


@pytest.mark.parametrize("number", [0, 1, 300])
def test_no_page_costs_more_for_more_projects(world, eve, enter, number, django_assert_max_num_queries):
    portfolio.many(world.portfolio, number)
    browser = enter(eve)
    for address in PAGES.values():
        with django_assert_max_num_queries(20):
            assert browser.get(address).status_code == 200


QUESTIONS = ["sort=budget", "sort=-budget", "sort=health", "q=Intranet", "health=at_risk", "state=active", "page=1"]


@HTMX
def test_every_sort_and_filter_of_the_table_answers(one, eve, enter, htmx):
    browser = enter(eve, htmx=htmx)
    for question in QUESTIONS:
        assert "Intranet refresh" in text(browser.get(f"/portfolio/?{question}")), question


WRONG = ["sort=password", "sort=project__name", "health=purple", "state=%27%3B--", "sort=-", "health=at_risk__in"]


def test_a_question_that_the_table_does_not_know_is_refused(one, eve, enter):
    browser = enter(eve)
    for question in WRONG:
        assert browser.get(f"/portfolio/?{question}").status_code == 400, question


def test_a_page_number_out_of_range_is_no_crash(one, eve, enter):
    browser = enter(eve)
    for page in ("0", "-1", "999", "x", "1e9"):
        assert browser.get(f"/portfolio/?page={page}").status_code in (200, 400, 404), page


def test_a_project_archived_a_moment_ago_is_gone_from_every_page(one, eve, enter):
    Project.objects.filter(pk=one.pk).update(archived_at=timezone.now() - dt.timedelta(seconds=1))
    for address in PAGES.values():
        assert "Intranet refresh" not in text(enter(eve).get(address))
