"""Does the total under a filtered ledger open as that very total, for those who may see entries?"""

from html import unescape

import pytest

from tests.factories import core, money
from tests.journeys.test_every_figure_opens import figures_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(world, finn):
    """900 spent in March, 60 in April, 1,500 committed."""
    money.entry(world.own, 900, by=finn)
    money.entry(world.own, 60, by=finn, day=core.DAY.replace(month=4))
    money.entry(world.own, 1500, "enc", by=finn)
    return f"/projects/{world.own.public_id}/budget/ledger/"


def total_link(browser, address):
    (found,) = [link for link in figures_of(browser.get(address).content.decode()) if "ledger_total" in link]
    return found


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ("", "2,460.00"),
        ("?kind=enc", "1,500.00"),
        ("?kind=cost", "960.00"),
        ("?kind=cost&date_from=2026-04-01", "60.00"),
        ("?kind=cost&sort=amount&page=1&columns=document,amount", "960.00"),
    ],
)
def test_the_drawer_shows_the_total_of_the_page(asked, total, ledger, finn, enter):
    browser = enter(finn)
    drawer = unescape(browser.get(total_link(browser, ledger + asked)).content.decode())
    assert f"<strong>{total}\u00a0EUR</strong>" in drawer


def test_the_drawer_leads_back_to_the_same_entries(ledger, finn, enter):
    browser = enter(finn)
    drawer = unescape(browser.get(total_link(browser, ledger + "?kind=enc&sort=date")).content.decode())
    assert f'href="{ledger}?kind=enc"' in drawer


def test_a_filter_that_matches_nothing_is_a_total_of_nothing(world, ledger, finn, enter):
    answer = enter(finn).get(f"/figures/{world.own.public_id}/budgets.ledger_total/?words=nobody")
    assert "<strong>0.00\u00a0EUR</strong>" in unescape(answer.content.decode())


@pytest.mark.parametrize("asked", ["?pk=1", "?kind=all", "?date_from=soon", "?project__code=OWN-001"])
def test_a_question_the_ledger_does_not_know_is_refused(asked, world, ledger, finn, enter):
    assert enter(finn).get(f"/figures/{world.own.public_id}/budgets.ledger_total/{asked}").status_code == 400


def test_only_who_sees_the_ledger_opens_its_total(world, ledger, cast, enter):
    address = f"/figures/{world.own.public_id}/budgets.ledger_total/"
    answers = {who: enter(getattr(cast, who)).get(address).status_code for who in ("finn", "tom", "zoe")}
    assert answers == {"finn": 200, "tom": 403, "zoe": 404}
