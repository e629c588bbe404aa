"""Who may sign what, in which state, on which facts, and that a refusal leaves nothing behind."""

import datetime as dt

import pytest

from foundation.accounts.models import AuditEvent, Notification
from foundation.accounts.rights import Role
from foundation.errors import IllegalMove, Refused
from foundation.jobs.models import Job
from foundation.jobs.services import run
from projects.models import RoleAssignment
from reports import queries, services, storage
from reports.facts import canon
from reports.kinds import KINDS, TEMPLATE_VERSION
from reports.models import Signature
from reports.services.drawing import facts_of
from tests.factories import core, money, reports
from tests.refusals import sql

STATES = ["draft", "issued", "superseded", "rejected"]
NOBODY_OF_THE_PROJECT = ["paul", "sue", "eve", "rita", "tom", "stan", "ada", "adam", "zoe"]


@pytest.fixture
def project(world):
    money.approved(world.own, 1000)
    return world.own


@pytest.fixture
def signing(project, pam):
    return reports.in_signature(project, pam)


def slot(document, role):
    return document.slots.get(role=role)


def sign(document, role, by, at=reports.NOON):
    return services.sign(document, slot=slot(document, role), by=by, at=at)


def traces():
    """What a signature leaves behind."""
    return (
        Signature.objects.count(),
        AuditEvent.objects.filter(act="report.signed").count(),
        Job.objects.filter(kind="issue").count(),
    )


@pytest.fixture
def drafted(project, pam):
    """The same before it is sent to its signers."""
    shot = reports.snapshot(project, facts=reports.facts_text(project, pam))
    return reports.document(project, snapshot=shot, roles=("project_manager", "finance"), created_by=pam)


# who


@pytest.mark.parametrize("who", NOBODY_OF_THE_PROJECT)
@pytest.mark.parametrize("role", ["project_manager", "finance"])
def test_only_who_holds_the_role_signs_its_line(signing, cast, who, role):
    with pytest.raises(Refused, match="of the project signs here"):
        sign(signing, role, getattr(cast, who))
    assert traces() == (0, 0, 0)


def test_the_manager_of_another_project_signs_nothing_here(signing, world):
    other = core.person("Otto Other")
    core.role(other, Role.PROJECT_MANAGER, project=world.foreign)
    with pytest.raises(Refused):
        sign(signing, "project_manager", other.user)
    assert traces() == (0, 0, 0)


def test_finance_of_the_organisation_certifies_every_project(signing, finn):
    made = sign(signing, "finance", finn)
    assert (made.name, made.role, made.at) == ("Finn Fischer", "finance", reports.NOON)


def test_a_role_that_ended_signs_no_more(signing, pam):
    RoleAssignment.objects.filter(person__user=pam).delete()
    core.role(pam, Role.PROJECT_MANAGER, project=signing.project, until=dt.date(2024, 1, 1))
    pam.__dict__.pop("_grants", None)
    with pytest.raises(Refused):
        sign(signing, "project_manager", pam)
    assert traces() == (0, 0, 0)


def test_the_name_stays_as_it_was_signed(signing, pam):
    made = sign(signing, "project_manager", pam)
    pam.person.name = "Pam Married"
    pam.person.save()
    made.refresh_from_db()
    assert made.name == "Pam Porter"


# when


@pytest.mark.parametrize("state", STATES)
def test_a_report_is_signed_only_while_it_is_in_signature(drafted, pam, state):
    reports.put(drafted, state)
    before = traces()
    with pytest.raises(IllegalMove, match="not open for signatures"):
        sign(drafted, "project_manager", pam)
    assert traces() == before


@pytest.mark.parametrize("state", [*STATES[1:], "in_signature"])
def test_only_a_draft_is_sent_to_its_signers(drafted, pam, state):
    reports.put(drafted, state)
    with pytest.raises(IllegalMove, match="Only a draft"):
        services.start_signing(drafted, by=pam)
    assert not AuditEvent.objects.filter(act="report.in_signature").exists()
    assert not Notification.objects.exists()


def test_a_draft_without_lines_to_sign_is_not_sent_anywhere(project, pam):
    with pytest.raises(IllegalMove):
        services.start_signing(reports.document(project), by=pam)


@pytest.mark.parametrize("state", STATES)
def test_only_what_waits_for_signatures_is_rejected(drafted, pam, state):
    reports.put(drafted, state)
    with pytest.raises(IllegalMove):
        services.reject(drafted, by=pam, reason="A figure is wrong")
    drafted.refresh_from_db()
    assert drafted.state == state
    assert drafted.rejected_because == ""


def test_a_line_of_another_document_is_not_signed_here(signing, project, pam):
    other = reports.in_signature(project, pam)
    with pytest.raises(IllegalMove):
        services.sign(signing, slot=slot(other, "project_manager"), by=pam, at=reports.NOON)
    assert traces() == (0, 0, 0)


# on which facts


def damage(document, text="x"):
    sql("SET session_replication_role = replica")
    sql("UPDATE reports_reportsnapshot SET facts = facts || %s WHERE id = %s", text, document.snapshot_id)
    sql("SET session_replication_role = origin")


def test_facts_changed_behind_the_back_are_not_signed(signing, pam):
    damage(signing)
    with pytest.raises(Refused, match="damaged"):
        sign(signing, "project_manager", pam)
    assert traces() == (0, 0, 0)


