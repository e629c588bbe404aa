"""Which day does a cell mean, and is a day that cannot be known named?"""

from datetime import date
from decimal import Decimal

import pytest

from foundation.sheets.dates import date_order, parse_date


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2012-09-30", date(2012, 9, 30)),
        ("2011-01-10T00:00:00Z", date(2011, 1, 10)),
        ("2011-01-10 14:20:11+02:00", date(2011, 1, 10)),
        ("2012/9/3", date(2012, 9, 3)),
        ("20220131", date(2022, 1, 31)),
        ("31.12.40", date(2040, 12, 31)),
        ("29.03.99", date(1999, 3, 29)),
        ("1.07.2025", date(2025, 7, 1)),
        ("31/12/2022", date(2022, 12, 31)),
        ("31-12-2022", date(2022, 12, 31)),
        ("31/05/2012 14:20:11", date(2012, 5, 31)),
        ("31 December 2022", date(2022, 12, 31)),
        ("1st Dec 2022", date(2022, 12, 1)),
        ("31-Dec-22", date(2022, 12, 31)),
        ("December 1, 2016", date(2016, 12, 1)),
        ("Sept. 3 2016", date(2016, 9, 3)),
        ("Friday, 31 May 2013", date(2013, 5, 31)),
        ("29.02.2024", date(2024, 2, 29)),
        (date(2026, 4, 1), date(2026, 4, 1)),
    ],
)
def test_every_usual_way_to_write_a_day(raw, day):
    parsed = parse_date(raw)
    assert (parsed.value, parsed.code) == (day, None)


@pytest.mark.parametrize(
    "raw",
    [
        "31/02/2012",
        "29.02.2023",
        "2012-13-13",
        "00/01/2012",
        "5 May",
        "soon",
        "2016-17",
        "12",
        "31 Foo 2022",
        "1/2/3/4",
        "12:30",
        "Jan-2022-03",
        Decimal(5),
        Decimal("1E+20"),
    ],
)
def test_what_is_no_day_is_a_named_error(raw):
    parsed = parse_date(raw)
    assert parsed.value is None
    assert parsed.code == "not_a_date"


@pytest.mark.parametrize("raw", ["01/04/2327", "1800-01-01", date(1850, 1, 1)])
def test_a_year_beyond_any_project_is_refused(raw):
    assert parse_date(raw).code == "year_out_of_range"


@pytest.mark.parametrize("raw", ["Ongoing", "TBD", "n/a", "Exempt under Section 26 of the Act"])
def test_an_open_end_is_absent_with_a_note(raw):
    parsed = parse_date(raw)
    assert (parsed.value, parsed.code) == (None, "not_given")


@pytest.mark.parametrize("raw", [None, "", " "])
def test_a_blank_is_no_problem(raw):
    assert parse_date(raw).code is None


def test_swapped_day_and_month_are_read_and_said():
    parsed = parse_date("2012-30-09")
    assert (parsed.value, parsed.code) == (date(2012, 9, 30), "swapped")
    assert parse_date("12/31/2022", order="dmy").value == date(2022, 12, 31)
    assert parse_date("31/12/2022", order="mdy").code == "swapped"


def test_the_order_of_day_and_month_is_decided_by_the_column():
    assert date_order(["03/04/2022", "25/04/2022"]) == "dmy"
    assert date_order(["03/04/2022", "04/25/2022"]) == "mdy"
    assert date_order(["03/04/2022"]) == "unclear"
    assert date_order(["25/04/2022", "04/25/2022"]) == "mixed"
    assert date_order(["25/04/2022"] * 20 + ["04/25/2022"]) == "dmy"
    assert date_order(["1.4.22"]) == "dmy"
    assert date_order([None, Decimal(5), "2022-04-03"]) == "unclear"


def test_the_column_order_reads_the_ambiguous_day():
    assert parse_date("03/04/2022", order="dmy").value == date(2022, 4, 3)
    assert parse_date("03/04/2022", order="mdy").value == date(2022, 3, 4)
    assert parse_date("03.04.2022", order="mdy").value == date(2022, 4, 3)


def test_a_day_that_stays_ambiguous_says_so():
    assert parse_date("03/04/2022", order="unclear").code == "order_unclear"
    assert parse_date("04/04/2022", order="unclear").code is None
    assert parse_date("13/04/2022", order="mixed").code is None


def test_a_month_or_a_year_alone_takes_its_first_or_last_day_and_says_so():
    assert parse_date("Jan-24").value == date(2024, 1, 31)
    assert parse_date("Jan-24", edge="start").value == date(2024, 1, 1)
    assert parse_date("2024-02").value == date(2024, 2, 29)
    assert parse_date("02/2024").code == "month_only"
    assert parse_date("2021").value == date(2021, 12, 31)
    assert parse_date(Decimal(2021), edge="start").value == date(2021, 1, 1)
    assert parse_date("2021").code == "year_only"


def test_the_day_numbers_of_spreadsheets_are_read_and_said():
    assert parse_date(Decimal(43831)).value == date(2020, 1, 1)
    assert parse_date("43831.5").value == date(2020, 1, 1)
    assert parse_date("43831").code == "serial"
