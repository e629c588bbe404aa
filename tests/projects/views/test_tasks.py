"""Everything about a task is possible on plain pages, by those who may."""

import pytest
from django.urls import reverse

from projects.models import Dependency, Task
from tests.factories import plan


@pytest.fixture
def abc(world):
    return plan.chain(world.own, 1, 2, 1)


def at(row, name):
    return reverse(f"projects:{name}", args=[row.project.public_id, row.public_id])


def whole(client, task, **changed):
    """The edit form as a browser sends it back."""
    form = client.get(at(task, "task_edit")).context["form"]
    data = {field.html_name: field.value() if field.value() is not None else "" for field in form}
    return {**data, **changed}


@pytest.mark.parametrize("who", ["pam", "paul", "sue", "eve", "finn", "rita", "tom", "ada"])
def test_the_cast_reads_a_task(abc, cast, enter, who):
    assert enter(getattr(cast, who)).get(at(abc[1], "task")).status_code == 200


@pytest.mark.parametrize("name", ["task_edit", "task_delete", "link_add"])
@pytest.mark.parametrize(("who", "status"), [("pam", 200), ("tom", 403), ("sue", 403), ("stan", 403), ("zoe", 404)])
def test_only_the_manager_opens_what_changes_it(abc, cast, enter, name, who, status):
    assert enter(getattr(cast, who)).get(at(abc[0], name)).status_code == status


def test_a_task_of_another_project_does_not_exist_here(world, abc, pam, enter):
    stranger = plan.task(world.far)
    assert enter(pam).get(reverse("projects:task", args=[world.own.public_id, stranger.public_id])).status_code == 404


def test_a_task_is_added_with_its_predecessor(abc, pam, enter):
    client = enter(pam)
    add = reverse("projects:task_add", args=[abc[0].project.public_id])
    data = {"name": "D", "kind": "task", "duration": "2w", "predecessors": "1", "constraint_type": "ASAP"}
    answer = client.post(f"{add}?after={abc[0].public_id}", data)
    made = Task.objects.get(name="D")
    assert answer.url.endswith(f"#task-{made.public_id}")
    assert (made.wbs_code, made.duration_min, made.predecessors.get().pred) == ("2", 4800, abc[0])
    client.post(f"{add}?parent={made.public_id}", {**data, "name": "E", "predecessors": ""})
    assert not Task.objects.filter(name="E").exists()  # D has links, nothing hangs below it


def test_a_wrong_form_keeps_what_was_typed_and_writes_nothing(abc, pam, enter):
    add = reverse("projects:task_add", args=[abc[0].project.public_id])
    for wrong in (
        {"predecessors": "99"}, {"duration": "soon"}, {"constraint_type": "MSO"}, {"name": ""}, {"kind": "x"},
        {"deadline": "31/31/31"}, {"constraint_type": "SNET", "constraint_date": "1234567-01-01"},
        {"deadline": "9999-12-31"}, {"constraint_type": "SNET", "constraint_date": "1066-10-14"},
    ):  # fmt: skip
        answer = enter(pam).post(add, {"name": "D", "kind": "task", "duration": "1d", **wrong})
        assert answer.status_code == 422, wrong
    assert Task.objects.count() == 3


@pytest.mark.parametrize("place", ["?after=nonsense", "?parent=00000000-0000-0000-0000-000000000000", "?after="])
def test_an_unknown_place_is_the_end(abc, pam, enter, place):
    add = reverse("projects:task_add", args=[abc[0].project.public_id])
    enter(pam).post(add + place, {"name": "D", "kind": "milestone", "duration": ""})
    assert Task.objects.get(name="D").wbs_code == "4"


def test_all_fields_of_a_task_are_edited_on_its_page(abc, cast, enter):
    client, a = enter(cast.pam), abc[1]
    person = str(cast.tom.person.public_id)
    data = whole(client, a, name="Bee", duration="3d", responsible=person, deadline="2026-03-06",
                 constraint_type="SNET", constraint_date="2026-03-04", predecessors="1FS+1d")  # fmt: skip
    assert client.post(at(a, "task_edit"), data).status_code == 302
    a.refresh_from_db()
    assert (a.name, a.duration_min, a.deadline.isoformat()) == ("Bee", 1440, "2026-03-07T00:00:00+00:00")
    assert a.predecessors.get().lag_min == 480
    form = client.get(at(a, "task_edit")).context["form"]
    assert (str(form["deadline"].value()), str(form["constraint_date"].value())) == ("2026-03-06", "2026-03-04")
    assert form["predecessors"].value() == "1FS+1d"


def test_an_old_form_answers_with_both_values(abc, pam, enter):
    client, a = enter(pam), abc[0]
    data = whole(client, a, name="Mine")
    Task.objects.filter(pk=a.pk).update(name="Theirs")
    answer = client.post(at(a, "task_edit"), data)
    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    assert "Mine" in answer.content.decode()


