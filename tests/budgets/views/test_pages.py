"""Who sees which page of money, and does each one do what its button says?"""

from decimal import Decimal

import pytest
from django.urls import reverse

from budgets.models import Budget, BudgetLine, Forecast, LedgerEntry, Reserve
from tests.decisions import as_read
from tests.factories import core, money
from tests.factories.money import address

pytestmark = pytest.mark.django_db


PAGES = ["overview", "panel", "versions", "reserves", "ledger", "forecasts", "earned"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("htmx", [False, True])
def test_every_page_of_money_opens_for_those_who_steer_and_not_for_others(spent, cast, enter, name, htmx):
    page = address(name, spent)
    for user in (cast.pam, cast.paul, cast.sue, cast.eve, cast.finn, cast.ada):
        assert enter(user, htmx=htmx).get(page).status_code == 200
    for user in (cast.tom, cast.stan, cast.rita):
        assert enter(user, htmx=htmx).get(page).status_code == 403
    for user in (cast.zoe, cast.adam):
        assert enter(user, htmx=htmx).get(page).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_project_says_what_belongs_there(world, pam, enter, name):
    assert enter(pam).get(address(name, world.own)).status_code == 200


@pytest.mark.parametrize("name", ["home", "rates", "periods", "categories"])
def test_the_pages_of_finance_open_for_those_who_may_see_a_ledger(spent, cast, enter, name):
    page = reverse(f"budgets:{name}")
    for user, status in ((cast.finn, 200), (cast.pam, 200), (cast.ada, 200), (cast.tom, 403), (cast.zoe, 403)):
        assert enter(user).get(page).status_code == status, user


def test_a_budget_is_drafted_submitted_and_approved_on_its_pages(world, pam, sue, finn, enter):
    browser, category, period = enter(pam), money.category(), money.period()
    made = browser.post(address("version_add", world.own), {"reason": "First"})
    budget = Budget.objects.get()
    assert made["Location"] == address("version", world.own, budget)  # where its lines are typed in
    line = {"category": category.public_id, "cost_class": "opex", "period": period.public_id, "amount": "120.00"}
    assert browser.post(address("line_add", world.own, budget), line).status_code == 302
    spread = {"category": category.public_id, "cost_class": "opex", "amount": "100", "profile": "even"}
    spread |= {"first": "2026-01-01", "last": "2026-02-28"}
    assert browser.post(address("lines_spread", world.own, budget), spread).status_code == 302
    row = BudgetLine.objects.get(amount=120)
    changed = {**line, "amount": "130", "row_version": row.row_version}
    assert browser.post(address("line_edit", world.own, row), changed).status_code == 302
    assert browser.post(address("line_edit", world.own, row), changed).status_code == 409
    assert browser.post(address("version_submit", world.own, budget)).status_code == 302
    assert browser.post(address("version_approve", world.own, budget)).status_code == 403
    assert "Approve" in enter(sue).get(address("version", world.own, budget)).text
    assert enter(sue).post(address("version_approve", world.own, budget), as_read(budget)).status_code == 302
    budget.refresh_from_db()
    assert (budget.state, budget.total, budget.approved_by) == ("approved", 230, sue)
    assert enter(finn).post(address("version_fund", world.own, budget), {"amount": "50"}).status_code == 302


def test_a_refused_amount_stands_at_its_field(world, pam, enter):
    budget = money.draft(world.own, by=pam)
    answer = enter(pam).post(address("line_add", world.own, budget), {"amount": "lots"})
    assert answer.status_code == 422
    assert "Enter a number" in answer.text


def test_a_line_is_deleted_and_a_budget_returned(world, pam, sue, enter):
    budget = money.draft(world.own, 100, 200, by=pam)
    enter(pam).post(address("line_delete", world.own, budget.lines.first()))
    assert budget.lines.count() == 1
    enter(pam).post(address("version_submit", world.own, budget))
    assert enter(sue).post(address("version_return", world.own, budget), {"reason": "No"}).status_code == 302
    assert "No" in enter(pam).get(address("version", world.own, budget)).text


def test_two_versions_stand_side_by_side(spent, pam, enter):
    money.approve(money.draft(spent, 50))
    page = enter(pam).get(address("versions", spent) + "?a=1&b=2")
    assert page.status_code == 200 and "Version 1 against version 2" in page.text
    assert enter(pam).get(address("versions", spent) + "?a=9").status_code == 400


def test_reserves_are_set_and_drawn(world, sue, pam, enter):
    enter(sue).post(address("reserve_set", world.own), {"kind": "contingency", "amount": "100"})
    reserve = Reserve.objects.get()
    move = {"kind": "draw", "amount": "40", "on": "2026-03-02", "reason": "Late"}
    assert enter(pam).post(address("reserve_move", world.own, reserve), move).status_code == 302
    assert enter(pam).post(address("reserve_move", world.own, reserve), {**move, "amount": "61"}).status_code == 422
    reserve.refresh_from_db()
    assert reserve.balance == 60


# ── the ledger ──────────────────────────────────────────────────────────────────────────────────


def entry_form(**fields):
    return {
        "type": "actual", "date": "2026-03-02", "category": money.category().public_id, "cost_class": "opex",
        "txn_amount": "12.50", "txn_currency": "EUR", "document": "INV-1", **fields,
    }  # fmt: skip


def test_finance_posts_and_reverses_on_the_pages_and_nobody_else(world, cast, enter):
    page = address("entry_post", world.own)
    assert enter(cast.finn).post(page, entry_form()).status_code == 302
    entry = LedgerEntry.objects.get()
    assert enter(cast.pam).post(page, entry_form()).status_code == 403
    assert enter(cast.pam).get(address("entry", world.own, entry)).status_code == 200
    back = {"on": "2026-03-03", "reason": "Twice"}
    assert enter(cast.finn).post(address("entry_reverse", world.own, entry), back).status_code == 302
    assert "Twice" in enter(cast.pam).get(address("entry", world.own, entry)).text
    assert enter(cast.finn).post(address("entry_reverse", world.own, entry), back).status_code == 409


def test_a_missing_rate_stands_at_the_currency(world, finn, enter):
    core.currency("USD")
    answer = enter(finn).post(address("entry_post", world.own), entry_form(txn_currency="USD"))
    assert answer.status_code == 422
    assert "No exchange rate from USD to EUR" in answer.text


def test_an_entry_of_another_project_is_missing(world, spent, finn, enter):
    entry = money.entry(world.foreign, 5)
    assert enter(finn).get(address("entry", spent, entry)).status_code == 404


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("kind=committed", 1), ("kind=cost", 1), ("kind=actual", 1), ("kind=accrued", 0), ("words=acme", 1),
        ("period=2026-03", 2), ("year=2025", 0), ("cost_class=capex", 0), ("date_to=2026-03-01", 0),
        ("posted_after=2026-03-02", 0), ("posted_after=2026-03-01", 2),
    ],
)  # fmt: skip
def test_the_ledger_shows_exactly_what_is_asked(spent, pam, enter, question, found):
    page = enter(pam).get(f"{address('ledger', spent)}?{question}")
    assert page.status_code == 200
    assert page.context["table"].count == found


