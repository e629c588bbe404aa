"""Three-point estimates against published and independently computed numbers."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.engine.three_point import (
    ThreePoint,
    beta_cdf,
    classic_sd,
    limits_from_p10_p90,
    pert_mean,
    pert_quantile,
    pert_sd,
    pert_shape,
    pert_variance,
    triangular_mean,
    triangular_quantile,
    triangular_sd,
    triangular_variance,
)

E = ThreePoint(2, 4, 12)


def near(value):
    return pytest.approx(value, abs=5e-7)


def test_beta_pert_of_2_4_12():
    assert pert_shape(E) == (near(1.8), near(4.2))
    assert pert_mean(E) == near(5)
    assert pert_variance(E) == near(3)
    assert pert_sd(E) == near(1.732051)
    assert pert_quantile(E, 0.5) == near(4.766723)
    assert pert_quantile(E, 0.8) == near(6.502586)


def test_the_classic_deviation_is_an_approximation_only():
    assert classic_sd(E) == near(1.666667)
    assert classic_sd(E) != pert_sd(E)


def test_triangular_of_2_4_12():
    assert triangular_mean(E) == near(6)
    assert triangular_variance(E) == near(4.666667)
    assert triangular_sd(E) == near(4.666667**0.5)
    assert triangular_quantile(E, 0.5) == near(5.675445)
    assert triangular_quantile(E, 0.8) == near(8)


# A published ten-activity example: (a, m, b), expected time, classic variance to two places.
PERT = {
    "A": ((5, 6, 7), 6, 0.11),
    "B": ((1, 3, 5), 3, 0.44),
    "C": ((1, 4, 7), 4, 1.0),
    "D": ((1, 2, 3), 2, 0.11),
    "E": ((1, 2, 9), 3, 1.78),
    "F": ((1, 5, 9), 5, 1.78),
    "G": ((2, 2, 8), 3, 1.0),
    "H": ((4, 4, 10), 5, 1.0),
    "I": ((2, 5, 8), 5, 1.0),
    "J": ((2, 2, 8), 3, 1.0),
}


@pytest.mark.parametrize("key", PERT)
def test_the_published_pert_example(key):
    estimate, expected, variance = PERT[key]
    assert pert_mean(ThreePoint(*estimate)) == near(expected)
    assert classic_sd(ThreePoint(*estimate)) ** 2 == pytest.approx(variance, abs=0.005)


def test_the_critical_path_of_that_example_has_variance_4_78():
    total = sum(classic_sd(ThreePoint(*PERT[key][0])) ** 2 for key in "CFHJ")
    assert total == near(4.7777778)


def test_a_constant_has_no_spread_and_no_shape():
    constant = ThreePoint(5, 5, 5)
    assert pert_mean(constant) == triangular_mean(constant) == 5
    assert pert_variance(constant) == triangular_variance(constant) == 0
    assert pert_quantile(constant, 0.9) == triangular_quantile(constant, 0.9) == 5
    with pytest.raises(ValueError, match="no shape"):
        pert_shape(constant)


@pytest.mark.parametrize("points", [(3, 2, 5), (1, 6, 5), (5, 5, 1), (float("nan"), 1, 2), (1, 2, float("inf"))])
def test_estimates_out_of_order_are_refused(points):
    with pytest.raises(ValueError, match="optimistic"):
        ThreePoint(*points)


@pytest.mark.parametrize("p", [-0.1, 1.1])
@pytest.mark.parametrize("quantile", [pert_quantile, triangular_quantile])
def test_a_probability_beyond_certainty_is_refused(quantile, p):
    with pytest.raises(ValueError, match="probability"):
        quantile(E, p)


@pytest.mark.parametrize(
    ("x", "alpha", "beta", "expected"),
    [(0.3, 1, 1, 0.3), (0.5, 2, 2, 0.5), (0.25, 2, 1, 0.0625), (0.4, 2, 3, 0.5248), (0, 2, 3, 0), (1, 2, 3, 1)],
)
def test_the_beta_distribution_where_it_has_a_closed_form(x, alpha, beta, expected):
    assert beta_cdf(x, alpha, beta) == pytest.approx(expected, abs=1e-12)


POINTS = st.tuples(*[st.floats(-1000, 1000)] * 3).map(sorted).filter(lambda p: p[2] - p[0] > 0.01)


@given(POINTS, st.floats(0, 1))
def test_quantiles_stay_inside_the_limits_and_rise(points, p):
    e = ThreePoint(*points)
    for quantile in (pert_quantile, triangular_quantile):
        value = quantile(e, p)
        assert e.a - 1e-9 <= value <= e.b + 1e-9
        assert value <= quantile(e, min(1, p + 0.1)) + 1e-9


@given(POINTS, st.floats(0.01, 0.99))
def test_the_quantile_undoes_the_distribution(points, p):
    e = ThreePoint(*points)
    share = (pert_quantile(e, p) - e.a) / (e.b - e.a)
    assert isclose(beta_cdf(share, *pert_shape(e)), p, abs_tol=1e-5)


@given(POINTS)
def test_the_exact_variance_agrees_with_the_shape(points):
    e = ThreePoint(*points)
    alpha, beta = pert_shape(e)
    exact = alpha * beta / ((alpha + beta) ** 2 * (alpha + beta + 1)) * (e.b - e.a) ** 2
    assert isclose(pert_variance(e), exact, rel_tol=1e-9)


@pytest.mark.parametrize("quantile", [pert_quantile, triangular_quantile])
@pytest.mark.parametrize("given_", [(3, 4, 9), (1, 1, 5), (1, 5, 5), (1, 3, 3.1), (-8, -2, 40)])
def test_limits_are_found_from_p10_and_p90(quantile, given_):
    found = limits_from_p10_p90(*given_, quantile)
    assert quantile(found, 0.1) == pytest.approx(given_[0], abs=1e-6)
    assert quantile(found, 0.9) == pytest.approx(given_[2], abs=1e-6)
    assert found.a < given_[0] < given_[2] < found.b


def test_limits_of_a_constant_are_the_constant():
    assert limits_from_p10_p90(5, 5, 5) == ThreePoint(5, 5, 5)


@pytest.mark.parametrize("quantile", [pert_quantile, triangular_quantile])
@pytest.mark.parametrize("offset", [0, 1_000, 1_000_000])
def test_limits_keep_their_nine_digits_however_far_from_nothing_they_lie(quantile, offset):
    near, far = (limits_from_p10_p90(2 + by, 4 + by, 12 + by, quantile) for by in (0, offset))
    assert abs(far.a - offset - near.a) < 1e-7
    assert abs(far.b - offset - near.b) < 1e-7
    assert abs(quantile(far, 0.1) - offset - 2) < 1e-8
    assert abs(quantile(far, 0.9) - offset - 12) < 1e-8


@pytest.mark.parametrize("quantile", [pert_quantile, triangular_quantile])
@pytest.mark.parametrize("most_likely", [2, 12])
def test_a_most_likely_value_at_an_edge_still_has_limits_beyond_both_edges(quantile, most_likely):
    found = limits_from_p10_p90(2, most_likely, 12, quantile)
    assert found.a < 2 and found.b > 12 and found.m == most_likely
    mirrored = limits_from_p10_p90(2, 14 - most_likely, 12, quantile)
    assert abs(found.a + mirrored.b - 14) < 1e-6
    assert abs(found.b + mirrored.a - 14) < 1e-6
