"""Does the guess find our fields in a stranger's columns, and can a person put it right?"""

import json
from decimal import Decimal

import pytest

from foundation.sheets.reading import read_sheet
from foundation.sheets.units import unit_in
from portfolio.engine.mapping import choose_mapping, guess_mapping, mapping_from_data, mapping_to_data
from portfolio.engine.vocabulary import header_words, match

MILLION = Decimal(1_000_000)


def sheet_of(*lines):
    return read_sheet("\n".join(lines).encode(), "f.csv")


def guess(*lines):
    sheet = sheet_of(*lines)
    return guess_mapping(sheet.header, sheet.rows)


def fields(mapping):
    return {use.field: use.header for use in mapping.columns if use.field not in ("other", "narrative")}


def test_header_words_part_camels_snakes_and_signs():
    assert header_words("totalBudget") == "total budget"
    assert header_words("wlc_baseline_incl_NCG") == "wlc baseline incl ncg"
    assert header_words("Cost Variance (%)") == "cost variance percent"
    assert header_words("Projected/Actual Cost ($ M)") == "projected actual cost m"


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Planned Cost ($ M)", 1_000_000),
        ("Budget ($m)*", 1_000_000),
        ("Cost (£000)", 1_000),
        ("Cost £'000s", 1_000),
        ("Budget EUR thousand", 1_000),
        ("Value in millions", 1_000_000),
        ("Value (bn)", 1_000_000_000),
        ("Cost", None),
        ("Milestones", None),
        ("Cost (months)", None),
        ("Main cost", None),
    ],
)
def test_the_unit_of_a_header(header, unit):
    assert unit_in(header) == unit


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Project ID", "external_code"),
        ("project_number", "external_code"),
        ("Project Name", "name"),
        ("Department", "owner_organisation"),
        ("Agency Name", "owner_organisation"),
        ("Investment Title", "group"),
        ("description_aims", "description"),
        ("colour_rating", "rating"),
        ("rating_comment", "rating_comment"),
        ("Start Date", "start"),
        ("end_date", "planned_finish"),
        ("Planned Project Completion Date (B2)", "planned_finish"),
        ("Projected/Actual Project Completion Date (B2)", "forecast_finish"),
        ("estimatedCompletionDate", "forecast_finish"),
        ("totalBudget", "planned_cost"),
        ("Projected/Actual Cost ($ M)", "forecast_cost"),
        ("Cost Variance ($ M)", "cost_variance"),
        ("Schedule Variance (in days)", "schedule_variance"),
        ("asOfDate", "as_of"),
        ("year", "as_of"),
    ],
)
def test_each_header_names_its_field_and_says_by_which_words(header, field):
    confidence, words = match(field, header)
    assert confidence >= 0.6
    assert words in header_words(header)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Agency Code", "owner_organisation"),
        ("Agency Name", "name"),
        ("Business Case ID", "external_code"),
        ("Cost Variance (%)", "cost_variance"),
        ("Schedule Variance (%)", "schedule_variance"),
        ("yearly_forecast", "forecast_cost"),
        ("yearly_budget", "planned_cost"),
        ("budget_comment", "planned_cost"),
        ("rating_comment", "rating"),
        ("estimatedCompletionDate", "planned_finish"),
        ("Updated Time", "as_of"),
    ],
)
def test_a_neighbour_s_header_is_not_mistaken(header, field):
    assert match(field, header) == (0.0, "")


US = (
    (
        "Investment ID,Agency Name,Investment Title,Project ID,Project Name,Start Date,"
        "Planned Completion Date,Projected/Actual Completion Date,Planned Cost ($ M),"
        "Projected/Actual Cost ($ M),Cost Variance ($ M),Unique Project ID"
    ),
    "7,Tax,Portal,656,Build,2026-01-01,2026-06-30,2026-07-31,1.5,1.75,-0.25,1",
    "7,Tax,Portal,657,Run,2026-02-01,2026-09-30,2026-09-30,2,2,0,1",
    "7,Tax,Portal,658,Close,2026-03-01,,,0.5,0.5,0,2",
)


