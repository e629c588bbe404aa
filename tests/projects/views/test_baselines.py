"""Versions of the plan: drafted by the manager, decided by others, compared by all who may see them."""

import pytest
from django.urls import reverse

from projects import services
from projects.models import Baseline, BaselineState
from tests.factories import core, plan


@pytest.fixture
def drafted(world, cast):
    plan.chain(world.own, 1, 2)
    return services.draft_baseline(world.own, by=cast.pam, on=core.DAY, reason="First plan")


def at(row, name):
    return reverse(f"projects:{name}", args=[row.project.public_id, row.public_id])


def listed(project, name="baselines"):
    return reverse(f"projects:{name}", args=[project.public_id])


@pytest.mark.parametrize(("who", "status"), [("pam", 200), ("tom", 200), ("ada", 200), ("stan", 403), ("zoe", 404)])
def test_who_sees_the_versions(drafted, cast, enter, who, status):
    client = enter(getattr(cast, who))
    assert client.get(listed(drafted.project)).status_code == status
    assert client.get(at(drafted, "baseline")).status_code == status


def test_the_manager_drafts_submits_and_throws_away(world, drafted, pam, enter):
    client = enter(pam)
    assert client.post(listed(world.own, "baseline_draft"), {"reason": "Again"}).status_code == 409
    assert client.post(at(drafted, "baseline_delete")).status_code == 302
    assert client.post(listed(world.own, "baseline_draft"), {"reason": ""}).status_code == 422
    answer = client.post(listed(world.own, "baseline_draft"), {"reason": "First"})
    made = Baseline.objects.get()
    assert (answer.status_code, answer.url) == (302, at(made, "baseline"))
    assert f"Baseline version {made.version}" in client.get(answer.url).content.decode()
    assert client.post(at(made, "baseline_submit")).status_code == 302
    assert client.post(at(made, "baseline_submit")).status_code == 409
    made.refresh_from_db()
    assert made.state == BaselineState.SUBMITTED


def test_the_sponsor_returns_it_with_a_reason(drafted, cast, enter):
    services.submit_baseline(drafted, by=cast.pam, on=core.DAY)
    client = enter(cast.sue)
    assert "Return to the author" in client.get(at(drafted, "baseline")).content.decode()
    assert client.post(at(drafted, "baseline_return"), {"reason": ""}).status_code == 422
    assert client.post(at(drafted, "baseline_return"), {"reason": "Too long"}).status_code == 302
    drafted.refresh_from_db()
    assert drafted.state == BaselineState.DRAFT


@pytest.mark.parametrize("name", ["baseline_submit", "baseline_delete"])
@pytest.mark.parametrize(("who", "status"), [("sue", 403), ("tom", 403), ("zoe", 404)])
def test_nobody_else_submits(drafted, cast, enter, name, who, status):
    assert enter(getattr(cast, who)).post(at(drafted, name)).status_code == status


def test_the_author_does_not_return_it_to_himself(drafted, pam, enter):
    assert enter(pam).post(at(drafted, "baseline_return"), {"reason": "x"}).status_code == 403


def test_the_page_shows_how_far_each_task_has_moved(drafted, cast, enter):
    task = drafted.project.tasks.get(name="A")
    services.edit_task(task, by=cast.pam, on=core.DAY, version=task.row_version, duration_min=960)
    page = enter(cast.sue).get(at(drafted, "baseline")).content.decode()
    assert f"projects.slip_v1:{task.public_id}" in page


def test_the_comparison_needs_the_same_queries_for_any_plan(drafted, pam, enter):
    client = enter(pam)
    client.get(at(drafted, "baseline"))
    with plan.counted() as few:
        client.get(at(drafted, "baseline"))
    for _ in range(15):
        plan.task(drafted.project)
    plan.scheduled(drafted.project)
    with plan.counted() as many:
        client.get(at(drafted, "baseline"))
    assert len(many) == len(few)
