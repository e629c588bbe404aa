"""What opens behind a column of the portfolio table before and after its facts are stored?"""

from html import unescape

import pytest

from portfolio import figures
from portfolio.models import ProjectFacts
from portfolio.queries import COLUMNS
from tests.factories import core, plan, portfolio

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_before_the_first_refresh_the_drawer_says_that_it_is_being_computed(column, world):
    ProjectFacts.objects.filter(project=world.own).delete()
    found = figures.find(world.own, column.key, as_of=core.DAY)
    assert (found.value, found.reason, found.permission) == (None, "being_computed", column.permission)


def test_a_column_nobody_has_is_no_figure(world):
    assert figures.find(world.own, "portfolio.invented", as_of=core.DAY) is None


def test_a_stored_finish_leads_to_the_tasks_that_drive_it(world, pam, enter):
    plan.task(world.own, "Migrate the records", 5)
    plan.scheduled(world.own)
    portfolio.refreshed(world.own)
    browser, address = enter(pam), f"/figures/{world.own.public_id}/portfolio.forecast_finish/"
    stored = unescape(browser.get(address).content.decode())
    inner = address.replace("portfolio.", "projects.")
    assert f'href="{inner}"' in stored
    assert "Migrate the records" in browser.get(inner).content.decode()
