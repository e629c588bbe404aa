"""How are working hours written and read?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.engine.hours import hours, hours_text, minutes_of


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("7.5", 450),
        ("7,5", 450),
        ("7:30", 450),
        (" 8 ", 480),
        ("", 0),
        ("0", 0),
        (".25", 15),
        ("0,33", 20),
        ("0.0083", 0),
        ("0.0084", 1),
        ("24", 1440),
        ("24:00", 1440),
        ("0:05", 5),
    ],
)
def test_hours_are_read_as_people_type_them(text, minutes):
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    "text", ["-1", "7h", "7:60", "24:01", "24.01", "1e1", "7.5.1", "７", "∞", "7: 30", "nan", "99:00", "1 5"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        minutes_of(text)


@given(st.integers(min_value=1, max_value=1440))
def test_what_is_shown_reads_back_as_the_same_minutes(minutes):
    assert minutes_of(hours_text(minutes)) == minutes


def test_no_time_is_shown_as_nothing():
    assert hours_text(0) == ""


@pytest.mark.parametrize(("minutes", "expected"), [(450, "7.50"), (100, "1.67"), (0, "0.00"), (Decimal("0.3"), "0.01")])
def test_hours_are_rounded_half_up_to_a_hundredth(minutes, expected):
    assert hours(minutes) == Decimal(expected)
