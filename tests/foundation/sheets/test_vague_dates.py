"""Are quarters, halves, weeks and the months of other languages read, and is what stays vague said?"""

from datetime import date

import pytest

from foundation.sheets.dates import parse_date

QUARTERS = [
    ("Q3 2025", date(2025, 7, 1), date(2025, 9, 30)),
    ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
    ("2025 Q2", date(2025, 4, 1), date(2025, 6, 30)),
    ("2025Q1", date(2025, 1, 1), date(2025, 3, 31)),
    ("3Q25", date(2025, 7, 1), date(2025, 9, 30)),
    ("Q3'25", date(2025, 7, 1), date(2025, 9, 30)),
    ("Q2/26", date(2026, 4, 1), date(2026, 6, 30)),
    ("T3 2025", date(2025, 7, 1), date(2025, 9, 30)),
    ("1er trim. 2026", date(2026, 1, 1), date(2026, 3, 31)),
    ("3rd quarter 2025", date(2025, 7, 1), date(2025, 9, 30)),
    ("Quarter 3 2025", date(2025, 7, 1), date(2025, 9, 30)),
    ("Qtr 3 2025", date(2025, 7, 1), date(2025, 9, 30)),
    ("4. Quartal 2025", date(2025, 10, 1), date(2025, 12, 31)),
    ("H1 2025", date(2025, 1, 1), date(2025, 6, 30)),
    ("H2 2025", date(2025, 7, 1), date(2025, 12, 31)),
    ("2025H2", date(2025, 7, 1), date(2025, 12, 31)),
]


@pytest.mark.parametrize(("raw", "first", "last"), QUARTERS)
def test_a_quarter_or_a_half_starts_on_its_first_day_and_ends_on_its_last(raw, first, last):
    start, finish = parse_date(raw, edge="start"), parse_date(raw)
    assert (start.value, finish.value) == (first, last)
    assert start.code == finish.code == "quarter_only"
    assert "calendar year" in finish.note


@pytest.mark.parametrize(
    ("raw", "day", "code"),
    [
        ("2024-W05", date(2024, 2, 4), "week_only"),
        ("end of 2025", date(2025, 12, 31), "year_only"),
        ("Ende 2025", date(2025, 12, 31), "year_only"),
        ("End March 2026", date(2026, 3, 31), "month_only"),
        ("end of Q2 2026", date(2026, 6, 30), "quarter_only"),
        ("Mar-27", date(2027, 3, 31), "month_only"),
        ("déc. 2025", date(2025, 12, 31), "month_only"),
        ("Juni 2026", date(2026, 6, 30), "month_only"),
    ],
)
def test_a_vague_end_is_read_as_its_last_day_and_said(raw, day, code):
    parsed = parse_date(raw)
    assert (parsed.value, parsed.code) == (day, code)
    assert str(day) in parsed.note


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("1. Januar 2024", date(2024, 1, 1)),
        ("31. März 2025", date(2025, 3, 31)),
        ("1. Okt. 2024", date(2024, 10, 1)),
        ("15 mai 2024", date(2024, 5, 15)),
        ("1er janvier 2024", date(2024, 1, 1)),
        ("31 août 2025", date(2025, 8, 31)),
        ("31 de diciembre de 2025", date(2025, 12, 31)),
        ("3 febbraio 2025", date(2025, 2, 3)),
        ("12 maart 2025", date(2025, 3, 12)),
        ("30/Jun/24 12:00 AM", date(2024, 6, 30)),
        ("\u200e31/12/2025", date(2025, 12, 31)),
        ("31/12/2025\u200b", date(2025, 12, 31)),
    ],
)
def test_a_day_in_another_language_or_with_signs_that_show_nothing_is_that_day(raw, day):
    parsed = parse_date(raw)
    assert (parsed.value, parsed.code) == (day, None)


@pytest.mark.parametrize(
    "raw",
    ["Q1 FY26", "FY2025/26", "Q5 2025", "H3 2025", "Q0 2025", "Q1", "Summer 2026", "early 2026", "Mitte 2025",
     "2024-W54", "end of 31/12/2025", "end of the world 2025", "Q3 1850"],
)  # fmt: skip
def test_what_depends_on_a_fiscal_year_or_on_opinion_is_no_date(raw):
    parsed = parse_date(raw)
    assert parsed.value is None
    assert parsed.code in ("not_a_date", "year_out_of_range")
