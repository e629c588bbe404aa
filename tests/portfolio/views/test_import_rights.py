"""Who may bring a file in, who may look, and for whom is there nothing?"""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation.jobs.models import Job
from portfolio.importing import steps
from portfolio.tasks import import_step
from projects.models import Project, RoleAssignment
from tests.factories import imports

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


@pytest.mark.parametrize("who", ["finn", "ada"])
@pytest.mark.parametrize("name", PAGES)
def test_finance_and_auditors_read_imports(batch, cast, enter, who, name):
    assert enter(getattr(cast, who)).get(page(name, batch)).status_code == 200


@pytest.mark.parametrize("who", ["finn", "ada"])
@pytest.mark.parametrize("name", ["import_map", "import_undo", "import_run"])
def test_who_only_reads_changes_nothing(batch, cast, enter, who, name):
    browser = enter(getattr(cast, who))
    assert browser.post(page(name, batch), {"mode": "good"}).status_code == 403
    assert browser.post(upload_page(batch.portfolio), a_file()).status_code == 403
    assert "Take it back" not in text(browser.get(page("import_open", batch)))


@pytest.mark.parametrize("who", ["pam", "sue", "eve"])
@pytest.mark.parametrize("name", [*PAGES, "import_map", "import_undo"])
def test_other_roles_of_the_portfolio_have_no_imports(batch, cast, enter, who, name):
    assert enter(getattr(cast, who)).get(page(name, batch)).status_code == 403


@pytest.mark.parametrize("name", [*PAGES, "import_map", "import_undo"])
@pytest.mark.parametrize("who", ["zoe", "tom"])
def test_who_sees_no_portfolio_finds_nothing(batch, cast, enter, who, name):
    assert enter(getattr(cast, who)).get(page(name, batch)).status_code == 404


@pytest.mark.attack
@pytest.mark.parametrize("name", [*PAGES, "import_map", "import_undo"])
def test_another_portfolio_is_out_of_reach_by_any_address(world, paul, enter, name):
    """A21: neither its own address nor its id below the own portfolio opens it."""
    far = imports.done(world.far_portfolio)
    browser = enter(paul)
    assert browser.get(page(name, far)).status_code == 404
    below = reverse(f"portfolio:{name}", args=[world.portfolio.public_id, far.public_id])
    assert browser.get(below).status_code == 404
    assert browser.post(below).status_code in (404, 405)
    assert browser.post(upload_page(world.far_portfolio), a_file()).status_code == 404
    assert "Infrastructure" not in text(browser.get(reverse("portfolio:import_list")))


@pytest.mark.attack
def test_a_right_that_is_gone_when_the_work_begins_stops_it(world, paul):
    batch = imports.checked(world.portfolio, by=paul)
    job = steps.ask(batch, steps.IMPORT, by=paul, mode="good")
    RoleAssignment.objects.filter(person__user=paul).delete()
    import_step(str(job.public_id))
    job.refresh_from_db()
    assert (job.state, Project.objects.count()) == (Job.State.FAILED, 3)


@pytest.mark.attack
def test_names_of_files_columns_and_projects_stay_text(world, paul, enter, works):
    header = ("Project ID", "Project name", XSS, "Budget")
    lines = [(f"=cmd|' /C calc'!A{n}", f"{XSS}{n}", XSS, "10") for n in range(3)]
    browser = enter(paul)
    home = works(browser.post, upload_page(world.portfolio), a_file(imports.table(*lines, header=header), f"{XSS}.csv"))
    home = home["Location"]
    columns = browser.get(home)["Location"]
    shown = [text(browser.get(columns))]
    form = browser.get(columns).context["form"]
    works(browser.post, columns, {name: form[name].value() or "" for name in form.fields})
    works(browser.post, f"{home}run/", {"mode": "good"})
    addresses = (home, f"{home}projects/", f"{home}undo/", reverse("portfolio:import_list"))
    shown += [text(browser.get(address)) for address in addresses]
    assert not any("<img src=x" in each or "<script>alert" in each for each in shown)
    csv = b"".join(browser.get(f"{home}projects/", {"export": "csv"}).streaming_content).decode()
    assert "\n=" not in csv and ",=" not in csv
    assert Project.objects.filter(code__startswith="=cmd").count() == 3


def test_an_import_that_nobody_made_is_missing(world, paul, enter):
    address = reverse("portfolio:import_open", args=[world.portfolio.public_id, uuid.uuid4()])
    assert enter(paul).get(address).status_code == 404
