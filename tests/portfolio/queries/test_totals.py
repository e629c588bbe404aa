"""Projects add up in one currency at stored rates; what cannot be added is left out and named."""

from decimal import Decimal

import pytest

from portfolio.queries import count_figure, ground, opened_total, shown_to, totals
from projects.models import Project
from tests.factories import core, portfolio


@pytest.fixture
def rows(world, finn):
    """Two projects of one portfolio: 1,000 and, without a budget, nothing."""
    portfolio.facts(world.own, budget=Decimal(1000), forecast=Decimal("10.005"))
    portfolio.facts(world.foreign, forecast=Decimal(5), reasons={"budget": "no_budget"})
    return shown_to(finn, portfolio=world.portfolio)


def total(rows, name):
    return totals(rows, [name], as_of=core.DAY)[name]


def test_what_is_known_is_added_up(rows):
    assert (total(rows, "budget").value, total(rows, "budget").unit) == (Decimal("1000.00"), "EUR")


def test_a_total_is_rounded_once_half_up(rows):
    assert total(rows, "forecast").value == Decimal("15.01")


def test_a_total_of_nothing_has_a_reason_and_is_no_zero(rows):
    assert (total(rows, "npv").value, total(rows, "npv").reason) == (None, "no_data")


def test_the_drawer_holds_each_project_and_the_reason_of_what_is_left_out(rows):
    opened = opened_total(rows, "budget", as_of=core.DAY, scope="all")
    parts = {part.label: part for part in opened.inputs}
    assert opened.value == total(rows, "budget").value
    assert parts["OWN-001 Intranet refresh"].value == 1000
    assert parts["FOR-001 Payroll move"].reason == "no_budget"


def test_a_converted_amount_names_what_it_was(world, rows):
    Project.objects.filter(pk=world.own.pk).update(currency=core.currency("GBP"))
    world.own.facts.rate = Decimal("1.5")
    world.own.facts.save()
    (own,) = [p for p in opened_total(rows, "budget", as_of=core.DAY, scope="all").inputs if p.label.startswith("OWN")]
    assert (own.value, own.unit) == (1500, "EUR")
    assert "1,000.00\u00a0GBP" in own.note


def test_all_totals_of_a_page_cost_two_queries(rows, django_assert_num_queries):
    with django_assert_num_queries(2):
        totals(rows, ["budget", "forecast", "variance", "actual"], as_of=core.DAY)


def test_the_ground_counts_what_no_rate_reaches(world, rows):
    world.foreign.facts.rate = None
    world.foreign.facts.save()
    found = ground(rows, as_of=core.DAY)
    assert (found.count, found.without_rate, found.currency, found.own) == (2, 1, "EUR", "EUR")


def test_no_project_is_no_error(finn):
    none = shown_to(finn).none()
    assert total(none, "budget").value is None
    assert ground(none, as_of=core.DAY).count == 0


def test_the_number_of_projects_of_a_health_opens_to_their_names(rows):
    figure = count_figure(rows, "unknown", None, opened=True)
    assert (figure.value, figure.key) == (2, "portfolio.count_unknown")
    assert [part.label for part in figure.inputs] == ["FOR-001 Payroll move", "OWN-001 Intranet refresh"]
