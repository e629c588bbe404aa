"""What happens to a form of money with a wrong value: a message beside the box, nothing lost, nothing stored?"""

import pytest
from django.urls import reverse

from budgets.models import BudgetLine
from tests.factories import cases, core, money
from tests.factories.money import address
from tests.pages import not_refused
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
NUMBER, NEEDED, CHOICE, DAY = "Enter a number", "This field is required", "valid", "Enter a valid date"
DIGITS, PLACES, POSITIVE = "no more than 19 digits", "no more than 4 decimal places", "greater than or equal to 0"
NOBODY = "00000000-0000-4000-8000-000000000000"
# what people type into a box for an amount
AMOUNTS = [
    ("", NEEDED),
    ("  ", NUMBER),
    ("lots", NUMBER),
    ("1,000.00", NUMBER),
    ("1.000,00", NUMBER),
    ("12,5", NUMBER),
    ("€ 12", NUMBER),
    ("12 EUR", NUMBER),
    ("NaN", NUMBER),
    ("Infinity", NUMBER),
    ("1e400", "digits"),
    ("0x10", NUMBER),
    ("9" * 20, DIGITS),
    ("1" * 16, "no more than 15 digits before the decimal point"),
    ("0.00001", PLACES),
]
FEW = [("", NEEDED), ("lots", NUMBER), ("9" * 20, DIGITS), ("0.00001", PLACES)]
DAYS = [
    ("", NEEDED),
    ("yesterday", DAY),
    ("2026-02-30", DAY),
    ("2026-13-01", DAY),
    ("0000-00-00", DAY),
    ("20260302", DAY),
]


def of(name, cases_, *more):
    """The cases for the box `name`."""
    return [(name, typed, words) for typed, words in (*cases_, *more)]


def check(browser, page, good, wrong, alone=()):
    with untouched():
        found = list(not_refused(browser, page, good, wrong, alone))
    assert not found, "\n".join(found)


@pytest.fixture
def line_form(world):
    task = money.task(world.own)
    return {
        "category": str(money.category().public_id), "cost_class": "opex", "task": str(task.public_id),
        "period": str(money.period().public_id), "amount": "120.00", "note": "From the tender",
    }  # fmt: skip


def test_a_line_of_a_budget(world, pam, enter, line_form):
    foreign = money.task(world.foreign)
    summary = money.task(world.own, "Phase", kind="summary")
    wrong = [
        *of("amount", AMOUNTS, ("-0.01", POSITIVE), ("-1e9", POSITIVE)),
        *of("category", [("", NEEDED), ("LIC", CHOICE), (NOBODY, CHOICE)]),
        *of("cost_class", [("", NEEDED), ("capital", CHOICE)]),
        *of("period", [("", NEEDED), ("2026-03", CHOICE), (NOBODY, CHOICE)]),
        *of("task", [(str(foreign.public_id), CHOICE), (str(summary.public_id), CHOICE), (NOBODY, CHOICE)]),
        *of("note", [("x" * 301, "at most 300 characters"), ("a\0b", "Null characters are not allowed")]),
    ]
    budget, browser = money.draft(world.own, by=pam), enter(pam, htmx=True)
    page = address("line_add", world.own, budget)
    check(browser, page, line_form, wrong)
    assert browser.post(page, line_form).status_code == 302
    row = BudgetLine.objects.get()
    edit, versioned = address("line_edit", world.own, row), {**line_form, "row_version": str(row.row_version)}
    check(browser, edit, versioned, wrong)
    assert browser.post(edit, {**versioned, "amount": "121"}).status_code == 302


def test_an_amount_spread_over_months(world, pam, enter, line_form):
    good = {name: line_form[name] for name in ("category", "cost_class", "task", "amount", "note")}
    good |= {"first": "2026-01-01", "last": "2026-06-30", "profile": "even"}
    budget = money.draft(world.own, by=pam)
    wrong = [
        *of("amount", FEW, ("-5", POSITIVE)),
        *of("first", DAYS),
        *of("last", DAYS),
        *of("profile", [("", NEEDED), ("s-curve", CHOICE)]),
    ]
    page = address("lines_spread", world.own, budget)
    alone = of("last", [("2025-12-31", "before the first"), ("2099-01-31", "no fiscal periods for all")])
    check(enter(pam, htmx=True), page, good, wrong, alone)
    assert enter(pam, htmx=True).post(page, good).status_code == 302
    assert budget.lines.count() == 6


def test_why_a_version_is_made_returned_and_funded(world, pam, sue, finn, enter):
    new = address("version_add", world.own)
    long = [("reason", "x" * 501, "at most 500"), ("funding_source", "x" * 301, "at most 300")]
    check(enter(pam, htmx=True), new, {"reason": "First", "funding_source": "Innovation fund"}, long)
    budget = money.draft(world.own, 100, by=pam)
    money.services.submit_budget(budget, by=pam, on=core.DAY)
    back = address("version_return", world.own, budget)
    check(enter(sue, htmx=True), back, {"reason": "Too much"}, [("reason", "", NEEDED), ("reason", " \n ", NEEDED)])
    money.services.approve_budget(budget, by=sue, on=core.DAY)
    wrong = of("amount", FEW, ("-1", POSITIVE))
    check(enter(finn, htmx=True), address("version_fund", world.own, budget), {"amount": "50"}, wrong)


