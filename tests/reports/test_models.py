"""What Postgres refuses about reports, each rule tried."""

import pytest

from reports.models import DownloadLog, ReportDocument, ReportSnapshot, Signature, SignatureSlot
from tests.factories import core, reports
from tests.refusals import refused_by, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(world):
    return reports.document(world.own, roles=("project_manager", "finance"))


def test_a_snapshot_is_of_a_project_or_of_a_portfolio(world):
    with refused_by("snapshot_of_project_or_portfolio"):
        reports.snapshot(world.own, portfolio=world.portfolio)
    with refused_by("snapshot_of_project_or_portfolio"):
        ReportSnapshot.objects.create(
            kind="budget", data_as_of=core.DAY, facts="{}", sha256="0" * 64, template_version=1
        )


def test_an_unknown_kind_of_report_is_refused(world):
    with refused_by("snapshot_kind_known"):
        reports.snapshot(world.own, "horoscope")


def test_the_hash_is_a_sha256(world):
    with refused_by("snapshot_hash_is_sha256"):
        reports.snapshot(world.own, sha256="abc")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE reports_reportsnapshot SET facts = '1'", "DELETE FROM reports_reportsnapshot"],
)
def test_a_snapshot_never_changes(world, statement):
    reports.snapshot(world.own)
    with refused_by("a_append_only"):
        sql(statement)
    assert ReportSnapshot.objects.count() == 1


def test_a_job_makes_one_document(world, pam):
    job = reports.job(pam)
    reports.document(world.own, job=job)
    with refused_by("document_once_per_job"):
        reports.document(world.own, job=job)


def test_a_document_has_a_known_state(document):
    with refused_by("document_state_known"):
        ReportDocument.objects.filter(pk=document.pk).update(state="lost")


def test_an_issued_document_has_its_hash_and_moment(world):
    made = reports.document(world.own, state="in_signature")
    reports.signature(made.slots.get(), core.person().user)
    one = ReportDocument.objects.filter(pk=made.pk)
    with refused_by("document_issued_has_hash"):
        one.update(state="issued")
    with refused_by("document_issued_has_hash"):
        one.update(state="issued", issued_at=reports.NOON, pdf_sha256="")


@pytest.mark.parametrize("change", [{"pdf_sha256": "1" * 64}, {"file_key": "other"}, {"state": "draft"}])
def test_an_issued_document_is_frozen(world, change):
    made = reports.issued(world.own)
    with refused_by("a_frozen"):
        ReportDocument.objects.filter(pk=made.pk).update(**change)
    with refused_by("a_frozen"):
        sql("DELETE FROM reports_reportdocument WHERE id = %s", made.pk)
    ReportDocument.objects.filter(pk=made.pk).update(state="superseded")


def test_documents_are_never_truncated(document):
    with refused_by("no_truncate"):
        sql("TRUNCATE reports_reportdocument CASCADE")


def test_a_role_has_one_line(document):
    with refused_by("slot_role_once"):
        SignatureSlot.objects.create(document=document, seq=9, role="finance", meaning="again")


def test_a_role_signs_once_even_where_no_trigger_looks(document, pam, finn):
    """A signature of another line's role is refused by its trigger before; the key stands behind it."""
    reports.put(document, "in_signature")
    reports.signature(document.slots.first(), pam)
    sql("SET LOCAL session_replication_role = replica")
    with refused_by("signature_role_once"):
        reports.signature(document.slots.last(), finn, role="project_manager")
    sql("SET LOCAL session_replication_role = origin")


def test_a_person_signs_a_document_once(document, pam):
    reports.put(document, "in_signature")
    reports.signature(document.slots.first(), pam)
    with refused_by("signature_person_once"):
        reports.signature(document.slots.last(), pam)


def test_a_signature_and_a_download_are_never_taken_back(document, pam):
    reports.put(document, "in_signature")
    reports.signature(document.slots.first(), pam)
    DownloadLog.objects.create(document=document, user=pam, at=reports.NOON)
    for table in ("reports_signature", "reports_downloadlog"):
        with refused_by("a_append_only"):
            sql(f"DELETE FROM {table}")
    assert Signature.objects.count() == DownloadLog.objects.count() == 1
