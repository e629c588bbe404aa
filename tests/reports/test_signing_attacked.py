"""Whoever writes past all of our Python: is a report still issued only by those who had to sign it?"""

import pytest

from reports.models import ReportDocument, ReportSnapshot, Signature, SignatureSlot
from tests.factories import core, reports
from tests.refusals import check_deferred, refused_by, sql

pytestmark = [pytest.mark.django_db, pytest.mark.attack]
MOVE = "UPDATE reports_reportdocument SET state = %s, issued_at = now() WHERE id = %s"


@pytest.fixture
def draft(world):
    return reports.document(world.own, roles=("project_manager", "finance"))


@pytest.fixture
def signing(draft):
    return reports.put(draft, "in_signature")


# ReportDocument: its way


def test_a_report_is_not_issued_before_all_have_signed(signing, pam, finn):
    with refused_by("all_have_signed"):
        sql(MOVE, "issued", signing.pk)
    reports.signature(signing.slots.first(), pam)
    with refused_by("all_have_signed"):
        sql(MOVE, "issued", signing.pk)
    reports.signature(signing.slots.last(), finn)
    sql(MOVE, "issued", signing.pk)
    signing.refresh_from_db()
    assert signing.state == "issued"


LEAPS = [
    ("draft", "issued"),
    ("draft", "rejected"),
    ("draft", "superseded"),
    ("in_signature", "draft"),
    ("in_signature", "superseded"),
    ("rejected", "draft"),
    ("rejected", "in_signature"),
    ("rejected", "issued"),
]


@pytest.mark.parametrize(("before", "after"), LEAPS)
def test_a_report_leaps_over_no_step_and_goes_no_step_back(world, before, after):
    made = reports.put(reports.document(world.portfolio, "portfolio_status"), before)  # nobody has to sign it
    with refused_by("steps"):
        sql(MOVE, after, made.pk)
    made.refresh_from_db()
    assert made.state == before


@pytest.mark.parametrize("state", ["in_signature", "issued", "superseded", "rejected"])
def test_no_report_comes_into_being_further_than_a_draft(world, state):
    shot = reports.snapshot(world.own)
    with refused_by("steps"):
        ReportDocument.objects.create(
            snapshot=shot, project=world.own, version=1, state=state, issued_at=reports.NOON, pdf_sha256="a" * 64
        )


def test_a_report_of_a_project_that_nobody_signs_goes_nowhere(world):
    with refused_by("somebody_signs"):
        sql(MOVE, "in_signature", reports.document(world.own).pk)


def test_the_status_report_of_a_portfolio_needs_no_signature(world):
    made = reports.put(reports.document(world.portfolio, "portfolio_status"), "issued")
    assert (made.state, Signature.objects.count()) == ("issued", 0)


@pytest.mark.parametrize("state", ["draft", "in_signature", "rejected"])
def test_a_report_keeps_the_facts_that_are_signed(draft, world, state):
    reports.put(draft, state)
    other = reports.snapshot(world.own, facts='{"kinder": 1}')
    with refused_by("keeps_its_snapshot"):
        sql("UPDATE reports_reportdocument SET snapshot_id = %s WHERE id = %s", other.pk, draft.pk)
    assert ReportSnapshot.objects.get(documents=draft).facts == "{}"


def test_a_report_is_about_what_its_snapshot_is_about(draft, world):
    with refused_by("about_its_snapshot"):
        sql("UPDATE reports_reportdocument SET project_id = %s WHERE id = %s", world.foreign.pk, draft.pk)
    with refused_by("about_its_snapshot"):
        sql("UPDATE reports_reportdocument SET project_id = NULL WHERE id = %s", draft.pk)
    with refused_by("about_its_snapshot"):
        reports.document(world.foreign, snapshot=draft.snapshot)


# SignatureSlot: who has to sign is settled with the draft


@pytest.mark.parametrize("state", ["in_signature", "rejected", "issued", "superseded"])
def test_nobody_is_added_to_those_who_sign_once_it_is_signed(draft, state):
    reports.put(draft, state)
    with refused_by("only_on_a_draft"):
        sql(
            "INSERT INTO reports_signatureslot (document_id, seq, role, meaning) VALUES (%s, 7, 'sponsor', 'yes')",
            draft.pk,
        )


@pytest.mark.parametrize("state", ["draft", "in_signature", "rejected"])
def test_no_line_to_sign_is_taken_away(draft, state):
    reports.put(draft, state)
    with refused_by("goes_with_its_document"):
        sql("DELETE FROM reports_signatureslot WHERE document_id = %s AND role = 'finance'", draft.pk)
    assert draft.slots.count() == 2


@pytest.mark.parametrize("change", ["role = 'sponsor'", "meaning = 'has seen'", "seq = 9", "document_id = document_id"])
def test_no_line_to_sign_is_rewritten(signing, change):
    with refused_by("a_frozen"):
        sql(f"UPDATE reports_signatureslot SET {change} WHERE document_id = %s", signing.pk)


def test_a_draft_still_goes_as_a_whole(draft):
    draft.delete()
    check_deferred()
    assert not SignatureSlot.objects.exists()


def test_lines_to_sign_are_never_truncated(draft):
    with refused_by("no_truncate"):
        sql("TRUNCATE reports_signatureslot CASCADE")


# Signature: on exactly these facts, drawn with exactly this template, in exactly this line


@pytest.mark.parametrize(
    "lie", [{"snapshot_sha256": "b" * 64}, {"template_version": 99}, {"role": "sponsor"}, {"role": "finance"}]
)
def test_a_signature_names_what_is_signed(signing, pam, lie):
    with refused_by("fits_its_slot"):
        reports.signature(signing.slots.get(role="project_manager"), pam, **lie)
    assert not Signature.objects.exists()


def test_a_signature_stands_in_a_line_of_its_own_report(signing, world, pam):
    other = reports.document(world.own, snapshot=signing.snapshot, state="in_signature")
    with refused_by("fits_its_slot"):
        reports.signature(signing.slots.get(role="project_manager"), pam, document=other)


@pytest.mark.parametrize("state", ["draft", "rejected"])
def test_a_report_is_signed_only_while_it_waits_for_signatures(draft, pam, state):
    reports.put(draft, state)
    with refused_by("fits_its_slot"):
        reports.signature(draft.slots.first(), pam)


def test_an_issued_report_takes_no_late_signature(world):
    made = reports.issued(world.own)
    with refused_by("fits_its_slot"):
        reports.signature(made.slots.get(), core.person("Late").user)
