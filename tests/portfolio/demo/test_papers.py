"""Do the closed projects of the demo have their reports, signed by three people and issued?"""

import datetime as dt
import io

import pytest
from django.core.management import call_command

from foundation.accounts.models import User
from foundation.jobs.models import Job
from portfolio.demo import papers
from portfolio.management.commands import demo_reports
from projects.models import Project
from reports.models import ReportDocument, ReportKind
from tests.portfolio.demo.conftest import TODAY

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(few):
    """The one of the few that is closed."""
    return Project.objects.get(pk=next(story.project.pk for story in few.values() if story.plot.state == "closed"))


def test_a_closed_project_of_the_demo_has_no_report_at_first(closed):
    assert papers.unsigned() == [closed]


def test_where_nobody_is_of_the_demo_nobody_asks(closed):
    User.objects.update(is_demo=False)
    assert papers.unsigned() == []


def test_manager_finance_and_sponsor_sign_what_was_drawn(closed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = papers.ask(closed, on=TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        signed = papers.sign(job, at=NOW)
    signed.refresh_from_db()
    names = {closed.manager.name, closed.sponsor.name, "Finn Fischer"}
    assert {signature.name for signature in signed.signatures.all()} == names
    assert (signed.state, signed.snapshot.kind) == (ReportDocument.State.ISSUED, ReportKind.CLOSURE)
    assert papers.unsigned() == []


def test_the_command_says_what_was_signed_and_a_second_one_has_nothing_to_do(
    closed, monkeypatch, django_capture_on_commit_callbacks
):
    real = papers.ask

    def drawn_at_once(project, *, on):
        with django_capture_on_commit_callbacks(execute=True):
            return real(project, on=on)

    monkeypatch.setattr(papers, "ask", drawn_at_once)
    said = io.StringIO()
    call_command("demo_reports", stdout=said)
    assert said.getvalue() == f"{closed.code}: the closure report is signed.\n"
    call_command("demo_reports", stdout=said)
    assert said.getvalue().count("\n") == 1


def test_without_a_worker_it_says_so_and_signs_nothing(closed, monkeypatch):
    monkeypatch.setattr(demo_reports, "PATIENCE_S", 1)
    said = io.StringIO()
    call_command("demo_reports", stdout=said)
    assert said.getvalue() == f"{closed.code}: the closure report was not drawn.\n"
    assert (Job.objects.count(), ReportDocument.objects.count()) == (1, 0)
