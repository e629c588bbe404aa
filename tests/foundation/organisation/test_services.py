"""How do fiscal periods come to be, and which way may each of them go?"""

import datetime as dt
from itertools import pairwise, product

import pytest

from foundation.errors import IllegalMove
from foundation.organisation.models import FiscalPeriod
from foundation.organisation.services import STEPS, generate_periods, month_after, move_period
from tests.at_once import at_once, refused
from tests.factories import core
from tests.records import acts, last_act

STATES = ("open", "closing", "closed")
JANUARY = dt.date(2026, 1, 1)


def one(state="open"):
    generate_periods(first=JANUARY, months=1, first_fiscal_month=1, by=None)
    FiscalPeriod.objects.update(state=state)
    return FiscalPeriod.objects.get()


@pytest.mark.parametrize("day", [JANUARY, dt.date(2026, 1, 31), dt.date(2025, 12, 15), dt.date(2028, 2, 29)])
def test_the_month_after_a_day_starts_on_its_first(day):
    found = month_after(day)
    assert found.day == 1
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first_month", "expected"),
    [
        (1, [(2026, 1), (2026, 2), (2026, 3), (2026, 4)]),
        (4, [(2026, 10), (2026, 11), (2026, 12), (2027, 1)]),
        (2, [(2026, 12), (2027, 1), (2027, 2), (2027, 3)]),
        (12, [(2026, 2), (2026, 3), (2026, 4), (2026, 5)]),
    ],
)
def test_a_period_is_named_by_the_year_in_which_its_fiscal_year_ends(first_month, expected):
    generate_periods(first=dt.date(2026, 1, 20), months=4, first_fiscal_month=first_month, by=None)
    rows = FiscalPeriod.objects.order_by("days")
    assert [(row.fiscal_year, row.number) for row in rows] == expected
    assert rows[0].days.lower == JANUARY
    assert all(earlier.days.upper == later.days.lower for earlier, later in pairwise(rows))


@pytest.mark.django_db
def test_periods_that_exist_stay_as_they_are():
    period = one("closed")
    generate_periods(first=JANUARY, months=3, first_fiscal_month=1, by=None)
    generate_periods(first=JANUARY, months=3, first_fiscal_month=1, by=None)
    assert list(FiscalPeriod.objects.order_by("days").values_list("state", flat=True)) == ["closed", "open", "open"]
    assert FiscalPeriod.objects.get(pk=period.pk).row_version == period.row_version


@pytest.mark.django_db
@pytest.mark.parametrize(("was", "to"), list(product(STATES, (*STATES, "", "frozen"))))
def test_a_period_goes_only_the_steps_that_are_declared(pam, was, to):
    FiscalPeriod.objects.all().delete()
    period = one(was)
    if (was, to) in STEPS:
        assert move_period(period, to, by=pam).state == to
        assert last_act() == (f"period.{to}", pam, None, {"was": was})
        assert FiscalPeriod.objects.get().updated_by == pam
        return
    with pytest.raises(IllegalMove, match=rf"that is {was} cannot become {to}\."):
        move_period(period, to, by=pam)
    assert FiscalPeriod.objects.get().state == was
    assert acts(period) == []


@pytest.mark.django_db
def test_a_period_goes_by_what_the_database_says_and_not_by_what_was_read():
    stale = one()
    move_period(stale, "closing", by=None)
    assert stale.state == "open"
    assert move_period(stale, "closed", by=None).state == "closed"


@pytest.mark.django_db(transaction=True)
def test_of_four_who_close_a_period_at_once_one_does():
    core.organisation()
    period = one()
    results = at_once(lambda _turn: move_period(period, "closing", by=None))
    assert len(refused(results)) == 3
    assert {type(error) for error in refused(results)} == {IllegalMove}
    assert acts(period) == ["period.closing"]
