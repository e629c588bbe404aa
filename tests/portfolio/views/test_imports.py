"""Does a portfolio manager bring a file in by pages, with and without JavaScript, and nobody else?"""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portfolio.importing import questions
from portfolio.models import ImportBatch
from projects.models import Project
from tests.factories import core, imports

pytestmark = pytest.mark.django_db
PAGES = ("import_open", "import_projects", "import_file")
XSS = '<img src=x onerror=alert(1)>"><script>alert(2)</script>'


@pytest.fixture
def batch(world, paul):
    return imports.done(world.portfolio, by=paul)


@pytest.fixture
def works(django_capture_on_commit_callbacks):
    """Do a request and the background work that it asks for."""

    def do(request, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return request(*args, **kwargs)

    return do


def page(name, batch):
    return reverse(f"portfolio:{name}", args=[batch.portfolio.public_id, batch.public_id])


def upload_page(portfolio):
    return reverse("portfolio:import_upload", args=[portfolio.public_id])


def a_file(content=None, name="projects.csv"):
    return {"file": SimpleUploadedFile(name, content or imports.table())}


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("htmx", [False, True])
def test_the_whole_way_from_file_to_projects_and_back(world, paul, enter, works, htmx):
    browser = enter(paul, htmx=htmx)
    first = browser.get(reverse("portfolio:import_choose"))
    assert first["Location"] == upload_page(world.portfolio)
    assert "Into “Digital services”" in text(browser.get(first["Location"]))
    home = works(browser.post, first["Location"], a_file())["Location"]
    columns = browser.get(home)["Location"]
    form = browser.get(columns).context["form"]
    answers = {name: form[name].value() or "" for name in form.fields}
    assert works(browser.post, columns, answers)["Location"] == home
    checked = text(browser.get(home))
    assert "Every project of the file can come in" in checked
    assert not Project.objects.filter(code="A-1").exists()
    works(browser.post, f"{home}run/", {"mode": "all"})
    assert "Open its projects" in text(browser.get(home))
    assert Project.objects.filter(code="A-1").exists()
    assert "Take the import back?" in text(browser.get(f"{home}undo/"))
    works(browser.post, f"{home}undo/")
    assert "was taken back" in text(browser.get(home))
    assert not Project.objects.filter(code="A-1").exists()


def test_the_progress_is_shown_until_the_work_is_done(world, paul, enter):
    browser = enter(paul)
    home = browser.post(upload_page(world.portfolio), a_file())["Location"]
    waiting = text(browser.get(home))
    assert "waiting for its turn" in waiting
    assert "/piece/" in waiting
    assert "Look again" in waiting


def test_a_changed_column_counts(world, paul, enter, works):
    batch = imports.read(world.portfolio, by=paul)
    browser = enter(paul)
    columns = page("import_map", batch)
    form = browser.get(columns).context["form"]
    answers = {name: form[name].value() or "" for name in form.fields}
    answers |= {"column_6": "forecast_cost", "column_7": "planned_cost", "currency": "USD", "unit": "1000"}
    works(browser.post, columns, answers)
    batch.refresh_from_db()
    assert (batch.state, batch.result["totals"]["planned"]) == ("dry_run", "1645000000")
    again = browser.get(columns).context["form"]
    assert (again["column_7"].value(), again["currency"].value(), again["unit"].value()) == (
        "planned_cost",
        "USD",
        "1000",
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"column_1": ""}, "which column holds the name"),
        ({"column_2": "name"}, "Another column is “Name of the project” already"),
        ({"column_2": "password"}, "not one of the available choices"),
        ({"currency": "ZZZ"}, "not one of the available choices"),
        ({"as_of": "someday"}, "Enter a valid date"),
    ],
)
def test_a_wrong_answer_gets_its_message_and_nothing_is_checked(world, paul, enter, works, change, said):
    batch = imports.read(world.portfolio, by=paul)
    browser = enter(paul)
    form = browser.get(page("import_map", batch)).context["form"]
    answers = {name: form[name].value() or "" for name in form.fields} | change
    response = works(browser.post, page("import_map", batch), answers)
    assert response.status_code == 422
    assert said in text(response)
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.READ


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "This field is required"),
        ({"file": SimpleUploadedFile("x.csv", b"")}, "file is empty"),
        ({"as_of": "someday"}, "Enter a valid date"),
    ],
)
def test_a_wrong_upload_gets_its_message(world, paul, enter, data, said):
    response = enter(paul).post(upload_page(world.portfolio), data)
    assert response.status_code == 422
    assert said in text(response)
    assert not ImportBatch.objects.exists()


def test_a_huge_upload_is_refused_next_to_its_field(world, paul, enter):
    response = enter(paul).post(upload_page(world.portfolio), a_file(bytes(25_000_001)))
    assert response.status_code == 422
    assert "25 MB are allowed" in text(response)