def test_money_held_back_and_taken(world, sue, pam, enter):
    good = {"kind": "contingency", "amount": "100"}
    wrong = [*of("amount", FEW, ("-1", POSITIVE)), *of("kind", [("", NEEDED), ("petty cash", CHOICE)])]
    page = address("reserve_set", world.own)
    check(enter(sue, htmx=True), page, good, wrong)
    assert enter(sue, htmx=True).post(page, good).status_code == 302
    reserve = world.own.reserves.get()
    move = {"kind": "draw", "amount": "40", "on": "2026-03-02", "reason": "Late supplier"}
    wrong = [
        *of("amount", FEW, ("-1", POSITIVE)),
        *of("on", DAYS), *of("kind", [("", NEEDED), ("gift", CHOICE)]),
        *of("reason", [("", NEEDED), ("   ", NEEDED), ("x" * 501, "at most 500")]),
    ]  # fmt: skip
    alone = of("amount", [("0", "more than 0"), ("100.01", "Only 100")])
    check(enter(pam, htmx=True), address("reserve_move", world.own, reserve), move, wrong, alone)


def test_an_entry_posted_by_hand(world, finn, enter):
    core.currency("USD")
    good = {
        "type": "actual", "date": "2026-03-02", "category": str(money.category().public_id), "cost_class": "opex",
        "txn_amount": "12.50", "txn_currency": "EUR", "document": "INV-1", "order": "PO-1", "supplier": "Acme",
        "text": "Licences", "paid_on": "2026-03-20",
    }  # fmt: skip
    wrong = [
        *of("txn_amount", FEW),
        *of("date", DAYS),
        *of("paid_on", [("soon", DAY), ("2026-02-30", DAY)]),
        *of("type", [("", NEEDED), ("fx", CHOICE), ("bribe", CHOICE)]),
        *of("txn_currency", [("", NEEDED), ("QQQ", CHOICE), ("eur", CHOICE)]),
        *of("document", [("", NEEDED), ("  ", NEEDED), ("x" * 121, "at most 120")]),
        *of("order", [("x" * 121, "at most 120")]),
        *of("supplier", [("x" * 201, "at most 200")]),
        *of("text", [("x" * 501, "at most 500")]),
    ]
    alone = [
        *of("txn_amount", [("0", "says nothing"), ("0.004", "says nothing")]),
        *of("date", [("2031-01-01", "No fiscal period holds 2031-01-01"), ("1926-03-02", "No fiscal period")]),
        ("txn_currency", "USD", "No exchange rate from USD to EUR"),
    ]
    page = address("entry_post", world.own)
    check(enter(finn, htmx=True), page, good, wrong, alone)
    below = {**good, "type": "enc", "txn_amount": "-5"}
    check(enter(finn, htmx=True), page, below, [("txn_amount", "-5", "is more than 0; a release")])
    assert enter(finn, htmx=True).post(page, good).status_code == 302


def test_a_reversal(world, finn, enter):
    entry = money.entry(world.own, 5)
    wrong = [
        *of("on", DAYS),
        *of("reason", [("", NEEDED), ("\t", NEEDED), ("x" * 501, "at most 500")]),
    ]
    good, alone = {"on": "2026-03-03", "reason": "Twice"}, [("on", "2031-01-01", "No fiscal period")]
    check(enter(finn, htmx=True), address("entry_reverse", world.own, entry), good, wrong, alone)


def test_an_exchange_rate_and_a_category(world, finn, enter):
    core.currency("USD")
    good = {
        "base": "USD", "quote": "EUR", "rate": "0.8612345678", "date": "2026-03-02", "kind": "spot",
        "source": "Central bank",
    }  # fmt: skip
    wrong = [
        *of("rate", [("", NEEDED), ("one", NUMBER), ("-1", POSITIVE), ("0,86", NUMBER)]),
        *of("rate", [("0.86123456789", "no more than 10 decimal places"), ("1" * 11, "digits before")]),
        *of("date", DAYS),
        *of("base", [("", NEEDED), ("dollar", CHOICE)]),
        *of("quote", [("", NEEDED)]),
        *of("kind", [("", NEEDED), ("guess", CHOICE)]),
        *of("source", [("", NEEDED), ("x" * 201, "at most 200")]),
    ]
    page, browser = reverse("budgets:rate_add"), enter(finn, htmx=True)
    alone = [("rate", "0", "more than 0"), ("quote", "USD", "between two currencies")]
    check(browser, page, good, wrong, alone)
    assert browser.post(page, good).status_code == 302
    check(browser, page, good, [("date", "2026-03-02", "a rate of that kind already")])
    money.labour()
    category = {"code": "LEG", "name": "Legal advice", "cost_class": "opex"}
    wrong = [
        *of("code", [("", NEEDED), ("x" * 31, "at most 30")]),
        *of("name", [("", NEEDED), ("x" * 201, "at most 200")]),
        *of("cost_class", [("", NEEDED), ("both", CHOICE)]),
        *of("parent", [(NOBODY, CHOICE), ("LAB", CHOICE)]),
    ]
    alone = [("code", "lab", "There is a category lab already"), ("is_labour", "on", "Another category takes")]
    check(browser, reverse("budgets:category_add"), category, wrong, alone)


