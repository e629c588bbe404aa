"""Who sees the register, who raises an issue, and who may close it?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import FollowOnAction, Issue
from tests.factories import core
from tests.factories.governance import issue

pytestmark = pytest.mark.django_db
READERS = {"pam", "paul", "sue", "eve", "finn", "tom", "ada"}
SEES_PROJECT = READERS | {"rita", "stan"}
EVERYBODY = sorted(SEES_PROJECT | {"adam", "zoe"})


def at(name, project, *rows):
    return reverse(f"projects:{name}", args=[project.public_id, *(row.public_id for row in rows)])


def expected(who, allowed):
    return 200 if who in allowed else 403 if who in SEES_PROJECT else 404


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_register_is_for_those_who_may_see_issues(cast, enter, world, who):
    row = issue(world.own, "Search is slow")
    client = enter(getattr(cast, who))
    for url in (at("issues", world.own), at("issue", world.own, row)):
        answer = client.get(url)
        assert answer.status_code == expected(who, READERS)
        assert (b"Search is slow" in answer.content) is (who in READERS)


@pytest.mark.parametrize("who", EVERYBODY)
def test_manager_team_and_stakeholder_raise_issues(cast, enter, world, who):
    answer = enter(getattr(cast, who)).post(
        at("issue_add", world.own), {"title": "Slow", "type": "problem", "severity": "3"}
    )
    may = who in {"pam", "tom", "stan"}
    assert answer.status_code == (302 if may else expected(who, ()))
    assert Issue.objects.filter(project=world.own, raised_by=getattr(cast, who)).count() == may


def test_a_stakeholder_sees_his_own_issues_and_no_other(cast, enter, world):
    issue(world.own, "Supplier is late", number=7)
    client = enter(cast.stan)
    body = {"title": "Page is blank", "type": "problem", "severity": "2"}
    answer = client.post(at("issue_add", world.own), body, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == at("issues_own", world.own)
    assert "Page is blank" in page
    assert "Supplier is late" not in page


@pytest.mark.attack
def test_a07_a_stakeholder_names_no_owner_and_no_number(cast, enter, world):
    body = {"title": "Page is blank", "type": "problem", "severity": "2"}
    for slipped in ("owner", "due", "number", "state", "raised_by", "project"):
        assert enter(cast.stan).post(at("issue_add", world.own), {**body, slipped: "1"}).status_code == 400
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 301},
        {"severity": "5"},
        {"severity": "high"},
        {"type": "x"},
        {"due": "2020-01-01"},
    ],
)
def test_a_wrong_value_gets_a_message_and_raises_nothing(cast, enter, world, wrong):
    body = {"title": "Slow", "type": "problem", "severity": "3", **wrong}
    answer = enter(cast.pam).post(at("issue_add", world.own), body)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not Issue.objects.exists()


def filled(row, **fields):
    known = {"title": row.title, "type": row.type, "severity": row.severity, "state": row.state}
    return {**known, "row_version": row.row_version, **fields}


def test_the_manager_changes_and_closes_an_issue(cast, enter, world):
    row, client = issue(world.own), enter(cast.pam)
    owner = {"owner": cast.tom.person.public_id, "state": "in_progress"}
    assert client.post(at("issue_edit", world.own, row), filled(row, **owner)).status_code == 302
    row.refresh_from_db()
    assert (row.owner, row.state) == (cast.tom.person, "in_progress")
    assert client.post(at("issue_close", world.own, row), {"resolution": ""}, follow=True).status_code == 422
    assert client.post(at("issue_close", world.own, row), {"resolution": "Index added"}).status_code == 302
    assert client.post(at("issue_close", world.own, row), {"resolution": "Again"}).status_code == 409
    assert "Index added" in client.get(at("issue", world.own, row)).content.decode()


def test_an_edit_from_an_old_page_is_a_conflict(cast, enter, world):
    row = issue(world.own)
    body = filled(row, title="Mine")
    Issue.objects.filter(pk=row.pk).update(title="Theirs")
    answer = enter(cast.pam).post(at("issue_edit", world.own, row), body)
    assert answer.status_code == 409
    assert Issue.objects.get(pk=row.pk).title == "Theirs"


def test_state_closed_is_reached_by_closing_alone(cast, enter, world):
    row = issue(world.own)
    assert enter(cast.pam).post(at("issue_edit", world.own, row), filled(row, state="closed")).status_code == 422


@pytest.mark.parametrize("name", ["issue_edit", "issue_close", "issue_hand_over"])
@pytest.mark.parametrize("who", sorted(SEES_PROJECT - {"pam"}))
def test_others_change_nothing(cast, enter, world, name, who):
    row = issue(world.own)
    client = enter(getattr(cast, who))
    assert client.get(at(name, world.own, row)).status_code == 403
    assert client.post(at(name, world.own, row), {"resolution": "mine"}).status_code == 403
    assert Issue.objects.get(pk=row.pk).state == "open"


def test_a_follow_on_action_takes_an_issue_over(cast, enter, world):
    row = issue(world.own)
    body = {"text": "Watch the load", "owner": cast.tom.person.public_id, "due": "2099-01-01"}
    answer = enter(cast.pam).post(at("issue_hand_over", world.own, row), body, follow=True)
    assert "Watch the load" in answer.content.decode()
    assert FollowOnAction.objects.get().issues.get() == row
    assert "handed over" in enter(cast.pam).get(at("issues", world.own)).content.decode()


@pytest.mark.attack
@pytest.mark.parametrize("name", ["issue", "issue_edit", "issue_close", "issue_hand_over"])
def test_a02_an_issue_of_another_project_is_not_there(cast, enter, world, name):
    alien = issue(world.foreign, "Secret trouble")
    client = enter(cast.pam)
    for answer in (
        client.get(at(name, world.own, alien)),
        client.post(at(name, world.own, alien), {"resolution": "x"}),
    ):
        assert answer.status_code == 404
        assert b"Secret trouble" not in answer.content
    assert Issue.objects.get(pk=alien.pk).row_version == alien.row_version


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?in_state=closed", {"Closed one"}),
        ("?of_severity=4", {"Critical one"}),
        ("?overdue=yes", {"Late one"}),
        ("?overdue=no", {"Closed one", "Critical one"}),
        ("?text=critical", {"Critical one"}),
    ],
)
def test_the_register_is_filtered(cast, enter, world, asked, found):
    issue(world.own, "Closed one", state="closed", resolution="x", closed_on=core.DAY)
    issue(world.own, "Critical one", severity=4)
    issue(world.own, "Late one", due=core.DAY)
    page = enter(cast.pam).get(at("issues", world.own) + asked).content.decode()
    assert {name for name in ("Closed one", "Critical one", "Late one") if name in page} == found


def test_what_is_late_says_so_in_a_word(cast, enter, world):
    issue(world.own, "Late one", due=core.DAY)
    page = enter(cast.pam).get(at("issues", world.own)).content.decode()
    assert "open · overdue" in page
    Issue.objects.update(state="closed", resolution="x", closed_on=core.DAY)
    assert "overdue</td>" not in enter(cast.pam).get(at("issues", world.own)).content.decode()


def test_the_owner_is_a_filter_too(cast, enter, world):
    issue(world.own, "Tom's", owner=cast.tom.person)
    issue(world.own, "Nobody's")
    page = enter(cast.pam).get(f"{at('issues', world.own)}?owned_by={cast.tom.person.public_id}").content.decode()
    assert "Tom&#x27;s" in page and "Nobody" not in page.split("<tbody>")[1]


def test_the_register_leaves_as_csv(cast, enter, world):
    issue(world.own, "=cmd()")
    text = b"".join(enter(cast.pam).get(at("issues", world.own) + "?export=csv").streaming_content).decode()
    assert "=cmd()" in text
    assert "\n=cmd" not in text


def test_fifty_issues_cost_no_query_more_than_two(cast, enter, world):
    client = enter(cast.pam)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(at("issues", world.own))
        return len(seen)

    issue(world.own, owner=cast.tom.person, raised_by=cast.tom)
    few = queries()
    for _turn in range(49):
        issue(world.own, owner=cast.tom.person, raised_by=cast.tom)
    assert queries() == few <= 20
