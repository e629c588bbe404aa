"""The curve of budget, cost and forecast is titled by what it says, on every page that draws it, in the same words."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from budgets.queries import finding, monthly
from budgets.views.curves import s_curve
from tests.factories import core, money

MAY, JUNE = dt.date(2026, 5, 10), dt.date(2026, 6, 10)


def months(project):
    return monthly(project, as_of=core.DAY)


def over(project):
    """Budget 1,000 in March; the forecast comes to 900 in May and 1,100 in June."""
    money.approved(project, 1000)
    money.forecast(project, (900, MAY), (200, JUNE))
    return project


def within(project):
    money.approved(project, 1000)
    money.forecast(project, (900, MAY), (100, JUNE))
    return project


def without_budget(project):
    money.forecast(project, (900, MAY), (100, JUNE))
    return project


CASES = [
    (over, "The forecast passes the budget in June 2026"),
    (within, "The forecast stays within the budget"),
    (without_budget, "Cost and forecast, without an approved budget"),
]


@pytest.mark.parametrize(("story", "words"), CASES)
def test_the_title_is_the_finding(world, story, words):
    found = months(story(world.own))
    assert finding(found) == s_curve(found)["title"] == words


def test_a_forecast_of_exactly_the_budget_passes_nothing(world):
    money.approved(world.own, 1000)
    money.forecast(world.own, ("999.99", MAY), ("0.01", JUNE))
    assert finding(months(world.own)) == "The forecast stays within the budget"


@pytest.mark.parametrize("page", ["budgets:overview", "budgets:earned", "portfolio:overview"])
@pytest.mark.parametrize(("story", "words"), CASES)
def test_every_page_that_draws_it_says_the_same(world, pam, enter, page, story, words):
    text = enter(pam).get(reverse(page, args=[story(world.own).public_id])).content.decode()
    (caption,) = re.findall(r"<figcaption>(.*?)<small>", text, re.DOTALL)
    assert caption == words
    assert f'role="img" aria-label="{words}' in text


def test_each_page_says_where_the_figures_of_the_curve_stand(world, pam, enter):
    over(world.own)
    budget, earned = (enter(pam).get(reverse(f"budgets:{name}", args=[world.own.public_id])).content.decode()
                      for name in ("overview", "earned"))  # fmt: skip
    assert "The figures stand in the table by month." in budget and 'id="months-title"' in budget
    assert f'{reverse("budgets:overview", args=[world.own.public_id])}#months-title">The figures by month</a>' in earned
