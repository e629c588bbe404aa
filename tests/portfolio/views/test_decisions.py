"""All that waits for a person's word on one page: counted truly, the most urgent first, page by page."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from foundation.accounts.rights import Permission
from portfolio.queries.decisions import KINDS, kinds_for, waiting, waiting_of
from portfolio.views import decisions as views
from projects.models import GateReview
from tests.conftest import CAST
from tests.factories import core, governance
from tests.factories.filled import one_decision_of_each_kind

PAGE = "/decisions/"
GATES = next(kind for kind in KINDS if kind.key == "gates")


def read(user, enter, query="", **how):
    answer = enter(user, **how).get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode()


def gates(project, number, *, by, first=dt.date(2026, 4, 1)):
    """So many held gates, each due a day after the one before it."""
    for at in range(number):
        gate = governance.held(project, f"Gate {at:02d}", by=by)
        GateReview.objects.filter(pk=gate.pk).update(planned_on=first + dt.timedelta(days=at))


def names(page):
    return re.findall(r"Gate \d\d", page)


@pytest.fixture
def asked(world, cast):
    return one_decision_of_each_kind(world.own, cast)


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("htmx", [False, True])
def test_everybody_reads_what_waits_for_him_and_nothing_else(asked, cast, enter, who, htmx):
    user = getattr(cast, who)
    page, found = read(user, enter, htmx=htmx), waiting(user)
    assert ("<html" in page) == (not htmx)
    assert page.count('class="decision"') == found.count == len(found.rows)
    assert all(each.asked.split("“")[0] in page for each in found.rows)
    assert ("Nothing waits for your decision" in page) == (found.count == 0)


@pytest.mark.parametrize("who", CAST)
def test_only_the_kinds_are_offered_that_a_persons_roles_can_decide(asked, cast, enter, who):
    user = getattr(cast, who)
    offered = set(re.findall(r"\?kind=([a-z-]+)", read(user, enter)))
    assert offered == {kind.key for kind in kinds_for(user)}
    for kind in KINDS:
        status = enter(user).get(f"{PAGE}?kind={kind.key}").status_code
        assert status == (200 if kind.key in offered else 400)


def test_nobody_reads_it_without_signing_in(client):
    answer = client.get(PAGE)
    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next={PAGE}")


def test_it_is_only_read(sue, enter):
    assert enter(sue).post(PAGE).status_code == 405


@pytest.mark.parametrize(
    "query", ["?kind=none", "?page=0", "?page=x", "?page=-1", "?portfolio=x", "?kind=gates&page=99999999",
              "?portfolio=00000000-0000-4000-8000-000000000000"],
)  # fmt: skip
def test_a_question_of_no_sense_is_refused(sue, enter, query):
    assert enter(sue).get(PAGE + query).status_code == 400


def test_a_portfolio_out_of_sight_is_no_question_and_does_not_show_that_it_exists(world, sue, enter):
    hidden = enter(sue).get(f"{PAGE}?portfolio={world.far_portfolio.public_id}")
    missing = enter(sue).get(f"{PAGE}?portfolio=00000000-0000-4000-8000-000000000000")
    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)


def test_one_kind_is_read_page_by_page_in_the_order_of_its_days(world, cast, enter, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 4)
    gates(world.own, 10, by=cast.tom)
    pages = [names(read(cast.sue, enter, f"?kind=gates&page={number}")) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [4, 4, 2]
    assert [name for page in pages for name in page] == [f"Gate {at:02d}" for at in range(10)]


def test_the_pages_lead_to_each_other_and_behind_the_last_stands_the_first(world, cast, enter, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 4)
    gates(world.own, 9, by=cast.tom)
    first, middle, beyond = (read(cast.sue, enter, f"?kind=gates&page={number}") for number in (1, 2, 7))
    assert "page 1 of 3" in first and "kind=gates&amp;page=2" in first and 'rel="prev"' not in first
    assert "page 2 of 3" in middle and 'rel="prev"' in middle and 'rel="next"' in middle
    assert names(beyond) == names(first)


def test_the_count_is_that_of_all_and_not_of_what_is_shown(world, cast, enter):
    gates(world.own, 13, by=cast.tom)
    found = waiting(cast.sue)
    assert (len(found.rows), found.count) == (10, 13)
    assert [each.asked for each in found.rows] == [f"Decide the gate “Gate {at:02d}”" for at in range(10)]
    home = enter(cast.sue).get("/").content.decode()
    assert '<span class="count">13</span>' in home and f'href="{PAGE}"' in home
    assert len(names(home)) == 10


def test_where_all_are_shown_no_link_promises_more(world, cast, enter):
    gates(world.own, 10, by=cast.tom)
    home = enter(cast.sue).get("/").content.decode()
    assert '<span class="count">10</span>' in home and f'href="{PAGE}"' not in home


def test_of_more_than_a_page_of_all_kinds_it_says_how_many_are_left_out(world, cast, enter, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 3)
    gates(world.own, 5, by=cast.tom)
    assert "The 3 most urgent of 5. Choose a kind to see all of it." in read(cast.sue, enter)
    assert "most urgent of" not in read(cast.sue, enter, "?kind=gates")


def test_the_board_of_a_portfolio_leads_to_its_own_decisions(world, cast, enter):
    gates(world.own, 11, by=cast.tom)
    core.role(cast.eve, "executive", portfolio=world.far_portfolio)
    gates(world.far, 2, by=cast.tom)
    address = f"{PAGE}?portfolio={world.portfolio.public_id}"
    board = enter(cast.eve).get(f"/portfolio/{world.portfolio.public_id}/").content.decode()
    assert address in board and '<span class="count">11</span>' in board
    assert len(names(read(cast.eve, enter))) == 13
    inside = read(cast.eve, enter, address.removeprefix(PAGE))
    assert len(names(inside)) == 11 and "Digital services" in inside
    assert f"?portfolio={world.portfolio.public_id}&amp;kind=gates" in inside


def test_weeks_belong_to_no_project_and_are_not_asked_for_inside_a_portfolio(world, cast, enter):
    inside = read(cast.rita, enter, f"?portfolio={world.portfolio.public_id}")
    assert "kind=weeks" in read(cast.rita, enter) and "kind=weeks" not in inside
    assert "kind=people" in inside


def test_the_right_of_each_kind_is_one_of_the_table():
    assert len({kind.key for kind in KINDS}) == len(KINDS)
    assert all(isinstance(kind.permission, Permission) for kind in KINDS)


def test_a_part_of_a_kind_is_counted_whole(world, cast):
    gates(world.own, 7, by=cast.tom)
    part = waiting_of(GATES, cast.sue, first=2, until=5)
    assert [each.asked for each in part.rows] == [f"Decide the gate “Gate {at:02d}”" for at in (2, 3, 4)]
    assert part.count == 7


def test_what_the_person_asked_for_himself_is_not_counted(world, cast):
    gates(world.own, 2, by=cast.sue)
    gates(world.own, 1, by=cast.tom)
    assert waiting_of(GATES, cast.sue).count == 1


@pytest.mark.parametrize("query", ["", "?kind=gates"])
def test_ten_and_a_hundred_cost_the_same_questions(world, cast, enter, query, django_assert_max_num_queries):
    browser = enter(cast.sue)
    gates(world.own, 10, by=cast.tom)
    with django_assert_max_num_queries(20) as few:
        browser.get(PAGE + query)
    gates(world.own, 90, by=cast.tom, first=dt.date(2027, 1, 1))
    with django_assert_max_num_queries(len(few)):
        browser.get(PAGE + query)


def test_a_decision_that_was_due_before_today_says_so(world, cast, enter):
    gates(world.own, 2, by=cast.pam)
    GateReview.objects.filter(name="Gate 01").update(planned_on=timezone.localdate())
    for address in (PAGE, "/"):
        rows = enter(cast.sue).get(address).content.decode().split('class="decision"')[1:]
        assert [">late<" in row for row in rows] == [True, False]
