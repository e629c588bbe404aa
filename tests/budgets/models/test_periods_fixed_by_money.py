"""What of the calendar of the books stays as it is, once money is counted by it?"""

import pytest
from django.db import transaction

from tests.at_once import must_wait
from tests.factories import core, money
from tests.refusals import check_deferred, refused_by, sql

CHANGES = ["fiscal_year = fiscal_year + 5", "number = number + 20", "days = daterange(lower(days), upper(days) - 1)"]
MONEY = {
    "a posting": lambda project: money.entry(project),
    "a submitted budget": lambda project: money.services.submit_budget(
        money.draft(project, 10), by=money.author(), on=core.DAY
    ),
    "an approved budget": lambda project: money.approved(project, 10),
    "a forecast": lambda project: money.forecast(project, (10, core.DAY)),
}


def move(change):
    """Write to the period of March 2026."""
    sql(f"UPDATE organisation_fiscalperiod SET {change} WHERE id = %s", money.period().pk)


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("what", MONEY)
def test_a_period_in_which_money_is_counted_stays_where_it_is(world, what, change):
    MONEY[what](world.own)
    with refused_by("period_fixed_by_money"):
        move(change)


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_the_planned_value_of_a_baseline_stays_in_its_month(world, change):
    task = money.task(world.own)
    budget = money.draft(world.own)
    money.line(budget, 100, task=task)
    money.approve(budget)
    money.priced(world.own, task)
    with refused_by("period_fixed_by_money"):
        move(change)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["closing", "closed"])
@pytest.mark.parametrize("change", [*CHANGES, "state = 'open', fiscal_year = 2099"])
def test_a_closed_period_stays_where_it_is_even_without_money(world, state, change):
    move(f"state = '{state}'")
    with refused_by("period_fixed_by_money"):
        move(change)


@pytest.mark.django_db
def test_a_period_without_money_is_corrected_and_every_period_is_closed(world):
    move("fiscal_year = fiscal_year + 5")
    money.draft(world.own, 10)
    move("fiscal_year = fiscal_year - 5")
    money.entry(world.own)
    for state in ("closing", "closed", "open"):
        move(f"state = '{state}', fiscal_year = fiscal_year, days = days")
    check_deferred()
    assert (money.period().days.lower, money.period().last_day) == (core.DAY.replace(day=1), core.DAY.replace(day=31))


@pytest.mark.django_db(transaction=True)
def test_who_moves_a_period_waits_for_who_posts_into_it(world):
    with transaction.atomic():
        money.entry(world.own)
        assert must_wait(lambda: move("fiscal_year = 2099"))


@pytest.mark.django_db
@pytest.mark.parametrize("own", [True, False])
def test_a_currency_in_which_money_is_posted_keeps_its_decimals(world, own):
    """The ledger amount is rounded to them: with others the books would no longer add up."""
    other, change = core.currency("USD"), "UPDATE organisation_currency SET minor_unit = 0 WHERE code = %s"
    code = world.own.currency_id if own else other.code
    if own:
        money.entry(world.own)
    else:
        money.LedgerEntry.objects.create(
            project=world.own, date=core.DAY, period=money.period(), category=money.category(), cost_class="opex",
            type="actual", txn_amount=10, txn_currency=other, amount=5, rate="0.5", rate_date=core.DAY, document="X",
        )  # fmt: skip
    with refused_by("currency_fixed_by_money"):
        sql(change, code)
    sql("UPDATE organisation_currency SET minor_unit = minor_unit WHERE code = %s", code)
    sql(change, core.currency("CHF").code)
