"""Rounding, conversion and sharing of money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.money import (
    MINOR_UNITS,
    UnknownCurrency,
    convert,
    exact,
    minor_unit,
    quantise,
    split,
)

amounts = st.decimals(min_value=-(10**14), max_value=10**14, places=4)
coins = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
currencies = st.sampled_from(["EUR", "JPY", "KWD", "USD", "TND"])
weights = st.lists(st.integers(0, 1000), min_size=1, max_size=15).filter(any)


def cents(*values: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in values)


@pytest.mark.parametrize(
    ("raw", "rounded"),
    [("2.345", "2.35"), ("2.355", "2.36"), ("-2.345", "-2.35"), ("0.125", "0.13")],
)
def test_an_exact_half_is_rounded_up_and_away_from_zero(raw, rounded):
    assert str(quantise(Decimal(raw), "EUR")) == rounded


@pytest.mark.parametrize(
    ("currency", "rounded"),
    [
        ("JPY", "1235"),
        ("KRW", "1235"),
        ("EUR", "1234.57"),
        ("KWD", "1234.568"),
        ("BHD", "1234.568"),
    ],
)
def test_each_currency_has_its_smallest_coin(currency, rounded):
    assert str(quantise("1234.5675", currency)) == rounded


@pytest.mark.parametrize("code", ["BHD", "JOD", "KWD", "OMR", "TND"])
def test_the_dinars_have_three_decimals(code):
    assert minor_unit(code) == 3


@pytest.mark.parametrize("code", ["", "EU", "eur", "EURO", "XXX", "QQQ", "ÉUR", None, 978])
def test_an_unknown_currency_is_refused(code):
    with pytest.raises(UnknownCurrency):
        quantise(1, code)


def test_the_table_holds_codes_of_three_letters_and_sane_coins():
    assert len(MINOR_UNITS) > 150
    assert all(len(code) == 3 and code.isupper() for code in MINOR_UNITS)
    assert set(MINOR_UNITS.values()) == {0, 2, 3}


@pytest.mark.parametrize("value", [1.0, 0.1, True, None, b"1", [1]])
def test_money_refuses_floats_and_other_types(value):
    with pytest.raises(TypeError):
        quantise(value, "EUR")
    with pytest.raises(TypeError):
        split(value, 2, "EUR")
    with pytest.raises(TypeError):
        convert(1, value, "EUR")


@pytest.mark.parametrize("value", ["", "12,5", "one", "NaN", "Infinity", "-inf", Decimal("sNaN")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError):
        exact(value)


def test_an_amount_with_too_many_digits_is_refused_in_words():
    with pytest.raises(ValueError, match="too many digits"):
        quantise(Decimal("1e80"), "EUR")


def test_nothing_is_ever_minus_nothing():
    assert str(quantise("-0.001", "EUR")) == "0.00"
    assert str(split("-0.004", 2, "EUR")[0]) == "0.00"


def test_a_third_of_a_hundred_leaves_the_odd_cent_in_the_first_row():
    assert split("100", 3, "EUR") == cents("33.34", "33.33", "33.33")


def test_a_credit_note_mirrors_its_invoice_row_by_row():
    assert split("-100", 3, "EUR") == cents("-33.34", "-33.33", "-33.33")


def test_equal_remainders_go_by_row_order():
    assert split("0.05", [3, 7], "EUR") == cents("0.02", "0.03")


def test_yen_are_split_into_whole_yen():
    assert split(1000, 3, "JPY") == (334, 333, 333)


def test_the_largest_remainder_wins_before_the_order():
    assert split("1.00", ["0.6", "0.25", "0.15"], "JPY") == (1, 0, 0)
    assert split("0.10", ["0.33", "0.33", "0.34"], "EUR") == cents("0.03", "0.03", "0.04")


def test_a_row_without_weight_gets_nothing():
    assert split("10.00", [1, 0, 1], "EUR") == cents("5.00", "0.00", "5.00")


@pytest.mark.parametrize("bad", [0, -1, [], [0, 0], [1, -1], [2, "-0.5"]])
def test_a_split_without_usable_weights_is_refused(bad):
    with pytest.raises(ValueError):
        split(10, bad, "EUR")


@pytest.mark.parametrize("bad", ["12", 2.0, True, [1.5, 1]])
def test_weights_of_the_wrong_type_are_refused(bad):
    with pytest.raises(TypeError):
        split(10, bad, "EUR")


def test_a_conversion_rounds_once_in_the_target_currency():
    assert convert("10.00", "0.8612345678", "EUR") == Decimal("8.61")
    assert convert("100", "161.2349", "JPY") == Decimal(16123)


def test_a_long_product_is_not_rounded_twice():
    # exactly 4999999999990000.00499999999999; at 28 digits it would become ...00.005 first
    product = convert("100000000000000.0001", "49.9999999999", "EUR")
    assert product == Decimal("4999999999990000.00")


@pytest.mark.parametrize("rate", [0, "-1.2", "0.0000000000"])
def test_a_rate_of_nothing_is_refused(rate):
    with pytest.raises(ValueError):
        convert(10, rate, "EUR")


@given(amounts, currencies)
def test_rounding_is_symmetric_and_settles(amount, currency):
    rounded = quantise(amount, currency)
    assert quantise(-amount, currency) == -rounded
    assert quantise(rounded, currency) == rounded
    assert abs(rounded - amount) * 2 <= Decimal(1).scaleb(-minor_unit(currency))


@given(coins, weights)
def test_shares_add_up_to_the_last_cent(amount, row):
    assert sum(split(amount, row, "EUR")) == amount


@given(coins, weights)
def test_the_mirror_image_of_a_split_is_the_split_of_the_mirror_image(amount, row):
    assert split(-amount, row, "EUR") == tuple(-share for share in split(amount, row, "EUR"))


@given(coins, weights)
def test_no_share_is_a_whole_coin_away_from_its_quota(amount, row):
    total = sum(row)
    for share, weight in zip(split(amount, row, "EUR"), row, strict=True):
        assert abs(share * total - amount * weight) < Decimal("0.01") * total


@given(coins, st.integers(1, 40))
def test_equal_shares_differ_by_one_coin_at_most(amount, parts):
    shares = split(amount, parts, "EUR")
    assert max(shares) - min(shares) <= Decimal("0.01")
