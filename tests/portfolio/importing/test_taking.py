"""Does a file become projects and reports: whole or not at all, once and not twice, and never money?"""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budgets.models import Budget, LedgerEntry
from foundation.accounts.models import AuditEvent
from foundation.errors import IllegalMove, Refused
from foundation.organisation.models import Currency
from portfolio.importing import taking
from portfolio.models import ImportBatch, ImportNote
from projects.models import Baseline, Calendar, Programme, Project, ProjectTouched, ReportedStatus, State
from tests.factories import core, imports

pytestmark = pytest.mark.django_db
BAD = ("A-4", "Broken", "Sales", "Green", "2025-01-10", "soon enough", "12 apples", "1", "")


def counts(batch):
    return batch.rows, batch.created, batch.updated, batch.unchanged, batch.rejected


def changed(**fields):
    """The usual file with other words in the first line."""
    first = list(imports.LINES[0])
    for column, value in fields.items():
        first[imports.HEADER.index(column)] = value
    return imports.table(first, *imports.LINES[1:])


def test_each_row_becomes_a_project_with_what_the_file_reports(world):
    batch = imports.done(world.portfolio)
    assert counts(batch) == (3, 3, 0, 0, 0)
    shop = Project.objects.get(code="A-1")
    assert (shop.name, shop.state, shop.start) == ("Web shop", State.ACTIVE, dt.date(2025, 1, 10))
    assert (shop.portfolio, shop.programme.name, shop.currency_id) == (world.portfolio, "Sales", "EUR")
    said = shop.reported.get()
    assert (said.budget, said.forecast, said.actual) == (Decimal("1200000.5"), 1250000, None)
    assert (said.rating, said.rating_word, said.as_of) == ("on_track", "Green", core.DAY)
    assert (said.planned_finish, said.owner_organisation) == (dt.date(2026, 9, 30), "Sales")
    assert said.narrative == {"Comments": "Goes well"}
    assert (said.source_file, said.source_row, said.source_cells["planned_cost"]) == ("projects.csv", 2, "Budget")


def test_nothing_of_it_is_money_or_a_baseline(world):
    imports.done(world.portfolio)
    assert not any(table.objects.exists() for table in (Budget, LedgerEntry, Baseline))


def test_what_has_not_started_is_proposed_by_who_imports_and_nobody_has_approved_it(world, paul):
    imports.done(world.portfolio, by=paul)
    payroll = Project.objects.get(code="A-2")
    assert (payroll.state, payroll.proposed_by, payroll.decided_by) == (State.PROPOSED, paul, None)
    assert Project.objects.get(code="A-1").proposed_by is None


def test_a_column_called_approved_approves_nothing(world, paul):
    header = (*imports.HEADER, "approved", "state", "decided_by")
    line = (*imports.LINES[1], "true", "closed", "adam@example.org")
    imports.done(world.portfolio, imports.table(line, header=header), by=paul)
    project = Project.objects.get(code="A-2")
    assert (project.state, project.decided_by) == (State.PROPOSED, None)
    assert project.reported.get().others == {"approved": "true", "state": "closed", "decided_by": "adam@example.org"}


def test_a_programme_that_exists_is_used_whatever_its_capitals(world):
    core.programme(world.portfolio, "SALES")
    imports.done(world.portfolio)
    assert sorted(Programme.objects.values_list("name", flat=True)) == ["People", "SALES"]


def test_the_same_file_again_changes_nothing(world):
    imports.done(world.portfolio)
    again = imports.done(world.portfolio, today=dt.date(2026, 5, 1))
    assert counts(again) == (3, 0, 0, 3, 0)
    assert ReportedStatus.objects.count() == 3


def test_a_changed_row_adds_a_report_and_leaves_the_project_alone(world):
    imports.done(world.portfolio)
    before = Project.objects.get(code="A-1").row_version
    second = imports.done(world.portfolio, changed(Budget="1500000", **{"Project name": "Web shop 2"}))
    assert counts(second) == (3, 0, 1, 2, 0)
    shop = Project.objects.get(code="A-1")
    assert (shop.name, shop.row_version) == ("Web shop", before)
    assert [int(row.budget) for row in shop.reported.order_by("id")] == [1200000, 1500000]
    assert second.notes.filter(code="other_name", row=2).exists()


def test_the_same_words_of_a_later_day_are_a_new_report(world):
    imports.done(world.portfolio, as_of=dt.date(2026, 1, 31))
    later = imports.done(world.portfolio, as_of=dt.date(2026, 2, 28))
    assert counts(later) == (3, 0, 3, 0, 0)


