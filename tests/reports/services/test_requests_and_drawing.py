"""A request freezes the facts once; a drawing looks at the rights of the moment and keeps its file with its row."""

import datetime as dt
import hashlib

import pytest

from foundation.accounts.models import AuditEvent
from foundation.accounts.rights import Permission
from foundation.errors import Refused
from foundation.jobs.models import Job
from foundation.jobs.services import run
from projects.models import Project, RoleAssignment
from reports import gathering, services, storage
from reports.facts import canon
from reports.kinds import KINDS, PROJECT_KINDS, TEMPLATE_VERSION
from reports.models import ReportDocument, ReportSnapshot
from reports.pdf import Drawn
from reports.services import drawing
from tests.factories import cases, core, money, reports


@pytest.fixture
def project(world):
    """Closing, with money and a case: every kind can be asked for."""
    money.approved(world.own, 1000)
    cases.issued(world.own)
    Project.objects.filter(pk=world.own.pk).update(state="closing")
    world.own.refresh_from_db()
    return world.own


def asked(project, by, kind="budget", permission=Permission.REPORT_CREATE):
    facts = gathering.gather(project, kind, by=by, on=core.DAY)
    return services.request_report(project, kind, by=by, on=core.DAY, facts=facts, permission=permission)


def kept(project, by, kind="budget", data=b"%PDF invented"):
    """The document of a request, with bytes that nobody had to draw."""
    job = asked(project, by, kind)
    job.refresh_from_db()
    return drawing._keep(job, ReportSnapshot.objects.first(), Drawn(data, 3))


def nothing_said(*_said):
    """A progress that nobody watches."""


# asking


@pytest.mark.parametrize("kind", PROJECT_KINDS)
def test_each_kind_is_frozen_with_its_hash_day_and_template(project, pam, kind):
    asked(project, pam, kind)
    shot = ReportSnapshot.objects.get()
    assert shot.sha256 == canon.sha256_of(shot.facts)
    assert (shot.kind, shot.data_as_of, shot.template_version) == (kind, core.DAY, TEMPLATE_VERSION)
    assert (shot.project, shot.portfolio, shot.created_by) == (project, None, pam)
    assert canon.from_json(KINDS[kind].facts, shot.facts).head.subject_code == project.code


def test_asking_twice_is_two_acts_on_the_same_facts(project, pam):
    first, second = asked(project, pam), asked(project, pam)
    assert first.pk != second.pk
    assert len({shot.sha256 for shot in ReportSnapshot.objects.all()}) == 1
    assert AuditEvent.objects.filter(act="report.requested").count() == 2


def test_another_posting_gives_other_facts(project, pam):
    asked(project, pam)
    money.entry(project, 10)
    asked(project, pam)
    assert len({shot.sha256 for shot in ReportSnapshot.objects.all()}) == 2


def test_the_job_says_in_words_what_it_is(project, pam):
    job = asked(project, pam, "closure")
    assert job.title == f"project closure report · {project.code}"
    assert (job.requester, job.permission) == (pam, Permission.REPORT_CREATE)


def test_a_request_that_fails_leaves_neither_snapshot_nor_job(project, pam):
    with pytest.raises(TypeError):
        services.request_report(
            project, "budget", by=pam, on=core.DAY, facts={"not": "facts"}, permission=Permission.REPORT_CREATE
        )
    assert not ReportSnapshot.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize("state", ["draft", "proposed", "approved", "active", "rejected"])
def test_a_project_that_goes_on_has_no_closure_report(world, pam, state):
    Project.objects.filter(pk=world.own.pk).update(state=state)
    world.own.refresh_from_db()
    assert gathering.obstacle(world.own, "closure")
    with pytest.raises(Refused, match="closing, cancelled or closed"):
        gathering.gather(world.own, "closure", by=pam, on=core.DAY)


def test_what_is_offered_names_its_purpose_and_its_obstacle(world):
    offers = {offer.code: offer for offer in gathering.offered(world.own)}
    assert set(offers) == set(PROJECT_KINDS)
    assert all(offer.purpose for offer in offers.values())
    assert {code for code, offer in offers.items() if offer.obstacle} == {"cost_benefit", "closure"}


# drawing


def test_a_document_keeps_the_hash_size_and_pages_of_its_file(project, pam):
    made = kept(project, pam)
    data = storage.get(made.file_key)
    assert (made.size, made.pages, made.state) == (len(data), 3, "draft")
    assert made.pdf_sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("kind", PROJECT_KINDS)
def test_a_draft_has_the_lines_that_its_kind_asks_for(project, pam, kind):
    made = kept(project, pam, kind)
    wanted = [(no, role.value, str(meaning)) for no, (role, meaning) in enumerate(KINDS[kind].signatures, 1)]
    assert list(made.slots.values_list("seq", "role", "meaning")) == wanted


