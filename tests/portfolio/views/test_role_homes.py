"""The first page of finance, of people and of audit answers what each comes to ask."""

import datetime as dt

import pytest
from django.utils import timezone

from foundation.accounts import sealing
from foundation.accounts.models import AuditEvent
from tests.factories import money, staffing
from tests.refusals import sql

WHO = ["pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe"]
PANELS = {
    "Finance by period": {"finn"},
    "People: booked too much, asked for": {"rita"},
    "What must agree": {"ada"},
    "Latest acts": {"ada"},
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("htmx", [False, True])
def test_each_sees_the_panels_of_his_role_and_no_other(world, cast, enter, who, htmx):
    page = enter(getattr(cast, who), htmx=htmx).get("/").content.decode()
    assert {words for words in PANELS if words in page} == {words for words, whose in PANELS.items() if who in whose}


@pytest.mark.parametrize("who", ["finn", "rita", "ada"])
def test_every_panel_is_a_page_that_opens_for_who_sees_it_and_holds_the_piece(world, cast, enter, who):
    from portfolio.views.home import panels_of

    browser = enter(getattr(cast, who), htmx=True)
    page = browser.get("/").content.decode()
    seen = [panel for _right, panel in panels_of(timezone.localdate()) if str(panel.words) in page]
    assert seen
    for panel in seen:
        answer = browser.get(panel.address)
        assert answer.status_code == 200
        assert all(f'id="{piece.strip(" #")}"' in answer.content.decode() for piece in panel.select.split(","))


def test_the_panel_of_finance_holds_the_periods_of_this_year(world, finn, enter):
    money.entry(world.own, 100, day=dt.date(timezone.localdate().year, 1, 10))
    year = timezone.localdate().year
    assert f"{year}-01" in enter(finn).get(f"/finance/?group=period&year={year}").content.decode()


def test_the_panel_of_people_names_who_is_booked_too_much_and_what_is_asked_for(world, rita, enter):
    worker = staffing.worker(world.own, share="0.8")
    staffing.allocation(
        world.foreign, worker, share="0.8", over_ok=True, over_reason="Both are late", over_approved_by=rita
    )
    staffing.allocation(world.own, None, state="requested")
    page = enter(rita).get("/staffing/").content.decode()
    assert worker.name in page and "Both are late" in page and "nobody yet" in page


# ── what must agree ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("htmx", [False, True])
def test_only_the_auditor_reads_what_must_agree(world, cast, enter, who, htmx):
    status = enter(getattr(cast, who), htmx=htmx).get("/audit/checks/").status_code
    assert status == (200 if who == "ada" else 403)


def act():
    AuditEvent.objects.create(act="project.created", object_type="project")


def test_a_sound_installation_agrees_everywhere(world, ada, enter):
    page = enter(ada).get("/audit/checks/").content.decode()
    assert "agrees" in page and "differs" not in page
    assert "no seal yet" in page


def test_an_auditor_reads_sentences_and_no_names_of_views(world, ada, enter):
    page = enter(ada).get("/audit/checks/").content.decode()
    assert "Every row of an imported file of actuals stands in the ledger" in page
    assert "recon" not in page and "actuals batch" not in page


def test_the_seal_and_what_waits_for_it_are_told(world, ada, enter):
    act()
    sealing.seal(timezone.now())
    assert "No act waits for a seal" in enter(ada).get("/audit/checks/").content.decode()
    act()
    assert "wait for the next seal" in enter(ada).get("/audit/checks/").content.decode()


def test_an_act_changed_behind_the_seal_differs(world, ada, enter):
    act()
    sealing.seal(timezone.now())
    sql("SET session_replication_role = replica")
    sql("UPDATE accounts_auditevent SET act = 'nothing'")
    sql("SET session_replication_role = origin")
    page = enter(ada).get("/audit/checks/").content.decode()
    assert "differs" in page and "changed" in page


def test_a_cent_that_the_books_lost_differs(world, ada, enter):
    money.entry(world.own, 400)
    sql("SET session_replication_role = replica")
    sql("UPDATE budgets_ledgerentry SET amount = amount + 0.01")
    sql("SET session_replication_role = origin")
    assert "differs" in enter(ada).get("/audit/checks/").content.decode()
