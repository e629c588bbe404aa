"""A report is asked for, drawn once, signed by its signers, issued once, and verified by its bytes."""

import datetime as dt

import pytest
from django.utils import timezone

from foundation.accounts.models import AuditEvent, Notification
from foundation.accounts.rights import Permission, Role
from foundation.errors import IllegalMove, Refused
from foundation.jobs.models import Job
from foundation.jobs.services import run
from projects.models import RoleAssignment
from reports import gathering, queries, services, storage
from reports.models import ReportDocument, ReportSnapshot
from tests.factories import core, money, reports


@pytest.fixture
def project(world):
    money.approved(world.own, 1000, 500)
    money.entry(world.own, 400)
    return world.own


def asked(project, by, kind="budget"):
    facts = gathering.gather(project, kind, by=by, on=core.DAY)
    return services.request_report(project, kind, by=by, on=core.DAY, facts=facts, permission=Permission.REPORT_CREATE)


def drawn(project, by):
    job = asked(project, by)
    run(job.public_id, services.draw_work)
    return ReportDocument.objects.get(job=job)


def test_the_snapshot_holds_what_was_hashed(project, pam):
    asked(project, pam)
    shot = ReportSnapshot.objects.get()
    assert shot.sha256 in str(AuditEvent.objects.get(act="report.requested").details)
    assert '"total' in shot.facts


def test_a_report_is_drawn_once_however_often_its_job_is_delivered(project, pam):
    job = asked(project, pam)
    for _again in range(3):
        run(job.public_id, services.draw_work)
    document = ReportDocument.objects.get()
    assert storage.get(document.file_key).startswith(b"%PDF")
    assert document.pages >= 2
    assert [slot.role for slot in document.slots.all()] == ["project_manager", "finance"]


def test_work_that_starts_again_after_a_crash_finds_its_own_document(project, pam):
    job = asked(project, pam)
    job.refresh_from_db()
    first = services.draw_work(job, lambda *_said: None)
    assert services.draw_work(job, lambda *_said: None) == first
    assert ReportDocument.objects.count() == 1


def test_who_lost_the_right_meanwhile_gets_no_report(project, pam):
    job = asked(project, pam)
    RoleAssignment.objects.filter(person__user=pam).delete()
    run(job.public_id, services.draw_work)
    job = Job.objects.get(pk=job.pk)
    assert job.state == "failed"
    assert not ReportDocument.objects.exists()


def test_damaged_facts_are_not_drawn(project, pam):
    shot = reports.snapshot(project, facts="{}", sha256="0" * 64)
    with pytest.raises(Refused, match="damaged"):
        services.drawing.facts_of(shot)


@pytest.fixture
def signing(project, pam, finn):
    document = drawn(project, pam)
    return services.start_signing(document, by=pam)


def slot(document, role):
    return document.slots.get(role=role)


def sign_all(document, pam, finn):
    services.sign(document, slot=slot(document, "project_manager"), by=pam, at=reports.NOON)
    services.sign(document, slot=slot(document, "finance"), by=finn, at=reports.NOON)
    job = Job.objects.get(kind="issue")
    run(job.public_id, services.issue_work)
    document.refresh_from_db()
    return document


def test_the_signers_are_told(signing, pam, finn):
    assert set(Notification.objects.values_list("user", flat=True)) >= {pam.pk, finn.pk}


