"""Do lines and weeks get their yes and no from the right people, and do reports and files hold what is approved?"""

import datetime as dt

import pytest
from django.urls import reverse

from staffing.models import Timesheet
from tests.factories import core, plan, staffing

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(scene):
    made = staffing.sheet(scene.tom, scene.week, state="submitted")
    staffing.line(made, scene.task, 450)
    staffing.line(made, scene.task, 60, day=scene.week + dt.timedelta(days=1))
    return made


def of_project(name, world):
    return reverse(f"staffing:{name}", args=[world.own.public_id])


def states(sheet):
    sheet.refresh_from_db()
    return sheet.state, sorted(sheet.lines.values_list("line_state", flat=True))


def test_the_manager_approves_what_he_chose(submitted, world, enter, pam):
    page = enter(pam).get(of_project("project_time", world)).content.decode()
    assert "Tom Tanaka" in page
    assert "7.5" in page
    chosen = {"line": [submitted.lines.first().public_id, "no id"]}
    assert enter(pam).post(of_project("line_approve", world), chosen).status_code == 302
    assert states(submitted) == ("submitted", ["approved", "open"])


def test_sending_back_needs_a_reason(submitted, world, enter, pam):
    chosen = {"line": [submitted.lines.first().public_id]}
    assert enter(pam).post(of_project("line_return", world), chosen).status_code == 422
    assert states(submitted)[0] == "submitted"
    assert enter(pam).post(of_project("line_return", world), chosen | {"reason": "Wrong task"}).status_code == 302
    assert states(submitted) == ("returned", ["open", "returned"])


def test_projects_that_wait_are_listed_for_their_manager(submitted, scene, enter, pam, world):
    far = staffing.sheet(core.person("Far"), scene.week, state="submitted")
    staffing.line(far, scene.other)
    text = enter(pam).get(reverse("staffing:line_list")).content.decode()
    assert "OWN-001" in text
    assert "FAR-001" not in text


@pytest.mark.parametrize("name", ["line_approve", "line_return"])
def test_nobody_else_judges_lines(submitted, world, enter, cast, name):
    for who in ["paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada"]:
        assert enter(getattr(cast, who)).post(of_project(name, world), {"reason": "x"}).status_code == 403
    assert states(submitted) == ("submitted", ["open", "open"])


def test_lines_of_another_project_are_not_judged_here(submitted, world, enter, pam, scene):
    far = staffing.sheet(core.person("Far"), scene.week, state="submitted")
    line = staffing.line(far, scene.other)
    enter(pam).post(of_project("line_approve", world), {"line": [line.public_id]})
    line.refresh_from_db()
    assert line.line_state == "open"


def of_sheet(name, sheet):
    return reverse(f"staffing:{name}", args=[sheet.public_id])


def test_the_resource_manager_approves_a_week_whose_lines_are_approved(submitted, world, enter, pam, rita):
    early = enter(rita).post(of_sheet("sheet_approve", submitted))
    assert early.status_code == 409
    assert "Build the search" in early.content.decode()
    ids = [line.public_id for line in submitted.lines.all()]
    enter(pam).post(of_project("line_approve", world), {"line": ids})
    assert "all approved" in enter(rita).get(reverse("staffing:approval_list")).content.decode()
    assert enter(rita).post(of_sheet("sheet_approve", submitted)).status_code == 302
    assert Timesheet.objects.get().state == "approved"
    assert enter(rita).post(of_sheet("sheet_approve", submitted)).status_code == 409


def test_the_resource_manager_returns_a_week_with_a_reason(submitted, enter, rita):
    assert enter(rita).post(of_sheet("sheet_return", submitted), {}).status_code == 422
    assert enter(rita).post(of_sheet("sheet_return", submitted), {"reason": "Friday is missing"}).status_code == 302
    assert states(submitted)[0] == "returned"


@pytest.mark.parametrize("name", ["sheet_open", "sheet_approve", "sheet_return"])
def test_nobody_else_judges_weeks(submitted, enter, cast, name):
    for who in ["pam", "paul", "sue", "eve", "finn", "tom", "stan", "ada", "adam", "zoe"]:
        browser = enter(getattr(cast, who))
        ask = browser.get if name == "sheet_open" else browser.post
        assert ask(of_sheet(name, submitted)).status_code == 403


def test_the_lists_take_the_same_queries_for_few_and_many(scene, enter, rita, django_assert_max_num_queries, world):
    browser, address = enter(rita), reverse("staffing:approval_list")
    browser.get(address)
    for count in (1, 10):
        for _each in range(count):
            made = staffing.sheet(core.person("Somebody"), scene.week, state="submitted")
            staffing.line(made, plan.task(world.own), 60)
        with django_assert_max_num_queries(14):
            browser.get(address)


# ── report and entries ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def worked(world):
    return staffing.approved(world.own, core.person("Ann Ash"), hours=(8, 7.5))


def test_the_report_and_its_file_hold_the_same_hours(worked, enter, finn):
    address = reverse("staffing:time_report")
    assert ">15.5<" in enter(finn).get(address, {"year": 2026}).content.decode()
    file = enter(finn).get(address, {"year": 2026, "export": "csv"})
    body = b"".join(file.streaming_content).decode()
    assert "OWN-001" in body
    assert "15.5" in body
    assert "No approved time" in enter(finn).get(address, {"year": 2025}).content.decode()


def test_entries_are_asked_for_and_taken_home(worked, enter, finn):
    address = reverse("staffing:entry_list")
    text = enter(finn).get(address, {"project": "OWN-001", "first": "2026-03-03"}).content.decode()
    assert text.count('id="entry-') == 1
    body = b"".join(enter(finn).get(address, {"name": "ash", "export": "csv"}).streaming_content).decode()
    assert body.count("Ann Ash") == 2
    assert enter(finn).get(address, {"export": "xlsx"}).status_code == 200
    assert enter(finn).get(address, {"first": "soon"}).status_code == 422
    assert enter(finn).get(address, {"after": "x"}).status_code == 400


@pytest.mark.parametrize("name", ["time_report", "entry_list"])
def test_the_auditor_reads_and_takes_nothing_home(worked, enter, ada, name):
    assert enter(ada).get(reverse(f"staffing:{name}")).status_code == 200
    assert enter(ada).get(reverse(f"staffing:{name}"), {"export": "csv"}).status_code == 403


@pytest.mark.parametrize("year", ["x", "1000", "２０２６", "99999"])
def test_a_year_of_no_sense_is_a_bad_request(enter, finn, year):
    assert enter(finn).get(reverse("staffing:time_report"), {"year": year}).status_code == 400


def test_time_that_is_not_approved_is_in_no_report(submitted, scene, enter, finn):
    text = enter(finn).get(reverse("staffing:entry_list")).content.decode()
    assert "Tom Tanaka" not in text


def test_a_name_that_looks_like_a_formula_stays_text(world, enter, finn):
    staffing.approved(world.own, core.person("=1+1"))
    body = b"".join(enter(finn).get(reverse("staffing:entry_list"), {"export": "csv"}).streaming_content).decode()
    assert "'=1+1" in body
