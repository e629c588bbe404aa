"""Do published government portfolios come in whole, with the sums that were computed elsewhere?"""

import json
import os
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from foundation.sheets.reading import read_sheet
from portfolio.engine.intake import read_rows, totals
from portfolio.engine.mapping import guess_mapping

DATA = Path(os.environ.get("PLUMBLINE_DATA", Path(__file__).resolve().parents[3].parent / "shared" / "data"))
FILES = {
    "uk_gmpp/uk_gmpp_2018.csv": 133,
    "uk_gmpp/uk_gmpp_2021.csv": 184,
    "us_itdashboard/projects_sample.csv": 311,
    "us_itdashboard/projects_messy_first120lines.csv": 114,
    "ca_large_it/gc-it-projects-2016.csv": 398,
    "au_digital_projects/digital-project-data_2024.csv": 91,
}
MILLION = Decimal(1_000_000)
pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"no data at {DATA}; set PLUMBLINE_DATA")


@cache
def load(name):
    sheet = read_sheet((DATA / name).read_bytes(), name)
    mapping = guess_mapping(sheet.header, sheet.rows)
    return sheet, mapping, read_rows(sheet, mapping)


@pytest.mark.parametrize(("name", "projects"), FILES.items())
def test_every_row_comes_in_or_is_refused(name, projects):
    sheet, mapping, intake = load(name)
    assert len(intake.rows) == projects
    assert len(intake.rows) + len(intake.rejected) == sheet.row_total
    assert len({row.key for row in intake.rows}) == projects
    assert all(row.name and row.owner_organisation for row in intake.rows)
    assert mapping.use("description")


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_twice_gives_the_same_projects(name):
    one, two = load(name)[2], load.__wrapped__(name)[2]
    assert [(r.key, r.content_hash) for r in one.rows] == [(r.key, r.content_hash) for r in two.rows]


def test_the_us_sample_adds_up_to_the_sums_computed_elsewhere():
    expected = json.loads((DATA / "us_itdashboard/expected_aggregates.json").read_text())
    sums = totals(load("us_itdashboard/projects_sample.csv")[2].rows)
    near = Decimal("0.001")
    assert sums.projects == expected["rows"]
    assert sums.with_amounts == expected["rows_with_numbers"]
    assert abs(sums.planned / MILLION - Decimal(str(expected["planned_total"]))) < near
    assert abs(sums.forecast / MILLION - Decimal(str(expected["actual_total"]))) < near
    assert abs(sums.variance / MILLION - Decimal(str(expected["variance_total"]))) < near
    assert len(sums.owners) == expected["agencies"]
    for owner in sums.owners:
        wanted = expected["by_agency"][owner.owner]
        assert owner.projects == wanted["projects"]
        assert owner.late == wanted["late_projects"]
        assert abs(owner.planned / MILLION - Decimal(str(wanted["planned"]))) < near
        assert abs(owner.forecast / MILLION - Decimal(str(wanted["actual"]))) < near


def test_the_us_sample_has_every_variance_right_and_names_early_finishes():
    expected = json.loads((DATA / "us_itdashboard/expected_aggregates.json").read_text())
    intake = load("us_itdashboard/projects_sample.csv")[2]
    agreeing = sum(
        row.cost_variance is not None and abs(row.planned_cost - row.forecast_cost - row.cost_variance) < 1
        for row in intake.rows
    )
    assert agreeing == expected["rows_cv_equals_planned_minus_actual"]
    assert len({row.group for row in intake.rows}) == expected["investments"]
    assert {(c.level, c.code) for c in intake.cells} == {
        ("changed", "entity"),
        ("rejected", "finish_before_start"),
    }


def test_the_messy_file_names_each_bad_cell():
    intake = load("us_itdashboard/projects_messy_first120lines.csv")[2]
    assert [entry.number for entry in intake.rejected] == [1, 2, 3, 4, 5]
    named = {(cell.row, cell.column): cell.code for cell in intake.cells}
    assert named[7, "Completion Date (B1)"] == "swapped"
    for row in (28, 44):
        assert named[row, "Lifecycle Cost"] == "unit_in_cell"
    for row in (47, 62, 76, 79, 91):
        assert named[row, "Project ID"] == "grouped_code"
    for row in range(108, 116):
        assert named[row, ""] == "no_figures"
    assert Counter(named.values())["spelling"] == 15
    assert {row.external_code for row in intake.rows} >= {"656", "1944", "1709"}


def test_the_uk_portfolio_reads_pounds_in_millions_and_keeps_what_is_withheld():
    _, mapping, intake = load("uk_gmpp/uk_gmpp_2021.csv")
    rows = {row.external_code: row for row in intake.rows}
    aircraft = rows["MOD_0106_1617-Q1"]
    assert aircraft.planned_cost == Decimal(2013020000)
    assert (aircraft.currency, aircraft.rating, aircraft.rating_word) == ("GBP", "off_track", "Amber/red")
    assert (str(aircraft.start), str(aircraft.planned_finish)) == ("2014-07-08", "2024-04-01")
    assert aircraft.rating_comment.startswith("Exempt under Section 26")
    assert mapping.currency_sure
    words = Counter(row.rating for row in intake.rows)
    assert words == {"at_risk": 84, "off_track": 51, "on_track": 41, "unknown": 8}
    assert sum(row.planned_cost is None for row in intake.rows) == 20
    assert all("�" not in row.description for row in intake.rows)


def test_the_australian_portfolio_reads_its_confidence_words():
    rows = load("au_digital_projects/digital-project-data_2024.csv")[2].rows
    assert Counter(row.rating for row in rows) == {"unknown": 56, "on_track": 20, "at_risk": 10, "off_track": 5}
    assert rows[0].planned_cost == 29_000_000


def test_the_canadian_portfolio_reads_its_worded_dates():
    rows = load("ca_large_it/gc-it-projects-2016.csv")[2].rows
    assert str(rows[0].forecast_finish) == "2016-12-01"
    assert str(rows[0].as_of) == "2016-06-09"
    assert rows[0].planned_cost == 6_279_429
