"""A business case waits for its decision exactly when nothing keeps it from being issued."""

import pytest

from budgets.models import CbaLine, CbaOption
from budgets.queries import ready_cases
from budgets.queries.cases import issue_obstacles, whole_case
from projects.models import Project
from tests.factories import cases


def _none(case):
    pass


def _no_words(case):
    type(case).objects.filter(pk=case.pk).update(recommendation="  \n")


def _no_base(case):
    case.options.filter(kind="do_nothing").delete()


def _no_preferred(case):
    case.options.update(preferred=False)


def _one_option(case):
    CbaLine.objects.filter(option__name="Hire librarians").delete()
    case.options.filter(name="Hire librarians").delete()


def _without_lines(case):
    CbaLine.objects.filter(option__name="Hire librarians").delete()


def _without_reason(case):
    CbaOption.objects.filter(cba=case, name="Hire librarians").update(rejected_because=" ")


@pytest.mark.parametrize(
    "spoil", [_none, _no_words, _no_base, _no_preferred, _one_option, _without_lines, _without_reason]
)
def test_the_question_in_sql_agrees_with_the_obstacles_in_words(world, spoil):
    case = cases.golden(world.own)
    spoil(case)
    case.refresh_from_db()
    assert ready_cases().filter(pk=case.pk).exists() == (not issue_obstacles(whole_case(case)))
    assert ready_cases().filter(pk=case.pk).exists() == (spoil is _none)


def test_a_case_in_force_does_not_wait(world):
    cases.issued(world.own)
    assert not ready_cases().exists()


@pytest.mark.parametrize(("state", "waits"), [("proposed", True), ("rejected", False), ("cancelled", False)])
def test_the_draft_of_a_project_that_will_not_be_done_does_not_wait(world, state, waits):
    cases.golden(world.own)
    Project.objects.filter(pk=world.own.pk).update(state=state)
    assert ready_cases().exists() is waits
