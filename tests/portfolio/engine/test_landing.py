"""Does a row of a file land with an honest state, a free code and amounts that fit, and is every change told?"""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from portfolio.engine.landing import ACTIVE, PROPOSED, Codes, fingerprint, land, storable
from portfolio.engine.mapping import ColumnUse, Mapping
from portfolio.engine.project_rows import CellNote, OtherCell, ProjectRow

DAY = dt.date(2026, 3, 2)
USES = {
    "external_code": ("Project ID", "code"),
    "name": ("Project name", "text"),
    "owner_organisation": ("Department", "text"),
    "group": ("Programme", "text"),
    "description": ("Aim", "text"),
    "rating": ("RAG", "rating"),
    "start": ("Start", "date"),
    "planned_finish": ("End", "date"),
    "forecast_finish": ("Forecast end", "date"),
    "planned_cost": ("Budget", "money"),
    "forecast_cost": ("Forecast", "money"),
    "cost_variance": ("Variance", "money"),
    "schedule_variance": ("Days late", "integer"),
}
MAPPING = Mapping(
    tuple(ColumnUse(field, place, header, kind) for place, (field, (header, kind)) in enumerate(USES.items())),
    ("external_code",),
)
ROW = ProjectRow(4, "Web shop", external_code="A-1", start=dt.date(2025, 1, 10), key="k", content_hash="h")


def landed(**fields):
    return land(replace(ROW, **fields), MAPPING, as_of=DAY)


def codes_of(landing):
    return [(note.column, note.code) for note in landing.notes]


def test_a_project_that_has_started_is_active():
    landing = landed()
    assert (landing.state, landing.start, landing.as_of, landing.notes) == (ACTIVE, ROW.start, DAY, ())


def test_a_project_that_starts_on_the_day_of_the_report_is_active_and_a_day_later_proposed():
    assert landed(start=DAY).state == ACTIVE
    assert landed(start=DAY + dt.timedelta(1)).state == PROPOSED


def test_the_day_of_the_row_comes_before_the_day_of_the_file():
    landing = landed(as_of=dt.date(2024, 12, 31))
    assert (landing.as_of, landing.state) == (dt.date(2024, 12, 31), PROPOSED)


def test_without_a_start_it_is_proposed_for_the_day_of_the_report_and_told():
    landing = landed(start=None)
    assert (landing.state, landing.start, landing.report["start"]) == (PROPOSED, DAY, None)
    assert codes_of(landing) == [("Start", "no_start")]


def test_a_finish_in_the_past_closes_nothing_and_is_told():
    landing = landed(planned_finish=dt.date(2025, 12, 1))
    assert landing.state == ACTIVE
    assert codes_of(landing) == [("End", "finish_passed")]
    assert "2025-12-01" in landing.notes[0].message


def test_a_forecast_in_the_future_counts_more_than_a_plan_in_the_past():
    assert landed(planned_finish=dt.date(2025, 12, 1), forecast_finish=dt.date(2027, 1, 1)).notes == ()


def test_amounts_are_kept_to_four_decimals_and_a_rounding_is_told():
    landing = landed(planned_cost=Decimal("0.12345"), forecast_cost=Decimal("2013020000"))
    assert landing.report["budget"] == Decimal("0.1235")
    assert landing.report["forecast"] == 2013020000
    assert codes_of(landing) == [("Budget", "rounded")]


@pytest.mark.parametrize("amount", [Decimal(10) ** 15, -(Decimal(10) ** 15), Decimal("999999999999999.99999")])
def test_an_amount_that_no_column_holds_is_left_out_and_told(amount):
    landing = landed(planned_cost=amount)
    assert landing.report["budget"] is None
    assert codes_of(landing) == [("Budget", "too_large")]


def test_the_largest_amount_that_fits_stays():
    assert landed(planned_cost=Decimal("999999999999999.9999")).notes == ()


def test_a_million_years_of_delay_are_left_out():
    landing = landed(schedule_variance=-(10**12))
    assert landing.report["schedule_variance_days"] is None
    assert codes_of(landing) == [("Days late", "too_large")]
    assert landed(schedule_variance=-153).report["schedule_variance_days"] == -153


def test_a_long_name_is_cut_and_stands_whole_with_the_report():
    name = "Long " * 150
    landing = landed(name=name)
    assert len(landing.name) == 500
    assert landing.report["narrative"] == {"Project name": name}
    assert codes_of(landing) == [("Project name", "cut")]
    assert landed(name="x" * 500).notes == ()


def test_nothing_of_the_row_is_lost():
    landing = landed(
        description="Sell on the web",
        narratives=(("Comments", "Goes well"),),
        others=(OtherCell("Region", "North"),),
        group="Sales",
        cost_variance=Decimal("-12.50"),
    )
    assert landing.report["narrative"] == {"Aim": "Sell on the web", "Comments": "Goes well"}
    assert landing.report["others"] == {"Region": "North", "Programme": "Sales", "Variance": "-12.50"}
    assert landing.purpose == "Sell on the web"
    assert landing.report["source_cells"]["group"] == "Programme"


def test_the_programme_is_the_group_and_without_one_the_owner():
    assert landed(group="Sales", owner_organisation="People").group == "Sales"
    assert landed(owner_organisation="People").group == "People"
    assert landed().group == ""


def test_what_the_file_could_not_give_stays_with_the_report():
    notes = (
        CellNote(4, "Budget", "tbc", "missing", "It is not given: “tbc”.", "not_given"),
        CellNote(4, "End", "soon", "rejected", "“soon” is no date.", "not_a_date"),
        CellNote(4, "Department", "Sals", "doubtful", "Is this “Sales”?", "spelling"),
    )
    report = land(ROW, MAPPING, as_of=DAY, notes=notes).report
    assert report["notes"] == {"Budget": "It is not given: “tbc”.", "End": "“soon” is no date."}


def test_text_that_no_database_keeps_is_replaced():
    assert storable("a\0b\ud800c") == "a\ufffdb\ufffdc"
    assert landed(name="a\0b").name == "a\ufffdb"


def test_the_same_words_of_another_day_are_news():
    assert fingerprint(ROW, DAY) == fingerprint(ROW, DAY)
    assert fingerprint(ROW, DAY) != fingerprint(ROW, dt.date(2026, 4, 2))
    assert fingerprint(ROW, DAY) != fingerprint(replace(ROW, content_hash="other"), DAY)


# ── codes ───────────────────────────────────────────────────────────────────────────────────────


def test_a_free_code_is_kept_and_a_taken_one_gets_a_number():
    codes = Codes({"A-1"}, stem="DIG")
    assert [codes.free(code) for code in ("B-1", "a-1", "A-1", "B-1")] == ["B-1", "a-1-2", "A-1-3", "B-1-2"]


def test_without_a_code_the_next_of_the_stem_is_free():
    codes = Codes({"dig-002"}, stem="DIG")
    assert [codes.free("") for _ in range(3)] == ["DIG-001", "DIG-003", "DIG-004"]


def test_a_code_never_passes_its_length_even_with_a_number():
    codes = Codes((), stem="DIG")
    made = [codes.free("x" * 80) for _ in range(12)]
    assert len(set(made)) == 12
    assert max(map(len, made)) == 60


def test_fifty_thousand_codes_are_found_fast():
    codes = Codes((), stem="DIG")
    assert len({codes.free("") for _ in range(50_000)}) == 50_000
