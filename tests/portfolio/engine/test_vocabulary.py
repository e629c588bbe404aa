"""Which of two columns that both speak of an end or of a cost is the plan, which the forecast, which neither?"""

import pytest

from foundation.sheets.text import read_text
from portfolio.engine.intake import read_rows
from portfolio.engine.mapping import choose_mapping, guess_mapping
from portfolio.engine.vocabulary import match, why_unmapped

SAMPLES = {"date": ("2024-06-30", "2025-06-30", "2026-06-30"), "money": ("100.5", "2000", "30000")}


def read(*lines):
    sheet = read_text("\n".join(lines).encode())
    mapping = guess_mapping(sheet.header, sheet.rows, sheet.above)
    return mapping, read_rows(sheet, mapping)


def guessed(kind, *headers):
    """{field: header} for columns of days or amounts beside a column of names."""
    rows = (",".join([f"P{no}", *([SAMPLES[kind][no]] * len(headers))]) for no in range(3))
    mapping, _intake = read(",".join(["Project name", *headers]), *rows)
    return {use.field: use.header for use in mapping.columns if use.field not in ("name", "other")}


FINISHES = [
    (["Latest approved completion date"], {"planned_finish": "Latest approved completion date"}),
    (["Project - End Date (Latest Approved End Date)"],
     {"planned_finish": "Project - End Date (Latest Approved End Date)"}),
    (["Original approved completion date", "Latest approved completion date"],
     {"planned_finish": "Original approved completion date", "forecast_finish": "Latest approved completion date"}),
    (["Latest approved completion date", "Forecast end date"],
     {"planned_finish": "Latest approved completion date", "forecast_finish": "Forecast end date"}),
    (["Original approved end", "Latest approved end", "Forecast end"],
     {"planned_finish": "Original approved end", "forecast_finish": "Forecast end"}),
    (["Baseline finish", "Forecast finish"],
     {"planned_finish": "Baseline finish", "forecast_finish": "Forecast finish"}),
    (["Original end date", "Current end date"],
     {"planned_finish": "Original end date", "forecast_finish": "Current end date"}),
    (["Finish date (forecast)", "Finish date (planned)"],
     {"planned_finish": "Finish date (planned)", "forecast_finish": "Finish date (forecast)"}),
    (["ProjectFinishDate", "ProjectBaseline0FinishDate"],
     {"planned_finish": "ProjectBaseline0FinishDate", "forecast_finish": "ProjectFinishDate"}),
    (["Baseline Finish", "Schedule Finish", "Actual Finish"],
     {"planned_finish": "Baseline Finish", "forecast_finish": "Schedule Finish"}),
    (["End date"], {"planned_finish": "End date"}),
    (["Revised end date"], {"forecast_finish": "Revised end date"}),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "fields"), FINISHES)
def test_the_finish_that_was_approved_first_is_the_plan_and_the_one_expected_last_the_forecast(headers, fields):
    assert guessed("date", *headers) == fields
    assert guessed("date", *reversed(headers)) == fields


COSTS = [
    (["Approved budget", "Latest approved budget", "Forecast final cost"],
     {"planned_cost": "Approved budget", "forecast_cost": "Forecast final cost"}),
    (["Approved budget", "Latest approved budget"],
     {"planned_cost": "Approved budget", "forecast_cost": "Latest approved budget"}),
    (["Original Estimated Total Cost", "Current total project cost"],
     {"planned_cost": "Original Estimated Total Cost", "forecast_cost": "Current total project cost"}),
    (["Approved whole-of-life cost", "Forecast whole-of-life cost"],
     {"planned_cost": "Approved whole-of-life cost", "forecast_cost": "Forecast whole-of-life cost"}),
    (["ProjectCost", "ProjectBaseline0Cost", "ProjectActualCost"],
     {"planned_cost": "ProjectBaseline0Cost", "forecast_cost": "ProjectCost", "actual_cost": "ProjectActualCost"}),
    (["Approved Budget", "Estimate At Completion", "Actual Cost To Date"],
     {"planned_cost": "Approved Budget", "forecast_cost": "Estimate At Completion",
      "actual_cost": "Actual Cost To Date"}),
    (["Budget", "Spent to date", "Remaining budget"], {"planned_cost": "Budget", "actual_cost": "Spent to date"}),
    (["Budget", "Actual cost"], {"planned_cost": "Budget", "actual_cost": "Actual cost"}),
    (["Planned cost", "Projected/Actual cost"],
     {"planned_cost": "Planned cost", "forecast_cost": "Projected/Actual cost"}),
    (["Planned cost", "Actual cost", "Cost variance"],
     {"planned_cost": "Planned cost", "forecast_cost": "Actual cost", "cost_variance": "Cost variance"}),
    (["Planned cost", "Actual cost to date", "Cost variance"],
     {"planned_cost": "Planned cost", "actual_cost": "Actual cost to date", "cost_variance": "Cost variance"}),
    (["Total baseline benefits"], {}),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "fields"), COSTS)
