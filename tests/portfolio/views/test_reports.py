"""The portfolio office asks for the status report, everybody who sees the portfolio reads it."""

import hashlib

import pytest

from foundation.jobs.models import Job
from reports import services, storage
from reports.models import ReportDocument, ReportSnapshot
from tests.factories import core, reports

WHO = ["pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe"]
# may ask; sees the list; is no stranger
ASKS, READS, KNOWS = {"paul", "finn"}, {"paul", "eve", "finn", "rita", "ada"}, {"pam", "sue"}


def place(world, end="report/"):
    return f"/portfolio/{world.portfolio.public_id}/{end}"


def shelf(world):
    return f"/portfolios/{world.portfolio.public_id}/reports/"


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("htmx", [False, True])
def test_only_the_portfolio_office_draws_it(world, cast, enter, who, htmx):
    status = enter(getattr(cast, who), htmx=htmx).post(place(world)).status_code
    assert status == (302 if who in ASKS else 403 if who in READS | KNOWS else 404)
    assert ReportSnapshot.objects.exists() == (who in ASKS)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("htmx", [False, True])
def test_who_reads_the_list(world, cast, enter, who, htmx):
    status = enter(getattr(cast, who), htmx=htmx).get(shelf(world)).status_code
    assert status == (200 if who in READS else 403 if who in KNOWS else 404)


def test_a_report_cannot_be_asked_for_by_following_a_link(world, paul, enter):
    assert enter(paul).get(place(world)).status_code == 405


def test_another_portfolio_is_not_there_for_its_stranger(world, paul, enter):
    assert enter(paul).post(f"/portfolio/{world.far_portfolio.public_id}/report/").status_code == 404
    assert enter(paul).get(f"/portfolios/{world.far_portfolio.public_id}/reports/").status_code == 404


def test_from_the_button_to_the_file_that_verifies(world, cast, enter, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    browser = enter(cast.paul)
    assert "Draw a status report" in browser.get(place(world, "")).content.decode()
    answer = browser.post(place(world))
    job = Job.objects.get(kind="report")
    assert answer.url == f"/jobs/{job.public_id}/"
    assert "Being drawn" in browser.get(shelf(world)).content.decode()
    services.draw_work(job, lambda *_told, **_more: None)
    document = ReportDocument.objects.get(portfolio=world.portfolio)
    assert (document.state, document.version) == ("draft", 1)
    page = browser.get(f"{shelf(world)}{document.public_id}/").content.decode()
    assert "Issue" in page and "Send to the signers" not in page
    assert browser.post(f"{shelf(world)}{document.public_id}/issue/").status_code == 302
    services.issue_work(Job.objects.get(kind="issue"), lambda *_told, **_more: None)
    document.refresh_from_db()
    data = browser.get(f"{shelf(world)}{document.public_id}/download/").content
    assert data[:5] == b"%PDF-" and hashlib.sha256(data).hexdigest() == document.pdf_sha256
    assert storage.get(document.file_key) == data


def test_only_the_office_is_offered_the_button(world, cast, enter):
    assert "Draw a status report" not in enter(cast.eve).get(place(world, "")).content.decode()
    assert "Draw a status report" not in enter(cast.eve).get(shelf(world)).content.decode()
    assert "Status reports" in enter(cast.eve).get(place(world, "")).content.decode()


def test_the_asker_who_lost_his_right_gets_no_report(world, cast, enter):
    enter(cast.paul).post(place(world))
    cast.paul.person.roles.update(days=("2020-01-01", core.DAY.isoformat()))
    with pytest.raises(Exception, match="no longer"):
        services.draw_work(Job.objects.get(kind="report"), lambda *_told, **_more: None)


def test_another_persons_work_is_not_shown(world, cast, enter):
    enter(cast.paul).post(place(world))
    assert "Being drawn" not in enter(cast.finn).get(shelf(world)).content.decode()


def test_many_reports_cost_the_same_questions(world, eve, enter, django_assert_max_num_queries):
    browser = enter(eve)
    for _n in range(10):
        reports.document(world.portfolio, "portfolio_status", data=b"%PDF", created_by=None)
    with django_assert_max_num_queries(20) as few:
        browser.get(shelf(world))
    shot = ReportSnapshot.objects.first()
    ReportDocument.objects.bulk_create(
        ReportDocument(snapshot=shot, portfolio=world.portfolio, version=100 + n, file_key="x", pdf_sha256="0" * 64)
        for n in range(990)
    )
    with django_assert_max_num_queries(len(few)):
        browser.get(shelf(world))
