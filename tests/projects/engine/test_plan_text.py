"""A planner's shorthand is read, written back the same, and refused when it says nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.engine.plan_text import (
    Hours,
    LinkText,
    TextError,
    duration_text,
    links_text,
    read_duration,
    read_links,
    show_duration,
)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("3d", 1440), ("4h", 240), ("2w", 4800), ("90m", 90), ("1.5 d", 720), ("1,5d", 720), ("2", 960), ("1 week", 2400),
     ("0", 0), (" 2 Days ", 960)],
)  # fmt: skip
def test_durations_are_read(text, minutes):
    assert read_duration(text) == minutes


def test_the_length_of_a_day_is_the_calendars():
    assert read_duration("1w", Hours(450, 1800)) == 1800
    assert duration_text(450, Hours(450, 1800)) == "1d"


@pytest.mark.parametrize("text", ["", "d", "-1d", "three days", "1x", "1d2h", "1ed", "1e9", "=1+1", "½"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(TextError) as caught:
        read_duration(text)
    assert caught.value.code == "duration"


def test_a_duration_of_centuries_is_a_slip():
    with pytest.raises(TextError) as caught:
        read_duration("999999999w")
    assert caught.value.code == "duration_range"


@pytest.mark.parametrize(
    ("minutes", "amount", "unit"), [(480, "1", "d"), (720, "1.5", "d"), (90, "1.5", "h"), (7, "7", "m"), (0, "0", "d")]
)  # fmt: skip
def test_a_duration_shows_in_the_largest_handy_unit(minutes, amount, unit):
    assert show_duration(minutes) == (Decimal(amount), unit)


def test_links_are_read_with_type_lag_and_lead():
    assert read_links("1.3FS+2d, 5SS;7 ff - 4h , 2+1ed") == [
        LinkText("1.3", "FS", 960),
        LinkText("5", "SS", 0),
        LinkText("7", "FF", -240),
        LinkText("2", "FS", 1440, "24h"),
    ]


@pytest.mark.parametrize(
    ("text", "code"), [("1FS+", "link"), ("+2d", "link"), ("1FS+2y", "link"), ("1, 1", "link_twice")]
)
def test_what_is_no_link_is_refused(text, code):
    with pytest.raises(TextError) as caught:
        read_links(text)
    assert caught.value.code == code


@given(st.integers(0, 1_000_000))
def test_a_duration_that_was_written_is_read_back(minutes):
    assert read_duration(duration_text(minutes)) == minutes


@given(
    st.lists(
        st.tuples(st.from_regex(r"[1-9][0-9]?(\.[1-9][0-9]?){0,3}", fullmatch=True),
                  st.sampled_from(["FS", "SS", "FF", "SF"]), st.integers(-100_000, 100_000),
                  st.sampled_from(["succ", "24h"])),
        unique_by=lambda row: row[:2], max_size=5,
    )
)  # fmt: skip
def test_links_that_were_written_are_read_back(rows):
    links = [LinkText(code, kind, lag, calendar if lag else "succ") for code, kind, lag, calendar in rows]
    assert read_links(links_text(links)) == links
