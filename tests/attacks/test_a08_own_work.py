"""A08: who says yes to his own hours, or puts his one name twice under a paper? Each wall with its twin."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from foundation.periods import week_start
from tests.factories import core, plan, reports, staffing
from tests.refusals import sql

pytestmark = [pytest.mark.attack, pytest.mark.django_db]


# ── one's own time ──────────────────────────────────────────────────────────────────────────────


def own_week(user, world, state="submitted"):
    person = staffing.worker(world.own, user.person)
    week = staffing.sheet(person, week_start(timezone.localdate()) - dt.timedelta(days=7))
    line = staffing.line(week, plan.task(world.own))
    type(week).objects.filter(pk=week.pk).update(state=state)
    return week, line


def test_nobody_approves_his_own_week(cast, world, enter):
    week, _line = own_week(cast.rita, world)
    for name in ("sheet_approve", "sheet_return"):
        answer = enter(cast.rita).post(reverse(f"staffing:{name}", args=[week.public_id]), {"reason": "x"})
        assert answer.status_code in {404, 409}
    week.refresh_from_db()
    assert week.state == "submitted"


def approve_own_line(cast, world, enter):
    _week, line = own_week(cast.pam, world)
    url = reverse("staffing:line_approve", args=[world.own.public_id])
    enter(cast.pam).post(url, {"line": str(line.public_id)})
    line.refresh_from_db()
    return line.line_state == "approved"


def test_a_manager_approves_no_line_of_his_own(cast, world, enter):
    assert not approve_own_line(cast, world, enter)


def test_with_the_look_at_the_owner_out_his_own_line_would_pass(monkeypatch, cast, world, enter):
    """The twin; there are two walls, so the trigger of the database is out as well."""
    monkeypatch.setattr("staffing.services.approvals._refuse_own", lambda *_args: None)
    with pytest.raises(DatabaseError, match="nobody approves his own time"), transaction.atomic():
        approve_own_line(cast, world, enter)
    sql("SET LOCAL session_replication_role = replica")
    assert approve_own_line(cast, world, enter)


# One's own week: the whole of it, by who may say yes to everybody's weeks.


def approve_own_week(cast, world, enter):
    week, line = own_week(cast.rita, world)
    sql(
        "UPDATE staffing_timesheetline SET line_state = 'approved', line_approved_by_id = %s WHERE id = %s",
        cast.pam.pk,
        line.pk,
    )
    enter(cast.rita).post(reverse("staffing:sheet_approve", args=[week.public_id]))
    week.refresh_from_db()
    return week.state


def return_own_week(cast, world, enter):
    week, _line = own_week(cast.rita, world)
    enter(cast.rita).post(reverse("staffing:sheet_return", args=[week.public_id]), {"reason": "Later"})
    week.refresh_from_db()
    return week.state


def test_a_planner_of_people_does_not_decide_on_his_own_week(cast, world, enter):
    with transaction.atomic():
        assert approve_own_week(cast, world, enter) == "submitted"
        transaction.set_rollback(True)
    assert return_own_week(cast, world, enter) == "submitted"


def test_with_the_look_at_the_owner_out_his_own_week_would_pass(monkeypatch, cast, world, enter):
    """The twin; the trigger of the sheet is the second wall."""
    monkeypatch.setattr("staffing.services.approvals._refuse_own", lambda *_args: None)
    with pytest.raises(DatabaseError, match="nobody approves his own time sheet"), transaction.atomic():
        approve_own_week(cast, world, enter)
    sql("ALTER TABLE staffing_timesheet DISABLE TRIGGER USER")
    assert approve_own_week(cast, world, enter) == "approved"


def test_with_the_look_at_the_owner_out_his_own_week_would_come_back_to_him(monkeypatch, cast, world, enter):
    """The twin of the other answer, which only the service refuses."""
    monkeypatch.setattr("staffing.services.approvals._refuse_own", lambda *_args: None)
    assert return_own_week(cast, world, enter) == "returned"


# ── reports ─────────────────────────────────────────────────────────────────────────────────────


def test_a_report_is_signed_by_each_role_once_and_never_twice_by_one_person(cast, world, enter):
    core.role(cast.pam, "finance")
    document = reports.in_signature(world.own, cast.paul)
    url = reverse("reports:sign", args=[world.own.public_id, document.public_id])
    assert enter(cast.pam).post(url).status_code == 302
    assert enter(cast.pam).post(url).status_code in {409, 422}
    assert document.signatures.count() == 1


# Who signs: three walls stand one behind the other: the page looks for a line of one's own, the service looks at
# the role and at the names that stand there, and the database keeps one name once.


def sign_all(enter, document, user):
    """`user` signs for as long as the page lets him; the lines that bear his name, by role."""
    url = reverse("reports:sign", args=[document.project.public_id, document.public_id])
    for _line in range(document.slots.count()):
        enter(user).post(url)
    return sorted(document.signatures.filter(user=user).values_list("role", flat=True))


def any_free_line(document, _user):
    return document.slots.filter(signature=None).first()


@pytest.fixture
def paper(cast, world):
    """A report that waits for manager and finance; Pam holds both roles."""
    core.role(cast.pam, "finance")
    return reports.in_signature(world.own, cast.paul)


def test_two_roles_of_one_person_are_one_signature(paper, cast, enter):
    assert sign_all(enter, paper, cast.pam) == ["project_manager"]


def test_with_the_page_asking_for_any_line_the_service_still_refuses(monkeypatch, paper, cast, enter):
    monkeypatch.setattr("reports.queries.slot_for", any_free_line)
    assert sign_all(enter, paper, cast.pam) == ["project_manager"]


def test_with_the_look_at_the_names_out_one_person_would_sign_twice(monkeypatch, paper, cast, enter):
    """The twin; the last wall is the database, so its constraint is out as well."""
    monkeypatch.setattr("reports.queries.slot_for", any_free_line)
    monkeypatch.setattr("reports.services.signing._refuse_second_signature", lambda *_args: None)
    with pytest.raises(DatabaseError, match="signature_person_once"), transaction.atomic():
        sign_all(enter, paper, cast.pam)
    sql("ALTER TABLE reports_signature DROP CONSTRAINT signature_person_once")
    assert sign_all(enter, paper, cast.pam) == ["finance", "project_manager"]


def test_nobody_signs_for_a_role_that_he_does_not_hold(monkeypatch, cast, world, enter):
    document = reports.in_signature(world.own, cast.paul, roles=("finance",))
    assert sign_all(enter, document, cast.pam) == []
    monkeypatch.setattr("reports.queries.slot_for", any_free_line)
    assert sign_all(enter, document, cast.pam) == []


def test_with_the_look_at_the_role_out_a_manager_would_sign_for_finance(monkeypatch, cast, world, enter):
    """The twin."""
    document = reports.in_signature(world.own, cast.paul, roles=("finance", "sponsor"))
    monkeypatch.setattr("reports.queries.slot_for", any_free_line)
    monkeypatch.setattr("reports.services.signing._refuse_other_role", lambda *_args: None)
    assert sign_all(enter, document, cast.pam) == ["finance"]
