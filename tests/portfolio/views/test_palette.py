"""The palette finds what the person may see, and nothing else leaks through it."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from projects.models import Task
from reports.models import ReportKind
from tests.conftest import CAST
from tests.factories import plan, reports, risks


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


SEES_MONEY = {"pam", "paul", "sue", "eve", "finn", "rita", "ada"}


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("q", ["budget rep", "own-001", "intranet"])
def test_a_document_is_found_by_its_kind_and_by_its_project(world, cast, enter, who, q):
    made = reports.document(world.own)
    page = find(getattr(cast, who), enter, q)
    address = f"/projects/{world.own.public_id}/reports/{made.public_id}/"
    assert (address in page) == (who in SEES_MONEY)
    assert ("budget report, version" in page) == (who in SEES_MONEY)


def test_a_document_that_is_found_can_be_opened(world, cast, enter):
    reports.document(world.own)
    address = re.search(r'href="(/projects/[^"]+/reports/[^"]+)"', find(cast.finn, enter, "budget report")).group(1)
    assert enter(cast.finn).get(address).status_code == 200


def test_a_report_of_a_portfolio_is_found_by_those_who_look_after_the_whole_of_it(world, cast, enter):
    made = reports.document(world.portfolio, ReportKind.PORTFOLIO_STATUS)
    address = reverse("reports:portfolio_document", args=[world.portfolio.public_id, made.public_id])
    found = {who for who in CAST if address in find(getattr(cast, who), enter, "status report")}
    assert found == {"paul", "eve", "finn", "rita", "ada"}
    assert enter(cast.eve).get(address).status_code == 200


def test_documents_of_foreign_projects_are_found_by_nobody_of_this_one(world, cast, enter):
    made = reports.document(world.far)
    assert str(made.public_id) not in find(cast.eve, enter, "budget report")
    assert str(made.public_id) in find(cast.finn, enter, "far-001")


def test_of_many_documents_the_newest_are_offered(world, finn, enter):
    made = [reports.document(world.own) for _number in range(9)]
    page = find(finn, enter, "own-001")
    assert [str(each.public_id) in page for each in made] == [False] * 3 + [True] * 6


def test_decisions_are_found_by_everybody(world, cast, enter):
    assert all('href="/decisions/"' in find(getattr(cast, who), enter, "decis") for who in CAST)


def test_names_of_tasks_are_looked_up_by_their_parts_and_not_read_through(world):
    """The planner may read a small table through; that it can do without is what a million tasks need."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute("EXPLAIN SELECT id FROM projects_task WHERE upper(name::text) LIKE upper('%wire%')")
        assert "task_name_parts" in "\n".join(line for (line,) in cursor.fetchall())
    asked = str(Task.objects.filter(name__icontains="wire").query)
    assert 'UPPER("projects_task"."name"::text) LIKE UPPER(' in asked, "the index is of this very expression"
