"""Does every row of a file come in or is it refused with a reason, and is every bad cell named?"""

from datetime import date
from decimal import Decimal

import pytest

from foundation.sheets.reading import read_sheet
from portfolio.engine.intake import is_late, read_rows, totals
from portfolio.engine.mapping import choose_mapping, guess_mapping

UK = """project_number;project_name;department;colour_rating;start_date;end_date;wlc_baseline;budget_comment
X_01;Ship;MOD;Amber/red;2014-07-08;2024-04-01;£2,013.02;"The cost rose from £1996.00m
to £2013.02m."
X_02;Rail;DFT;Exempt under Section 43;01.05.14;31.12.40;Exempt under Section 43;£1.10m
X_03;Tax;HMRC;Green;2020-01-01;Ongoing;\u00a0£9941.96;£2.20m
X_04;Visa;HO;Purple;31/02/2020;2022-12-31;many;£3.30m
X_05;Maps;DEFRA;Red;2020-06-01;2019-06-01;£0.00;£4.40m
X_06;Pay;CO;Amber;2020;2021;£5;£5.50m
"""
US = """Agency Name,Investment Title,Project ID,Project Name,Start Date,Planned Completion Date,\
Projected/Actual Completion Date,Schedule Variance (in days),Planned Cost ($ M),\
Projected/Actual Cost ($ M),Cost Variance ($ M)
Tax,Portal,656,Build,2026-01-01,2026-06-30,2026-07-31,-31,1.5,1.75,-0.25
Tax,Portal,657,Run,2026-02-01,2026-09-30,2026-09-30,0,2,2,0
Health,Records,658,Run,2026-03-01,,,,,,
Health,Records,659,Scan &amp; store,2026-03-01,2026-04-01,2026-05-01,,0.5,0.4,0.3
"""
MESSY = """A public data set.
Free to use, reuse it.

Code,Name,Agency,Start,Finish,Budget ($ M)
1,Portal,Tax,01/10/2025,2026-30-09,5.900
"1,002",Ledger,Tax  ,31/12/2025,31/03/2026,2.306 ($m)

Code,Name,Agency,Start,Finish,Budget ($ M)
Northern region,,,,,
3,Archive,Tax,13/13/2026,1/1/2526,five
4,,Tax,01/01/2026,31/01/2026,1
1,Portal,Tax,01/10/2025,2026-30-09,5.900
1,Portal,Tax,01/10/2025,2026-30-09,7
,Total,,,,21.1
6,Total Recall,Tax,01/01/2026,31/01/2026,1,slipped
7,Bridge,Tax,,,
"""


def intake_of(text, encoding="utf-8", **options):
    sheet = read_sheet(text.encode(encoding), "f.csv")
    intake = read_rows(sheet, guess_mapping(sheet.header, sheet.rows), **options)
    assert len(intake.rows) + len(intake.rejected) == sheet.row_total
    return intake


def by_name(intake):
    return {row.name: row for row in intake.rows}


def notes(intake):
    return {(cell.row, cell.column, cell.level, cell.code) for cell in intake.cells}


def test_a_uk_like_file_comes_in_whole():
    rows = by_name(intake_of(UK, "cp1252"))
    ship = rows["Ship"]
    assert ship.external_code == "X_01"
    assert ship.owner_organisation == "MOD"
    assert (ship.rating, ship.rating_word) == ("off_track", "Amber/red")
    assert (ship.start, ship.planned_finish) == (date(2014, 7, 8), date(2024, 4, 1))
    assert ship.planned_cost == Decimal(2013020000)
    assert ship.currency == "GBP"
    assert ship.narratives == (("budget_comment", "The cost rose from £1996.00m\nto £2013.02m."),)
    assert len(rows) == 6


def test_a_withheld_value_is_none_and_named_never_zero():
    intake = intake_of(UK, "cp1252")
    rail = by_name(intake)["Rail"]
    assert rail.planned_cost is None
    assert (rail.rating, rail.rating_word) == ("unknown", "Exempt under Section 43")
    assert (rail.start, rail.planned_finish) == (date(2014, 5, 1), date(2040, 12, 31))
    assert {
        (3, "wlc_baseline", "missing", "not_given"),
        (3, "colour_rating", "missing", "not_given"),
        (4, "end_date", "missing", "not_given"),
    } == {note for note in notes(intake) if note[2] == "missing"}
    assert by_name(intake)["Maps"].planned_cost == 0


