"""Who edits the charter, holds a gate and decides on it, and in which order?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.accounts.models import AuditEvent
from foundation.errors import Refused
from projects.models import Charter, Project, Stage
from projects.services import edit_project
from tests.factories import core
from tests.factories.governance import gate, stage

pytestmark = pytest.mark.django_db
READERS = {"pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada"}


def at(name, project, *rows):
    return reverse(f"projects:{name}", args=[project.public_id, *(row.public_id for row in rows)])


@pytest.mark.parametrize("who", ["pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe"])
def test_who_sees_the_project_reads_its_governance(cast, enter, world, who):
    gate(world.own, "G1 requirements")
    answer = enter(getattr(cast, who)).get(at("governance", world.own))
    assert answer.status_code == (200 if who in READERS else 404)
    assert ("G1 requirements" in answer.content.decode()) is (who in READERS)


def test_the_pieces_come_without_frame(cast, enter, world):
    page = enter(cast.pam, htmx=True).get(at("governance", world.own)).content.decode()
    assert "<html" not in page and "Staff find what they need" in page


def test_a_draft_says_what_its_charter_lacks(cast, enter, world):
    Charter.objects.filter(project=world.own).update(goals="")
    assert "The charter does not say: goals." in enter(cast.pam).get(at("governance", world.own)).content.decode()


def test_more_stages_cost_no_query_more(cast, enter, world):
    client, url = enter(cast.pam), at("governance", world.own)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)

    gate(world.own)
    few = queries()
    for number in range(12):
        gate(world.own, f"G{number}")
    assert queries() == few <= 20


# ── charter and settings ────────────────────────────────────────────────────────────────────────


def charter_body(project, **fields):
    charter = project.charter
    known = {
        "purpose": "Find things",
        "goals": "2 s",
        "scope": "Site",
        "cost_tolerance": "0.1",
        "time_tolerance_days": 20,
    }
    return {**known, "row_version": charter.row_version, **fields}


def test_the_manager_writes_the_charter(cast, enter, world):
    answer = enter(cast.pam).post(at("charter_edit", world.own), charter_body(world.own, exclusions="Mail"))
    assert answer.status_code == 302
    assert Charter.objects.get(project=world.own).exclusions == "Mail"
    assert AuditEvent.objects.get(act="charter.edited").actor == cast.pam


@pytest.mark.parametrize("name", ["charter_edit", "settings_edit"])
@pytest.mark.parametrize(("who", "status"), [("sue", 403), ("tom", 403), ("stan", 403), ("ada", 403), ("zoe", 404)])
def test_others_do_not(cast, enter, world, name, who, status):
    client = enter(getattr(cast, who))
    assert client.get(at(name, world.own)).status_code == status
    assert client.post(at(name, world.own), charter_body(world.own)).status_code == status


def test_two_who_write_at_once_see_both_texts(cast, enter, world):
    body = charter_body(world.own, purpose="Mine")
    Charter.objects.filter(project=world.own).update(purpose="Theirs")
    answer = enter(cast.pam).post(at("charter_edit", world.own), body)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Mine" in page and "Theirs" in page
    assert Charter.objects.get(project=world.own).purpose == "Theirs"


def test_a_charter_that_lies_before_the_decider_stays(cast, enter, world):
    Project.objects.filter(pk=world.own.pk).update(state="proposed")
    assert enter(cast.pam).post(at("charter_edit", world.own), charter_body(world.own)).status_code == 409


@pytest.mark.parametrize("wrong", [{"cost_tolerance": "1.5"}, {"cost_tolerance": "NaN"}, {"time_tolerance_days": "-1"}])
def test_a_tolerance_out_of_bounds_gets_a_message(cast, enter, world, wrong):
    assert enter(cast.pam).post(at("charter_edit", world.own), charter_body(world.own, **wrong)).status_code == 422


def settings_body(project, **fields):
    known = {
        "name": "Intranet renewed",
        "code": project.code,
        "currency": project.currency_id,
        "calendar": project.calendar.public_id,
        "start": project.start.isoformat(),
        "classification": "internal",
        "reporting_days": 30,
        "row_version": project.row_version,
    }
    return {**known, **fields}


def test_the_settings_are_changed_and_keep_the_state(cast, enter, world):
    assert enter(cast.pam).post(at("settings_edit", world.own), settings_body(world.own)).status_code == 302
    world.own.refresh_from_db()
    assert (world.own.name, world.own.state) == ("Intranet renewed", "draft")


def test_code_and_currency_are_open_in_the_draft_alone(cast, enter, world):
    client, url = enter(cast.pam), at("settings_edit", world.own)
    assert client.post(url, settings_body(world.own, code="NET-9")).status_code == 302
    Project.objects.filter(pk=world.own.pk).update(state="active")
    world.own.refresh_from_db()
    assert 'name="code"' not in client.get(url).content.decode()
    assert client.post(url, settings_body(world.own, code="NET-10")).status_code == 400
    world.own.refresh_from_db()
    assert world.own.code == "NET-9"


@pytest.mark.parametrize(("posted", "is_refused"), [(True, True), (None, True), (False, False)])
def test_who_knows_the_ledger_says_whether_the_code_is_fixed(world, posted, is_refused):
    Project.objects.filter(pk=world.own.pk).update(state="active")
    world.own.refresh_from_db()
    change = {"by": None, "version": world.own.row_version, "money_posted": posted, "code": "NET-10"}
    if not is_refused:
        assert edit_project(world.own, **change).code == "NET-10"
        return
    with pytest.raises(Refused) as caught:
        edit_project(world.own, **change)
    assert caught.value.field == "code"


@pytest.mark.parametrize(("who", "offered"), [("pam", True), ("paul", True), ("sue", False), ("stan", False)])
def test_the_way_to_the_roles_is_shown_to_who_may_give_them(cast, enter, world, who, offered):
    page = enter(getattr(cast, who)).get(at("governance", world.own)).content.decode()
    assert (at("team_roles", world.own) in page) is offered


@pytest.mark.parametrize(("who", "offered"), [("stan", True), ("pam", False), ("sue", False)])
def test_a_stakeholder_finds_his_own_issues_from_here(cast, enter, world, who, offered):
    page = enter(getattr(cast, who)).get(at("governance", world.own)).content.decode()
    assert (at("issues_own", world.own) in page) is offered


@pytest.mark.attack
def test_a03_a_programme_of_another_portfolio_is_no_choice(cast, enter, world):
    alien = core.programme(world.far_portfolio, "Secret programme")
    answer = enter(cast.pam).post(at("settings_edit", world.own), settings_body(world.own, programme=alien.public_id))
    assert answer.status_code == 422
    assert "Secret programme" not in answer.content.decode()


@pytest.mark.attack
@pytest.mark.parametrize("slipped", ["state", "portfolio", "decided_by", "is_staff", "manager", "data_date"])
def test_a07_the_settings_take_no_other_field(cast, enter, world, slipped):
    answer = enter(cast.pam).post(at("settings_edit", world.own), settings_body(world.own, **{slipped: "approved"}))
    assert answer.status_code == 400
    world.own.refresh_from_db()
    assert world.own.name == "Intranet refresh"


# ── stages ──────────────────────────────────────────────────────────────────────────────────────


def dates(row, **days):
    return {"row_version": row.row_version, **days}


def test_the_manager_dates_a_stage(cast, enter, world):
    row = stage(world.own)
    days = {"planned_start": "2026-03-02", "planned_finish": "2026-04-02", "actual_start": "2026-03-03"}
    assert enter(cast.pam).post(at("stage_edit", world.own, row), dates(row, **days)).status_code == 302
    row.refresh_from_db()
    assert row.planned_finish.isoformat() == "2026-04-02"


@pytest.mark.parametrize(
    "wrong",
    [
        {"planned_start": "2026-03-02", "planned_finish": "2026-03-01"},
        {"actual_start": "2026-03-02", "actual_finish": "2026-03-01"},
        {"actual_finish": "2026-03-01"},
        {"planned_start": "2026-02-30"},
    ],
)
def test_dates_out_of_order_get_a_message(cast, enter, world, wrong):
    row = stage(world.own)
    assert enter(cast.pam).post(at("stage_edit", world.own, row), dates(row, **wrong)).status_code == 422


def test_a_stage_with_an_undecided_gate_finishes_only_by_its_decision(cast, enter, world):
    row = gate(world.own).stage
    days = {"actual_start": "2026-03-02", "actual_finish": "2026-03-03"}
    answer = enter(cast.pam).post(at("stage_edit", world.own, row), dates(row, **days))
    assert answer.status_code == 422
    assert "finishes by the decision" in answer.content.decode()
    assert Stage.objects.get(pk=row.pk).actual_finish is None


@pytest.mark.attack
def test_a02_a_stage_of_another_project_is_not_there(cast, enter, world):
    alien = stage(world.foreign)
    answer = enter(cast.pam).post(at("stage_edit", world.own, alien), dates(alien, planned_start="2026-03-02"))
    assert answer.status_code == 404
    assert Stage.objects.get(pk=alien.pk).planned_start is None