def test_what_was_spent_is_neither_the_plan_nor_the_forecast(headers, fields):
    assert guessed("money", *headers) == fields
    assert guessed("money", *reversed(headers)) == fields


@pytest.mark.parametrize(
    "header",
    [
        "FY 2024 cost",
        "FY24 spend",
        "FY25 forecast",
        "2024/25 budget",
        "2024-25 approved budget",
        "Budget 24/25",
        "Budget 2024",
        "Forecast 2024",
        "Cost 2023",
        "Actual cost 2024",
        "Financial Year Forecast (£m) (including Non-Government Costs)",
        "Fiscal year budget",
        "Current year budget",
        "Cost per year",
        "FY budget",
    ],
)
def test_the_amount_of_one_year_is_no_total(header):
    assert guessed("money", header) == {}


@pytest.mark.parametrize(
    "header",
    ["Total budget (2024 prices)", "Budget (2019/20 prices)", "Budget as at 31 March 2024", "Budget as of 2024",
     "Cost since 2019", "Total cost"],
)  # fmt: skip
def test_a_total_in_the_prices_of_a_year_is_a_total(header):
    assert guessed("money", header) == {"planned_cost": header}


def test_a_total_beside_its_years_is_found():
    fields = guessed("money", "2023/24 budget", "2024/25 budget", "Total budget")
    assert fields == {"planned_cost": "Total budget"}


def test_what_was_spent_comes_in_as_reported_actual_and_in_no_sum():
    _mapping, intake = read("Project name,Budget,Spent to date", "A,100,40", "B,200,n/a")
    assert [row.actual_cost for row in intake.rows] == [40, None]
    assert [row.forecast_cost for row in intake.rows] == [None, None]


@pytest.mark.parametrize("header", ["Project/Programme", "Project or programme", "Initiative name", "Work name"])
def test_a_name_of_project_or_programme_is_a_name(header):
    assert match("name", header)[0] >= 0.8


@pytest.mark.parametrize(
    "header", ["Programme", "Programme name", "Portfolio name", "Project owner", "Summary of risk"]
)
def test_a_name_of_something_else_is_none(header):
    assert match("name", header)[0] == 0


def test_issues_of_a_project_take_their_name_from_their_summary_and_their_code_from_their_key():
    lines = (f"Do {no},ABC-{no},10{no},Alpha" for no in range(5))
    mapping, intake = read("Summary,Issue key,Issue id,Project name", *lines)
    assert (mapping.use("name").header, mapping.use("external_code").header) == ("Summary", "Issue key")
    assert len({row.key for row in intake.rows}) == 5


def test_records_without_another_name_take_their_short_description():
    mapping, _intake = read("number,short_description,planned_cost", "PRJ1,Alpha,100", "PRJ2,Beta,200")
    assert mapping.use("name").header == "short_description"
    assert mapping.use("description") is None


def test_a_summary_beside_a_name_stays_a_description():
    mapping, _intake = read("Project,Summary", "Alpha,It does this", "Beta,It does that")
    assert (mapping.use("name").header, mapping.use("description").header) == ("Project", "Summary")


def test_a_budget_as_at_a_day_is_no_day_of_the_report():
    mapping, _intake = read("Project,Budget as at 31 March 2024", "A,45000", "B,45001")
    assert mapping.use("as_of") is None
    assert mapping.use("planned_cost").column == 1


def hints(*lines):
    mapping, _intake = read(*lines)
    return {use.header: use.words for use in mapping.columns if use.field == "other"}


def test_a_column_that_fills_no_field_says_why():
    found = hints("Project name,FY24 budget,Finish,Tier,Budget,Budget 2", "A,100,soon,1,5,6", "B,1,later,2,7,8")
    assert found == {"FY24 budget": "part_year", "Finish": "planned_finish", "Tier": "", "Budget 2": ""}


def test_a_person_who_maps_the_column_hears_no_hint():
    sheet = read_text(b"Project name,FY24 budget\nA,100\n")
    mapping = choose_mapping(sheet.header, sheet.rows, {"name": 0, "planned_cost": 1})
    assert mapping.use("planned_cost").words == ""


@pytest.mark.parametrize(
    ("header", "why"),
    [("Actual 2024", "part_year"), ("2024/25 baseline", "part_year"), ("Year", "as_of"), ("Colour", "rating"),
     ("Total budget (2024 prices)", "planned_cost"), ("Shoe size", ""), ("", "")],
)  # fmt: skip
def test_a_header_says_what_it_may_have_been(header, why):
    assert why_unmapped(header) == why
