"""The record of acts is read by auditor and administrator, and taken home by the auditor only."""

import re

import pytest

from foundation.accounts.services import record
from tests.factories import governance


@pytest.fixture
def acts(world, cast):
    record("project.moved", world.own, by=cast.pam, project=world.own, to="proposed")
    record("period.closed", world.own, by=cast.finn)
    return world


@pytest.mark.parametrize(("who", "status"), [("ada", 200), ("adam", 200), ("paul", 403), ("pam", 403), ("zoe", 403)])
@pytest.mark.parametrize("htmx", [False, True])
def test_who_may_read_it(acts, cast, enter, who, status, htmx):
    assert enter(getattr(cast, who), htmx=htmx).get("/audit/").status_code == status


def test_it_says_who_did_what_to_which_project(acts, ada, enter):
    page = enter(ada).get("/audit/").content.decode()
    assert "Pam Porter" in page and "OWN-001" in page and "moved the project to “proposed”" in page


def test_it_is_filtered_by_act_and_person(acts, ada, enter):
    page = enter(ada).get("/audit/", {"who": "finn"}).content.decode()
    assert "closed a fiscal period" in page and "moved the project" not in page
    page = enter(ada).get("/audit/", {"q": "project.moved"}).content.decode()
    assert "moved the project" in page and "closed a fiscal period" not in page


def test_the_code_of_an_act_is_shown_to_who_asks_for_it(acts, ada, enter):
    assert "project.moved" not in enter(ada).get("/audit/").content.decode()
    assert "project.moved" in enter(ada).get("/audit/", {"columns": "at,act,act_code"}).content.decode()


def test_the_object_of_an_act_is_called_by_its_name(acts, cast, ada, enter):
    record("gate.held", governance.gate(acts.own), by=cast.pam, project=acts.own, unmet=2)
    page = enter(ada).get("/audit/").content.decode()
    assert "gate review" in page and "gatereview" not in page and "criteria not met: 2" in page


def test_only_the_auditor_takes_it_home(acts, cast, enter):
    file = enter(cast.ada).get("/audit/", {"export": "csv"})
    assert "moved the project to “proposed”" in b"".join(file.streaming_content).decode("utf-8-sig")
    assert enter(cast.adam).get("/audit/", {"export": "csv"}).status_code == 403


def test_ten_and_two_hundred_acts_cost_the_same_queries(acts, cast, enter, django_assert_max_num_queries):
    browser = enter(cast.ada)
    with django_assert_max_num_queries(12) as few:
        browser.get("/audit/")
    for _number in range(200):
        record("project.moved", acts.own, by=cast.pam, project=acts.own)
    with django_assert_max_num_queries(len(few)):
        browser.get("/audit/")


def test_its_pages_are_turned_by_their_links_from_the_newest_to_the_oldest_and_back(acts, cast, enter):
    for number in range(60):
        record("risk.occurred" if number else "issue.raised", acts.own, by=cast.pam, project=acts.own)
    browser = enter(cast.ada)
    first = browser.get("/audit/").content.decode()
    assert "The newest" in first and 'rel="prev"' not in first and first.count("<tr") == 51
    second = browser.get("/audit/" + re.search(r'rel="next"[^>]*hx-get="([^"]+)"', first).group(1)).content.decode()
    assert 'rel="next"' not in second and second.count("<tr") == 13 and "moved the project" in second
    again = browser.get("/audit/" + re.search(r'rel="prev"[^>]*hx-get="([^"]+)"', second).group(1)).content.decode()
    assert again.count("<tr") == 51 and "To the newest" in again


@pytest.mark.parametrize("asked", [{"before": "x"}, {"after": "'"}, {"sort": "at"}, {"page": "0"}])
def test_a_place_or_an_order_that_it_does_not_have_is_a_bad_request(acts, cast, enter, asked):
    assert enter(cast.ada).get("/audit/", asked).status_code == 400