def test_facts_changed_after_the_last_signature_are_not_issued(signing, pam, finn):
    sign(signing, "project_manager", pam)
    sign(signing, "finance", finn)
    damage(signing)
    job = Job.objects.get(kind="issue")
    run(job.public_id, services.issue_work)
    signing.refresh_from_db()
    assert signing.state == "in_signature"
    assert Job.objects.get(pk=job.pk).state == "failed"


@pytest.mark.parametrize("version", [TEMPLATE_VERSION - 1, TEMPLATE_VERSION + 1])
def test_a_report_of_another_template_is_neither_sent_nor_signed(project, pam, version):
    shot = reports.snapshot(project, facts=reports.facts_text(project, pam), template_version=version)
    document = reports.document(project, snapshot=shot, roles=("project_manager",))
    with pytest.raises(IllegalMove, match="template changed"):
        services.start_signing(document, by=pam)
    reports.put(document, "in_signature")
    with pytest.raises(IllegalMove, match="template changed"):
        sign(document, "project_manager", pam)
    assert traces() == (0, 0, 0)


def test_a_signature_names_the_facts_and_the_template(signing, pam):
    made = sign(signing, "project_manager", pam)
    assert made.snapshot_sha256 == canon.sha256(facts_of(signing.snapshot))
    assert made.template_version == TEMPLATE_VERSION


def test_later_postings_do_not_change_what_was_signed(signing, project, pam):
    before = facts_of(signing.snapshot)
    money.entry(project, 250)
    assert facts_of(signing.snapshot) == before
    sign(signing, "project_manager", pam)
    assert before.totals.actual == 0


# order and end


@pytest.mark.parametrize("order", [("project_manager", "finance"), ("finance", "project_manager")])
def test_the_order_of_the_signatures_is_free_and_the_last_one_issues(signing, pam, finn, order):
    by = {"project_manager": pam, "finance": finn}
    sign(signing, order[0], by[order[0]])
    assert not Job.objects.filter(kind="issue").exists()
    sign(signing, order[1], by[order[1]])
    assert Job.objects.filter(kind="issue").count() == 1


def test_the_report_is_issued_at_the_moment_of_its_last_signature(signing, pam, finn):
    sign(signing, "finance", finn, at=reports.NOON)
    last = reports.NOON + dt.timedelta(hours=5)
    sign(signing, "project_manager", pam, at=last)
    run(Job.objects.get(kind="issue").public_id, services.issue_work)
    signing.refresh_from_db()
    assert (signing.state, signing.issued_at) == ("issued", last)
    assert not storage.default_storage.exists("reports/none.pdf")
    assert queries.verify(storage.get(signing.file_key)).document == signing


def test_a_rejection_leaves_the_signatures_that_were_given(signing, pam, finn):
    sign(signing, "project_manager", pam)
    services.reject(signing, by=finn, reason="The accrual of May is missing")
    signing.refresh_from_db()
    assert (signing.state, signing.signatures.count()) == ("rejected", 1)
    assert Notification.objects.filter(user=pam, text__contains="accrual of May").exists()
    assert [event.act for event in AuditEvent.objects.filter(act__startswith="report.rej")] == ["report.rejected"]


def test_who_signed_already_cannot_reject_any_more(signing, pam):
    sign(signing, "project_manager", pam)
    with pytest.raises(Refused, match="still has to sign"):
        services.reject(signing, by=pam, reason="I changed my mind")


@pytest.mark.parametrize("who", NOBODY_OF_THE_PROJECT)
def test_nobody_else_rejects(signing, cast, who):
    with pytest.raises(Refused):
        services.reject(signing, by=getattr(cast, who), reason="Not mine")
    signing.refresh_from_db()
    assert signing.state == "in_signature"


@pytest.mark.parametrize("reason", ["", " ", "\n\t "])
def test_a_rejection_has_words(signing, finn, reason):
    with pytest.raises(Refused) as refusal:
        services.reject(signing, by=finn, reason=reason)
    assert refusal.value.field == "reason"


# the report of a portfolio has no signatures


@pytest.mark.parametrize("who", ["pam", "sue", "eve", "rita", "tom", "stan", "ada", "adam", "zoe"])
def test_only_the_portfolio_office_issues_a_status_report(world, cast, who):
    document = reports.document(world.portfolio, "portfolio_status")
    with pytest.raises(Refused):
        services.issue_unsigned(document, by=getattr(cast, who))
    document.refresh_from_db()
    assert document.state == "draft"
    assert not Job.objects.exists()


def test_a_report_with_lines_to_sign_is_not_issued_unsigned(project, pam, paul):
    document = reports.document(project, roles=("finance",))
    with pytest.raises(IllegalMove, match="last signature"):
        services.issue_unsigned(document, by=paul)


def test_a_status_report_is_issued_once(world, paul):
    document = reports.document(world.portfolio, "portfolio_status")
    services.issue_unsigned(document, by=paul)
    with pytest.raises(IllegalMove):
        services.issue_unsigned(document, by=paul)
    assert Job.objects.filter(kind="issue").count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_who_signs_and_nobody_twice(kind):
    roles = [role for role, _meaning in KINDS[kind].signatures]
    assert len(set(roles)) == len(roles)
    assert all(str(meaning) for _role, meaning in KINDS[kind].signatures)
    assert (roles == []) == (kind == "portfolio_status")
    if roles:
        assert roles[0] == Role.PROJECT_MANAGER
