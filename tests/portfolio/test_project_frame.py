"""The header of a project shows each reader what he may see, in one query."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from foundation.figure_store import to_json
from foundation.figures import Figure
from portfolio.models import ProjectFacts
from projects.models import Project, ProjectTouched
from tests.factories import core

PAGE = "{% load project_frame %}{% project_head %}"


def draw(project, user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return Template(PAGE).render(Context({"project": project, "request": request}))


@pytest.fixture
def facts(world):
    shown = {
        "portfolio.slip_days": Figure("projects.slip", "Against baseline", 88, "days"),
        "portfolio.forecast": Figure("budgets.forecast", "Forecast cost", Decimal("7310000"), "money", "EUR"),
    }
    return ProjectFacts.objects.create(
        project=world.own,
        refreshed_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC),
        as_of=core.DAY,
        stage="Build",
        health="off_track",
        reporting_currency=world.portfolio.reporting_currency,
        figures={key: to_json(f.within(str(world.own.public_id))) for key, f in shown.items()},
    )


def test_the_manager_sees_health_stage_and_forecasts(facts, world, pam):
    head = draw(world.own, pam)
    assert "off track" in head
    assert "Build" in head
    assert "7.31" in head
    assert "88" in head


def test_the_team_sees_dates_but_no_money(facts, world, tom):
    head = draw(world.own, tom)
    assert "88" in head
    assert "7.31" not in head


def test_without_facts_the_header_says_that_they_are_on_their_way(world, pam):
    assert "being computed" in draw(world.own, pam)


def test_the_header_costs_one_query(facts, world, pam, django_assert_num_queries):
    draw(world.own, pam)
    project = Project.objects.get(pk=world.own.pk)
    with django_assert_num_queries(1):
        draw(project, pam)


def test_a_change_on_its_way_shows_updating_and_asks_again(facts, world, pam):
    ProjectTouched.objects.all().delete()
    assert "updating" not in draw(world.own, pam)
    ProjectTouched.objects.create(project_id=world.own.pk)
    head = draw(Project.objects.get(pk=world.own.pk), pam)  # as the next request reads it
    assert "is-updating" in head
    assert f"/projects/{world.own.public_id}/head/" in head


@pytest.mark.parametrize(
    ("below", "tab"),
    [
        ("", "Overview"), ("plan/baselines/", "Plan"), ("milestones/", "Plan"), ("budget/ledger/", "Budget"),
        ("case/", "Budget"), ("benefits/", "Budget"), ("baselines/7/money/", "Budget"),
        ("issues/", "Risks &amp; issues"), ("risks/", "Risks &amp; issues"), ("time/", "Team"),
        ("team/", "Team"), ("history/", "History"),
    ],
)  # fmt: skip
def test_each_page_marks_the_tab_to_which_it_belongs(facts, world, pam, below, tab):
    head = draw(world.own, pam, f"/projects/{world.own.public_id}/{below}")
    marked = re.findall(r'<a [^>]*aria-current="page"[^>]*>([^<]+)', head)
    assert [word.strip() for word in marked] == [tab]


def test_the_team_is_offered_no_tab_that_would_refuse_it(facts, world, tom, pam):
    assert ">Reports<" not in draw(world.own, tom)
    assert ">Reports<" in draw(world.own, pam)
