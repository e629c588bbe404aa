"""How does an issue live: raised, changed, closed, handed on?"""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from foundation.accounts.models import AuditEvent, Notification
from foundation.errors import Conflict, IllegalMove, Refused
from projects.models import FollowOnAction, Issue, Project, State
from projects.services import close_issue, edit_issue, hand_over_issue, raise_issue
from tests.factories import core

pytestmark = pytest.mark.django_db
NEXT_WEEK = core.DAY + dt.timedelta(days=7)
YESTERDAY = core.DAY - dt.timedelta(days=1)


@pytest.fixture
def project():
    return core.project()


@pytest.fixture
def pam():
    return core.person("Pam Porter").user


def raised(project, title="Search is slow", **fields):
    return raise_issue(project, by=fields.pop("by", None), on=core.DAY, title=title, **fields)


def test_issues_are_numbered_without_a_gap_in_each_project(project):
    other = core.project()
    assert [raised(project).number, raised(project).number, raised(other).number] == [1, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_eight_people_at_once_get_eight_numbers():
    with transaction.atomic():
        project = core.project()

    def one(turn):
        try:
            return raised(project, f"Issue {turn}").number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(one, range(8)))
    assert numbers == list(range(1, 9))


def test_who_raised_it_and_when_is_kept(project, pam):
    issue = raised(project, by=pam, severity=4, description="Ten seconds", type=Issue.Type.PROBLEM)
    assert (issue.raised_by, issue.raised_on, issue.state) == (pam, core.DAY, Issue.State.OPEN)
    assert AuditEvent.objects.get(act="issue.raised").details == {"number": 1}


def test_the_owner_hears_of_it_but_not_of_his_own(project, pam):
    raised(project, owner=pam.person)
    assert Notification.objects.get().user == pam
    raised(project, owner=pam.person, by=pam)
    raised(project, owner=core.person("Nobody Online", user=False))
    assert Notification.objects.count() == 1


@pytest.mark.parametrize("state", [State.CLOSED, State.REJECTED])
def test_a_project_that_ended_takes_no_issue(project, state):
    Project.objects.filter(pk=project.pk).update(state=state)
    with pytest.raises(Refused):
        raised(project)


def test_an_issue_is_not_due_before_it_was_raised(project):
    with pytest.raises(Refused) as caught:
        raised(project, due=YESTERDAY)
    assert caught.value.field == "due"


def test_an_edit_that_somebody_overtook_shows_both_values(project, pam):
    issue = raised(project)
    edit_issue(issue, by=pam, version=issue.row_version, title="Search is very slow")
    with pytest.raises(Conflict) as caught:
        edit_issue(issue, by=pam, version=issue.row_version, title="Search times out")
    assert ("Search is very slow", "Search times out") in [pair[1:] for pair in caught.value.fields]
    issue.refresh_from_db()
    assert issue.title == "Search is very slow"


def test_a_new_owner_hears_of_the_edit(project, pam):
    issue = raised(project)
    edit_issue(issue, by=None, version=issue.row_version, owner=pam.person)
    assert Notification.objects.get().user == pam


def test_a_closed_issue_keeps_its_resolution_and_its_day(project, pam):
    issue = close_issue(raised(project), by=pam, on=NEXT_WEEK, resolution="Index added")
    assert (issue.state, issue.resolution, issue.closed_on) == (Issue.State.CLOSED, "Index added", NEXT_WEEK)
    assert AuditEvent.objects.filter(act="issue.closed").count() == 1


def test_an_issue_is_not_closed_without_a_resolution(project):
    with pytest.raises(Refused) as caught:
        close_issue(raised(project), by=None, on=core.DAY, resolution="  ")
    assert caught.value.field == "resolution"


def test_what_is_closed_stays_closed_and_as_it_is(project, pam):
    issue = close_issue(raised(project), by=pam, on=core.DAY, resolution="Index added")
    with pytest.raises(IllegalMove):
        close_issue(issue, by=pam, on=core.DAY, resolution="Again")
    with pytest.raises(IllegalMove):
        edit_issue(issue, by=pam, version=issue.row_version, title="Other")
    with pytest.raises(IllegalMove):
        hand_over_issue(issue, by=pam, on=core.DAY, text="Do it", owner=pam.person, due=NEXT_WEEK)
    assert AuditEvent.objects.filter(act__in=["issue.edited", "issue.handed_over"]).count() == 0


def test_a_follow_on_action_takes_an_issue_over_once(project, pam):
    issue = raised(project)
    action = hand_over_issue(issue, by=pam, on=core.DAY, text="Watch the load", owner=pam.person, due=NEXT_WEEK)
    issue.refresh_from_db()
    assert issue.follow_on == action
    assert action.project == project
    with pytest.raises(IllegalMove):
        hand_over_issue(issue, by=pam, on=core.DAY, text="Again", owner=pam.person, due=NEXT_WEEK)
    assert FollowOnAction.objects.count() == 1


def test_a_follow_on_action_lies_ahead(project, pam):
    with pytest.raises(Refused):
        hand_over_issue(raised(project), by=pam, on=core.DAY, text="Late", owner=pam.person, due=YESTERDAY)
