"""Does a file come in from the command line, with a summary that a program can read?"""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portfolio.models import ImportBatch
from projects.models import Project
from tests.factories import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "projects.csv"
    path.write_bytes(imports.table())
    return path


def run(path, world, *options):
    out = StringIO()
    call_command("import_portfolio", str(path), "--portfolio", world.portfolio.code.lower(), *options, stdout=out)
    return out.getvalue()


def test_the_summary_says_what_came(world, file):
    said = json.loads(run(file, world, "--as-of", "2026-01-31", "--json"))
    assert [said[key] for key in ("rows", "created", "updated", "unchanged", "rejected")] == [3, 3, 0, 0, 0]
    assert (said["state"], said["as_of"]) == ("done", "2026-01-31")
    assert said["aggregates"]["planned"] == "1580000.50"
    assert ImportBatch.objects.get().as_of == dt.date(2026, 1, 31)


def test_the_second_time_changes_nothing(world, file):
    run(file, world)
    assert json.loads(run(file, world, "--json"))["unchanged"] == 3


def test_a_dry_run_leaves_nothing_behind(world, file):
    said = json.loads(run(file, world, "--dry-run", "--json"))
    assert (said["state"], said["created"]) == ("dry_run", 3)
    assert not ImportBatch.objects.exists()
    assert Project.objects.count() == 3
    assert imports.stored_files() == 0


def test_a_mapping_names_columns_by_header_or_number(world, file, tmp_path):
    wishes = tmp_path / "m.json"
    wishes.write_text(
        json.dumps({"fields": {"name": "Project name", "planned_cost": 7}, "currency": "GBP", "unit": 1000})
    )
    said = json.loads(run(file, world, "--mapping", str(wishes), "--json"))
    assert (said["aggregates"]["currency"], said["aggregates"]["planned"]) == ("GBP", "1645000000")


@pytest.mark.parametrize(
    "text",
    ["no json", "[1]", '{"fields": {"name": "Nowhere"}}', '{"fields": {"planned_cost": 6}}', '{"currency": "ZZZ"}'],
)
def test_a_wrong_mapping_is_refused_and_nothing_stays(world, file, tmp_path, text):
    wishes = tmp_path / "m.json"
    wishes.write_text(text)
    with pytest.raises(CommandError):
        run(file, world, "--mapping", str(wishes))
    assert not ImportBatch.objects.exists()
    assert imports.stored_files() == 0


def test_all_or_nothing_fails_and_nothing_stays(world, file):
    file.write_bytes(imports.table(*imports.LINES, ("A-4", "Shop", "Sales", "Red", "", "soon", "12 apples", "1", "")))
    with pytest.raises(CommandError, match="All or nothing"):
        run(file, world, "--mode", "all")
    assert not ImportBatch.objects.exists()


def test_wrong_files_and_portfolios_are_named(world, file, tmp_path):
    with pytest.raises(CommandError, match="missing"):
        run(tmp_path / "missing.csv", world)
    with pytest.raises(CommandError, match="NOWHERE"):
        call_command("import_portfolio", str(file), "--portfolio", "NOWHERE")
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="PDF"):
        run(file, world)


def test_without_json_the_losses_stand_line_by_line(world, file):
    text = run(file, world)
    assert "created: 3" in text
    assert "row 4 End date" in text
