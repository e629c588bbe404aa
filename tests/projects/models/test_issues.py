"""What does Postgres refuse about issues?"""

import pytest

from projects.models import FollowOnAction, Issue
from tests.factories import core
from tests.refusals import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue():
    return Issue.objects.create(project=core.project(), number=1, title="Licences run out", raised_on=core.DAY)


def change(issue, **fields):
    Issue.objects.filter(pk=issue.pk).update(**fields)


def test_a_number_names_one_issue_of_a_project(issue):
    Issue.objects.create(project=core.project(), number=1, title="Other project", raised_on=core.DAY)
    with refused_by("issue_number_once"):
        Issue.objects.create(project=issue.project, number=1, title="Again", raised_on=core.DAY)


def test_an_issue_has_a_title(issue):
    with refused_by("issue_has_title"):
        change(issue, title="")


@pytest.mark.parametrize("severity", [0, 5])
def test_a_severity_is_one_of_four(issue, severity):
    with refused_by("issue_severity_1_4"):
        change(issue, severity=severity)


@pytest.mark.parametrize(
    "half",
    [
        {"state": "closed", "closed_on": core.DAY},
        {"state": "closed", "resolution": "Renewed"},
        {"state": "open", "closed_on": core.DAY},
    ],
)
def test_an_issue_closes_with_a_resolution_on_a_day(issue, half):
    with refused_by("issue_closed_has_resolution_and_day"):
        change(issue, **half)
    change(issue, state="closed", closed_on=core.DAY, resolution="Renewed for three years")


def test_an_issue_is_handed_to_a_follow_on_action_of_its_own_project_same_project(issue):
    def action(project):
        return FollowOnAction.objects.create(project=project, text="Renew", owner=core.person(), due=core.DAY)

    change(issue, follow_on=action(issue.project))
    with refused_by("same_project"):
        change(issue, follow_on=action(core.project()))
