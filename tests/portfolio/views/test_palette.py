"""The palette finds what the person may see, and nothing else leaks through it."""

import pytest

from tests.factories import plan, risks


def find(user, enter, q, **kwargs):
    return enter(user, **kwargs).get("/palette/", {"q": q}).content.decode()


@pytest.mark.parametrize("htmx", [False, True])
def test_a_project_is_found_by_name_and_by_code(world, pam, enter, htmx):
    for q in ("intranet", "own-0"):
        assert f"/projects/{world.own.public_id}/" in find(pam, enter, q, htmx=htmx)


def test_a_stranger_and_a_foreign_project_find_nothing(world, cast, enter):
    assert "Nothing that you may see" in find(cast.zoe, enter, "intranet")
    assert str(world.foreign.public_id) not in find(cast.pam, enter, "payroll")


def test_tasks_are_found_for_those_who_see_the_plan(world, cast, enter):
    plan.task(world.own, "Wire the office")
    assert "Wire the office" in find(cast.tom, enter, "wire")
    assert "Wire the office" not in find(cast.stan, enter, "wire")


def test_a_confidential_risk_is_found_by_deciders_only(world, cast, enter):
    risks.risk(world.own, event="The vendor is bought", confidentiality="confidential")
    assert "The vendor is bought" in find(cast.sue, enter, "vendor is")
    assert "The vendor is bought" not in find(cast.pam, enter, "vendor is")


def test_people_are_found_by_those_who_see_people(world, cast, enter):
    assert "Pam Porter" in find(cast.rita, enter, "porter")
    assert "Pam Porter" not in find(cast.tom, enter, "porter")
    assert "Nothing that you may see" in find(cast.tom, enter, "porter")


def test_pages_are_found_by_their_words(world, cast, enter):
    assert 'href="/portfolio/"' in find(cast.paul, enter, "portfolio table")
    assert 'href="/portfolio/"' not in find(cast.tom, enter, "portfolio table")


@pytest.mark.parametrize("q", ["", "x", "%", "a" * 5000])
def test_short_empty_and_hostile_words_find_nothing_and_break_nothing(world, pam, enter, q):
    assert enter(pam).get("/palette/", {"q": q}).status_code == 200


def test_it_costs_few_queries(world, paul, enter, django_assert_max_num_queries):
    browser = enter(paul)
    with django_assert_max_num_queries(15):
        browser.get("/palette/", {"q": "project"})


def test_who_is_not_signed_in_is_sent_to_sign_in(client, db):
    assert client.get("/palette/", {"q": "intranet"}).status_code == 302
