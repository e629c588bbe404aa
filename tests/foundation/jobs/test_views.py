"""Does a person follow the own work, and nobody else's?"""

import pytest
from django.utils import timezone

from foundation.jobs.models import Job, JobState
from tests.factories import jobs


@pytest.fixture
def running(pam):
    return jobs.job(by=pam, title="Budget of January", state="running", progress="0.4", step="Drawing the charts")


def address(job, tail=""):
    return f"/jobs/{job.public_id}/{tail}"


def test_the_page_shows_step_and_progress(enter, pam, running):
    page = enter(pam).get(address(running))
    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="40"' in text
    assert "Drawing the charts" in text
    assert text.count("<html") == 1


def test_for_htmx_the_page_is_only_its_content(enter, pam, running):
    page = enter(pam, htmx=True).get(address(running))
    assert "<html" not in page.content.decode()
    assert "Drawing the charts" in page.content.decode()
    assert page.headers["Vary"].count("HX-Request") == 1


def test_the_piece_asks_for_itself_while_the_work_goes_on(enter, pam, running):
    text = enter(pam, htmx=True).get(address(running, "piece/")).content.decode()
    assert f'hx-get="{address(running, "piece/")}"' in text
    assert 'hx-trigger="every 2s"' in text
    assert "<html" not in text


@pytest.mark.parametrize("state", ["queued", "running", "rendering"])
def test_what_is_open_is_polled_and_can_be_cancelled(enter, pam, state):
    job = jobs.job(by=pam, state=state)
    text = enter(pam).get(address(job, "piece/")).content.decode()
    assert "every 2s" in text
    assert f'action="{address(job, "cancel/")}"' in text


@pytest.mark.parametrize("state", ["done", "failed", "cancelled", "expired"])
def test_polling_ends_with_the_work(enter, pam, state):
    job = jobs.job(by=pam, state=state)
    text = enter(pam).get(address(job, "piece/")).content.decode()
    assert "every 2s" not in text
    assert address(job, "cancel/") not in text


def test_a_finished_job_links_to_its_result(enter, pam):
    job = jobs.job(by=pam, state="done", result={"address": "/reports/7/", "label": "Budget report, PDF"})
    text = enter(pam).get(address(job, "piece/")).content.decode()
    assert 'href="/reports/7/"' in text
    assert "Budget report, PDF" in text


@pytest.mark.parametrize("state", ["failed", "expired"])
def test_a_failed_job_says_why(enter, pam, state):
    job = jobs.job(by=pam, state=state, error="There is no space left to store the result.")
    assert "no space left" in enter(pam).get(address(job)).content.decode()


def test_cancelling_stops_it_and_leads_back(enter, pam, running):
    answer = enter(pam).post(address(running, "cancel/"))
    assert (answer.status_code, answer.url) == (302, address(running))
    assert Job.objects.get().state == JobState.CANCELLED
    assert Job.objects.get().updated_by == pam


def test_cancelling_what_is_over_says_so(enter, pam):
    answer = enter(pam).post(address(jobs.job(by=pam, state="done"), "cancel/"))
    assert answer.status_code == 409
    assert "over already" in answer.content.decode()


def test_nothing_is_cancelled_by_a_link(enter, pam, running):
    assert enter(pam).get(address(running, "cancel/")).status_code == 405
    assert Job.objects.get().state == JobState.RUNNING


def test_cancelling_needs_the_token_of_the_form(enter, pam, running):
    assert enter(pam, enforce_csrf_checks=True).post(address(running, "cancel/")).status_code == 403
    assert Job.objects.get().state == JobState.RUNNING


@pytest.mark.parametrize("who", ["paul", "adam", "zoe"])
def test_the_work_of_somebody_else_is_not_there(enter, cast, running, who):
    browser = enter(getattr(cast, who))
    for tail in ("", "piece/"):
        assert browser.get(address(running, tail)).status_code == 404
    assert browser.post(address(running, "cancel/")).status_code == 404
    assert "Budget of January" not in browser.get("/jobs/").content.decode()
    assert Job.objects.get().state == JobState.RUNNING


def test_a_job_of_the_system_is_nobodys(enter, adam):
    assert enter(adam).get(address(jobs.job())).status_code == 404


def test_who_is_not_signed_in_signs_in_first(client, running):
    for tail in ("", "piece/"):
        answer = client.get(address(running, tail))
        assert answer.status_code == 302
        assert "next=" in answer.url
    assert client.get("/jobs/").status_code == 302


def test_the_list_holds_the_own_work(enter, pam):
    done = jobs.job(by=pam, title="Budget of January", state="done", result={"address": "/reports/7/"})
    jobs.job(by=pam, title="Budget of February", state="failed")
    text = enter(pam).get("/jobs/").content.decode()
    assert address(done) in text
    assert 'href="/reports/7/"' in text
    assert "Budget of February" in text
    assert "<h1>Work in the background</h1>" in text
    assert 'aria-label="Work in the background"' in text
    assert "no space left" in text


def test_an_empty_list_says_what_belongs_there(enter, pam):
    assert "Nothing asked for yet" in enter(pam).get("/jobs/").content.decode()


def test_a_long_list_has_pages(enter, pam):
    for number in range(51):
        jobs.job(by=pam, title=f"Report {number:02d}")
    first, second = (enter(pam).get(f"/jobs/?page={page}").content.decode() for page in (1, 2))
    assert "Report 50" in first
    assert "Report 00" not in first
    assert "Report 00" in second
    assert enter(pam).get("/jobs/?page=nonsense").status_code == 200


def test_the_list_costs_the_same_for_one_and_for_many(enter, pam, django_assert_max_num_queries):
    for _ in range(40):
        jobs.job(by=pam, created_at=timezone.now())
    browser = enter(pam)
    with django_assert_max_num_queries(10) as many:
        browser.get("/jobs/")
    Job.objects.exclude(pk=Job.objects.last().pk).delete()
    with django_assert_max_num_queries(10) as one:
        browser.get("/jobs/")
    assert len(many) == len(one)


def test_hostile_titles_are_shown_as_text(enter, pam):
    job = jobs.job(by=pam, title="<script>alert(1)</script>")
    for path in (address(job), address(job, "piece/"), "/jobs/"):
        assert "<script>alert" not in enter(pam).get(path).content.decode()
