"""An import goes one step after the other, and what is refused leaves everything as it was."""

import datetime as dt

import pytest

from foundation.accounts.models import AuditEvent
from foundation.errors import IllegalMove, Refused
from portfolio.importing import files, taking, undoing
from portfolio.models import ImportBatch, ImportedProject, ImportNote
from projects.models import Programme, Project, ReportedStatus
from tests.factories import core, imports, plan

pytestmark = pytest.mark.django_db
State = ImportBatch.State
BAD = ("A-4", "Broken", "Sales", "Green", "2025-01-10", "soon enough", "12 apples", "1", "")


def put(batch, state):
    """The batch in a state, with what that state needs."""
    more = {}
    if state in (State.DONE, State.UNDONE, State.ARCHIVED):
        counted = batch.created + batch.updated + batch.unchanged + batch.rejected
        more = {"done_on": core.DAY, "mode": "good", "rows": counted}
    if state == State.REFUSED:
        more = {"problem": "It is no table."}
    ImportBatch.objects.filter(pk=batch.pk).update(state=state, **more)
    batch.refresh_from_db()
    return batch


def everything():
    """What an import may write, counted."""
    tables = (Project, ReportedStatus, Programme, ImportedProject)
    return [table.objects.count() for table in tables]


@pytest.mark.parametrize("state", [State.UPLOADED, State.REFUSED, State.DONE, State.UNDONE, State.ARCHIVED])
def test_columns_are_confirmed_only_while_the_file_waits_for_them(world, state):
    batch = imports.read(world.portfolio)
    chosen = imports.guessed(batch)
    put(batch, state)
    with pytest.raises(IllegalMove):
        taking.confirm_columns(batch, by=None, **chosen)
    batch.refresh_from_db()
    assert (batch.state, batch.choices) == (state, {})


@pytest.mark.parametrize("state", [State.UPLOADED, State.REFUSED, State.UNDONE, State.ARCHIVED, State.READ])
def test_only_a_checked_file_is_imported(world, state):
    batch = put(imports.checked(world.portfolio), state)
    before = everything()
    with pytest.raises(IllegalMove, match="checked"):
        taking.import_rows(batch, by=None, on=core.DAY, mode="good")
    assert everything() == before


@pytest.mark.parametrize("mode", ["", "some", "GOOD", "none", None])
def test_a_mode_that_does_not_exist_imports_nothing(world, mode):
    batch, before = imports.checked(world.portfolio), everything()
    with pytest.raises(IllegalMove):
        taking.import_rows(batch, by=None, on=core.DAY, mode=mode)
    assert everything() == before
    assert ImportBatch.objects.get().state == State.DRY_RUN


@pytest.mark.parametrize("state", [State.UPLOADED, State.REFUSED, State.READ, State.DRY_RUN])
def test_only_what_came_in_is_taken_back(world, state):
    batch = put(imports.checked(world.portfolio), state)
    with pytest.raises(IllegalMove):
        undoing.undo_import(batch, by=None)
    assert ImportBatch.objects.get().state == state


def test_a_check_may_be_repeated_with_other_columns(world):
    batch = imports.checked(world.portfolio)
    chosen = imports.guessed(batch)
    del chosen["fields"]["planned_cost"]
    taking.confirm_columns(batch, by=None, **chosen)
    again = taking.check_file(batch, by=None)
    assert again.state == State.DRY_RUN
    assert again.planned is None
    assert again.created == 3


def test_a_check_that_comes_too_late_changes_nothing(world):
    batch = imports.done(world.portfolio)
    notes = ImportNote.objects.count()
    assert taking.check_file(batch, by=None).state == State.DONE
    assert ImportNote.objects.count() == notes


def test_notes_of_a_check_are_replaced_and_not_doubled(world):
    batch = imports.checked(world.portfolio, imports.table(*imports.LINES, BAD))
    first = ImportNote.objects.filter(batch=batch).count()
    taking.check_file(batch, by=None)
    assert ImportNote.objects.filter(batch=batch).count() == first > 0


def test_the_dry_run_writes_no_project_no_programme_and_no_act(world):
    before = everything()
    imports.checked(world.portfolio)
    assert everything() == before
    assert not AuditEvent.objects.filter(act="import.done").exists()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"name": 99}, "columns do not fit"),
        ({"name": -1}, "columns do not fit"),
        ({"name": 1, "planned_cost": 1}, "columns do not fit"),
        ({"name": 1, "horoscope": 2}, "columns do not fit"),
    ],
)
def test_a_wrong_mapping_is_refused_in_words_when_the_file_is_checked(world, fields, why):
    batch = imports.read(world.portfolio)
    taking.confirm_columns(batch, by=None, **{**imports.guessed(batch), "fields": fields})
    with pytest.raises(Refused, match=why):
        taking.check_file(batch, by=None)
    assert ImportBatch.objects.get().state == State.READ


@pytest.mark.parametrize("currency", ["XXX", "euro", "€"])
def test_a_currency_that_nobody_knows_stops_the_check(world, currency):
    batch = imports.read(world.portfolio)
    taking.confirm_columns(batch, by=None, **{**imports.guessed(batch), "currency": currency})
    with pytest.raises(Refused) as refusal:
        taking.check_file(batch, by=None)
    assert refusal.value.field == "currency"
    assert ImportBatch.objects.get().state == State.READ