def test_going_back_to_what_was_said_before_counts_as_the_last_word(world):
    imports.done(world.portfolio)
    imports.done(world.portfolio, changed(Budget="1500000"))
    back = imports.done(world.portfolio)
    assert counts(back) == (3, 0, 1, 2, 0)
    live = Project.objects.get(code="A-1").reported.filter(archived_at=None)
    assert int(live.first().budget) == 1200000
    assert live.count() == 2


def test_an_older_file_after_a_newer_one_changes_nothing(world):
    imports.done(world.portfolio, as_of=dt.date(2026, 1, 31))
    imports.done(world.portfolio, as_of=dt.date(2026, 2, 28))
    assert counts(imports.done(world.portfolio, as_of=dt.date(2026, 1, 31))) == (3, 0, 0, 3, 0)


def test_a_code_that_another_project_has_does_not_reach_that_project(world):
    """A21: the code of a project elsewhere makes a new one beside it, and is told."""
    line = ("FAR-001", *imports.LINES[0][1:])
    batch = imports.done(world.portfolio, imports.table(line))
    assert Project.objects.get(code="FAR-001-2").portfolio == world.portfolio
    assert not world.far.reported.exists()
    assert batch.notes.get(code="code_taken").column == "Project ID"


def test_the_same_file_in_another_portfolio_makes_projects_of_its_own(world):
    imports.done(world.portfolio)
    other = imports.done(world.far_portfolio)
    assert counts(other) == (3, 3, 0, 0, 0)
    assert Project.objects.filter(code="A-1-2", portfolio=world.far_portfolio).exists()


def test_an_archived_project_is_not_raised_from_the_dead(world):
    imports.done(world.portfolio)
    Project.objects.filter(code="A-1").update(archived_at=core.MONDAY_9)
    batch = imports.done(world.portfolio, changed(Budget="1"))
    assert counts(batch) == (3, 0, 0, 2, 1)
    assert batch.notes.get(level="row").code == "archived"


# ── the whole file or its good rows ─────────────────────────────────────────────────────────────


def test_good_rows_only_brings_the_row_without_its_bad_cells_and_names_them(world):
    batch = imports.done(world.portfolio, imports.table(*imports.LINES, BAD))
    assert counts(batch) == (4, 4, 0, 0, 0)
    said = Project.objects.get(code="A-4").reported.get()
    assert (said.budget, said.planned_finish) == (None, None)
    assert set(said.notes) == {"Budget", "End date"}
    bad = batch.notes.filter(level=ImportNote.Level.REJECTED).order_by("column")
    assert list(bad.values_list("row", "column", "raw")) == [(5, "Budget", "12 apples"), (5, "End date", "soon enough")]


def test_all_or_nothing_leaves_nothing_when_one_cell_is_bad(world):
    batch = imports.checked(world.portfolio, imports.table(*imports.LINES, BAD))
    before = Project.objects.count(), AuditEvent.objects.count()
    with pytest.raises(Refused):
        taking.import_rows(batch, by=None, on=core.DAY, mode="all")
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.DRY_RUN
    assert (Project.objects.count(), AuditEvent.objects.count()) == before
    assert not ReportedStatus.objects.exists() and not Programme.objects.exists()


def test_all_or_nothing_does_not_stumble_over_blank_lines_and_totals(world):
    lines = (*imports.LINES, ("",) * 9, ("", "Total", "", "", "", "", "1580000", "1645000", ""))
    batch = imports.done(world.portfolio, imports.table(*lines), mode="all")
    assert counts(batch) == (5, 3, 0, 0, 2)


def test_a_row_without_name_and_a_second_row_of_one_project_are_left_out(world):
    lines = (*imports.LINES, ("A-9", "", *imports.LINES[0][2:]), ("A-1", "Web shop", "Sales", "Red", *[""] * 5))
    batch = imports.done(world.portfolio, imports.table(*lines))
    assert counts(batch) == (5, 3, 0, 0, 2)
    assert sorted(batch.notes.filter(level="row").values_list("row", "code")) == [(5, "no_name"), (6, "duplicate")]
    assert batch.result["refusals"] == 2


def test_the_dry_run_promises_what_the_import_does_and_writes_nothing_else(world):
    taken = ("OWN-001", "Taken", *imports.LINES[0][2:])
    batch = imports.checked(world.portfolio, imports.table(*imports.LINES, BAD, taken))
    promised = counts(batch), set(batch.notes.values_list("row", "code"))
    assert (6, "code_taken") in promised[1]
    assert not ReportedStatus.objects.exists()
    assert Project.objects.count() == 3
    batch = taking.import_rows(batch, by=None, on=core.DAY, mode="good")
    assert (counts(batch), set(batch.notes.values_list("row", "code"))) == promised


def test_a_repeated_job_imports_once(world):
    batch = imports.done(world.portfolio)
    again = taking.import_rows(batch, by=None, on=core.DAY, mode="good")
    assert (again.pk, Project.objects.count()) == (batch.pk, 6)
    assert AuditEvent.objects.filter(act="import.done").count() == 1