def test_the_responsible_person_reports_on_his_page(abc, cast, enter):
    a = abc[0]
    Task.objects.filter(pk=a.pk).update(responsible=cast.tom.person)
    client = enter(cast.tom)
    assert "Report progress" in client.get(at(a, "task")).content.decode()
    a.refresh_from_db()
    data = {"percent": "100", "actual_start": "2026-03-02", "actual_finish": "2026-03-02", "remaining": "",
            "row_version": a.row_version}  # fmt: skip
    assert client.post(at(a, "task_progress"), data).status_code == 302
    a.refresh_from_db()
    assert (a.percent, a.actual_finish is not None) == (1, True)
    assert client.post(at(a, "task_progress"), {**data, "row_version": 1}).status_code == 409
    late = {**data, "row_version": a.row_version, "actual_finish": "2999-01-01"}
    assert client.post(at(a, "task_progress"), late).status_code == 422
    assert client.post(at(abc[1], "task_progress"), {**data, "row_version": 1}).status_code == 403


def test_tasks_move_by_buttons(abc, pam, enter):
    client = enter(pam)
    assert client.post(at(abc[2], "task_move"), {"how": "up"}).status_code == 302
    assert Task.objects.get(pk=abc[2].pk).wbs_code == "2"
    assert client.post(at(abc[2], "task_move"), {"how": "sideways"}).status_code == 400
    assert client.post(at(abc[0], "task_move"), {"how": "up"}).status_code == 422


def test_work_is_cancelled_and_taken_back_from_the_toast(abc, pam, enter):
    client = enter(pam)
    page = client.post(at(abc[2], "task_cancel"), follow=True).content.decode()
    assert at(abc[2], "task_restore") in page
    assert Task.objects.get(pk=abc[2].pk).cancelled_on is not None
    client.post(at(abc[2], "task_restore"))
    assert Task.objects.get(pk=abc[2].pk).cancelled_on is None


def test_deleting_says_first_what_is_lost(abc, pam, enter):
    client = enter(pam)
    assert "are lost" in client.get(at(abc[2], "task_delete")).content.decode()
    assert client.post(at(abc[2], "task_delete")).status_code == 302
    assert not Task.objects.filter(pk=abc[2].pk).exists()


def test_links_are_added_changed_and_removed_on_plain_pages(abc, pam, enter):
    a, _b, c = abc
    client = enter(pam)
    data = {"pred": str(a.public_id), "type": "SS", "lag": "2d"}
    assert client.post(at(c, "link_add"), data).status_code == 302
    assert client.post(at(c, "link_add"), data).status_code == 422
    assert client.post(at(a, "link_add"), {**data, "pred": str(c.public_id)}).status_code == 422
    link = Dependency.objects.get(type="SS")
    assert link.lag_min == 960
    form = client.get(at(link, "link_edit")).context["form"]
    assert form["lag"].value() == "2d"
    changed = {"type": "FF", "lag": "-4h", "row_version": link.row_version}
    assert client.post(at(link, "link_edit"), changed).status_code == 302
    assert client.post(at(link, "link_edit"), changed).status_code == 409
    assert client.post(at(link, "link_edit"), {"type": "FF", "lag": "soon"}).status_code == 422
    link.refresh_from_db()
    assert (link.type, link.lag_min) == ("FF", -240)
    assert client.post(at(link, "link_remove")).status_code == 302
    assert not Dependency.objects.filter(pk=link.pk).exists()


def test_a_link_of_another_project_does_not_exist_here(world, abc, pam, enter):
    x, y = plan.chain(world.far, 1, 1)
    link = Dependency.objects.get(pred=x, succ=y)
    assert enter(pam).get(reverse("projects:link_edit", args=[world.own.public_id, link.public_id])).status_code == 404


@pytest.mark.parametrize("name", ["task_move", "task_cancel", "task_restore", "task_delete"])
@pytest.mark.parametrize(("who", "status"), [("tom", 403), ("sue", 403), ("zoe", 404)])
def test_nobody_else_changes_the_plan(abc, cast, enter, name, who, status):
    assert enter(getattr(cast, who)).post(at(abc[0], name), {"how": "up"}).status_code == status


def test_a_task_page_needs_the_same_queries_with_many_links(abc, pam, enter):
    client, c = enter(pam), abc[2]
    client.get(at(c, "task"))
    with plan.counted() as few:
        client.get(at(c, "task"))
    for n in range(12):
        plan.link(plan.task(c.project, f"P{n}"), c)
    with plan.counted() as many:
        client.get(at(c, "task"))
    assert len(many) == len(few)
