"""How far is the project in time, measured by the work that it has earned?

The schedule index of money goes to 1 for every finished project, even a late one. Earned
schedule asks when the plan wanted the value that exists now. Source: Lipke, Earned
Schedule; ISO 21508.
Reasons: not_due and started_early (no time has passed), not_started (nothing earned),
no_baseline (the plan holds no value), time_exhausted (the planned duration is over).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from foundation.money import exact
from foundation.ratios import Ratio, divide


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """All in periods of the curve (working days), ratios without unit."""

    at: Decimal  # actual time
    pd: Decimal  # planned duration: when the plan first reaches its full value
    es: Ratio  # earned schedule
    sv_t: Ratio  # ES - AT
    spi_t: Ratio  # ES / AT
    ieac_t: Ratio  # PD / SPI(t): the forecast duration
    tspi: Ratio  # (PD - ES) / (PD - AT): the pace that the rest must keep


def earned_time(curve: Sequence[Decimal], ev: Decimal) -> Decimal:
    """ES: the moment at which the plan reaches `ev`, linear inside a period.

    curve[i] is cumulated planned value at the end of period i; curve[0] = 0. Nothing earned -> 0.
    On a plateau its right end. At full value the first moment that reaches it.
    0, 100, 250, 400, 700, 900, 1000 with EV 300 -> 2.3333.
    Errors: ValueError when the curve falls, does not start at 0, or ev < 0.
    """
    values = _checked(curve)
    earned = exact(ev)
    if earned < 0:
        raise ValueError("earned value is not negative")
    if earned == 0:
        return Decimal(0)
    if earned >= values[-1]:
        return Decimal(bisect_left(values, values[-1]))
    below = bisect_right(values, earned) - 1
    step = values[below + 1] - values[below]
    return below + (earned - values[below]) / step


def _checked(curve: Sequence[Decimal]) -> list[Decimal]:
    values = [exact(value) for value in curve]
    if not values or values[0] != 0:
        raise ValueError("a planned curve starts at 0")
    if any(later < earlier for earlier, later in pairwise(values)):
        raise ValueError("a planned curve never falls")
    return values


def earned_schedule(
    curve: Sequence[Decimal],
    ev: Decimal,
    at: Decimal,
    *,
    finished_at: Decimal | None = None,
) -> EarnedSchedule:
    """Earned schedule of a curve of planned value (see `earned_time`), AT periods after its start.

    finished_at: periods from the start to the actual finish; AT stops there once EV is complete.
    Example as in `earned_time`, AT 3 -> ES 2.3333, SV(t) -.6667, SPI(t) .7778, IEAC(t) 7.714,
    TSPI 1.2222. Errors: as `earned_time`; TypeError on float.
    """
    values, earned, now = _checked(curve), exact(ev), exact(at)
    if finished_at is not None and earned >= values[-1]:
        now = min(now, exact(finished_at))
    pd = Decimal(bisect_left(values, values[-1]))
    if not values[-1]:
        return _missing(now, pd, Ratio(None, "no_baseline"), Ratio(None, "no_baseline"))
    es = earned_time(values, earned)
    if now <= 0:
        return _missing(now, pd, Ratio(es), Ratio(None, "started_early" if es else "not_due"))
    return EarnedSchedule(
        at=now,
        pd=pd,
        es=Ratio(es),
        sv_t=Ratio(es - now),
        spi_t=Ratio(es / now),
        ieac_t=divide(pd * now, es, zero="not_started"),
        tspi=Ratio((pd - es) / (pd - now)) if pd > now else Ratio(None, "time_exhausted"),
    )


def _missing(at: Decimal, pd: Decimal, es: Ratio, reason: Ratio) -> EarnedSchedule:
    return EarnedSchedule(at=at, pd=pd, es=es, sv_t=reason, spi_t=reason, ieac_t=reason, tspi=reason)
