"""The pages of reports with the whole cast, with and without htmx."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation.jobs.models import Job
from reports.models import DownloadLog, ReportDocument, Signature
from tests.factories import money, reports

MONEY_READERS = {"pam", "paul", "sue", "eve", "finn", "rita", "ada"}
EXPORT = {"pam", "paul", "sue", "eve", "finn", "ada"}
ASK = {"pam", "paul", "finn"}
EVERYBODY = ("pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe")
OUTSIDE = {"adam", "zoe"}


def status(who, allowed, good=200):
    return good if who in allowed else 404 if who in OUTSIDE else 403


def at(name, document):
    return reverse(f"reports:{name}", args=[document.project.public_id, document.public_id])


@pytest.fixture
def document(world):
    return reports.document(world.own, data=b"%PDF canary 4711")


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("htmx", [False, True])
def test_who_sees_the_reports_of_a_project(document, cast, enter, who, htmx):
    browser = enter(getattr(cast, who), htmx=htmx)
    for url in (reverse("reports:project", args=[document.project.public_id]), at("document", document)):
        assert browser.get(url).status_code == status(who, MONEY_READERS), url


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_downloads_and_that_it_is_written_down(document, cast, enter, who):
    answer = enter(getattr(cast, who)).get(at("download", document))
    assert answer.status_code == status(who, EXPORT)
    if who in EXPORT:
        assert answer.content == b"%PDF canary 4711"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert DownloadLog.objects.get().user == getattr(cast, who)
    else:
        assert b"canary 4711" not in answer.content
        assert not DownloadLog.objects.exists()


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_asks_for_a_report(world, cast, enter, who):
    money.approved(world.own, 1000)
    url = reverse("reports:ask", args=[world.own.public_id])
    answer = enter(getattr(cast, who)).post(url, {"kind": "budget"})
    assert answer.status_code == status(who, ASK, 302)
    assert Job.objects.filter(kind="report").count() == (1 if who in ASK else 0)


@pytest.mark.parametrize("kind", ["", "horoscope", "portfolio_status"])
def test_an_unknown_kind_gets_a_message_beside_the_field(world, pam, enter, kind):
    answer = enter(pam).post(reverse("reports:ask", args=[world.own.public_id]), {"kind": kind})
    assert answer.status_code == 422
    assert not Job.objects.exists()


def test_a_closure_report_of_a_running_project_is_refused_in_words(world, pam, enter):
    answer = enter(pam).post(reverse("reports:ask", args=[world.own.public_id]), {"kind": "closure"})
    assert answer.status_code == 422
    assert "closing, cancelled or closed" in answer.content.decode()


def test_the_page_offers_only_what_can_be_drawn(world, pam, sue, enter):
    url = reverse("reports:project", args=[world.own.public_id])
    page = enter(pam).get(url).content.decode()
    assert "There is no business case yet." in page
    assert page.count('type="hidden" name="kind"') == 1
    assert 'type="hidden" name="kind"' not in enter(sue).get(url).content.decode()


@pytest.fixture
def signing(world, pam):
    money.approved(world.own, 1000)
    return reports.in_signature(world.own, pam)


def test_signers_sign_on_the_page_and_others_see_no_button(signing, pam, finn, sue, enter):
    assert "Sign</button>" in enter(pam).get(at("document", signing)).content.decode()
    assert "Sign</button>" not in enter(sue).get(at("document", signing)).content.decode()
    assert enter(pam).post(at("sign", signing)).status_code == 302
    assert enter(pam).post(at("sign", signing)).status_code == 409
    assert enter(sue).post(at("sign", signing)).status_code == 409
    assert enter(finn).post(at("sign", signing)).status_code == 302
    assert list(Signature.objects.values_list("role", flat=True)) == ["project_manager", "finance"]
    assert Job.objects.filter(kind="issue").exists()


@pytest.mark.parametrize("who", ["paul", "eve", "rita", "tom", "stan", "ada", "adam", "zoe"])
@pytest.mark.parametrize("name", ["sign", "reject"])
def test_nobody_else_signs_or_rejects(signing, cast, enter, who, name):
    assert enter(getattr(cast, who)).post(at(name, signing), {"reason": "x"}).status_code == status(who, set())
    assert not Signature.objects.exists()


def test_a_rejection_needs_its_reason(signing, finn, enter):
    assert enter(finn).post(at("reject", signing), {"reason": ""}).status_code == 422
    assert enter(finn).post(at("reject", signing), {"reason": "A figure is wrong"}).status_code == 302
    signing.refresh_from_db()
    assert signing.state == "rejected"


def test_a_document_of_another_project_is_a_missing_one(document, world, pam, enter):
    foreign = reports.document(world.foreign)
    for name in ("document", "download", "sign"):
        url = reverse(f"reports:{name}", args=[world.own.public_id, foreign.public_id])
        answer = enter(pam).get(url) if name != "sign" else enter(pam).post(url)
        assert answer.status_code == 404, name


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_list_of_all_reports_holds_only_what_one_may_see(world, cast, enter, who):
    reports.document(world.own)
    reports.document(world.far)
    answer = enter(getattr(cast, who)).get(reverse("reports:home"))
    assert answer.status_code == (200 if who in MONEY_READERS | {"tom"} else 403)
    page = answer.content.decode()
    assert ("OWN-001" in page) == (who in MONEY_READERS)
    assert ("FAR-001" in page) == (who in {"finn", "rita", "ada"})


@pytest.mark.parametrize("many", [1, 40])
def test_lists_cost_the_same_for_many_reports(world, pam, enter, many, django_assert_max_num_queries):
    for _n in range(many):
        reports.document(world.own)
    browser = enter(pam)
    for url in (reverse("reports:home"), reverse("reports:project", args=[world.own.public_id])):
        with django_assert_max_num_queries(20):
            assert browser.get(url).status_code == 200


# the status report of a portfolio


def of(name, document):
    return reverse(f"reports:{name}", args=[document.portfolio.public_id, document.public_id])


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_sees_and_issues_a_report_of_a_portfolio(world, cast, enter, who):
    document = reports.document(world.portfolio, "portfolio_status")
    browser = enter(getattr(cast, who))
    readers = {"paul", "eve", "finn", "rita", "ada"}
    expected = 200 if who in readers else 403 if who in {"pam", "sue"} else 404
    assert browser.get(of("portfolio_document", document)).status_code == expected
    if who in {"paul", "finn"}:
        assert browser.post(of("portfolio_issue", document)).status_code == 302
        assert browser.post(of("portfolio_issue", document)).status_code == 409
    else:
        assert browser.post(of("portfolio_issue", document)).status_code in {403, 404}


def test_a_report_of_another_portfolio_is_a_missing_one(world, paul, enter):
    document = reports.document(world.far_portfolio, "portfolio_status")
    mixed = reverse("reports:portfolio_document", args=[world.portfolio.public_id, document.public_id])
    assert enter(paul).get(mixed).status_code == 404
    assert enter(paul).get(of("portfolio_download", document)).status_code == 404


# verification


def shown(client, data):
    answer = client.post(reverse("reports:verify"), {"file": SimpleUploadedFile("report.pdf", data)})
    assert answer.status_code == 200
    return answer.content.decode()


def test_anybody_checks_a_file_and_one_changed_byte_is_found(world, client):
    reports.issued(world.own, b"%PDF the true one")
    assert "These are the bytes that were issued." in shown(client, b"%PDF the true one")
    assert "Not genuine" in shown(client, b"%PDF the true onf")
    assert "Not genuine" in shown(client, b"")


def test_a_draft_is_not_genuine_for_the_page_either(world, client):
    reports.document(world.own, data=b"%PDF draft")
    page = shown(client, b"%PDF draft")
    assert "Not genuine" in page
    assert "OWN-001" not in page


def test_the_check_without_a_file_says_so(world, client):
    answer = client.post(reverse("reports:verify"))
    assert answer.status_code == 422


def test_a_superseded_report_says_that_a_later_one_exists(world, client):
    made = reports.issued(world.own, b"%PDF old")
    ReportDocument.objects.filter(pk=made.pk).update(state="superseded")
    assert "a later version has replaced it" in shown(client, b"%PDF old")


def test_a_project_is_asked_only_for_the_kinds_of_report_that_a_project_has(document, pam, enter):
    page = enter(pam).get(reverse("reports:project", args=[document.project.public_id])).content.decode()
    assert "<strong>Budget report</strong>" in page
    assert 'value="closure"' in page and 'value="portfolio_status"' not in page
