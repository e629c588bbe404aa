"""Strange files by the hundred: does each row stand exactly once, and is each known value found again?"""

import datetime as dt
import json
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.sheets.table import Row, Sheet
from foundation.sheets.units import unit_in
from portfolio.engine import intake as taking
from portfolio.engine.intake import read_rows, totals
from portfolio.engine.landing import ACTIVE, PROPOSED, Codes, land
from portfolio.engine.mapping import choose_mapping, guess_mapping, mapping_from_data, mapping_to_data
from portfolio.engine.project_rows import ProjectRow
from portfolio.engine.ratings import STATES, read_rating
from portfolio.engine.spelling import lookalikes
from portfolio.engine.vocabulary import FIELDS, header_words, match

DAY = dt.date(2026, 3, 2)
HEADERS = (
    "Project ID", "Project name", "Department", "Status", "Start date", "End date", "Forecast end date", "Budget (£m)",
    "Actual cost", "Cost variance", "Days late", "Comments", "Tier", "Date", "name", "",
)  # fmt: skip
cells = st.one_of(
    st.none(),
    st.sampled_from(["", "n/a", "Total", "Green", "£1,5", "31/12/2026", "2026-02-30", "1e5", "(5)", "#REF!", "x" * 99]),
    st.text(max_size=12), st.decimals(-(10**16), 10**16, places=3), st.dates(dt.date(1850, 1, 1), dt.date(2300, 1, 1)),
)  # fmt: skip
headers = st.lists(st.sampled_from(HEADERS) | st.text(max_size=10), min_size=1, max_size=7)


def sheet_of(header, rows):
    width = len(header)
    made = [Row(no, tuple((list(row) + [None] * width)[:width])) for no, row in enumerate(rows, 2)]
    return Sheet(tuple(header), tuple(made))


sheets = st.builds(sheet_of, headers, st.lists(st.lists(cells, max_size=7), max_size=7))


@settings(max_examples=60)
@given(sheets, st.sampled_from(["first", "last"]))
def test_every_row_of_every_file_comes_in_or_is_refused_once_and_nothing_breaks(sheet, keep):
    mapping = guess_mapping(sheet.header, sheet.rows)
    assert [use.column for use in mapping.columns] == list(range(len(sheet.header)))
    found = read_rows(sheet, mapping, on_duplicate=keep)
    numbers = [row.number for row in (*found.rows, *found.rejected)]
    assert sorted(numbers) == [row.number for row in sheet.rows]
    assert len({row.key for row in found.rows}) == len(found.rows)
    assert {note.row for note in found.cells} <= {row.number for row in found.rows}
    assert all(row.rating in STATES and row.name for row in found.rows)
    assert all(row.start is None or row.planned_finish is None or row.start <= row.planned_finish for row in found.rows)
    sums = totals(found.rows)
    assert sums.projects == sum(owner.projects for owner in sums.owners) == len(found.rows)
    assert sums.planned == sum(owner.planned for owner in sums.owners)
    for row in found.rows:
        landed = land(row, mapping, as_of=DAY)
        assert landed.state in (ACTIVE, PROPOSED)
        assert len(landed.name) <= 500 and "\0" not in landed.name
        assert all(
            amount is None or abs(amount) < 10**15 for amount in (landed.report["budget"], landed.report["forecast"])
        )


@settings(max_examples=40)
@given(sheets)
def test_the_same_file_gives_the_same_answer_and_a_mapping_survives_its_way_through_json(sheet):
    mapping = guess_mapping(sheet.header, sheet.rows)
    again = mapping_from_data(json.loads(json.dumps(mapping_to_data(mapping))))
    assert again == mapping == guess_mapping(sheet.header, sheet.rows)
    assert read_rows(sheet, again) == read_rows(sheet, mapping)


@given(st.permutations(["Project ID", "Project name", "Department", "Start date", "End date", "Budget", "Comments"]))
def test_the_order_of_the_columns_says_nothing(order):
    values = {"Project ID": ("A-1", "A-2"), "Project name": ("Shop", "Pay"), "Department": ("Sales", "People"),
              "Start date": ("2026-01-05", "2026-02-05"), "End date": ("2026-09-30", "2027-01-31"),
              "Budget": ("1200.50", "300"), "Comments": ("Goes well", "")}  # fmt: skip
    sheet = sheet_of(order, [[values[name][no] for name in order] for no in (0, 1)])
    shop, pay = read_rows(sheet, guess_mapping(sheet.header, sheet.rows)).rows
    assert (shop.external_code, shop.name, shop.owner_organisation, shop.planned_cost) == (
        "A-1",
        "Shop",
        "Sales",
        Decimal("1200.50"),
    )
    assert (pay.start, pay.planned_finish, pay.narratives) == (dt.date(2026, 2, 5), dt.date(2027, 1, 31), ())
    assert shop.narratives == (("Comments", "Goes well"),)


