"""A cell is edited where it stands: the answer holds the row, what moved with it, and the bars."""

import pytest
from django.urls import reverse

from projects import services
from projects.models import Dependency, Project, Task
from tests.factories import core, plan


@pytest.fixture
def abc(world):
    return plan.chain(world.own, 1, 2, 1)


def cell(task, name="projects:task_cell"):
    return reverse(name, args=[task.project.public_id, task.public_id])


def send(client, task, field, value, version=None, name="projects:task_cell", query=""):
    task.refresh_from_db()
    data = {"field": field, field: value, "row_version": version or task.row_version}
    return client.post(cell(task, name) + query, data)


def test_a_longer_task_answers_with_the_rows_that_moved_and_the_bars(abc, pam, enter):
    a, b, _c = abc
    answer = send(enter(pam, htmx=True), b, "duration", "4d")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.strip().startswith(f'<tr id="task-{b.public_id}"')
    assert page.count("<tr") == 2  # b itself, and c that waits for it; a did not move
    assert 'id="plan-chart"' in page
    assert page.count("hx-swap-oob") == 2
    b.refresh_from_db()
    assert b.duration_min == 4 * 480
    assert f'data-version="{b.row_version}"' in page
    assert f"task-{a.public_id}" not in page


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("duration", "soon", "Write a duration"),
        ("duration", "", "required"),
        ("name", "", "required"),
        ("name", "x" * 501, "at most 500"),
        ("percent", "101", "less than or equal"),
        ("percent", "half", "number"),
        ("predecessors", "77", "no task 77"),
        ("predecessors", "3", "wait for each other"),
        ("responsible", "00000000-0000-0000-0000-000000000000", "valid choice"),
    ],
)
def test_what_cannot_be_stands_in_the_cell(abc, pam, enter, field, value, why):
    answer = send(enter(pam, htmx=True), abc[1], field, value)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "is-invalid" in page
    assert why in page


def test_an_edit_after_somebody_elses_shows_both_values(abc, pam, enter):
    a = abc[0]
    services.edit_task(a, by=None, on=core.DAY, version=a.row_version, name="Theirs")
    answer = send(enter(pam, htmx=True), a, "name", "Mine", version=1)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "is-conflict" in page
    assert "Theirs" in page
    assert "You typed: Mine" in page
    assert Task.objects.get(pk=a.pk).name == "Theirs"


def test_predecessors_typed_over_somebody_elses_are_a_conflict_too(abc, pam, enter):
    a, _b, c = abc
    client = enter(pam, htmx=True)
    old = Task.objects.get(pk=c.pk).row_version
    assert send(client, c, "predecessors", "1FS+1d").status_code == 200
    assert send(client, c, "predecessors", "2", version=old).status_code == 409
    assert Dependency.objects.get(succ=c).pred_id == a.pk


def test_name_person_and_predecessors_are_saved(abc, cast, enter):
    a, _b, c = abc
    core.role(core.person("Nina"), "team_member", project=a.project)
    client = enter(cast.pam, htmx=True)
    assert send(client, a, "name", "Alpha").status_code == 200
    assert send(client, a, "responsible", str(cast.tom.person.public_id)).status_code == 200
    assert send(client, c, "predecessors", "1SS+2d, 2").status_code == 200
    a.refresh_from_db()
    assert (a.name, a.responsible) == ("Alpha", cast.tom.person)
    assert c.predecessors.count() == 2


def test_the_share_complete_follows_the_percent_sign_or_not(abc, pam, enter):
    assert send(enter(pam, htmx=True), abc[0], "percent", "50 %").status_code == 200
    abc[0].refresh_from_db()
    assert abc[0].percent == plan.share("0.5")


def test_a_row_that_leaves_the_filter_still_answers(abc, pam, enter):
    answer = send(enter(pam, htmx=True), abc[0], "percent", "100", query="?show=open&zoom=week")
    assert answer.status_code == 200
    assert f"task-{abc[0].public_id}" in answer.content.decode()


def test_the_team_member_reports_his_own_share_and_nothing_else(abc, cast, enter):
    a, b, _c = abc
    Task.objects.filter(pk=a.pk).update(responsible=cast.tom.person)
    client = enter(cast.tom, htmx=True)
    own = "projects:task_progress_cell"
    assert send(client, a, "percent", "20", name=own).status_code == 200
    assert send(client, b, "percent", "20", name=own).status_code == 403
    assert send(client, a, "name", "Mine", name=own).status_code == 422
    assert send(client, a, "percent", "30").status_code == 403


@pytest.mark.parametrize(("who", "status"), [("sue", 403), ("stan", 403), ("ada", 403), ("zoe", 404)])
def test_nobody_else_edits(abc, cast, enter, who, status):
    for name in ("projects:task_cell", "projects:task_progress_cell"):
        assert send(enter(getattr(cast, who), htmx=True), abc[0], "percent", "20", name=name).status_code == status


def test_an_unknown_field_a_missing_version_and_a_get_are_refused(abc, pam, enter):
    client = enter(pam, htmx=True)
    assert send(client, abc[0], "kind", "loe").status_code == 400
    assert client.post(cell(abc[0]), {"field": "name", "name": "x"}).status_code == 422
    assert client.post(cell(abc[0]), {}).status_code == 422
    assert client.get(cell(abc[0])).status_code == 405


def test_a_closed_project_says_why_in_the_cell(abc, pam, enter):
    Project.objects.update(state="closed")
    answer = send(enter(pam, htmx=True), abc[0], "name", "Late")
    assert answer.status_code == 409
    assert "does not change" in answer.content.decode()
