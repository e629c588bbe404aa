"""The word beside a large variance stands whole inside its box, on a phone and on a screen."""

import pytest
from django.urls import reverse

from projects.models import Project
from tests.factories import core, money

pytestmark = pytest.mark.browser
BEYOND = """() => [...document.querySelectorAll('.headline dd .figure-word')]
    .map(e => e.getBoundingClientRect().right - e.closest('.headline > *').getBoundingClientRect().right)"""


@pytest.fixture
def late(world):
    """Work of 6.2 million that should be done and has not begun, and has cost 3.8 million."""
    work = money.task(world.own, actual_start=money.at(core.DAY), percent="0.01")
    money.line(money.draft(world.own), 6_200_000, task=work)
    money.approve(world.own.budgets.get())
    money.priced(world.own, work)
    money.entry(world.own, 3_850_000)
    Project.objects.filter(pk=world.own.pk).update(state="active")
    return world.own


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_no_word_is_cut_by_the_edge_of_its_box(late, pam, visitor, width):
    page = visitor(pam, width=width)
    page.goto(reverse("budgets:earned", args=[late.public_id]))
    found = page.evaluate(BEYOND)
    assert len(found) >= 3
    assert max(found) <= 0, found
