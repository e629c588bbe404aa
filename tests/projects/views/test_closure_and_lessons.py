"""How are lessons and the closure checklist worked off in the browser?"""

import pytest
from django.urls import reverse

from projects.models import ClosureItem, FollowOnAction, Lesson, Project
from tests.factories.governance import action, closure_item, lesson

pytestmark = pytest.mark.django_db
LESSON = {"event": "The supplier left", "effect": "Six weeks lost", "recommendation": "Agree on a step-in right"}


def at(name, project, *rows):
    return reverse(f"projects:{name}", args=[project.public_id, *(row.public_id for row in rows)])


# ── lessons ─────────────────────────────────────────────────────────────────────────────────────


def test_a_lesson_goes_from_note_to_practice_through_two_people(cast, enter, world):
    assert enter(cast.tom).post(at("lesson_add", world.own), LESSON).status_code == 302
    row = Lesson.objects.get()
    url = at("lesson_advance", world.own, row)
    assert enter(cast.tom).post(url, {"to": "validated"}).status_code == 409
    assert enter(cast.pam).post(url, {"to": "applied"}).status_code == 409
    assert enter(cast.pam).post(url, {"to": "validated"}).status_code == 302
    assert enter(cast.pam).post(url, {"to": "validated"}).status_code == 409
    assert enter(cast.tom).post(url, {"to": "applied"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.validated_by) == ("applied", cast.pam)


def test_who_rewrote_a_lesson_does_not_validate_it(cast, enter, world):
    """Tom noted it, Pam put her words in its place: both wrote it, so a third says whether it holds."""
    row = lesson(world.own, created_by=cast.tom)
    row.refresh_from_db()
    enter(cast.pam).post(at("lesson_edit", world.own, row), {**LESSON, "row_version": row.row_version})
    for who in (cast.pam, cast.tom):
        assert enter(who).post(at("lesson_advance", world.own, row), {"to": "validated"}).status_code == 409
    row.refresh_from_db()
    assert (row.state, row.updated_by) == ("recorded", cast.pam)


def test_a_step_that_no_lesson_has_is_a_bad_request(cast, enter, world):
    row = lesson(world.own)
    assert enter(cast.pam).post(at("lesson_advance", world.own, row), {"to": "recorded"}).status_code == 400
    assert enter(cast.pam).get(at("lesson_advance", world.own, row)).status_code == 405


def test_a_recorded_lesson_is_changed_a_validated_one_is_not(cast, enter, world):
    row, client = lesson(world.own), enter(cast.pam)
    body = {**LESSON, "effect": "Eight weeks lost", "row_version": row.row_version}
    assert client.post(at("lesson_edit", world.own, row), body).status_code == 302
    Lesson.objects.filter(pk=row.pk).update(state="validated", validated_by=cast.sue)
    row.refresh_from_db()
    assert row.effect == "Eight weeks lost"
    assert client.post(at("lesson_edit", world.own, row), {**body, "row_version": row.row_version}).status_code == 409


@pytest.mark.parametrize(("who", "status"), [("sue", 403), ("ada", 403), ("stan", 403), ("zoe", 404)])
def test_others_write_no_lesson(cast, enter, world, who, status):
    row, client = lesson(world.own), enter(getattr(cast, who))
    assert client.post(at("lesson_add", world.own), LESSON).status_code == status
    assert client.post(at("lesson_advance", world.own, row), {"to": "validated"}).status_code == status
    assert Lesson.objects.get().state == "recorded"


@pytest.mark.parametrize("missing", ["event", "effect", "recommendation"])
def test_a_lesson_without_its_three_parts_gets_a_message(cast, enter, world, missing):
    assert enter(cast.pam).post(at("lesson_add", world.own), {**LESSON, missing: ""}).status_code == 422


def test_the_search_goes_over_visible_projects_only(cast, enter, world):
    lesson(world.own, event="Ours")
    lesson(world.foreign, event="Neighbours")
    lesson(world.far, event="Far away")
    url = reverse("projects:lesson_search")
    for who, sees in (("tom", {"Ours"}), ("paul", {"Ours", "Neighbours"}), ("ada", {"Ours", "Neighbours", "Far away"})):
        page = enter(getattr(cast, who)).get(url).content.decode()
        assert {word for word in ("Ours", "Neighbours", "Far away") if f">{word}<" in page} == sees
    assert enter(cast.stan).get(url).status_code == 403
    page = enter(cast.paul).get(f"{url}?text=neighb").content.decode()
    assert ">Ours<" not in page


@pytest.mark.attack
def test_a02_a_lesson_of_another_project_is_not_there(cast, enter, world):
    alien = lesson(world.foreign)
    for name in ("lesson_edit", "lesson_advance"):
        assert enter(cast.pam).post(at(name, world.own, alien), {"to": "validated"}).status_code == 404
    assert Lesson.objects.get().state == "recorded"


# ── closure ─────────────────────────────────────────────────────────────────────────────────────


def test_the_page_leads_to_every_duty_before_closing(cast, enter, world):
    closure_item(world.own, "Archive the records")
    page = enter(cast.sue).get(at("closure", world.own)).content.decode()
    assert "Archive the records" in page
    assert page.count(f"/projects/{world.own.public_id}/readiness/") == 2


def test_a_line_is_done_with_evidence(cast, enter, world):
    row, client = closure_item(world.own), enter(cast.pam)
    url = at("closure_item", world.own, row)
    assert client.post(url, {"state": "done", "note": ""}).status_code == 422
    assert client.post(url, {"state": "done", "note": "Archive 7, shelf 3"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.done_by, row.note) == ("done", cast.pam, "Archive 7, shelf 3")
    assert client.post(url, {"state": "open", "note": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.done_by, row.done_on) == ("open", None, None)


def test_what_does_not_apply_has_a_reason(cast, enter, world):
    row, client = closure_item(world.own), enter(cast.pam)
    url = at("closure_item", world.own, row)
    assert client.post(url, {"state": "not_applicable", "note": " "}).status_code == 422
    assert client.post(url, {"state": "not_applicable", "note": "No contract"}).status_code == 302


def test_the_checklist_of_a_closed_project_stays(cast, enter, world):
    row = closure_item(world.own)
    Project.objects.filter(pk=world.own.pk).update(state="closed")
    body = {"state": "done", "note": "late"}
    assert enter(cast.pam).post(at("closure_item", world.own, row), body).status_code == 409


@pytest.mark.parametrize(("who", "status"), [("paul", 403), ("sue", 403), ("tom", 403), ("stan", 403), ("zoe", 404)])
def test_only_the_manager_works_the_list_off(cast, enter, world, who, status):
    row, todo, client = closure_item(world.own), action(world.own), enter(getattr(cast, who))
    assert client.post(at("closure_item", world.own, row), {"state": "done", "note": "x"}).status_code == status
    assert client.post(at("action_done", world.own, todo)).status_code == status
    assert client.post(at("action_add", world.own), {"text": "x"}).status_code == status
    assert ClosureItem.objects.get().state == "open"


def test_a_follow_on_action_has_an_owner_and_a_date_and_gets_done(cast, enter, world):
    client = enter(cast.pam)
    body = {"text": "Watch the load", "owner": cast.tom.person.public_id, "due": "2099-01-01"}
    assert client.post(at("action_add", world.own), {**body, "due": "2020-01-01"}).status_code == 422
    assert client.post(at("action_add", world.own), {**body, "owner": ""}).status_code == 422
    assert client.post(at("action_add", world.own), body).status_code == 302
    row = FollowOnAction.objects.get()
    assert client.post(at("action_done", world.own, row)).status_code == 302
    assert client.post(at("action_done", world.own, row)).status_code == 409


@pytest.mark.attack
def test_a02_lines_and_actions_of_another_project_are_not_there(cast, enter, world):
    line, todo, client = closure_item(world.foreign), action(world.foreign), enter(cast.pam)
    assert client.post(at("closure_item", world.own, line), {"state": "done", "note": "x"}).status_code == 404
    assert client.post(at("action_done", world.own, todo)).status_code == 404
    assert ClosureItem.objects.get().state == "open"
    assert FollowOnAction.objects.get().done_on is None
