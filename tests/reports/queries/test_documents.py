"""Who sees which documents, what waits for whom, and which bytes are genuine."""

import datetime as dt
import hashlib

import pytest
from django.utils import timezone

from foundation.accounts.rights import Role
from foundation.errors import IllegalMove
from reports import queries, services
from reports.models import ReportDocument
from tests.factories import core, money, reports

EVERYBODY = ("pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe")
OWN = {"pam", "paul", "sue", "eve", "finn", "rita", "ada"}
FOREIGN = {"paul", "eve", "finn", "rita", "ada"}
FAR = {"finn", "rita", "ada"}
OTHERS = ("paul", "eve", "rita", "tom", "stan", "ada", "adam", "zoe")


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_sees_the_documents_of_what_he_may_see(world, cast, who):
    expected = {
        reports.document(world.own): OWN,
        reports.document(world.foreign): FOREIGN,
        reports.document(world.far): FAR,
        reports.document(world.portfolio, "portfolio_status"): FOREIGN,
        reports.document(world.far_portfolio, "portfolio_status"): FAR,
    }
    seen = set(queries.visible_documents(getattr(cast, who)))
    for document, readers in expected.items():
        assert (document in seen) == (who in readers), f"{document.project or document.portfolio}"


def test_documents_of_a_project_are_those_of_no_other(world):
    mine = reports.document(world.own)
    reports.document(world.foreign)
    assert list(queries.documents_of(world.own)) == [mine]


def test_the_latest_document_comes_first(world):
    first, second = reports.document(world.own), reports.document(world.own)
    assert list(queries.documents_of(world.own)) == [second, first]


@pytest.fixture
def signing(world, pam):
    return reports.in_signature(world.own, pam, roles=("project_manager", "finance", "sponsor"))


@pytest.mark.parametrize(
    ("who", "role"),
    [("pam", "project_manager"), ("finn", "finance"), ("sue", "sponsor"), *((who, None) for who in OTHERS)],
)
def test_the_page_offers_each_person_his_own_line_only(signing, cast, who, role):
    mine = queries.page(signing, getattr(cast, who))["mine"]
    assert (mine.role if mine else None) == role


@pytest.mark.parametrize("state", ["draft", "rejected"])
def test_no_line_is_offered_before_and_after_signing(world, pam, state):
    document = reports.document(world.own, roles=("project_manager", "finance"), state=state)
    assert queries.page(document, pam)["mine"] is None
    with pytest.raises(IllegalMove, match="Nothing in this report waits"):
        queries.slot_for(document, pam)


def test_who_signed_one_line_is_offered_no_second(signing, pam):
    core.role(pam, Role.FINANCE)
    pam.__dict__.pop("_grants", None)
    services.sign(signing, slot=queries.slot_for(signing, pam), by=pam, at=reports.NOON)
    assert queries.page(signing, pam)["mine"] is None
    assert queries.waiting_for(pam) == []


def test_the_lines_of_a_page_stand_in_order_with_name_and_instant(signing, finn):
    services.sign(signing, slot=queries.slot_for(signing, finn), by=finn, at=reports.NOON)
    lines = queries.page(signing, finn)["lines"]
    assert [line["slot"].role for line in lines] == ["project_manager", "finance", "sponsor"]
    assert [line["signature"].name if line["signature"] else None for line in lines] == [None, "Finn Fischer", None]


@pytest.mark.parametrize(("who", "count"), [("pam", 1), ("finn", 3), ("sue", 1), ("paul", 0), ("zoe", 0)])
def test_what_waits_is_counted_over_all_projects_that_one_signs_for(world, cast, who, count):
    for project in (world.own, world.foreign, world.far):
        reports.in_signature(project, cast.pam, roles=("project_manager", "finance", "sponsor"))
    assert len(queries.waiting_for(getattr(cast, who))) == count


@pytest.mark.parametrize("many", [1, 12])
def test_what_waits_costs_the_same_for_many_documents(world, pam, finn, many, django_assert_max_num_queries):
    for _no in range(many):
        reports.in_signature(world.own, pam)
    finn.__dict__.pop("_grants", None)
    with django_assert_max_num_queries(5):
        assert len(queries.waiting_for(finn)) == many