def test_a_file_that_cannot_be_read_says_so_on_its_page(world, paul, enter, works):
    browser = enter(paul)
    home = works(browser.post, upload_page(world.portfolio), a_file(b"%PDF-1.7 no table"))["Location"]
    shown = text(browser.get(home))
    assert "This is a PDF file" in shown
    assert "Choose another file" in shown


def test_all_or_nothing_with_a_bad_cell_fails_with_its_reason(world, paul, enter, works):
    bad = ("A-4", "Broken", "Sales", "Green", "2025-01-10", "soon enough", "12 apples", "1", "")
    batch = imports.checked(world.portfolio, imports.table(*imports.LINES, bad), by=paul)
    browser = enter(paul)
    works(browser.post, page("import_run", batch), {"mode": "all"})
    assert "All or nothing: 2 rows or cells" in text(browser.get(page("import_open", batch)))
    assert not Project.objects.filter(code="A-1").exists()


def test_an_unknown_mode_is_refused(world, paul, enter):
    batch = imports.checked(world.portfolio, by=paul)
    assert enter(paul).post(page("import_run", batch), {"mode": "some"}).status_code == 422


def test_the_loss_report_filters_by_level_and_goes_home_as_a_file(world, paul, enter):
    batch = imports.checked(world.portfolio, by=paul)
    browser = enter(paul)
    one = text(browser.get(page("import_open", batch), {"level": "doubtful"}))
    assert "lies before the report of" in one
    assert "No file proves an approval" not in one
    csv = b"".join(browser.get(page("import_open", batch), {"export": "csv"}).streaming_content).decode()
    assert "End date" in csv
    book = browser.get(page("import_open", batch), {"export": "xlsx"})
    assert io.BytesIO(b"".join(book.streaming_content)).read(2) == b"PK"


def test_the_file_comes_back_as_it_was_and_only_as_an_attachment(batch, paul, enter):
    response = enter(paul).get(page("import_file", batch))
    assert b"".join(response.streaming_content) == imports.table()
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"


def test_the_list_names_every_import(batch, paul, enter):
    shown = text(enter(paul).get(reverse("portfolio:import_list")))
    assert "projects.csv" in shown
    assert "Paul Pereira" in shown


# ── as many questions for many rows as for few ──────────────────────────────────────────────────


@pytest.mark.parametrize("rows", [3, 120])
@pytest.mark.parametrize("name", ["import_open", "import_projects", "import_undo"])
def test_a_page_asks_the_database_few_questions(world, paul, enter, django_assert_max_num_queries, rows, name):
    lines = [(f"B-{n}", f"Project {n}", "Sales", "Purple", "", "", "1", "2", "") for n in range(rows)]
    batch = imports.done(world.portfolio, imports.table(*lines), by=paul)
    browser = enter(paul)
    with django_assert_max_num_queries(14):
        assert browser.get(page(name, batch)).status_code == 200


def test_the_list_asks_few_questions_for_many_imports(world, paul, enter, django_assert_max_num_queries):
    for _number in range(12):
        imports.uploaded(world.portfolio, by=paul)
    browser = enter(paul)
    with django_assert_max_num_queries(12):
        browser.get(reverse("portfolio:import_list"))


def test_a_manager_of_two_portfolios_is_asked_into_which(world, paul, enter):
    core.role(paul, "portfolio_manager", portfolio=world.far_portfolio)
    shown = text(enter(paul).get(reverse("portfolio:import_choose")))
    assert upload_page(world.portfolio) in shown
    assert upload_page(world.far_portfolio) in shown
    assert [p.name for p in questions.portfolios_with(paul, "portfolio.import")] == [
        "Digital services",
        "Infrastructure",
    ]


def test_what_stayed_is_named_with_its_reason_and_a_way_there(batch, paul, enter, works):
    project = Project.objects.get(code="A-1")
    core.role(core.person("Olga"), "project_manager", project=project)
    browser = enter(paul)
    works(browser.post, page("import_undo", batch))
    shown = text(browser.get(page("import_open", batch)))
    assert reverse("portfolio:overview", args=[project.public_id]) in shown
    assert "role assignments" in shown


def test_the_columns_page_says_why_a_column_fills_no_field_and_offers_the_dollar_of_the_portfolio(world, paul, enter):
    world.portfolio.reporting_currency = core.currency("CAD")
    world.portfolio.save()
    content = b"Project name,Budget ($m),FY24 budget,Finish\nA,1,100,soon\nB,2,200,later\n"
    batch = imports.read(world.portfolio, content, by=paul)
    response = enter(paul).get(page("import_map", batch))
    shown = text(response)
    assert "the amount of one year, not taken as a total" in shown
    assert "looks like “Planned finish”, but too few of its cells can be read as one" in shown
    assert response.context["form"]["currency"].value() == "CAD"
    assert ("actual_cost", "Actual cost so far") in response.context["form"].fields["column_1"].choices
