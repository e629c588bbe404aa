"""Does the database keep an import's counts, states and lines honest?"""

import pytest

from portfolio.models import ImportBatch, ImportedProject, ImportNote
from tests.factories import core, imports
from tests.refusals import refused_by, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(world):
    return imports.checked(world.portfolio)


def change(batch, **fields):
    ImportBatch.objects.filter(pk=batch.pk).update(**fields)


def test_the_rows_of_an_import_add_up(batch):
    with refused_by("import_rows_add_up"):
        change(batch, created=2)


def test_a_state_is_one_of_the_known(batch):
    with refused_by("import_state_known"):
        change(batch, state="half", rows=3)


def test_what_was_imported_names_its_day_and_mode(batch):
    with refused_by("import_done_has_day_and_mode"):
        change(batch, state="done", mode="good")
    with refused_by("import_done_has_day_and_mode"):
        change(batch, state="done", done_on=core.DAY)
    change(batch, state="done", done_on=core.DAY, mode="all")


def test_a_refused_file_says_why(batch):
    with refused_by("import_refused_has_reason"):
        change(batch, state="refused")


def test_imports_are_never_truncated(batch):
    with refused_by("no_truncate"):
        sql("TRUNCATE portfolio_importbatch CASCADE")


def test_a_line_of_the_loss_report_has_a_known_level_and_names_its_row(batch):
    with refused_by("import_note_level_known"):
        ImportNote.objects.create(batch=batch, row=2, level="lost", code="x", message="x")
    with refused_by("import_note_names_its_row"):
        ImportNote.objects.create(batch=batch, level="changed", code="x", message="x")


def test_one_identity_made_one_project(world):
    batch = imports.done(world.portfolio)
    first = ImportedProject.objects.first()
    fields = {"batch": batch, "project": world.own, "portfolio": world.portfolio, "identity": first.identity}
    with refused_by("imported_identity_once"):
        ImportedProject.objects.create(**fields)
    ImportedProject.objects.create(created=False, **fields)
