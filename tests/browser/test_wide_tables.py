"""Does the table of all projects stand whole beside the rail on a common screen, with every word in sight?"""

import pytest
from django.urls import reverse

from tests.factories import core, money, risks

pytestmark = pytest.mark.browser
HIDDEN_PART = "() => [...document.querySelectorAll('.table-wrap')].map(e => e.scrollWidth - e.clientWidth)"
CUT = """() => [...document.querySelectorAll('.table :is(th, td)')]
    .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"""
HEADS = "() => [...document.querySelectorAll('.table thead th')].map(e => e.innerText.replace(/\\s+/g, ' '))"


@pytest.fixture
def projects(world):
    """One with all its figures and a long name, and others that lack most of them and say why."""
    for n in range(3):
        core.project(world.portfolio, f"A project with quite a long name that speaks of much {n}")
    money.approved(world.own, 6_200_000)
    money.entry(world.own, 3_850_000)
    money.forecast(world.own, (3_690_000, core.DAY))
    risks.assessment(risks.risk(world.own), cost="951000")
    return world


@pytest.mark.parametrize("width", [1280, 1440, 1920])
def test_the_default_columns_fit_beside_the_rail(projects, paul, visitor, width):
    page = visitor(paul, width=width)
    page.goto(reverse("portfolio:table"))
    assert page.evaluate(HIDDEN_PART) == [0]
    assert page.evaluate(CUT) == []
    heads = page.evaluate(HEADS)
    assert {"Health", "Finish, forecast", "Against baseline", "CPI", "SPI(t)"} <= set(heads)
    assert [head.split()[0] for head in heads if "EUR" in head] == [
        "Budget",
        "Actual",
        "Forecast",
        "Variance",
        "Exposure",
    ]


def test_a_column_that_is_not_shown_is_one_click_away(projects, paul, visitor):
    page = visitor(paul)
    page.goto(reverse("portfolio:table"))
    assert "Stage" not in page.evaluate(HEADS)
    page.get_by_text("Columns and groups").click()
    page.get_by_label("Stage", exact=True).check()
    page.get_by_role("button", name="Show").click()
    page.locator("thead th", has_text="Stage").wait_for()
    assert "columns=" in page.url
