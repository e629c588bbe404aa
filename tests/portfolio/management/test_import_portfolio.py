"""Does a file come in from the command line, with a summary that a program can read?"""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models.functions import Now

from portfolio.models import ImportBatch
from projects.models import Portfolio, Project, ReportedStatus
from tests.factories import core, imports

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


@pytest.mark.parametrize(
    "text",
    ['{"fields": {"name": null}}', '{"fields": {"name": [1]}}', '{"fields": {"name": true}}', '{"currency": {"a": 1}}',
     '{"currency": 5}', '{"unit": [1000]}', '{"unit": "NaN"}', '{"unit": "many"}', '{"unit": -5}', '{"unit": "0"}',
     '{"unit": "1e99"}', "[" * 100_000],
)  # fmt: skip
def test_a_mapping_of_another_shape_is_refused_in_words(world, file, tmp_path, text):
    wishes = tmp_path / "m.json"
    wishes.write_text(text)
    with pytest.raises(CommandError):
        run(file, world, "--mapping", str(wishes))
    assert not ImportBatch.objects.exists()


def test_a_mapping_with_a_mark_of_its_encoding_and_a_unit_in_scientific_writing_is_read(world, file, tmp_path):
    wishes = tmp_path / "m.json"
    wishes.write_bytes(b'\xef\xbb\xbf{"fields": {"name": "Project name", "planned_cost": "Budget"}, "unit": 1e3}')
    assert json.loads(run(file, world, "--mapping", str(wishes), "--json"))["aggregates"]["planned"] == "1580000500.000"


def test_a_file_that_is_refused_says_so_to_a_program_too(world, file):
    file.write_bytes(b"%PDF-1.7")
    out = StringIO()
    with pytest.raises(CommandError, match="PDF"):
        call_command("import_portfolio", str(file), "--portfolio", world.portfolio.code, "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["state"], said["file"]) == ("refused", "projects.csv")
    assert "PDF" in said["problem"]


def test_the_only_portfolio_need_not_be_named(world, file):
    Portfolio.objects.exclude(pk=world.portfolio.pk).update(archived_at=Now())
    out = StringIO()
    call_command("import_portfolio", str(file), "--dry-run", "--json", stdout=out)
    assert json.loads(out.getvalue())["portfolio"] == world.portfolio.code


def test_of_several_portfolios_one_must_be_named_and_all_are_offered(world, file):
    other = core.portfolio()
    with pytest.raises(CommandError, match=f"--portfolio.*{other.code}"):
        call_command("import_portfolio", str(file), "--dry-run")


@pytest.mark.parametrize(("ours", "currency"), [("CAD", "CAD"), ("EUR", "USD"), ("USD", "USD")])
def test_a_bare_dollar_is_the_dollar_that_the_portfolio_reports_in(world, file, ours, currency):
    world.portfolio.reporting_currency = core.currency(ours)
    world.portfolio.save()
    file.write_text("Project name,Budget ($m)\nA,1.5\nB,2.5\n")
    said = json.loads(run(file, world, "--dry-run", "--json"))
    assert (said["aggregates"]["currency"], said["aggregates"]["planned"]) == (currency, "4000000.0")


def test_a_dollar_that_is_named_stays_what_it_is(world, file):
    world.portfolio.reporting_currency = core.currency("CAD")
    world.portfolio.save()
    file.write_text("Project name,Budget (AU$m)\nA,1.5\nB,2.5\n")
    assert json.loads(run(file, world, "--dry-run", "--json"))["aggregates"]["currency"] == "AUD"


def test_what_was_spent_is_kept_as_reported_actual(world, file):
    file.write_text("Project name,Budget,Spent to date\nA,100,40\n")
    run(file, world)
    said = ReportedStatus.objects.get()
    assert (said.budget, said.actual, said.forecast) == (100, 40, None)


def test_amounts_of_single_years_and_columns_that_cannot_be_read_are_named_in_the_report(world, file):
    file.write_text("Project name,FY24 budget,FY25 budget,Finish\nA,100,200,soon\nB,1,2,later\n")
    notes = {note["code"]: note["message"] for note in json.loads(run(file, world, "--json"))["notes"]}
    assert notes["part_year"].endswith("FY24 budget, FY25 budget.")
    assert notes["misfit"].endswith("Finish.")
    said = ReportedStatus.objects.order_by("source_row").first()
    assert (said.budget, said.others) == (None, {"FY24 budget": "100", "FY25 budget": "200", "Finish": "soon"})


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