def test_a_us_like_file_is_understood():
    mapping = guess(*US)
    assert fields(mapping) == {
        "owner_organisation": "Agency Name",
        "group": "Investment Title",
        "external_code": "Project ID",
        "name": "Project Name",
        "start": "Start Date",
        "planned_finish": "Planned Completion Date",
        "forecast_finish": "Projected/Actual Completion Date",
        "planned_cost": "Planned Cost ($ M)",
        "forecast_cost": "Projected/Actual Cost ($ M)",
        "cost_variance": "Cost Variance ($ M)",
    }
    assert mapping.use("planned_cost").unit == MILLION
    assert mapping.identity == ("external_code",)
    assert (mapping.currency, mapping.currency_sure) == ("USD", False)


def test_the_code_that_tells_rows_apart_wins_over_one_that_repeats():
    assert guess(*US).use("external_code").header == "Project ID"


def test_without_a_code_name_and_owner_tell_projects_apart():
    mapping = guess("Project name,Department,Budget", "A,Tax,1", "A,Health,2", "B,Tax,3")
    assert mapping.identity == ("name", "owner_organisation")


def test_amounts_without_unit_take_the_unit_of_their_neighbours():
    mapping = guess("Name,Planned cost ($ M),Lifecycle cost", "A,1,1.5", "B,2,2.5")
    other = mapping.all("other")[0]
    assert (other.kind, other.unit, other.unit_source) == ("money", MILLION, "neighbours")


def test_comments_that_speak_of_millions_give_amounts_their_unit():
    lines = [f"P{i},£{i}.50,The cost rose from £{i}.00m to £{i}.50m in the year" for i in range(1, 9)]
    use = guess("Name,Whole life cost,Budget comment", *lines).use("planned_cost")
    assert (use.unit, use.unit_source) == (MILLION, "text")
    large = [line.replace(".50,", "500000.00,", 1) for line in lines]
    assert guess("Name,Whole life cost,Budget comment", *large).use("planned_cost").unit == 1


def test_a_column_of_texts_is_a_narrative_and_a_column_of_words_is_kept_too():
    mapping = guess("Name,Schedule comment,Tier,Story", "A,late,2," + "x" * 90, "B,fine,1," + "y" * 80)
    assert [use.header for use in mapping.all("narrative")] == ["Schedule comment", "Story"]
    assert [use.header for use in mapping.all("other")] == ["Tier"]


def test_a_status_column_whose_words_are_no_ratings_is_not_the_rating():
    assert guess("Name,Delivery status", "A,In delivery", "B,Closing").use("rating") is None
    assert guess("Name,Status", "A,Green", "B,Red").use("rating").header == "Status"


def test_every_column_has_exactly_one_use():
    mapping = guess(*US)
    assert [use.column for use in mapping.columns] == list(range(12))


def test_a_header_without_rows_is_still_understood():
    assert fields(guess("Project name,Start date,Total budget")) == {
        "name": "Project name",
        "start": "Start date",
        "planned_cost": "Total budget",
    }


def test_the_order_of_days_and_the_decimal_mark_are_the_column_s():
    mapping = guess("Name,Start date,Budget", 'A,12/31/2025,"1.234,50"', 'B,01/02/2026,"2.000,00"')
    assert mapping.use("start").order == "mdy"
    assert mapping.use("planned_cost").mark == ","


def test_a_person_chooses_other_columns_and_the_rest_stays():
    sheet = sheet_of(*US)
    mapping = choose_mapping(sheet.header, sheet.rows, {"name": 2, "external_code": 3}, currency="CAD")
    assert fields(mapping) == {"name": "Investment Title", "external_code": "Project ID"}
    assert (mapping.currency, mapping.currency_sure) == ("CAD", True)
    assert len(mapping.columns) == 12


def test_a_person_names_the_unit_of_amounts_that_name_none():
    sheet = sheet_of("Name,Budget", "A,1", "B,2")
    mapping = choose_mapping(sheet.header, sheet.rows, {"name": 0, "planned_cost": 1}, unit=Decimal(1_000))
    assert mapping.use("planned_cost").unit == 1_000


@pytest.mark.parametrize("chosen", [{"colour": 0}, {"name": 9}, {"name": -1}, {"name": 0, "group": 0}])
def test_an_impossible_choice_is_refused(chosen):
    sheet = sheet_of("Name,Budget", "A,1")
    with pytest.raises(ValueError, match=r"\.$"):
        choose_mapping(sheet.header, sheet.rows, chosen)


def test_a_mapping_survives_its_way_through_json():
    mapping = guess(*US)
    assert mapping_from_data(json.loads(json.dumps(mapping_to_data(mapping)))) == mapping
