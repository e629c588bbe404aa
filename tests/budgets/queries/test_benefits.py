"""How much of a target is reached, and if nobody can say, why not?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import queries
from budgets.queries.benefits import owned_benefits
from tests.factories import cases, core

pytestmark = pytest.mark.django_db
LATER = core.DAY + dt.timedelta(days=30)


@pytest.fixture
def project():
    return core.project()


def reached(project, as_of=LATER):
    return queries.benefit_rows(project, as_of=as_of)[0].reached


@pytest.mark.parametrize(("measured", "share"), [(60, "0"), (45, "0.5"), (30, "1"), (15, "1.5"), (75, "-0.5")])
def test_the_share_is_the_way_gone_of_the_way_to_go(project, measured, share):
    cases.point(cases.measure(cases.benefit(project)), realised=measured)
    assert reached(project).value == Decimal(share)


def test_more_is_better_counts_the_other_way(project):
    measure = cases.measure(cases.benefit(project), direction="up", baseline_value=10, target=20)
    cases.point(measure, realised=15)
    assert reached(project).value == Decimal("0.5")


def test_the_last_measured_value_counts_and_none_of_the_future(project):
    measure = cases.measure(cases.benefit(project))
    cases.point(measure, core.DAY, realised=45)
    cases.point(measure, LATER, realised=30)
    cases.point(measure, LATER + dt.timedelta(days=1), planned=30)
    assert reached(project, core.DAY).value == Decimal("0.5")
    assert reached(project).value == 1


def test_a_benefit_without_a_measure_says_so(project):
    cases.benefit(project)
    assert reached(project).reason == "no_measure"


def test_a_plan_is_no_measurement(project):
    cases.point(cases.measure(cases.benefit(project)), planned=45)
    assert reached(project).reason == "not_measured"


def test_keeping_a_level_has_no_share(project):
    cases.point(cases.measure(cases.benefit(project), target=60), realised=60)
    assert reached(project).reason == "target_is_baseline"


def test_several_measures_count_alike_and_all_must_be_known(project):
    benefit = cases.benefit(project)
    first, second = cases.measure(benefit), cases.measure(benefit, name="Clicks per search")
    cases.point(first, realised=30)
    assert reached(project).reason == "not_measured"
    cases.point(second, realised=60)
    assert reached(project).value == Decimal("0.5")


def test_the_figures_open_by_their_keys(project):
    measure = cases.measure(cases.benefit(project))
    cases.point(measure, realised=45)
    whole = reached(project)
    for figure in (whole, *whole.inputs):
        assert queries.find_figure(project, figure.key, as_of=LATER) == figure
    assert [leaf.value for leaf in whole.inputs[0].inputs] == [60, 30, 45]
    assert queries.find_figure(core.project(), whole.key, as_of=LATER) is None
    assert queries.find_figure(project, "budgets.benefit_reached:x", as_of=LATER) is None


def test_an_owner_sees_what_he_promised_in_any_project(project):
    olga = core.person("Olga Owner")
    for name in ("B", "A"):
        cases.benefit(project, name, owner=olga)
    cases.benefit(core.project(code="ZZZ-001"), "C", owner=olga)
    cases.benefit(project, "D", owner=core.person())
    cases.benefit(project, "E", owner=olga, state="dropped", state_reason="not wanted")
    assert [row.benefit.name for row in owned_benefits(olga.user, as_of=LATER)] == ["A", "B", "C"]


def test_the_register_takes_three_queries_however_long_it_is(project, django_assert_num_queries):
    for number in range(8):
        measure = cases.measure(cases.benefit(project, f"Benefit {number}"))
        cases.point(measure, realised=45)
    with django_assert_num_queries(3):
        queries.benefit_rows(project, as_of=LATER)
