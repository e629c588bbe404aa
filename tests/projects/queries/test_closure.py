"""Which counts of governance can be opened, down to where they stand?"""

import datetime as dt

import pytest
from django.urls import reverse

from foundation.figures import Figure
from projects.models import GateReview, Project, Stage
from projects.queries import find_figure, find_governance_figure, gates_due
from projects.queries.closure import checklist
from tests.factories import core
from tests.factories.governance import closure_item, gate, held, issue

pytestmark = pytest.mark.django_db
KEYS = ["projects.overdue_issues", "projects.gates_due", "projects.gates_decided", "projects.closure_open"]
TOMORROW = core.DAY + dt.timedelta(days=1)


@pytest.fixture
def project():
    return core.project()


@pytest.mark.parametrize("key", KEYS)
def test_each_count_is_found_by_its_key_on_an_empty_project(project, key):
    found = find_figure(project, key, as_of=core.DAY)
    assert isinstance(found, Figure)
    assert (found.key, found.value, found.scope) == (key, 0, str(project.public_id))
    assert found.formula


@pytest.mark.parametrize("key", ["projects.nothing", "budgets.available", "projects.", ""])
def test_a_key_of_others_is_not_ours(project, key):
    assert find_governance_figure(project, key, as_of=core.DAY) is None


def test_an_issue_is_overdue_the_day_after_its_due_date(project):
    issue(project, due=core.DAY)
    issue(project, due=core.DAY, state="closed", resolution="x", closed_on=core.DAY)
    issue(project)
    count = [find_figure(project, "projects.overdue_issues", as_of=day).value for day in (core.DAY, TOMORROW)]
    assert count == [0, 1]


def test_a_held_gate_is_due_whatever_its_date(project):
    gate(project, "G1")
    waiting = held(project, "G2", by=None)
    found = find_figure(project, "projects.gates_due", as_of=core.DAY)
    assert found.value == 1
    assert found.inputs[0].address == reverse("projects:gate", args=[project.public_id, waiting.public_id])


def test_a_planned_gate_is_due_on_its_day_or_on_the_end_of_its_stage(project):
    dated, by_stage, later = gate(project, "G1"), gate(project, "G2"), gate(project, "G3")
    GateReview.objects.filter(pk=dated.pk).update(planned_on=core.DAY)
    Stage.objects.filter(pk=by_stage.stage_id).update(planned_finish=core.DAY)
    GateReview.objects.filter(pk=later.pk).update(planned_on=TOMORROW)
    assert list(gates_due(project, by=core.DAY)) == [dated, by_stage]
    assert list(gates_due(project, by=TOMORROW)) == [dated, by_stage, later]


def test_what_is_settled_leaves_the_open_lines(project):
    closure_item(project)
    closure_item(project, state="not_applicable", note="No contract")
    found = find_figure(project, "projects.closure_open", as_of=core.DAY)
    assert (found.value, [part.value for part in found.inputs]) == (1, [2, 1])


def test_the_checklist_stands_by_section_in_order(project):
    first, second = closure_item(project, "One"), closure_item(project, "Two")
    assert checklist(project) == [("Records", [first, second])]


def test_counts_of_one_project_know_nothing_of_another(project):
    other = core.project()
    issue(other, due=core.DAY)
    held(other, by=None)
    closure_item(other)
    assert Project.objects.count() == 2
    assert [find_figure(project, key, as_of=TOMORROW).value for key in KEYS] == [0, 0, 0, 0]
