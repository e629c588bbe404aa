"""The header of a project shows each reader what he may see, in one query."""

import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from foundation.figure_store import to_json
from foundation.figures import Figure
from portfolio.models import ProjectFacts
from tests.factories import core

PAGE = "{% load project_frame %}{% project_head %}"


def draw(project, user):
    request = RequestFactory().get("/")
    request.user = user
    return Template(PAGE).render(Context({"project": project, "request": request}))


@pytest.fixture
def facts(world):
    shown = {
        "projects.slip": Figure("projects.slip", "Against baseline", 88, "days"),
        "budgets.forecast": Figure("budgets.forecast", "Forecast cost", Decimal("7310000"), "money", "EUR"),
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
    with django_assert_num_queries(1):
        draw(world.own, pam)
