"""A figure's address opens its formula and inputs, each only for those who may see it."""

import datetime as dt
from decimal import Decimal

import pytest

from foundation.accounts.rights import Permission
from foundation.figure_store import to_json
from foundation.figures import Figure, Source
from portfolio.models import ProjectFacts
from tests.factories import core


def tree():
    actual = Figure(
        "budgets.actual",
        "Actual cost",
        Decimal("250.5"),
        "money",
        "EUR",
        permission=Permission.BUDGET_VIEW,
        inputs=(Source("Invoice 12", Decimal("250.5"), "money", "EUR", "/somewhere/", Permission.LEDGER_VIEW),),
    )
    return Figure("portfolio.done", "Done", Decimal("0.5"), "percent", formula="earned / budget", inputs=(actual,))


@pytest.fixture
def figures(world):
    ProjectFacts.objects.create(
        project=world.own,
        refreshed_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC),
        as_of=core.DAY,
        reporting_currency=world.portfolio.reporting_currency,
        figures={"portfolio.done": to_json(tree())},
    )
    return lambda key, project=world.own: f"/figures/{project.public_id}/{key}/"


@pytest.mark.parametrize("htmx", [False, True])
def test_the_manager_opens_a_figure_and_its_inputs_in_turn(figures, pam, enter, htmx):
    page = enter(pam, htmx=htmx).get(figures("portfolio.done")).content.decode()
    assert "earned / budget" in page
    assert "250.50" in page
    assert figures("budgets.actual") in page
    leaf = enter(pam, htmx=htmx).get(figures("budgets.actual")).content.decode()
    assert "Σ actuals" in leaf


def test_a_team_member_is_not_shown_money(figures, tom, enter):
    page = enter(tom).get(figures("portfolio.done")).content.decode()
    assert "250.50" not in page
    assert "not for your role" in page
    assert enter(tom).get(figures("budgets.actual")).status_code == 403


def test_a_stranger_finds_nothing(figures, zoe, enter):
    assert enter(zoe).get(figures("portfolio.done")).status_code == 404


def test_an_unknown_key_is_missing(figures, pam, world, enter):
    assert enter(pam).get(figures("portfolio.nothing")).status_code == 404
    assert enter(pam).get(figures("portfolio.done", world.foreign)).status_code == 404