@pytest.mark.parametrize("state", ["draft", "in_signature", "rejected"])
def test_a_closure_report_that_is_not_issued_does_not_close(world, state):
    reports.document(world.own, snapshot=reports.snapshot(world.own, "closure"), state=state)
    assert queries.closure_obstacles(world.own) != []


@pytest.mark.parametrize("kind", ["budget", "cost_benefit"])
def test_another_issued_report_does_not_close(world, kind):
    reports.issued(world.own, snapshot=reports.snapshot(world.own, kind))
    assert len(queries.closure_obstacles(world.own)) == 1


def test_the_closure_report_of_another_project_does_not_close(world):
    reports.issued(world.foreign, snapshot=reports.snapshot(world.foreign, "closure"))
    assert queries.closure_obstacles(world.own) != []
    assert queries.closure_obstacles(world.foreign) == []


@pytest.mark.parametrize(
    ("many", "said"),
    [
        (1, "1 entry was posted after the facts of the signed closure report: draw and sign a new one."),
        (3, "3 entries were posted after the facts of the signed closure report: draw and sign a new one."),
    ],
)
def test_money_after_the_signed_report_asks_for_a_new_one(world, many, said):
    closure_report(world.own, hours=-1)
    for _no in range(many):
        money.entry(world.own, 10)
    assert queries.closure_obstacles(world.own) == [said]
    assert queries.closure_signed(world.own)


def test_money_before_the_report_and_money_elsewhere_hold_up_nothing(world):
    closure_report(world.own, hours=1)
    closure_report(world.foreign, hours=-1)
    money.entry(world.own, 10)
    assert queries.closure_obstacles(world.own) == []
    assert queries.closure_obstacles(world.foreign) == []


def test_a_second_signed_report_takes_in_what_came_after_the_first(world):
    closure_report(world.own, hours=-1)
    money.entry(world.own, 10)
    assert queries.closure_obstacles(world.own) != []
    closure_report(world.own, hours=1)
    assert queries.closure_obstacles(world.own) == []


def closure_report(project, *, hours):
    """Issued; its facts were gathered so many hours from now."""
    taken_at = timezone.now() + dt.timedelta(hours=hours)
    return reports.issued(project, snapshot=reports.snapshot(project, "closure", created_at=taken_at))


# verification


@pytest.mark.parametrize("state", ["draft", "in_signature", "rejected"])
def test_only_issued_bytes_are_genuine(world, state):
    reports.document(world.own, data=b"%PDF waiting", state=state)
    verdict = queries.verify(b"%PDF waiting")
    assert (verdict.genuine, verdict.document) == (False, None)


def test_superseded_bytes_were_genuine_and_still_are(world):
    made = reports.issued(world.own, b"%PDF old")
    ReportDocument.objects.filter(pk=made.pk).update(state="superseded")
    assert queries.verify(b"%PDF old").document == made


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-1],
        lambda data: data[1:],
        lambda data: data + b"\n",
        lambda data: data + data,
        lambda data: data.replace(b"4", b"5"),
        lambda data: data[::-1],
        lambda data: b"",
        lambda data: b"\x00" * len(data),
        lambda data: data.decode().encode("utf-16"),
    ],
    ids=["last", "first", "newline", "twice", "digit", "reversed", "empty", "zeros", "other encoding"],
)
def test_every_changed_file_is_another_file(world, change):
    data = b"%PDF-1.7 total 4711 %%EOF"
    reports.issued(world.own, data)
    assert queries.verify(data).genuine
    verdict = queries.verify(change(data))
    assert not verdict.genuine
    assert verdict.sha256 == hashlib.sha256(change(data)).hexdigest()


def test_the_hash_of_a_report_is_no_report(world):
    made = reports.issued(world.own, b"%PDF true")
    assert not queries.verify(made.pdf_sha256.encode()).genuine
