"""The cast and the forty plots, before any row is written."""

import datetime as dt
from collections import Counter

import pytest

from foundation.accounts.rights import Role
from portfolio.demo import catalogue
from portfolio.demo.money import SHARES
from portfolio.demo.people import CAST, months_before
from portfolio.demo.plans import seed
from portfolio.demo.risks import ANSWERS, BASES
from projects.engine.lifecycles import methodologies, sourcing_models
from projects.models import State
from risks.engine.exposure import allowed


def test_forty_projects_with_names_of_their_own():
    assert len(catalogue.PLOTS) == 40
    assert len({plot.name for plot in catalogue.PLOTS}) == 40


def test_each_programme_has_projects_and_hangs_in_a_portfolio():
    assert {plot.programme for plot in catalogue.PLOTS} == set(catalogue.PROGRAMMES)
    assert {above for above, _name in catalogue.PROGRAMMES.values()} == set(catalogue.PORTFOLIOS)


def test_all_states_are_played():
    assert {plot.state for plot in catalogue.PLOTS} == set(State.values)


def test_every_methodology_is_played_and_every_sourcing_model_is_known():
    assert {plot.methodology for plot in catalogue.PLOTS} == set(methodologies())
    assert {plot.sourcing for plot in catalogue.PLOTS} - {""} <= set(sourcing_models())


@pytest.mark.parametrize("plot", catalogue.PLOTS, ids=lambda plot: plot.name)
def test_the_state_of_a_plot_fits_its_days(plot):
    begun = plot.state in ("active", "on_hold", "closing", "closed", "cancelled")
    assert (plot.start < 0) == begun or plot.state == "rejected"
    if plot.state in ("closing", "closed"):
        assert plot.start + plot.months * plot.pace < -1, "its work is over"
    if plot.state == "active":
        assert plot.start + plot.months * plot.pace > 0.5, "its work goes on"
    assert bool(plot.ended) == (plot.state == "cancelled")


def test_some_run_well_some_badly_and_one_is_silent():
    active = [plot for plot in catalogue.PLOTS if plot.state == "active"]
    assert sum(plot.pace <= 1.05 and plot.cost <= 1.03 for plot in active) >= 8
    assert sum(plot.pace >= 1.2 for plot in active) >= 4
    assert [plot.name for plot in active if plot.silent > 45] == ["Wide area network"]


def test_each_kind_of_work_has_words_and_a_split_of_its_money():
    kinds = {plot.kind for plot in catalogue.PLOTS}
    assert kinds == set(catalogue.WORK) == set(SHARES)
    assert {kind: sum(parts.values()) for kind, parts in SHARES.items()} == dict.fromkeys(kinds, 100)


def test_each_role_is_played_by_one_account():
    assert Counter(role for _name, _unit, role, _scope in CAST.values()) == Counter(Role)


def test_answers_fit_the_kind_of_risk():
    for kind, answers in ANSWERS.items():
        assert all(allowed(kind, strategy) for strategy, _action in answers)


def test_a_risk_is_worst_before_its_answers_and_best_after_them():
    inherent, current, residual = (more * dearer for more, dearer in BASES.values())
    assert inherent > current > residual


def test_chance_comes_from_the_code_alone():
    first, again = seed("DIG-001"), seed("DIG-001")
    assert [first.randint(0, 999) for _ in range(5)] == [again.randint(0, 999) for _ in range(5)]
    assert seed("DIG-001").random() != seed("DIG-002").random()


@pytest.mark.parametrize(
    ("day", "months", "first"),
    [
        (dt.date(2026, 11, 22), 3, dt.date(2026, 8, 1)),
        (dt.date(2026, 1, 31), 1, dt.date(2025, 12, 1)),
        (dt.date(2026, 1, 31), 25, dt.date(2023, 12, 1)),
        (dt.date(2026, 11, 22), -2, dt.date(2027, 1, 1)),
        (dt.date(2028, 2, 29), 0, dt.date(2028, 2, 1)),
    ],
)
def test_months_are_counted_across_the_years(day, months, first):
    assert months_before(day, months) == first
