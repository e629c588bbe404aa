"""How long will it take, or cost, when somebody says "between a and b, most likely m"?

Beta-PERT and triangular distributions (DOMAIN.md 2.4): a <= m <= b; a = b is a
constant. Plain floats, since these are estimates and not money.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, lgamma, log, log1p, sqrt


@dataclass(frozen=True, slots=True)
class ThreePoint:
    """Optimistic `a`, most likely `m`, pessimistic `b`, in one unit. Raises ValueError out of order."""

    a: float
    m: float
    b: float

    def __post_init__(self):
        if not -inf < self.a <= self.m <= self.b < inf:
            raise ValueError("A three-point estimate needs optimistic <= most likely <= pessimistic.")


def pert_shape(e: ThreePoint) -> tuple[float, float]:
    """Alpha and beta of the beta distribution; 2, 4, 12 gives 1.8 and 4.2. A constant has none."""
    width = e.b - e.a
    if not width:
        raise ValueError("A constant has no shape.")
    return 1 + 4 * (e.m - e.a) / width, 1 + 4 * (e.b - e.m) / width


def pert_mean(e: ThreePoint) -> float:
    """(a + 4m + b) / 6; 2, 4, 12 gives 5."""
    return (e.a + 4 * e.m + e.b) / 6


def pert_variance(e: ThreePoint) -> float:
    """The exact variance of the beta; 2, 4, 12 gives 3."""
    if e.a == e.b:
        return 0.0
    return (pert_mean(e) - e.a) * (e.b - pert_mean(e)) / 7  # alpha + beta is always 6


def pert_sd(e: ThreePoint) -> float:
    """The exact standard deviation; 2, 4, 12 gives 1.732."""
    return sqrt(pert_variance(e))


def classic_sd(e: ThreePoint) -> float:
    """(b - a) / 6, the textbook's approximation; 2, 4, 12 gives 1.667. Compare, do not compute with it."""
    return (e.b - e.a) / 6


def pert_quantile(e: ThreePoint, p: float) -> float:
    """The value not exceeded with probability p; 2, 4, 12 at 0.8 gives 6.503."""
    _probability(p)
    if e.a == e.b:
        return e.a
    alpha, beta = pert_shape(e)
    share = _bisect(lambda x: beta_cdf(x, alpha, beta) - p, 0.0, 1.0)
    return e.a + (e.b - e.a) * share


def triangular_mean(e: ThreePoint) -> float:
    """(a + m + b) / 3; 2, 4, 12 gives 6."""
    return (e.a + e.m + e.b) / 3


def triangular_variance(e: ThreePoint) -> float:
    """(a² + m² + b² - ab - am - bm) / 18; 2, 4, 12 gives 4.667."""
    a, m, b = e.a, e.m, e.b
    return ((b - a) ** 2 + (m - a) ** 2 + (b - m) ** 2) / 36  # the same, without cancelling squares


def triangular_sd(e: ThreePoint) -> float:
    return sqrt(triangular_variance(e))


def triangular_quantile(e: ThreePoint, p: float) -> float:
    """The value not exceeded with probability p; 2, 4, 12 at 0.8 gives 8."""
    _probability(p)
    width = e.b - e.a
    if not width:
        return e.a
    if p * width <= e.m - e.a:
        return e.a + sqrt(p * width * (e.m - e.a))
    return e.b - sqrt((1 - p) * width * (e.b - e.m))


def limits_from_p10_p90(
    p10: float, m: float, p90: float, quantile: Callable[[ThreePoint, float], float] = pert_quantile
) -> ThreePoint:
    """The true limits when the estimator's low and high are P10 and P90, to about 1e-9 of the width.

    Moves each limit by what its quantile misses until both fit. Raises ValueError out of order.
    """
    given = ThreePoint(p10, m, p90)
    if p10 == p90:
        return given
    a, b = p10, p90
    for _ in range(400):
        trial = ThreePoint(min(a, m), m, max(b, m))
        low, high = quantile(trial, 0.1) - p10, quantile(trial, 0.9) - p90
        if abs(low) + abs(high) < 1e-10 * (p90 - p10):
            return trial
        a, b = trial.a - low, trial.b - high
    raise ValueError("No such distribution has these P10, most likely and P90.")


def beta_cdf(x: float, alpha: float, beta: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (alpha + 1) / (alpha + beta + 2):  # the fraction converges fast on the other side
        return 1 - beta_cdf(1 - x, beta, alpha)
    scale = lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta) + alpha * log(x) + beta * log1p(-x)
    return exp(scale) / alpha * _fraction(x, alpha, beta)


def _fraction(x: float, alpha: float, beta: float) -> float:
    tiny = 1e-300
    d = 1 / ((1 - (alpha + beta) * x / (alpha + 1)) or tiny)
    c, value = 1.0, d
    for n in range(1, 300):
        even = n * (beta - n) * x / ((alpha + 2 * n - 1) * (alpha + 2 * n))
        odd = -(alpha + n) * (alpha + beta + n) * x / ((alpha + 2 * n) * (alpha + 2 * n + 1))
        step = 1.0
        for term in (even, odd):
            d = 1 / ((1 + term * d) or tiny)
            c = (1 + term / c) or tiny
            step = d * c
            value *= step
        if abs(step - 1) < 1e-15:
            break
    return value


def _bisect(rising: Callable[[float], float], low: float, high: float) -> float:
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _probability(p: float) -> None:
    if not 0 <= p <= 1:
        raise ValueError("A probability lies between 0 and 1.")
