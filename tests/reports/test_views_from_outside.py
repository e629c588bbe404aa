"""The addresses of reports asked in the wrong way: without a name, by the wrong method, for the wrong thing, twice."""

import uuid

import pytest
from django.urls import reverse

from foundation.jobs.models import Job
from reports.models import DownloadLog, ReportDocument, Signature
from tests.factories import money, reports

EVERYBODY = ("pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe")
READ = ("document", "download")
ACTS = ("start_signing", "sign", "reject")


def at(name, document):
    return reverse(f"reports:{name}", args=[document.project.public_id, document.public_id])


@pytest.fixture
def document(world):
    return reports.document(world.own, roles=("project_manager", "finance"))


@pytest.fixture
def signing(world, pam):
    money.approved(world.own, 1000)
    return reports.in_signature(world.own, pam)


def test_without_a_name_every_address_leads_to_the_sign_in_and_does_nothing(document, client):
    addresses = [at(name, document) for name in (*READ, *ACTS)]
    addresses += [reverse("reports:home"), reverse("reports:project", args=[document.project.public_id])]
    for address in addresses:
        for method in ("get", "post"):
            assert getattr(client, method)(address).status_code == 302, address
    document.refresh_from_db()
    assert document.state == "draft"
    assert not (Signature.objects.exists() or DownloadLog.objects.exists() or Job.objects.exists())


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_an_act_is_asked_for_by_post_only(signing, pam, enter, name, method):
    assert getattr(enter(pam), method)(at(name, signing)).status_code == 405
    signing.refresh_from_db()
    assert signing.state == "in_signature"
    assert not Signature.objects.exists()


def test_asking_for_a_report_is_a_post(world, pam, enter):
    assert enter(pam).get(reverse("reports:ask", args=[world.own.public_id])).status_code == 405
    assert not Job.objects.exists()


@pytest.mark.parametrize("name", [*READ, *ACTS])
def test_a_document_that_nobody_made_is_missing_for_everybody(world, cast, enter, name):
    address = reverse(f"reports:{name}", args=[world.own.public_id, uuid.uuid4()])
    for who in ("pam", "finn", "ada", "zoe"):
        browser = enter(getattr(cast, who))
        answer = browser.post(address) if name in ACTS else browser.get(address)
        assert answer.status_code in ({404} if who != "ada" or name in READ else {403, 404}), who


def test_the_body_of_a_missing_and_of_a_hidden_document_is_the_same(world, zoe, enter):
    hidden = reports.document(world.own)
    browser = enter(zoe)
    missing = browser.get(reverse("reports:document", args=[world.own.public_id, uuid.uuid4()]))
    assert browser.get(at("document", hidden)).content == missing.content


def test_only_who_asks_for_reports_sends_them_to_their_signers(world, cast, enter):
    money.approved(world.own, 1000)
    for who in EVERYBODY:
        shot = reports.snapshot(world.own, facts=reports.facts_text(world.own, cast.pam))
        made = reports.document(world.own, snapshot=shot, roles=("project_manager",))
        answer = enter(getattr(cast, who)).post(at("start_signing", made))
        expected = 302 if who in {"pam", "paul", "finn"} else 404 if who in {"adam", "zoe"} else 403
        assert answer.status_code == expected, who
        made.refresh_from_db()
        assert made.state == ("in_signature" if expected == 302 else "draft"), who


@pytest.mark.parametrize("state", ["in_signature", "rejected"])
def test_sending_twice_is_a_conflict_and_says_why(signing, pam, enter, state):
    ReportDocument.objects.filter(pk=signing.pk).update(state=state)
    answer = enter(pam).post(at("start_signing", signing))
    assert answer.status_code == 409
    assert "Only a draft" in answer.content.decode()


@pytest.mark.parametrize("htmx", [False, True])
def test_the_page_of_a_document_shows_its_lines_state_and_hash(signing, finn, enter, htmx):
    page = enter(finn, htmx=htmx).get(at("document", signing)).content.decode()
    assert signing.snapshot.sha256 in page
    assert "Project manager" in page
    assert "Finance" in page
    assert ("<html" in page) == (not htmx)


def test_a_rejected_report_shows_why(signing, finn, pam, enter):
    enter(finn).post(at("reject", signing), {"reason": "The accrual of <b>May</b> is missing"})
    page = enter(pam).get(at("document", signing)).content.decode()
    assert "The accrual of &lt;b&gt;May&lt;/b&gt; is missing" in page
    assert "Sign</button>" not in page


@pytest.mark.parametrize("reason", ["x" * 2001, "", "   ", "\0"])
def test_a_reason_that_is_none_or_too_long_is_told_beside_its_field(signing, finn, enter, reason):
    answer = enter(finn).post(at("reject", signing), {"reason": reason})
    assert answer.status_code == 422
    signing.refresh_from_db()
    assert signing.state == "in_signature"


def test_each_download_is_written_down_once(document, pam, finn, enter):
    for user in (pam, finn, pam):
        assert enter(user).get(at("download", document)).status_code == 200
    assert sorted(DownloadLog.objects.values_list("user__person__name", flat=True)) == [
        "Finn Fischer", "Pam Porter", "Pam Porter",
    ]  # fmt: skip


def test_a_downloaded_file_has_a_name_that_says_what_it_is(document, pam, enter):
    answer = enter(pam).get(at("download", document))
    assert answer["Content-Disposition"] == f'attachment; filename="own-001-budget-v{document.version}.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"].startswith(("no-store", "private", "max-age=0"))


@pytest.mark.parametrize("code", ["A/../B", 'x"y', "Ü-1", "a\r\nSet-Cookie: x=1"])
def test_the_name_of_a_file_is_safe_whatever_the_code_of_the_project(document, pam, enter, code):
    type(document.project).objects.filter(pk=document.project.pk).update(code=code)
    header = enter(pam).get(at("download", document))["Content-Disposition"]
    name = header.split('filename="')[1].rstrip('"')
    assert all(sign.isalnum() or sign in "-." for sign in name)
    assert "\n" not in header


def test_a_lost_file_is_a_missing_page_and_no_download(document, pam, enter):
    ReportDocument.objects.filter(pk=document.pk).update(file_key="reports/lost.pdf")
    assert enter(pam).get(at("download", document)).status_code == 404
    assert not DownloadLog.objects.exists()


@pytest.mark.parametrize("question", ["kind=budget", "state=draft", "sort=pages", "sort=-as_of", "kind=closure"])
@pytest.mark.parametrize("htmx", [False, True])
def test_the_list_is_filtered_and_sorted(document, pam, enter, question, htmx):
    answer = enter(pam, htmx=htmx).get(reverse("reports:home") + f"?{question}")
    assert answer.status_code == 200
    assert ("OWN-001" in answer.content.decode()) == (question != "kind=closure")


@pytest.mark.parametrize("question", ["sort=file_key", "kind=secret", "state=%27", "sort=created_by__password"])
def test_a_question_that_the_list_does_not_know_is_refused(document, pam, enter, question):
    assert enter(pam).get(reverse("reports:home") + f"?{question}").status_code == 400


def test_ten_and_a_thousand_reports_cost_the_same_queries(world, pam, enter, django_assert_max_num_queries):
    browser, address = enter(pam), reverse("reports:home")
    one = reports.document(world.own)
    with django_assert_max_num_queries(20) as few:
        browser.get(address)
    ReportDocument.objects.bulk_create(
        ReportDocument(snapshot=one.snapshot, project=world.own, version=no, file_key="x") for no in range(2, 1001)
    )
    with django_assert_max_num_queries(len(few)):
        browser.get(address)
