"""At which rate does an investment break even, and is there only one such rate?

A flow that changes its sign more than once may have several internal rates of return, or none;
then no single one is shown. All real roots above -100 % are found, so that nothing is hidden.
Reasons: no_sign_change, no_real_root, not_unique. Root counting
by Descartes; MIRR as spreadsheets compute it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise

from foundation.money import exact
from foundation.ratios import Ratio

_DIGITS = 50  # while searching; roots of high degree lose digits
_CLOSE = Decimal("1e-40")
_STEPS = 500  # halving alone needs fewer
_SHOWN = Decimal("1e-20")
_NOTHING = Decimal("1e-30")  # a touching root is 0 to this share of the sum of the terms


@dataclass(frozen=True, slots=True)
class InternalRate:
    """The internal rate of return if there is exactly one; `roots` are all, ascending."""

    rate: Ratio
    roots: tuple[Decimal, ...]
    sign_changes: int


def sign_changes(flows: Sequence[Decimal]) -> int:
    """How often the flow turns from out to in or back; zeros do not count."""
    signs = [flow > 0 for flow in flows if flow]
    return sum(a != b for a, b in pairwise(signs))


def irr(flows: Sequence[Decimal | int]) -> InternalRate:
    """All rates r > -1 with NPV(r) = 0; flows[t] at the end of year t.

    -1000, 300, 400, 500, 200 -> 15.3221 %; -1000, 2500, -1540 -> roots 10 % and 40 %, no single
    rate; -1000, 1500, -1000 -> none. Errors: TypeError on float.
    """
    values = [exact(flow) for flow in flows]
    changes = sign_changes(values)
    with localcontext() as context:
        context.prec = _DIGITS
        # with x = 1 / (1 + r) the present value is a polynomial, and r > -1 means x > 0
        points = _positive_roots(_trimmed(values))
        roots = tuple(sorted({(1 / x - 1).quantize(_SHOWN) + 0 for x in points}))
    if len(roots) == 1:
        return InternalRate(Ratio(roots[0]), roots, changes)
    reason = "not_unique" if roots else "no_real_root" if changes else "no_sign_change"
    return InternalRate(Ratio(None, reason), roots, changes)


def _trimmed(values: Sequence[Decimal]) -> list[Decimal]:
    used = [index for index, value in enumerate(values) if value]
    return list(values[used[0] : used[-1] + 1]) if used else []


def _value(terms: Sequence[Decimal], x: Decimal) -> Decimal:
    total = Decimal(0)
    for term in reversed(terms):
        total = total * x + term
    return total


def _positive_roots(terms: list[Decimal]) -> list[Decimal]:
    """Roots x > 0 of Σ terms[i] x^i, ascending. Between two extremes lies at most one root."""
    if not sign_changes(terms):  # Descartes: no change of sign, no positive root
        return []
    slope = [index * term for index, term in enumerate(terms)][1:]
    bound = 1 + max(abs(term / terms[-1]) for term in terms)  # Cauchy
    points = [Decimal(0), *_positive_roots(_trimmed(slope)), bound]
    found = []
    for low, high in pairwise(points):
        if _touches(terms, high):
            found.append(high)
        elif not _touches(terms, low) and (_value(terms, low) > 0) != (_value(terms, high) > 0):
            found.append(_root_between(terms, slope, low, high))
    return found


def _touches(terms: Sequence[Decimal], x: Decimal) -> bool:
    size = _value([abs(term) for term in terms], x)
    return abs(_value(terms, x)) <= size * _NOTHING


def _root_between(terms: Sequence[Decimal], slope: Sequence[Decimal], low: Decimal, high: Decimal) -> Decimal:
    """Newton's step where it stays between the bounds, else half the way: both ends keep their sign."""
    rising = _value(terms, high) > 0
    x = (low + high) / 2
    for _ in range(_STEPS):
        value, steep = _value(terms, x), _value(slope, x)
        low, high = (low, x) if (value > 0) == rising else (x, high)
        following = x - value / steep if steep else low
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - x) <= x * _CLOSE:
            return following
        x = following
    return x


def mirr(flows: Sequence[Decimal | int], finance: Decimal | str, reinvest: Decimal | str) -> Ratio:
    """(future value of inflows at `reinvest` / present value of outflows at `finance`)^(1/n) - 1.

    Null `no_sign_change` without both signs. The example of `irr`, finance 5 %, reinvest 8 % ->
    12.1944 %. Errors: ValueError when a rate is -100 % or less.
    """
    values, borrow, lend = [exact(flow) for flow in flows], 1 + exact(finance), 1 + exact(reinvest)
    if borrow <= 0 or lend <= 0:
        raise ValueError("a rate is above -100 %")
    years = len(values) - 1
    inflows = sum(v * lend ** (years - t) for t, v in enumerate(values) if v > 0)
    outflows = sum(-v / borrow**t for t, v in enumerate(values) if v < 0)
    if not inflows or not outflows:
        return Ratio(None, "no_sign_change")
    return Ratio((inflows / outflows) ** (Decimal(1) / years) - 1)
