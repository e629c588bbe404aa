"""Headers as offices write them: which field is meant, and where the guess must stay away."""

import pytest

from foundation.sheets.table import Row
from portfolio.engine.mapping import choose_mapping, guess_mapping, mapping_from_data, mapping_to_data

SOUND = {
    "name": ("Web shop", "Payroll", "Old archive"),
    "external_code": ("A-1", "A-2", "A-3"),
    "planned_cost": ("1200000.50", "300000", "80000"),
    "forecast_cost": ("1250000", "300000", "95000"),
    "start": ("2025-01-10", "2026-06-01", "2024-01-10"),
    "planned_finish": ("2026-09-30", "2027-01-31", "2025-06-30"),
    "rating": ("Green", "Amber", "Red"),
    "owner_organisation": ("Sales", "People", "People"),
}


def rows(*columns):
    return [Row(no, tuple(cells)) for no, cells in enumerate(zip(*columns, strict=True), 2)]


def guess(header, field):
    """What is guessed for a column of this header with sound cells, beside a column of names."""
    if field == "name":
        return guess_mapping([header, "Note"], rows(SOUND["name"], ("a", "b", "c")))
    return guess_mapping(["Project name", header], rows(SOUND["name"], SOUND[field]))


HEADERS = [
    ("Project name", "name"),
    ("PROJECT NAME", "name"),
    ("project_name", "name"),
    ("ProjectName", "name"),
    ("Name of project", "name"),
    ("Title", "name"),
    ("Project ID", "external_code"),
    ("Project code", "external_code"),
    ("Unique ID", "external_code"),
    ("Budget", "planned_cost"),
    ("Approved budget", "planned_cost"),
    ("Planned cost", "planned_cost"),
    ("Forecast cost", "forecast_cost"),
    ("Start date", "start"),
    ("Project start date", "start"),
    ("End date", "planned_finish"),
    ("Planned end date", "planned_finish"),
    ("RAG status", "rating"),
    ("RAG", "rating"),
    ("Department", "owner_organisation"),
    ("Directorate", "owner_organisation"),
]


@pytest.mark.parametrize(("header", "field"), HEADERS)
def test_a_usual_header_names_its_field(header, field):
    use = guess(header, field).use(field)
    assert use is not None
    assert use.header == header


@pytest.mark.parametrize(("header", "field"), HEADERS[:8])
@pytest.mark.parametrize("around", [" {} ", "\ufeff{}", "{}:", "{}\n", "{} *"])
def test_signs_around_a_header_do_not_hide_it(header, field, around):
    assert guess(around.format(header), field).use(field) is not None


@pytest.mark.parametrize(
    ("header", "field"),
    [("Last modified", "start"), ("Phone", "external_code"), ("Weather", "rating"), ("Room", "owner_organisation")],
)
def test_another_header_is_not_taken_for_a_field(header, field):
    assert guess(header, field).use(field) is None


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        ("Budget", ("see annex", "unknown so far", "later"), "planned_cost"),
        ("Start date", ("first floor", "second floor", "roof"), "start"),
        ("Status", ("Anna", "Bob", "Carla"), "rating"),
    ],
)
def test_a_good_header_over_cells_of_another_kind_is_not_believed(header, cells, field):
    mapping = guess_mapping(["Project name", header], rows(SOUND["name"], cells))
    assert mapping.use(field) is None
    assert len(mapping.columns) == 2


def test_no_column_is_used_twice_and_none_is_lost():
    header = ["Project name", "Budget", "Approved budget", "Start date", "Start", "Notes"]
    cells = (SOUND["name"], SOUND["planned_cost"], SOUND["forecast_cost"], SOUND["start"], SOUND["start"],
             ("a", "b", "c"))  # fmt: skip
    mapping = guess_mapping(header, rows(*cells))
    assert sorted(use.column for use in mapping.columns) == list(range(6))


def test_twins_of_one_header_do_not_confuse():
    mapping = guess_mapping(
        ["Project name", "Project name", "Budget"], rows(SOUND["name"], SOUND["name"], SOUND["planned_cost"])
    )
    assert mapping.use("name").column == 0
    assert mapping.use("planned_cost").column == 2


@pytest.mark.parametrize("header", [[], [""], ["", "", ""]])
def test_headers_without_words_give_no_field_and_no_crash(header):
    mapping = guess_mapping(header, [])
    assert mapping.use("name") is None


@pytest.mark.parametrize("fields", [{"name": 5}, {"name": -1}, {"name": 0, "start": 0}, {"colour": 0}])
def test_a_choice_that_cannot_be_is_refused(fields):
    with pytest.raises(ValueError):
        choose_mapping(["Project name", "Budget"], [], fields)


def test_a_choice_overrules_the_guess_and_survives_the_store():
    chosen = choose_mapping(["Budget", "Project name"], [], {"name": 0}, currency="GBP")
    assert chosen.use("name").header == "Budget"
    assert mapping_from_data(mapping_to_data(chosen)) == chosen