def test_the_parameters_of_a_business_case(world, pam, enter):
    wrong = [
        *of(
            "base_year",
            [("", NEEDED), ("soon", "whole number"), ("1899", "1900"), ("2201", "2200"), ("2026.5", "whole")],
        ),
        *of("horizon", [("", NEEDED), ("0", "greater than or equal to 1"), ("126", "less than or equal to 125")]),
        *of(
            "rate",
            [("", NEEDED), ("three", NUMBER), ("-20.1", "-20"), ("100.1", "100"), ("3.12345", "4 decimal places")],
        ),
        *of("rate_source", [("", NEEDED), ("x" * 201, "at most 200")]),
        *of("price_basis", [("", NEEDED), ("guess", CHOICE)]),
        *of("timing", [("", NEEDED), ("start", CHOICE)]),
        *of("need", [("x" * 20_001, "at most 20000")]),
    ]
    page, browser = address("case_add", world.own), enter(pam, htmx=True)
    check(browser, page, cases.CASE_FORM, wrong)
    assert browser.post(page, cases.CASE_FORM).status_code == 302
    case = world.own.cases.get()
    cases.line(case.options.get(), year=4)
    good = {**cases.CASE_FORM, "row_version": str(case.row_version)}
    alone = [("horizon", "3", "Lines stand in year 2030")]
    check(browser, address("case_edit", world.own, case), good, wrong, alone)


def test_a_benefit_its_measure_and_its_values(world, pam, sue, enter):
    browser, benefit = (
        enter(pam, htmx=True),
        {"name": "Time saved", "category": "quantified", "description": "Half an hour"},
    )
    wrong = [
        *of("name", [("", NEEDED), ("  ", NEEDED), ("x" * 301, "at most 300")]),
        *of("category", [("", NEEDED), ("nice", CHOICE)]),
        *of("owner", [(NOBODY, CHOICE), ("Pam", CHOICE)]),
        *of("beneficiary", [("x" * 201, "at most 200")]),
    ]
    check(browser, address("benefit_add", world.own), benefit, wrong)
    row = cases.benefit(world.own)
    wrong = [
        *of("name", [("", NEEDED), ("x" * 201, "at most 200")]), *of("unit", [("", NEEDED), ("x" * 41, "at most 40")]),
        *of("direction", [("", NEEDED), ("sideways", CHOICE)]), *of("baseline_value", FEW), *of("target", FEW),
        *of("baseline_on", DAYS), *of("target_on", DAYS),
    ]  # fmt: skip
    alone = [("target", "61", "wrong side"), ("target_on", "2026-03-01", "before the baseline")]
    check(browser, address("measure_add", world.own, row), cases.MEASURE_FORM, wrong, alone)
    measure = cases.measure(row)
    wrong = [*of("value", FEW), *of("date", DAYS)]
    check(
        browser,
        address("point_plan", world.own, measure),
        {"date": "2026-03-03", "value": "45"},
        wrong,
        [("date", "2026-03-01", "before the baseline was measured")],
    )
    moving = address("benefit_move", world.own, row)
    wrong = [("to", "", NEEDED), ("to", "realised", CHOICE), ("to", "lost", CHOICE)]
    check(browser, moving, {"to": "dropped", "reason": "The law changed"}, wrong, [("reason", " ", "Say why")])


def test_an_estimate_to_complete(world, pam, enter):
    money.approved(world.own, 100)
    page, browser = address("forecast_add", world.own), enter(pam, htmx=True)
    form = browser.get(page).context["form"]
    box = next(name for name in form.fields if name.startswith("etc-"))
    wrong = [*of("as_of", DAYS), ("note", "x" * 501, "at most 500")]
    check(browser, page, {"as_of": str(form.initial["as_of"]), "note": "As before", box: "75.50"}, wrong)
    with untouched():
        for typed, words in [*FEW[2:], ("-1", POSITIVE)]:
            answer = browser.post(page, {"as_of": "2026-03-02", box: typed})
            assert answer.status_code == 422
            assert words in answer.text and f'value="{typed}"' in answer.text, "the list of errors leads to its box"
            assert f'href="#id_{box}"' in answer.text
