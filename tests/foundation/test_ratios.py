"""A ratio is a number or a reason."""

from decimal import Decimal

import pytest

from foundation.ratios import Ratio, divide


def test_a_quotient_is_kept_to_28_digits():
    assert divide(300, 450, zero="not_started").value == Decimal("0.6666666666666666666666666667")


def test_a_division_by_nothing_is_missing_with_its_reason():
    assert divide(1, 0, zero="not_due") == Ratio(None, "not_due")
    assert not divide(1, Decimal("0.00"), zero="not_due").known


def test_a_missing_ratio_must_say_why():
    with pytest.raises(ValueError):
        Ratio(None)


def test_a_known_ratio_may_carry_a_flag():
    flagged = Ratio(Decimal(5000), "budget_rate")
    assert flagged.known
    assert flagged.reason == "budget_rate"


def test_a_ratio_of_floats_is_refused():
    with pytest.raises(TypeError):
        divide(0.1, 2, zero="x")
