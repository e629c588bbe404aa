"""What does Postgres refuse about benefits, their measures and points?"""

import datetime as dt

import pytest

from budgets.models import Benefit, BenefitMeasure, BenefitPoint
from tests.factories import cases, core
from tests.refusals import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def benefit():
    return cases.benefit(core.project(), created_by=core.person("Pam Porter").user)


@pytest.fixture
def measure(benefit):
    return cases.measure(benefit)


def update(row, **values):
    type(row)._base_manager.filter(pk=row.pk).update(**values)


SIGNED = {"approved_at": core.MONDAY_9}


@pytest.mark.parametrize("state", ["approved", "realising", "realised"])
def test_an_approved_benefit_has_an_owner(benefit, state):
    assert Benefit._meta.label == "budgets.Benefit"
    approver = core.person().user
    with refused_by("benefit_approved_has_owner"):
        update(benefit, state=state, approved_by=approver, **SIGNED)


@pytest.mark.parametrize("state", ["approved", "realising", "realised"])
def test_an_approved_benefit_names_who_approved_it(benefit, state):
    owner = core.person("Olga Owner")
    with refused_by("benefit_approval_has_approver"):
        update(benefit, state=state, owner=owner)


def test_the_author_of_a_benefit_does_not_approve_it(benefit):
    owner = core.person("Olga Owner")
    with refused_by("benefit_approver_is_not_author"):
        update(benefit, state="approved", owner=owner, approved_by=benefit.created_by, **SIGNED)


def test_a_benefit_has_a_name(benefit):
    with refused_by("benefit_has_name"):
        update(benefit, name="")


@pytest.mark.parametrize("wrong", [{"state": "gone"}, {"category": "nice"}])
def test_state_and_category_are_known(benefit, wrong):
    values = {"owner": core.person(), "approved_by": core.person().user, **SIGNED, **wrong}
    with refused_by("benefit_words_known"):
        update(benefit, **values)


@pytest.mark.parametrize("state", ["missed", "dropped"])
def test_what_was_missed_or_dropped_says_why(benefit, state):
    values = {"owner": core.person(), "approved_by": core.person().user, **SIGNED}
    with refused_by("benefit_end_has_reason"):
        update(benefit, state=state, **values)
    update(benefit, state=state, state_reason="The law changed", **values)


def test_a_measure_exists_once_in_a_benefit(measure):
    assert BenefitMeasure._meta.label == "budgets.BenefitMeasure"
    with refused_by("measure_once"):
        cases.measure(measure.benefit)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"unit": ""}])
def test_a_measure_has_a_name_and_a_unit(measure, wrong):
    with refused_by("measure_has_name_and_unit"):
        update(measure, **wrong)


@pytest.mark.parametrize(("direction", "target"), [("up", 59), ("down", 61), ("side", 60)])
def test_a_target_lies_in_the_direction_that_is_better(measure, direction, target):
    with refused_by("measure_target_in_its_direction"):
        update(measure, direction=direction, target=target)


def test_to_keep_a_level_is_a_target_too(measure):
    update(measure, target=60)


def test_a_target_is_due_after_the_baseline(measure):
    with refused_by("measure_target_after_baseline"):
        update(measure, target_on=measure.baseline_on - dt.timedelta(days=1))


def test_one_point_a_day(measure):
    assert BenefitPoint._meta.label == "budgets.BenefitPoint"
    cases.point(measure, planned=50)
    with refused_by("benefit_point_once"):
        cases.point(measure, realised=55)


def test_a_point_holds_a_value(measure):
    with refused_by("benefit_point_has_value"):
        cases.point(measure)