def test_versions_count_within_a_kind_of_a_project(project, pam):
    assert [kept(project, pam, kind).version for kind in ("budget", "budget", "closure", "budget")] == [1, 2, 1, 3]


@pytest.mark.parametrize("loss", ["role", "account", "project"])
def test_who_may_no_longer_ask_gets_nothing_not_even_a_file(project, pam, loss):
    job = asked(project, pam)
    if loss == "role":
        RoleAssignment.objects.filter(person__user=pam).delete()
    if loss == "account":
        pam.is_active = False
        pam.save()
    if loss == "project":
        RoleAssignment.objects.filter(person__user=pam).update(project=elsewhere(project))
    run(job.public_id, services.draw_work)
    job = Job.objects.get(pk=job.pk)
    assert job.state == "failed"
    assert not storage.default_storage.exists(storage.FOLDER)
    assert not ReportDocument.objects.exists()


def elsewhere(project):
    return Project.objects.exclude(pk=project.pk).first()


def test_a_job_that_runs_again_finds_its_document_and_says_so_in_steps(project, pam):
    job = asked(project, pam)
    job.refresh_from_db()
    said = []
    results = [services.draw_work(job, lambda share, words: said.append((share, str(words)))) for _again in range(3)]
    assert results[0] == results[1] == results[2]
    assert said == [(0.2, "drawing the pages"), (0.9, "storing the file")]
    assert ReportDocument.objects.get().slots.count() == 2


def test_the_loser_of_two_drawings_takes_its_file_away(project, pam):
    """Two workers draw the same job; the second finds the row of the first and drops its own bytes."""
    job = asked(project, pam)
    job.refresh_from_db()
    shot = ReportSnapshot.objects.get()
    first = drawing._keep(job, shot, Drawn(b"%PDF one", 1))
    second = drawing._keep(job, shot, Drawn(b"%PDF two", 1))
    assert first == second
    files = storage.default_storage.listdir(storage.FOLDER)[1]
    assert [f"{storage.FOLDER}/{name}" for name in files] == [first.file_key]
    assert AuditEvent.objects.filter(act="report.drawn").count() == 1


# issuing and superseding


def issue(document, by, data=b"%PDF signed"):
    drawing._issue(document, Drawn(data, 4), reports.NOON, by=by)
    document.refresh_from_db()
    return document


def test_issuing_replaces_the_draft_file_by_the_issued_one(project, pam):
    document = reports.signed(project, pam)
    draft_key = document.file_key
    issue(document, pam)
    assert (document.state, document.issued_at, document.pages) == ("issued", reports.NOON, 4)
    assert storage.get(document.file_key) == b"%PDF signed"
    with pytest.raises(FileNotFoundError):
        storage.get(draft_key)


def test_a_second_issue_of_the_same_document_drops_its_own_file(project, pam):
    document = issue(reports.signed(project, pam), pam)
    before = document.pdf_sha256
    issue(document, pam, b"%PDF other bytes")
    assert document.pdf_sha256 == before
    assert len(storage.default_storage.listdir(storage.FOLDER)[1]) == 1
    assert AuditEvent.objects.filter(act="report.issued").count() == 1


def test_only_earlier_reports_of_the_same_kind_and_subject_are_superseded(world, project, pam):
    same = reports.issued(project)
    other_kind = reports.issued(project, snapshot=reports.snapshot(project, "closure"))
    foreign = reports.issued(world.foreign)
    issue(reports.signed(project, pam), pam)
    for row in (same, other_kind, foreign):
        row.refresh_from_db()
    assert (same.state, other_kind.state, foreign.state) == ("superseded", "issued", "issued")


@pytest.mark.parametrize("state", ["draft", "rejected"])
def test_what_is_not_in_signature_is_not_issued_by_a_stray_job(project, pam, state):
    document = reports.document(project, state=state)
    services.issue_work(reports.job(pam, arguments={"document": str(document.public_id)}), nothing_said)
    document.refresh_from_db()
    assert (document.state, document.issued_at) == (state, None)


def test_addresses_of_documents_lead_to_project_or_portfolio(world):
    own, of_all = reports.document(world.own), reports.document(world.portfolio, "portfolio_status")
    assert str(world.own.public_id) in drawing.address(own)
    assert str(world.portfolio.public_id) in drawing.address(of_all)


def test_files_younger_than_an_hour_may_still_get_their_row(project):
    kept = reports.document(project)
    storage.put(b"%PDF in work")
    from_now = dt.datetime.now(dt.UTC)
    assert drawing.sweep_files(from_now) == 0
    assert drawing.sweep_files(from_now + dt.timedelta(hours=2)) == 1
    assert storage.get(kept.file_key)


def test_sweeping_an_empty_store_finds_nothing(db):
    assert drawing.sweep_files(dt.datetime.now(dt.UTC)) == 0