def test_a_file_whose_cells_all_fail_is_refused_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(taking, "MOST_NOTES", 5)
    sheet = sheet_of(["Name", "Start date", "Budget"], [[f"P{no}", "soon", "many"] for no in range(4)])
    mapping = choose_mapping(sheet.header, sheet.rows, {"name": 0, "start": 1, "planned_cost": 2})
    with pytest.raises(taking.SheetError) as refused:
        read_rows(sheet, mapping)
    assert (refused.value.code, refused.value.row) == ("too_many_notes", 3)
    assert "More than 5 cells" in refused.value.message


@given(st.text(max_size=30), st.text(max_size=20))
def test_any_word_is_a_rating_or_unknown_and_is_kept_as_written(word, header):
    found = read_rating(word, header)
    assert found.state in STATES
    assert found.word == " ".join(word.split())
    assert found.known or found.state == "unknown"


@given(st.text(max_size=40))
def test_any_header_is_answered(header):
    plain = header_words(header)
    assert plain == header_words(plain)
    assert unit_in(header) in (None, 1_000, 1_000_000, 1_000_000_000)
    for field in FIELDS:
        confidence, words = match(field, header)
        assert 0 <= confidence <= 1
        assert bool(confidence) == bool(words) or not confidence
        assert words in plain


@given(st.dictionaries(st.text("abAB &12", max_size=9), st.integers(1, 60), max_size=6))
def test_only_a_much_rarer_name_is_taken_for_another_and_never_in_a_circle(counts):
    found = lookalikes(counts)
    for rare, usual in found.items():
        assert counts[usual] >= 3 * counts[rare]
        assert found.get(usual) != rare


# ── how it lands ────────────────────────────────────────────────────────────────────────────────

MAPPING = guess_mapping(HEADERS[:11], ())
ROW = ProjectRow(4, "Web shop", external_code="A-1", start=dt.date(2025, 1, 10), key="k", content_hash="h")
some_days = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))


@given(some_days, some_days, some_days, st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)))
def test_the_state_follows_from_the_days_alone(start, planned, forecast, own_day):
    landed = land(
        replace(ROW, start=start, planned_finish=planned, forecast_finish=forecast, as_of=own_day), MAPPING, as_of=DAY
    )
    day = own_day or DAY
    assert landed.as_of == day
    assert landed.state == (ACTIVE if start and start <= day else PROPOSED)
    assert landed.start == (start or day)
    finish = forecast or planned
    codes = {note.code for note in landed.notes}
    assert ("no_start" in codes) == (start is None)
    assert ("finish_passed" in codes) == bool(landed.state == ACTIVE and finish and finish < day)
    assert (landed.report["planned_finish"], landed.report["forecast_finish"]) == (planned, forecast)


@given(st.decimals(-(10**17), 10**17, places=6), st.integers(-(10**8), 10**8))
def test_an_amount_is_kept_rounded_or_refused_and_each_is_told(amount, days):
    landed = land(replace(ROW, planned_cost=amount, schedule_variance=days), MAPPING, as_of=DAY)
    kept, codes = landed.report["budget"], [note.code for note in landed.notes]
    rounded = amount.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    fits = abs(amount) < 10**15 and abs(rounded) < 10**15
    assert kept == (rounded if fits else None)
    assert codes.count("too_large") == (not fits) + (abs(days) > 2_000_000)
    assert ("rounded" in codes) == (fits and rounded != amount)


@given(st.lists(st.text("aAbB- ", max_size=3), max_size=25), st.sets(st.text("aAbB-", max_size=3)))
def test_no_code_is_given_twice_whatever_is_wanted(wanted, taken):
    codes = Codes(taken, stem="DIG")
    made = [codes.free(word) for word in wanted]
    folded = [code.casefold() for code in made]
    assert len(set(folded)) == len(folded)
    assert not set(folded) & {code.casefold() for code in taken}
    assert all(code and len(code) <= 60 for code in made)
