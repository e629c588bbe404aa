"""What opens over a page, or lives only between two steps, is read as well as a page: in each width and theme."""

import csv
import io

import pytest

from tests.browser.eyes import WAYS, faults
from tests.factories import core, money, plan, portfolio
from tests.journeys.steps_work import HEAD

pytestmark = pytest.mark.browser


@pytest.fixture
def board(world, cast, visitor):
    """The portfolio's table as the executive has it before her."""
    money.approved(world.own, 20_000)
    portfolio.refreshed(world.own)
    page = visitor(cast.eve)
    page.goto("/portfolio/")
    return page


def palette(page):
    page.keyboard.press("Control+k")
    page.keyboard.type("Intranet")
    page.locator("[data-results] a").first.wait_for()


def keys(page):
    page.keyboard.press("?")
    page.locator("dialog.keys[open]").wait_for()


def drawer(page):
    page.locator("tbody a.figure", has_text="20.0").first.click()
    page.locator("dialog.drawer[open] .formula").wait_for()


def account(page):
    page.locator("button[popovertarget=me]").click()
    page.locator("#me").wait_for()


def all_pages(page):
    page.set_viewport_size({"width": 360, "height": 900})
    page.locator("button[popovertarget=all-pages]").click()
    page.locator("#all-pages").wait_for()


def columns(page):
    page.get_by_text("Columns and groups").click()
    page.locator("details[open] fieldset").wait_for()


OVERLAYS = {function.__name__: function for function in (palette, keys, drawer, account, columns)}


@pytest.mark.parametrize("name", OVERLAYS)
def test_what_opens_over_a_page_can_be_read_by_everybody(name, board):
    OVERLAYS[name](board)
    wrong = [line for way in WAYS for line in faults(board, *way)]
    assert not wrong, "\n".join(wrong)


def test_the_menu_of_a_telephone_can_be_read_by_everybody(board):
    all_pages(board)
    wrong = [line for theme in ("light", "dark") for line in faults(board, 360, theme)]
    assert not wrong, "\n".join(wrong)


def as_csv(rows):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEAD, *rows])
    return {"name": "actuals.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}


@pytest.mark.parametrize("amounts", [("7500.00", "3999.99"), ("7500.00", "12,5,0")], ids=["good", "a bad cell"])
def test_the_preview_of_a_file_of_actuals_can_be_read_by_everybody(world, cast, visitor, amounts):
    core.currency("EUR")
    money.category("CON", "Consulting")
    money.approved(world.own, 20_000)
    code = plan.task(world.own).wbs_code
    rows = [(core.DAY.isoformat(), "actual", "CON", "capex", code, amount, "EUR", f"INV-{at}", "Index AG", "Design")
            for at, amount in enumerate(amounts)]  # fmt: skip
    page = visitor(cast.finn)
    page.goto(f"/projects/{world.own.public_id}/budget/ledger/")
    page.get_by_role("link", name="Import a file").click()
    page.set_input_files("input[type=file]", as_csv(rows))
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text("7,500.00").first.wait_for()
    wrong = [line for way in WAYS for line in faults(page, *way)]
    assert not wrong, "\n".join(wrong)