def test_what_cannot_be_read_is_named_and_the_row_still_comes():
    intake = intake_of(UK, "cp1252")
    visa = by_name(intake)["Visa"]
    assert (visa.start, visa.planned_cost, visa.rating) == (None, None, "unknown")
    assert visa.rating_word == "Purple"
    assert {
        (5, "start_date", "rejected", "not_a_date"),
        (5, "wlc_baseline", "rejected", "not_a_number"),
        (5, "colour_rating", "changed", "unknown_rating"),
    } <= notes(intake)


def test_a_finish_before_the_start_is_dropped_and_the_row_stays():
    intake = intake_of(UK, "cp1252")
    maps = by_name(intake)["Maps"]
    assert (maps.start, maps.planned_finish) == (date(2020, 6, 1), None)
    assert (6, "end_date", "rejected", "finish_before_start") in notes(intake)


def test_a_year_alone_takes_its_outer_days_and_says_so():
    intake = intake_of(UK, "cp1252")
    pay = by_name(intake)["Pay"]
    assert (pay.start, pay.planned_finish) == (date(2020, 1, 1), date(2021, 12, 31))
    assert (7, "start_date", "changed", "year_only") in notes(intake)


def test_a_us_like_file_gives_amounts_in_whole_dollars():
    build = by_name(intake_of(US))["Build"]
    assert (build.planned_cost, build.forecast_cost) == (1_500_000, 1_750_000)
    assert (build.cost_variance, build.schedule_variance) == (-250_000, -31)
    assert (build.group, build.owner_organisation) == ("Portal", "Tax")


def test_two_projects_of_one_name_stay_two_when_their_codes_differ():
    assert [row.external_code for row in intake_of(US).rows] == ["656", "657", "658", "659"]


def test_a_variance_that_differs_from_its_own_amounts_is_doubtful_and_kept():
    intake = intake_of(US)
    assert (5, "Cost Variance ($ M)", "doubtful", "variance_differs") in notes(intake)
    assert by_name(intake)["Scan & store"].cost_variance == 300_000
    assert (5, "Project Name", "changed", "entity") in notes(intake)


def test_totals_add_what_is_there_and_count_what_is_late():
    sums = totals(intake_of(US).rows)
    assert (sums.projects, sums.with_amounts) == (4, 3)
    assert (sums.planned, sums.forecast, sums.variance) == (4_000_000, 4_150_000, -150_000)
    assert sums.late == 2
    assert [(o.owner, o.projects, o.planned, o.late) for o in sums.owners] == [
        ("Health", 2, 500_000, 1),
        ("Tax", 2, 3_500_000, 1),
    ]


def test_late_goes_by_the_file_s_own_variance_then_by_the_dates():
    rows = by_name(intake_of(US))
    assert is_late(rows["Build"])
    assert is_late(rows["Scan & store"])
    assert sum(is_late(row) for row in intake_of(US).rows) == 2


def test_totals_of_nothing_are_zero():
    assert totals([]).planned == 0
    assert totals([]).owners == ()


def test_each_row_that_is_no_project_is_refused_with_its_reason():
    reasons = [(entry.number, entry.code) for entry in intake_of(MESSY).rejected]
    assert reasons == [
        (1, "above_header"),
        (2, "above_header"),
        (3, "blank"),
        (7, "blank"),
        (8, "header_again"),
        (9, "heading"),
        (11, "no_name"),
        (12, "repeated"),
        (13, "duplicate"),
        (14, "total"),
    ]


def test_each_bad_cell_of_a_messy_file_is_named_by_row_and_column():
    assert notes(intake_of(MESSY)) == {
        (5, "Finish", "changed", "swapped"),
        (6, "Code", "changed", "grouped_code"),
        (6, "Budget ($ M)", "changed", "unit_in_cell"),
        (10, "Start", "rejected", "not_a_date"),
        (10, "Finish", "rejected", "year_out_of_range"),
        (10, "Budget ($ M)", "rejected", "not_a_number"),
        (10, "", "missing", "no_figures"),
        (15, "", "doubtful", "too_many_cells"),
        (16, "", "missing", "no_figures"),
    }


def test_messages_show_the_cell_as_it_stood():
    raws = {(cell.row, cell.column): cell.raw for cell in intake_of(MESSY).cells}
    assert raws[10, "Budget ($ M)"] == "five"
    assert raws[5, "Finish"] == "2026-30-09"


def test_a_project_called_total_recall_is_a_project():
    assert "Total Recall" in by_name(intake_of(MESSY))


def test_a_unit_in_the_cell_is_not_multiplied_again():
    assert by_name(intake_of(MESSY))["Ledger"].planned_cost == 2_306_000


