"""The page of closure says of every duty whether it is fulfilled, and what is left of it."""

import pytest

from portfolio.queries import readiness
from tests.factories import core, governance, money, plan, reports, risks

WHO = ["pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe"]
READS, KNOWS = {"pam", "paul", "sue", "eve", "finn", "rita", "tom", "ada"}, {"stan"}


def place(world):
    return f"/projects/{world.own.public_id}/readiness/"


def state(project, user):
    return {duty.words: duty.is_fulfilled for duty in readiness(project, user, as_of=core.DAY)}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("htmx", [False, True])
def test_who_reads_it(world, cast, enter, who, htmx):
    status = enter(getattr(cast, who), htmx=htmx).get(place(world)).status_code
    assert status == (200 if who in READS else 403 if who in KNOWS else 404)


def test_an_empty_project_has_everything_but_its_report(world, pam):
    found = state(world.own, pam)
    assert [words for words, fulfilled in found.items() if not fulfilled] == ["The closure report is signed and issued"]
    reports.issued(world.own, kind="closure")
    assert all(state(world.own, pam).values())


def test_each_open_thing_opens_its_own_duty(world, pam):
    plan.task(world.own)
    governance.issue(world.own)
    governance.closure_item(world.own, "Archive the records")
    risks.risk(world.own)
    money.entry(world.own, 100, "enc", order="PO-1")
    open_duties = [words for words, fulfilled in state(world.own, pam).items() if not fulfilled]
    assert len(open_duties) == 6


def test_what_is_left_is_named_with_the_way_there(world, pam, enter):
    governance.closure_item(world.own, "Archive the records")
    page = enter(pam).get(place(world)).content.decode()
    assert "Archive the records" in page and "fulfilled" in page
    assert f"/projects/{world.own.public_id}/risks/" in page


def test_who_may_not_see_money_learns_only_whether_it_is_in_order(world, cast):
    money.entry(world.own, 100, "enc", order="PO-1")
    books = {d.words: d for d in readiness(world.own, cast.tom, as_of=core.DAY)}["The books are closed and reconcile"]
    assert (books.is_fulfilled, books.left, books.address) == (False, (), "")
    assert "PO-1" not in str(readiness(world.own, cast.tom, as_of=core.DAY))


def test_a_cancelled_project_leaves_its_tasks_as_they_are(world, pam):
    plan.task(world.own)
    world.own.state = "cancelled"
    assert state(world.own, pam)["Every task is finished or cancelled"]


def test_many_things_left_cost_the_same_questions(world, pam, enter, django_assert_max_num_queries):
    browser = enter(pam)
    for number in range(10):
        governance.closure_item(world.own, f"Line {number}")
    with django_assert_max_num_queries(30) as few:
        browser.get(place(world))
    for number in range(10, 200):
        governance.closure_item(world.own, f"Line {number}")
    with django_assert_max_num_queries(len(few)):
        browser.get(place(world))
