"""Statements past all of our Python: what was frozen, signed or issued stays, whoever writes to the database."""

import pytest
from django.db import IntegrityError, transaction

from reports.models import DownloadLog, ReportDocument, ReportSnapshot, Signature, SignatureSlot
from tests.factories import core, reports
from tests.refusals import check_deferred, refused_by, sql

pytestmark = [pytest.mark.django_db, pytest.mark.attack]
HASH = "a" * 64


@pytest.fixture
def issued(world, pam):
    """An issued document with a signature and a download."""
    made = reports.document(world.own, state="in_signature")
    reports.signature(made.slots.get(), pam, name="Pam Porter")
    DownloadLog.objects.create(document=made, user=pam, at=reports.NOON)
    return reports.put(made, "issued")


FROZEN = [
    "file_key = 'reports/mine.pdf'",
    f"pdf_sha256 = '{HASH}'",
    "size = 1",
    "pages = 99",
    "state = 'draft'",
    "state = 'in_signature'",
    "state = 'rejected'",
    "issued_at = now()",
    "issued_at = NULL",
    "version = 77",
    "rejected_because = 'no'",
    "project_id = NULL",
    "snapshot_id = snapshot_id + 1",
    f"state = 'superseded', pdf_sha256 = '{HASH}'",
    "state = 'superseded', file_key = 'reports/mine.pdf'",
    "state = 'superseded', version = 2",
]


@pytest.mark.parametrize("change", FROZEN)
def test_no_column_of_an_issued_report_is_written(issued, change):
    with refused_by("a_frozen"):
        sql(f"UPDATE reports_reportdocument SET {change} WHERE id = %s", issued.pk)
    issued.refresh_from_db()
    assert (issued.state, issued.version) == ("issued", issued.version)


@pytest.mark.parametrize("change", ["state = 'issued'", "file_key = 'x'", "state = 'draft'"])
def test_a_superseded_report_comes_never_back(issued, change):
    sql("UPDATE reports_reportdocument SET state = 'superseded' WHERE id = %s", issued.pk)
    with refused_by("a_frozen"):
        sql(f"UPDATE reports_reportdocument SET {change} WHERE id = %s", issued.pk)


SNAPSHOT = ["facts = '{}'", f"sha256 = '{HASH}'", "kind = 'closure'", "template_version = 9", "data_as_of = now()",
            "project_id = NULL"]  # fmt: skip


@pytest.mark.parametrize("change", SNAPSHOT)
def test_no_column_of_a_snapshot_is_written(issued, change):
    before = ReportSnapshot.objects.values().get()
    with refused_by("a_append_only"):
        sql(f"UPDATE reports_reportsnapshot SET {change}")
    assert ReportSnapshot.objects.values().get() == before


SIGNATURE = [
    "name = 'Somebody'",
    "role = 'sponsor'",
    "at = now()",
    f"snapshot_sha256 = '{HASH}'",
    "template_version = 3",
]


@pytest.mark.parametrize("change", SIGNATURE)
def test_no_column_of_a_signature_is_written(issued, change):
    with refused_by("a_append_only"):
        sql(f"UPDATE reports_signature SET {change}")


@pytest.mark.parametrize("table", ["reports_reportsnapshot", "reports_signature", "reports_downloadlog"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_was_written_is_never_taken_away(issued, table, statement):
    with refused_by("a_append_only"):
        sql(statement.format(table))
    assert sql(f"SELECT count(*) FROM {table}") == [(1,)]


def test_a_slot_with_a_signature_is_not_deleted_below_it(issued):
    with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
        sql("DELETE FROM reports_signatureslot WHERE role = 'project_manager'")
        check_deferred()


@pytest.mark.parametrize("sha", ["", "abc", HASH.upper(), "g" * 64, "a" * 63, "a" * 65])
def test_a_hash_is_sixty_four_small_hexadecimal_digits(world, sha):
    with pytest.raises(Exception, match=r"snapshot_hash_is_sha256|too long"):
        reports.snapshot(world.own, sha256=sha)


@pytest.mark.parametrize("kind", ["", "Budget", "budget ", "status"])
def test_a_kind_is_one_of_the_four(world, kind):
    with refused_by("snapshot_kind_known"):
        reports.snapshot(world.own, kind)


@pytest.mark.parametrize("state", ["", "Issued", "signed", "lost"])
def test_a_state_is_one_of_the_five(world, state):
    made = reports.document(world.own)
    with refused_by("document_state_known"):
        sql("UPDATE reports_reportdocument SET state = %s WHERE id = %s", state, made.pk)


@pytest.mark.parametrize("sha", ["", "abc", "g" * 64])
def test_nothing_is_issued_without_the_hash_of_its_bytes(world, sha):
    made = reports.put(reports.document(world.portfolio, "portfolio_status"), "in_signature")
    with refused_by("document_issued_has_hash"):
        sql("UPDATE reports_reportdocument SET state = 'issued', issued_at = now(), pdf_sha256 = %s WHERE id = %s",
            sha, made.pk)  # fmt: skip


def test_one_job_makes_one_document_however_it_is_written(world, pam):
    job = reports.job(pam)
    made = reports.document(world.own, job=job)
    with refused_by("document_once_per_job"):
        sql(
            "INSERT INTO reports_reportdocument (snapshot_id, project_id, job_id, artefact, version, state, file_key,"
            " pdf_sha256, size, pages, rejected_because) SELECT snapshot_id, project_id, job_id, artefact, 2, 'draft',"
            " '', '', 0, 0, '' FROM reports_reportdocument WHERE id = %s",
            made.pk,
        )


def test_many_rows_at_once_are_refused_like_one(world):
    for _no in range(3):
        reports.issued(world.own)
    with refused_by("a_frozen"):
        ReportDocument.objects.update(pages=1)
    with refused_by("a_frozen"):
        sql("DELETE FROM reports_reportdocument")
    assert ReportDocument.objects.filter(pages=1).count() == 3


def test_bulk_writes_find_the_same_wall(issued):
    issued.pages = 50
    with refused_by("a_frozen"):
        ReportDocument.objects.bulk_update([issued], ["pages"])
    with refused_by("a_append_only"):
        Signature.objects.bulk_update([Signature.objects.get()], ["name"])


@pytest.mark.parametrize("columns", [{"project": None}, {"portfolio": True}])
def test_a_snapshot_is_about_one_thing(world, columns):
    fields = {"project": world.own, "portfolio": None}
    fields |= {key: world.portfolio if value else None for key, value in columns.items()}
    with refused_by("snapshot_of_project_or_portfolio"):
        ReportSnapshot.objects.create(
            kind="budget", data_as_of=core.DAY, facts="{}", sha256=HASH, template_version=1, **fields
        )


def test_two_lines_for_one_role_are_refused(world):
    draft = reports.document(world.own, roles=("finance",))
    with refused_by("slot_role_once"):
        SignatureSlot.objects.create(document=draft, seq=5, role="finance", meaning="again")