@pytest.mark.parametrize("question", ["kind=gift", "period=x", "nonsense=1", "posted_after=soon"])
def test_a_question_that_makes_no_sense_is_a_bad_request(spent, pam, enter, question):
    assert enter(pam).get(f"{address('ledger', spent)}?{question}").status_code == 400


def test_finance_takes_the_ledger_home_and_the_manager_does_not(spent, finn, pam, enter):
    answer = enter(finn).get(f"{address('ledger', spent)}?export=csv&kind=cost")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 3 and "400.0000" in lines[2]
    assert enter(pam).get(f"{address('ledger', spent)}?export=csv").status_code == 403


def test_every_address_behind_a_figure_opens_what_it_adds_up(spent, pam, enter):
    browser = enter(pam)
    money_of = browser.get(address("overview", spent)).context["money"]
    for figure in money_of:
        for part in figure.inputs:
            if getattr(part, "permission", None) and "ledger" in part.address:
                table = browser.get(part.address).context["table"]
                assert sum((row.amount for row in table.shown), Decimal(0)) == part.value, part.label


def test_as_many_queries_for_many_entries_as_for_few(spent, pam, enter, django_assert_max_num_queries):
    for number in range(40):
        money.entry(spent, number + 1)
    browser = enter(pam)
    for name in ("overview", "ledger"):
        with django_assert_max_num_queries(20):
            browser.get(address(name, spent))


# ── forecasts, earned value, baselines ──────────────────────────────────────────────────────────


def test_the_manager_saves_a_forecast_from_the_grid(spent, pam, enter):
    browser = enter(pam)
    page = browser.get(address("forecast_add", spent))
    assert 'value="200"' in page.text, "what is known is filled in as a person would type it"
    form = page.context["form"]
    box = next(name for name in form.fields if name.startswith("etc-"))
    answer = browser.post(address("forecast_add", spent), {"as_of": form.initial["as_of"], box: "75.50"})
    assert answer.status_code == 302
    assert Forecast.objects.get(version=2).lines.get().etc == Decimal("75.50")
    assert browser.post(address("forecast_add", spent), {"as_of": "", box: "-1"}).status_code == 422


def test_a_day_of_earned_value_is_kept(spent, pam, sue, enter):
    assert enter(pam).post(address("snapshot_take", spent)).status_code == 302
    assert spent.snapshots.count() == 1
    assert enter(sue).post(address("snapshot_take", spent)).status_code == 403


def test_the_sponsor_sees_dates_and_money_before_he_approves(world, pam, sue, finn, enter):
    money.approved(world.own, 100)
    baseline = money.baseline(world.own, money.task(world.own), by=pam)
    page = address("baseline_approve", world.own, baseline)
    assert enter(pam).get(page).status_code == 403
    assert "100.00" in enter(sue).get(page).text
    assert enter(finn).post(address("baseline_check", world.own, baseline)).status_code == 302
    assert enter(sue).post(page, as_read(baseline)).status_code == 302
    baseline.refresh_from_db()
    assert baseline.state == "approved"
    assert enter(pam).get(address("baseline", world.own, baseline)).status_code == 200


def test_a_fiscal_period_is_shown_up_to_its_last_day(world, finn, enter):
    money.period()
    page = enter(finn).get(reverse("budgets:periods")).text
    assert ">1 Feb 2026<" in page and ">28 Feb 2026<" in page
