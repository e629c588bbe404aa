"""The record of acts is read by auditor and administrator, and taken home by the auditor only."""

import pytest

from foundation.accounts.services import record


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
    assert "Pam Porter" in page and "project.moved" in page and "OWN-001" in page and "to: proposed" in page


def test_it_is_filtered_by_act_and_person(acts, ada, enter):
    page = enter(ada).get("/audit/", {"who": "finn"}).content.decode()
    assert "period.closed" in page and "project.moved" not in page


def test_only_the_auditor_takes_it_home(acts, cast, enter):
    file = enter(cast.ada).get("/audit/", {"export": "csv"})
    assert "project.moved" in b"".join(file.streaming_content).decode("utf-8-sig")
    assert enter(cast.adam).get("/audit/", {"export": "csv"}).status_code == 403


def test_ten_and_two_hundred_acts_cost_the_same_queries(acts, cast, enter, django_assert_max_num_queries):
    browser = enter(cast.ada)
    with django_assert_max_num_queries(12) as few:
        browser.get("/audit/")
    for _number in range(200):
        record("project.moved", acts.own, by=cast.pam, project=acts.own)
    with django_assert_max_num_queries(len(few)):
        browser.get("/audit/")