def test_only_what_was_checked_is_imported(world):
    with pytest.raises(IllegalMove):
        taking.import_rows(imports.read(world.portfolio), by=None, on=core.DAY, mode="good")
    with pytest.raises(IllegalMove):
        taking.import_rows(imports.checked(world.portfolio), by=None, on=core.DAY, mode="some")
    done = imports.done(world.portfolio)
    with pytest.raises(IllegalMove):
        taking.confirm_columns(done, by=None, **imports.guessed(done))


def test_without_a_column_of_names_nothing_can_come(world):
    batch = imports.read(world.portfolio)
    with pytest.raises(Refused):
        taking.confirm_columns(batch, by=None, fields={"planned_cost": 6}, currency="EUR", as_of=core.DAY)


@pytest.mark.parametrize("fields", [{"name": 1, "password": 2}, {"name": 99}, {"name": 1, "group": 1}])
def test_a_field_or_column_that_does_not_exist_is_refused(world, fields):
    batch = imports.read(world.portfolio)
    taking.confirm_columns(batch, by=None, fields=fields, currency="EUR", as_of=core.DAY)
    with pytest.raises(Refused):
        taking.check_file(batch, by=None)


def test_a_sum_that_no_row_gives_is_absent_and_not_zero(world):
    batch = imports.checked(
        world.portfolio, imports.table(*imports.LINES, header=_with_header(**{"Forecast cost": "Q"}))
    )
    assert (batch.forecast, batch.result["totals"]["variance"]) == (None, None)
    assert batch.planned == Decimal("1580000.50")


# ── what a project needs and no file has ────────────────────────────────────────────────────────


def test_a_currency_of_iso_4217_is_added_and_told(world):
    batch = imports.checked(world.portfolio, imports.table(*imports.LINES, header=_with_header(Budget="Budget (GBP)")))
    assert not Currency.objects.filter(code="GBP").exists()
    assert batch.notes.filter(code="new_currency").exists()
    taking.import_rows(batch, by=None, on=core.DAY, mode="good")
    assert Project.objects.get(code="A-1").currency_id == "GBP"


def test_a_currency_that_nobody_knows_is_refused_by_name(world):
    batch = imports.read(world.portfolio)
    taking.confirm_columns(batch, by=None, **(imports.guessed(batch) | {"currency": "ZZZ"}))
    with pytest.raises(Refused, match=r"ZZZ.*Settings"):
        taking.check_file(batch, by=None)


def _with_header(**names):
    return [names.get(name, name) for name in imports.HEADER]


def test_the_usual_calendar_of_the_portfolio_is_taken(world):
    core.project(world.portfolio, "Third", calendar=world.foreign.calendar)
    imports.done(world.portfolio)
    assert Project.objects.get(code="A-1").calendar == world.foreign.calendar


def test_where_there_is_no_calendar_a_plain_week_is_made(db):
    core.organisation()
    imports.done(core.portfolio())
    assert Project.objects.get(code="A-1").calendar.intervals.count() == 10
    assert Calendar.objects.count() == 1


def test_two_thousand_five_hundred_rows_need_no_more_statements_than_three(world, django_assert_max_num_queries):
    lines = [(f"B-{n}", f"Project {n}", f"Unit {n % 9}", *imports.LINES[0][3:]) for n in range(250)]
    batch = imports.checked(world.portfolio, imports.table(*lines))
    with django_assert_max_num_queries(45):
        taking.import_rows(batch, by=None, on=core.DAY, mode="good")
    assert ReportedStatus.objects.count() == 250


def test_every_touched_project_gets_fresh_figures(world):
    ProjectTouched.objects.all().delete()
    imports.done(world.portfolio)
    new = set(Project.objects.filter(code__startswith="A-").values_list("pk", flat=True))
    assert new <= set(ProjectTouched.objects.values_list("project_id", flat=True))


def test_the_history_of_each_row_says_by_which_import_and_by_whom(world, paul):
    batch = imports.done(world.portfolio, by=paul)
    first = Project.pgh_event_model.objects.select_related("pgh_context").get(code="A-1")
    assert first.pgh_context.metadata == {"user": paul.pk, "act": "import", "batch": str(batch.public_id)}


def test_the_projects_of_a_file_are_found_again_without_joining_two_large_tables(world):
    imports.done(world.portfolio)
    with CaptureQueriesContext(connection) as asked:
        again = imports.checked(world.portfolio)
    assert again.unchanged == 3
    found = [query["sql"] for query in asked if "importedproject" in query["sql"] and "identity" in query["sql"]]
    assert found and not any("JOIN" in sql for sql in found)