def test_the_last_signature_issues_the_pdf_and_its_bytes_verify(signing, pam, finn):
    document = sign_all(signing, pam, finn)
    data = storage.get(document.file_key)
    assert document.state == "issued"
    assert queries.verify(data).genuine
    assert queries.verify(data).document == document
    for place in (0, len(data) // 2, len(data) - 1):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert not queries.verify(changed).genuine
    signature = document.signatures.first()
    assert signature.snapshot_sha256 == document.snapshot.sha256
    assert signature.template_version == document.snapshot.template_version


def test_a_draft_is_not_genuine(project, pam):
    document = drawn(project, pam)
    assert not queries.verify(storage.get(document.file_key)).genuine


def test_issuing_again_changes_nothing(signing, pam, finn):
    before = sign_all(signing, pam, finn).pdf_sha256
    run(Job.objects.get(kind="issue").public_id, services.issue_work)
    signing.refresh_from_db()
    assert signing.pdf_sha256 == before


def test_a_later_issue_supersedes_the_earlier_one(signing, project, pam, finn):
    first = sign_all(signing, pam, finn)
    Job.objects.filter(kind="issue").delete()
    second = sign_all(services.start_signing(drawn(project, pam), by=pam), pam, finn)
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "issued")
    assert queries.verify(storage.get(first.file_key)).genuine


def test_only_the_role_that_is_asked_signs(signing, pam, sue):
    with pytest.raises(Refused):
        services.sign(signing, slot=slot(signing, "finance"), by=pam, at=reports.NOON)
    with pytest.raises(Refused):
        services.sign(signing, slot=slot(signing, "finance"), by=sue, at=reports.NOON)


def test_nobody_signs_twice_even_with_two_roles(signing, world, pam):
    core.role(pam, Role.FINANCE)
    services.sign(signing, slot=slot(signing, "project_manager"), by=pam, at=reports.NOON)
    pam.__dict__.pop("_grants", None)
    with pytest.raises(IllegalMove):
        services.sign(signing, slot=slot(signing, "finance"), by=pam, at=reports.NOON)
    with pytest.raises(IllegalMove):
        services.sign(signing, slot=slot(signing, "project_manager"), by=pam, at=reports.NOON)


def test_a_draft_is_not_signed_and_signing_starts_once(project, pam):
    document = drawn(project, pam)
    with pytest.raises(IllegalMove):
        services.sign(document, slot=slot(document, "project_manager"), by=pam, at=reports.NOON)
    services.start_signing(document, by=pam)
    with pytest.raises(IllegalMove):
        services.start_signing(document, by=pam)


def test_a_signer_may_say_no_with_a_reason(signing, finn, pam, sue):
    with pytest.raises(Refused):
        services.reject(signing, by=finn, reason=" ")
    with pytest.raises(Refused):
        services.reject(signing, by=sue, reason="Not mine")
    assert services.reject(signing, by=finn, reason="A figure is wrong").state == "rejected"
    with pytest.raises(IllegalMove):
        services.reject(signing, by=finn, reason="Again")
    assert Notification.objects.filter(user=pam, text__contains="wrong").exists()


def test_what_waits_for_a_person_is_listed(signing, pam, finn, sue):
    assert [s.role for s in queries.waiting_for(finn)] == ["finance"]
    assert queries.waiting_for(sue) == []
    services.sign(signing, slot=slot(signing, "finance"), by=finn, at=reports.NOON)
    assert queries.waiting_for(finn) == []


def test_a_file_without_a_row_is_swept_and_one_with_a_row_stays(project, pam, settings):
    document = drawn(project, pam)
    lost = storage.put(b"%PDF lost")
    assert services.drawing.sweep_files(timezone.now()) == 0
    assert services.drawing.sweep_files(timezone.now() + dt.timedelta(hours=2)) == 1
    assert storage.get(document.file_key)
    with pytest.raises(FileNotFoundError):
        storage.get(lost)


@pytest.mark.parametrize("kind", ["closure", "cost_benefit"])
def test_a_report_without_its_ground_is_refused(project, pam, kind):
    with pytest.raises(Refused) as refusal:
        gathering.gather(project, kind, by=pam, on=core.DAY)
    assert refusal.value.field == "kind"


def test_closing_waits_for_the_signed_report(project):
    assert len(queries.closure_obstacles(project)) == 1
    shot = reports.snapshot(project, "closure")
    reports.issued(project, snapshot=shot)
    assert queries.closure_obstacles(project) == []
