"""What does Postgres refuse about a project, its charter and what a file reported about it?"""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest

from projects.models import Charter, Project, ReportedStatus
from tests.factories import core
from tests.refusals import refused_by, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return core.project(code="NET-1")


def report(project, **fields):
    values = {"as_of": core.DAY, "batch": uuid4(), "source_file": "list.csv", "source_row": 2, "content_hash": "a" * 64}
    return ReportedStatus.objects.create(project=project, **{**values, **fields})


def test_a_code_names_one_project_whatever_its_case(project):
    with refused_by("project_code_once"):
        core.project(code="net-1")


@pytest.mark.parametrize("empty", [{"code": ""}, {"name": ""}])
def test_a_project_has_a_code_and_a_name(project, empty):
    with refused_by("project_has_code_and_name"):
        Project.objects.filter(pk=project.pk).update(**empty)


def test_a_state_is_one_of_the_nine(project):
    with refused_by("project_state_known"):
        sql("UPDATE projects_project SET state = 'paused' WHERE id = %s", project.pk)


def test_a_project_does_not_have_to_finish_before_it_starts(project):
    with refused_by("project_finish_after_start"):
        Project.objects.filter(pk=project.pk).update(must_finish=project.start - dt.timedelta(days=1))
    Project.objects.filter(pk=project.pk).update(must_finish=project.start)


@pytest.mark.parametrize("missing", [{"state_reason": ""}, {"review_on": None}])
def test_a_project_on_hold_has_a_reason_and_a_day_of_review(project, missing):
    held = {"state": "on_hold", "state_reason": "No budget", "review_on": core.DAY}
    with refused_by("project_hold_has_reason_and_review"):
        Project.objects.filter(pk=project.pk).update(**held | missing)
    Project.objects.filter(pk=project.pk).update(**held)


def test_a_new_schedule_is_no_new_version_of_the_project(project):
    Project.objects.filter(pk=project.pk).update(schedule_version=7, plan_finish=core.MONDAY_9)
    project.refresh_from_db()
    assert (project.row_version, project.schedule_version) == (1, 7)
    Project.objects.filter(pk=project.pk).update(schedule_version=8, name="Intranet")
    project.refresh_from_db()
    assert project.row_version == 2


@pytest.mark.parametrize("share", ["-0.000001", "1.000001"])
def test_a_cost_tolerance_is_a_share(project, share):
    with refused_by("charter_cost_tolerance_0_1"):
        Charter.objects.filter(project=project).update(cost_tolerance=Decimal(share))


def test_the_same_report_of_a_project_stands_once_unless_it_was_archived(project):
    first = report(project)
    with refused_by("reported_status_once"):
        report(project)
    ReportedStatus.objects.filter(pk=first.pk).update(archived_at=core.MONDAY_9)
    assert report(project).pk != first.pk


def test_a_reported_rating_is_one_of_ours_or_none(project):
    with refused_by("reported_rating_known"):
        report(project, rating="Amber/Red")


@pytest.mark.parametrize(
    "change", [{"budget": Decimal("9")}, {"narrative": {"note": "better"}}, {"rating": "on_track"}, {"source_row": 3}]
)
def test_of_a_report_only_archived_may_change(project, change):
    made = report(project, budget=Decimal("10"))
    with refused_by("only_archived"):
        ReportedStatus.objects.filter(pk=made.pk).update(**change)
    with refused_by("only_archived"):
        ReportedStatus.objects.filter(pk=made.pk).update(archived_at=core.MONDAY_9, **change)


def test_the_table_of_reports_is_never_emptied_by_no_truncate(project):
    report(project)
    with refused_by("no_truncate"):
        sql("TRUNCATE projects_reportedstatus")
