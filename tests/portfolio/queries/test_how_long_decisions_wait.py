"""Since when has a decision waited: said of every kind, and the longest stands first where no day is due."""

import datetime as dt

import pytest
from django.utils import timezone

from budgets.models import Budget
from foundation.accounts.models import AuditEvent
from foundation.accounts.rights import Role
from foundation.accounts.services import record
from portfolio.queries.decisions import KINDS, waiting, waiting_of
from projects.models import Baseline, Project
from reports.services import start_signing
from staffing.models import Timesheet
from tests.factories import cases, core, money, plan, reports, staffing
from tests.factories.filled import one_decision_of_each_kind

LONG_AGO, LATER = (dt.datetime(2026, month, 5, 12, tzinfo=dt.UTC) for month in (1, 3))
BY_KEY = {kind.key: kind for kind in KINDS}


def rows(key, user):
    return waiting_of(BY_KEY[key], user).rows


@pytest.fixture
def asked(world, cast):
    return one_decision_of_each_kind(world.own, cast)


def test_every_decision_knows_since_when_it_waits(asked, cast):
    for who in ("sue", "eve", "finn", "rita", "pam"):
        found = waiting(getattr(cast, who)).rows
        assert found and all(each.since and each.since <= timezone.localdate() for each in found), who


def test_a_gate_waits_since_it_was_held(asked, cast):
    assert [each.since for each in rows("gates", cast.sue)] == [core.DAY]


@pytest.mark.parametrize(("key", "model", "who"), [("budgets", Budget, "sue"), ("baselines", Baseline, "sue"),
                                                   ("baseline-money", Baseline, "finn")])  # fmt: skip
def test_what_is_submitted_waits_since_then(asked, cast, key, model, who):
    model.objects.filter(state="submitted").update(submitted_at=LONG_AGO)
    assert [each.since for each in rows(key, getattr(cast, who))] == [LONG_AGO.date()]


def test_a_proposal_waits_since_it_was_proposed_last(asked, cast):
    before = rows("projects", cast.sue)[0].since
    assert before == timezone.localdate(asked.created_at)
    for day, to in ((LONG_AGO, "draft"), (LATER, "proposed"), (LONG_AGO, "proposed")):
        AuditEvent.objects.create(act="project.moved", object_type="projects.project", object_id=asked.public_id,
                                  project_id=asked.public_id, details={"to": to}, at=day)  # fmt: skip
    assert rows("projects", cast.sue)[0].since == LATER.date()


def test_an_act_on_another_project_changes_nothing(asked, world, cast):
    AuditEvent.objects.create(act="project.moved", object_type="projects.project", object_id=world.foreign.public_id,
                              project_id=world.foreign.public_id, details={"to": "proposed"}, at=LONG_AGO)  # fmt: skip
    assert rows("projects", cast.sue)[0].since == timezone.localdate(asked.created_at)


def test_a_business_case_waits_since_it_was_last_worked_on(world, cast):
    Project.objects.filter(pk=world.own.pk).update(state="draft")
    made = cases.golden(world.own, created_by=cast.pam)
    record("case.lines_saved", made, by=cast.pam, project=world.own)
    assert rows("cases", cast.sue)[0].since == timezone.localdate()


def test_a_report_waits_since_it_was_sent_to_its_signers(world, cast):
    drawn = reports.to_sign(world.own, cast.pam, roles=("project_manager",), created_at=LONG_AGO)
    start_signing(drawn, by=cast.paul)
    assert rows("signatures", cast.pam)[0].since == timezone.localdate()


def test_a_report_that_was_never_recorded_as_sent_waits_since_it_was_made(world, cast):
    drawn = reports.in_signature(world.own, cast.pam, roles=("project_manager",))
    type(drawn).objects.filter(pk=drawn.pk).update(created_at=LONG_AGO)
    assert rows("signatures", cast.pam)[0].since == LONG_AGO.date()


def submitted(holder, project, at, *, judged_by=None):
    made = staffing.sheet(holder, state="open")
    fields = {"line_state": "approved", "line_approved_by": judged_by} if judged_by else {}
    staffing.line(made, plan.task(project), **fields)
    Timesheet.objects.filter(pk=made.pk).update(state="submitted", submitted_at=at)


def test_a_whole_week_waits_since_it_was_submitted(world, cast):
    submitted(cast.tom, world.own, LATER, judged_by=cast.pam)
    assert [each.since for each in rows("weeks", cast.rita)] == [LATER.date()]


def test_hours_wait_since_the_first_week_of_somebody_else_was_submitted(world, cast):
    core.role(cast.pam, Role.TEAM_MEMBER, project=world.own)
    submitted(cast.pam, world.own, LONG_AGO - dt.timedelta(days=30))
    submitted(cast.tom, world.own, LATER)
    submitted(core.person("Another"), world.own, LONG_AGO)
    assert [each.since for each in rows("hours", cast.pam)] == [LONG_AGO.date()]


def test_what_has_no_day_stands_in_the_order_of_its_waiting(world, cast):
    for project, at in ((world.own, LATER), (world.foreign, LONG_AGO), (world.far, None)):
        made = money.services.submit_budget(money.draft(project, 10), by=core.person("Any").user, on=core.DAY)
        Budget.objects.filter(pk=made.pk).update(submitted_at=at)
    order = [world.foreign, world.own, world.far]
    found = rows("budgets", cast.finn) or rows("budgets", cast.eve)
    assert [each.project for each in found] == [project for project in order if project in {e.project for e in found}]
    assert len(found) > 1


@pytest.mark.parametrize("address", ["/", "/decisions/"])
def test_the_page_says_for_how_long_and_since_which_day(asked, cast, enter, address):
    Budget.objects.filter(state="submitted").update(submitted_at=LONG_AGO)
    page = enter(cast.sue).get(address).content.decode()
    days = (timezone.localdate() - LONG_AGO.date()).days
    assert f'waiting <span class="entered nowrap" title="5 Jan 2026">for {days:,} days</span>' in page
