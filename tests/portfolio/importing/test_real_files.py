"""Do published government portfolios come in whole, add up in the database, and go again?"""

import json
from decimal import Decimal

import pytest

from portfolio.importing import questions, undoing
from projects.models import Project, ReportedStatus
from tests.factories import imports

MILLION = Decimal(1_000_000)
NEAR = Decimal("0.001")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not imports.DATA.exists(), reason=f"no data at {imports.DATA}; set PLUMBLINE_DATA"),
]


def content(name):
    return (imports.DATA / name).read_bytes()


def test_the_uk_portfolio_comes_in_once_and_goes_without_a_trace(world):
    data = content("uk_gmpp/uk_gmpp_2021.csv")
    first = imports.done(world.portfolio, data, mode="all")
    assert (first.rows, first.created, first.rejected) == (184, 184, 0)
    aircraft = Project.objects.get(code="MOD_0106_1617-Q1").reported.get()
    assert (aircraft.budget, aircraft.currency_id, aircraft.rating) == (Decimal(2013020000), "GBP", "off_track")
    assert max(len(text) for row in ReportedStatus.objects.all() for text in row.narrative.values()) > 1_000
    again = imports.done(world.portfolio, data)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 184)
    undone = undoing.undo_import(first, by=None)
    assert (undone.state, undone.result["removed"], Project.objects.count()) == ("undone", 184, 3)


def test_the_us_sample_adds_up_in_the_database_to_the_sums_computed_elsewhere(world):
    expected = json.loads(content("us_itdashboard/expected_aggregates.json"))
    batch = imports.done(world.portfolio, content("us_itdashboard/projects_sample.csv"))
    assert batch.rows == batch.created == expected["rows"]
    sums = questions.reported_sums(batch)
    assert abs(sums[""]["planned"] / MILLION - Decimal(str(expected["planned_total"]))) < NEAR
    assert abs(sums[""]["forecast_total"] / MILLION - Decimal(str(expected["actual_total"]))) < NEAR
    assert sums[""]["with_amounts"] == expected["rows_with_numbers"]
    assert len(sums) - 1 == expected["agencies"]
    for agency, wanted in expected["by_agency"].items():
        assert sums[agency]["projects"] == wanted["projects"]
        assert sums[agency]["late"] == wanted["late_projects"]
        assert abs(sums[agency]["planned"] / MILLION - Decimal(str(wanted["planned"]))) < NEAR
        assert abs(sums[agency]["forecast_total"] / MILLION - Decimal(str(wanted["actual"]))) < NEAR
    assert (
        Project.objects.filter(imports__batch=batch).values("programme").distinct().count() == expected["investments"]
    )


def test_the_messy_lines_come_in_without_a_crash_and_each_bad_cell_is_named(world):
    batch = imports.done(world.portfolio, content("us_itdashboard/projects_messy_first120lines.csv"))
    assert (batch.rows, batch.created, batch.rejected) == (119, 114, 5)
    named = {(row, column): code for row, column, code in batch.notes.values_list("row", "column", "code")}
    assert named[7, "Completion Date (B1)"] == "swapped"
    assert {named[row, "Lifecycle Cost"] for row in (28, 44)} == {"unit_in_cell"}
    assert {named[row, "Project ID"] for row in (47, 62, 76, 79, 91)} == {"grouped_code"}
    assert {named[row, ""] for row in range(108, 116)} == {"no_figures"}