def test_of_two_rows_of_one_project_the_last_may_win():
    intake = intake_of(MESSY, on_duplicate="last")
    assert by_name(intake)["Portal"].planned_cost == 7_000_000
    assert [(r.number, r.code) for r in intake.rejected if r.code in ("repeated", "duplicate")] == [
        (5, "repeated"),
        (12, "duplicate"),
    ]
    assert 5 not in {cell.row for cell in intake.cells}


def test_another_word_for_duplicates_is_refused():
    with pytest.raises(ValueError, match="first or last"):
        intake_of(MESSY, on_duplicate="merge")


def test_the_same_file_gives_the_same_keys_and_hashes():
    one, two = intake_of(US), intake_of(US)
    assert [(r.key, r.content_hash) for r in one.rows] == [(r.key, r.content_hash) for r in two.rows]
    assert len({row.key for row in one.rows}) == 4
    assert all(len(row.key) <= 80 for row in one.rows)


def test_a_row_that_moved_keeps_its_hash_and_a_changed_cell_changes_it():
    lines = US.splitlines()
    moved = by_name(intake_of("\n".join([lines[0], lines[2], lines[1], *lines[3:]])))
    before = by_name(intake_of(US))
    assert moved["Build"].content_hash == before["Build"].content_hash
    changed = by_name(intake_of(US.replace("1.75", "1.76")))
    assert changed["Build"].key == before["Build"].key
    assert changed["Build"].content_hash != before["Build"].content_hash


def test_capitals_and_blanks_do_not_make_another_project():
    text = "Project name,Department,Budget\nTax  Portal,HMRC,1\nVisa,HO,2\n"
    other = text.replace("Tax  Portal", "tax portal").replace("HMRC", "hmrc ")
    keys = [row.key for row in intake_of(text).rows]
    assert [row.key for row in intake_of(other).rows] == keys
    assert keys[0].startswith("digest:")


def test_a_row_without_code_is_known_by_name_and_owner():
    text = "Project ID,Project name,Department\n1,A,Tax\n2,B,Tax\n3,C,Tax\n,D,Tax\n"
    keys = [row.key for row in intake_of(text).rows]
    assert keys[:3] == ["external_code:1", "external_code:2", "external_code:3"]
    assert keys[3].startswith("digest:")


def test_an_amount_in_another_currency_is_not_mixed_in():
    text = "Name,Budget\nA,£1\nB,£2\nC,€3\n"
    intake = intake_of(text)
    assert by_name(intake)["C"].planned_cost is None
    assert (4, "Budget", "rejected", "other_currency") in notes(intake)


def test_the_dollars_of_a_canadian_file_are_canadian():
    sheet = read_sheet(b"Name,Budget\nA,$1\nB,$2\n", "f.csv")
    mapping = choose_mapping(sheet.header, sheet.rows, {"name": 0, "planned_cost": 1}, currency="CAD")
    intake = read_rows(sheet, mapping)
    assert [(row.planned_cost, row.currency) for row in intake.rows] == [(1, "CAD"), (2, "CAD")]
    assert intake.cells == ()


def test_columns_without_a_field_come_along_with_what_they_say():
    text = "Name,Tier,Yearly budget (£m),Review date\nA,2,1.5,2026-01-31\nB,1,2,2026-02-28\n"
    tier, budget, review = intake_of(text).rows[0].others
    assert (tier.header, tier.raw, tier.amount, tier.day) == ("Tier", "2", None, None)
    assert budget.amount == 1_500_000
    assert review.day == date(2026, 1, 31)


def test_a_rare_spelling_of_a_department_is_doubtful_and_kept():
    lines = [f"P{i},Department of Agriculture,1" for i in range(12)]
    text = "\n".join(["Name,Department,Budget", *lines, "X,Department of Agraculture,1"])
    intake = intake_of(text)
    assert by_name(intake)["X"].owner_organisation == "Department of Agraculture"
    assert notes(intake) == {(14, "Department", "doubtful", "spelling")}


def test_a_file_without_a_name_column_refuses_its_rows_instead_of_failing():
    intake = intake_of("Budget,Start\n1,2026-01-01\n2,2026-01-02\n")
    assert [entry.code for entry in intake.rejected] == ["no_name", "no_name"]


def test_hostile_text_stays_text():
    text = "Name,Department,Budget\n'=cmd|' /C calc'!A0,<script>alert(1)</script>,=1+1\nB,Tax,1\n"
    intake = intake_of(text)
    assert intake.rows[0].name == "=cmd|' /C calc'!A0"
    assert intake.rows[0].owner_organisation == "<script>alert(1)</script>"
    assert notes(intake) == {(2, "Budget", "rejected", "not_a_number"), (2, "", "missing", "no_figures")}
