"""Spreading amounts over months and fiscal periods."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.engine.splitting import Profile, Share, merged, s_curve, spread
from foundation.periods import DateRange, month_of, through

MAY, JUNE, JULY = (month_of(date(2026, month, 1)) for month in (5, 6, 7))
SPRING = DateRange(MAY.start, JUNE.end)


def amounts(shares):
    return [str(share.amount) for share in shares]


def test_months_get_the_share_of_their_working_days():
    # 21 and 22 working days
    assert amounts(spread(Decimal(43), SPRING, "EUR")) == ["21.00", "22.00"]
    assert amounts(spread(Decimal(100), SPRING, "EUR")) == ["48.84", "51.16"]


def test_a_fortnight_across_the_month_is_shared_by_its_own_days():
    shares = spread(Decimal(100), through(date(2026, 5, 25), date(2026, 6, 5)), "EUR")
    assert shares == (Share(MAY, Decimal("50.00")), Share(JUNE, Decimal("50.00")))


def test_the_same_for_each_month_leaves_the_odd_cent_in_the_first():
    three = DateRange(MAY.start, JULY.end)
    assert amounts(spread(Decimal(100), three, "EUR", profile=Profile.EVEN)) == ["33.34", "33.33", "33.33"]
    assert amounts(spread(Decimal(1000), three, "JPY", profile=Profile.EVEN)) == ["334", "333", "333"]


def test_a_credit_is_spread_as_the_mirror_of_its_debit():
    debit, credit = spread(Decimal(100), SPRING, "EUR"), spread(Decimal(-100), SPRING, "EUR")
    assert [-share.amount for share in credit] == [share.amount for share in debit]


def test_a_holiday_moves_money_to_the_other_month():
    closed = MAY
    shares = spread(Decimal(10), SPRING, "EUR", work_on=lambda day: int(day not in closed))
    assert amounts(shares) == ["0.00", "10.00"]


def test_a_span_without_working_days_is_shared_by_calendar_days():
    weekend = through(date(2026, 1, 31), date(2026, 2, 1))
    assert amounts(spread(Decimal(10), weekend, "EUR")) == ["5.00", "5.00"]


def test_fiscal_periods_take_the_place_of_months():
    quarter = DateRange(date(2026, 4, 1), date(2026, 7, 1))
    before = DateRange(date(2026, 1, 1), date(2026, 4, 1))
    shares = spread(Decimal(43), SPRING, "EUR", periods=[quarter, before])
    assert shares == (Share(quarter, Decimal("43.00")),)


@pytest.mark.parametrize(
    "periods",
    [
        [],
        [MAY],
        [JUNE],
        [MAY, JULY],
        [MAY, DateRange(date(2026, 5, 20), date(2026, 7, 1))],
        [MAY, MAY, JUNE],
    ],
)
def test_periods_that_do_not_cover_the_span_once_are_refused(periods):
    with pytest.raises(ValueError, match="periods"):
        spread(Decimal(1), SPRING, "EUR", periods=periods)


def test_a_float_is_refused():
    with pytest.raises(TypeError):
        spread(1.5, SPRING, "EUR")


def test_shares_of_several_lines_add_up_by_month():
    both = merged([Share(JUNE, Decimal(5)), Share(MAY, Decimal(1)), Share(JUNE, Decimal(2))])
    assert both == (Share(MAY, Decimal(1)), Share(JUNE, Decimal(7)))
    assert merged([]) == ()


def test_the_s_curve_runs_up_to_the_whole():
    curve = s_curve([Share(JULY, Decimal(20)), Share(MAY, Decimal(30)), Share(JUNE, Decimal(50))])
    assert [point.cumulated for point in curve] == [30, 80, 100]
    assert [point.amount for point in curve] == [30, 50, 20]
    assert s_curve([]) == ()


cents = st.integers(-(10**12), 10**12).map(lambda n: Decimal(n) / 100)
spans = st.builds(
    lambda day, n: DateRange(day, day + timedelta(days=n)),
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(1, 800),
)


@given(cents, spans, st.sampled_from(Profile))
def test_no_cent_is_lost_on_the_way(amount, span, profile):
    curve = s_curve(spread(amount, span, "EUR", profile=profile))
    assert curve[-1].cumulated == amount
    assert all(point.amount * amount >= 0 for point in curve)