def test_columns_taken_for_others_bring_what_they_hold_and_tell_what_they_cannot(world):
    """The person takes the department for the budget: no amount comes, every cell is named, nothing crashes."""
    batch = imports.read(world.portfolio)
    taking.confirm_columns(batch, by=None, fields={"name": 1, "planned_cost": 2}, currency="EUR", as_of=core.DAY)
    taking.check_file(batch, by=None)
    done = taking.import_rows(batch, by=None, on=core.DAY, mode="good")
    assert done.created == 3
    assert set(ReportedStatus.objects.values_list("budget", flat=True)) == {None}
    assert done.notes.filter(column="Department", level="rejected").count() == 3


def test_all_or_nothing_names_how_many_were_refused(world):
    batch, before = imports.checked(world.portfolio, imports.table(*imports.LINES, BAD)), everything()
    with pytest.raises(Refused, match="2 rows or cells"):
        taking.import_rows(batch, by=None, on=core.DAY, mode="all")
    assert everything() == before


def test_all_or_nothing_lets_a_clean_file_in(world):
    assert imports.done(world.portfolio, mode="all").created == 3


def test_the_same_file_a_third_time_still_changes_nothing(world):
    imports.done(world.portfolio)
    before = everything()
    for _again in range(2):
        assert imports.done(world.portfolio).unchanged == 3
    assert everything() == before


@pytest.mark.parametrize("column", ["Budget", "Forecast cost", "Status", "Start date", "End date", "Comments"])
def test_one_changed_cell_is_one_updated_row(world, column):
    imports.done(world.portfolio)
    other = {"Budget": "7", "Forecast cost": "8", "Status": "Red", "Start date": "2025-01-11",
             "End date": "2026-10-01", "Comments": "Goes worse"}  # fmt: skip
    first = list(imports.LINES[0])
    first[imports.HEADER.index(column)] = other[column]
    batch = imports.done(world.portfolio, imports.table(first, *imports.LINES[1:]))
    assert (batch.updated, batch.unchanged, batch.created) == (1, 2, 0)


def test_a_row_that_left_the_file_leaves_its_project_alone(world):
    imports.done(world.portfolio)
    batch = imports.done(world.portfolio, imports.table(*imports.LINES[:2]), as_of=core.DAY)
    assert (batch.rows, batch.unchanged) == (2, 2)
    assert Project.objects.filter(code="A-3", archived_at=None).exists()


def test_the_order_of_rows_does_not_matter(world):
    imports.done(world.portfolio)
    assert imports.done(world.portfolio, imports.table(*reversed(imports.LINES))).unchanged == 3


def test_the_order_of_columns_does_not_matter(world):
    imports.done(world.portfolio)
    turned = [tuple(reversed(line)) for line in imports.LINES]
    batch = imports.done(world.portfolio, imports.table(*turned, header=tuple(reversed(imports.HEADER))))
    assert (batch.created, batch.rejected) == (0, 0)


# taking back


def test_what_was_built_on_one_project_does_not_keep_the_others(world):
    batch = imports.done(world.portfolio)
    plan.task(Project.objects.get(code="A-1"))
    undone = undoing.undo_import(batch, by=None)
    assert undone.state == State.ARCHIVED
    assert undone.result["removed"] == 2
    assert [row["code"] for row in undone.result["stayed"]] == ["A-1"]
    assert undone.result["stayed"][0]["why"] == ["tasks"]
    assert set(Project.objects.filter(portfolio=world.portfolio).values_list("code", flat=True)) == {
        "A-1", "OWN-001", "FOR-001",
    }  # fmt: skip


def test_what_stayed_keeps_its_work_and_loses_what_the_file_said(world):
    batch = imports.done(world.portfolio)
    project = Project.objects.get(code="A-1")
    task = plan.task(project)
    undoing.undo_import(batch, by=None)
    task.refresh_from_db()
    assert not project.reported.filter(archived_at=None).exists()
    assert project.reported.count() == 1


def test_an_import_taken_back_takes_its_empty_programmes_along(world):
    own = core.programme(world.portfolio, "Sales")
    batch = imports.done(world.portfolio)
    assert Programme.objects.count() == 2
    undoing.undo_import(batch, by=None)
    assert list(Programme.objects.all()) == [own]


def test_taking_back_the_second_import_leaves_the_first(world):
    imports.done(world.portfolio, as_of=dt.date(2026, 1, 31))
    second = imports.done(world.portfolio, as_of=dt.date(2026, 2, 28))
    undone = undoing.undo_import(second, by=None)
    assert (undone.state, undone.result["removed"]) == (State.UNDONE, 0)
    assert ReportedStatus.objects.filter(archived_at=None).count() == 3


def test_taking_back_writes_who_did_it(world, paul):
    batch = imports.done(world.portfolio, by=paul)
    undoing.undo_import(batch, by=paul)
    event = AuditEvent.objects.get(act="import.undone")
    assert event.actor == paul
    assert (event.details["removed"], event.details["stayed"]) == (3, 0)


def test_reading_again_what_was_refused_changes_nothing(world):
    batch = imports.read(world.portfolio, b"\x89PNG\r\n" + bytes(100))
    problem = batch.problem
    assert files.read_file(batch, today=core.DAY).problem == problem
