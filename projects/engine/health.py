"""How is the project, and which target says so?

Status colours by rule (DOMAIN.md 2.11): a forecast within half of its tolerance is
on track, within the whole at risk, beyond it off track; no data is unknown; the
project is as its worst target, and unknown when nobody has updated it for one and
a half reporting periods.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Health(StrEnum):
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    UNKNOWN = "unknown"


SEVERITY = {Health.UNKNOWN: 0, Health.ON_TRACK: 1, Health.AT_RISK: 2, Health.OFF_TRACK: 3}
TARGETS = ("time", "cost", "quality", "scope", "benefits", "risk", "sustainability")
GREEN_SHARE = Decimal("0.5")
STALE_PERIODS = Decimal("1.5")


@dataclass(frozen=True, slots=True)
class Reading:
    """The forecast of one target against what was agreed, in one unit (days, money, a share).

    `deviation` = forecast - baseline. `low` <= 0 <= `high` are the permitted deviations;
    None on a side means that this direction does no harm (finishing early, costing less).
    `reason`: why there is no deviation, for example "no_baseline".
    """

    target: str
    deviation: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TargetHealth:
    """The status of one target, and what a page needs in order to say why.

    `tolerance` is the limit on the side of the deviation; `used` the share of it that
    the forecast takes (None where the limit is 0). `reason`: within_tolerance,
    half_of_tolerance_used, beyond_tolerance, harmless_side, no_tolerance, or the
    reading's own reason for having no data.
    """

    target: str
    status: Health
    reason: str
    deviation: Decimal | None = None
    tolerance: Decimal | None = None
    used: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ProjectHealth:
    """The whole: `causes` are the targets that made it so, worst first; `by_target` all of them.

    `computed` is what the targets say even when the data are stale and `overall` is unknown.
    `reason`: "", "stale", "never_updated" or "no_data".
    """

    overall: Health
    computed: Health
    by_target: tuple[TargetHealth, ...]
    causes: tuple[TargetHealth, ...]
    reason: str
    days_since_update: int | None


def assess(readings: Iterable[Reading], *, as_of: date, last_update: date | None, period_days: int) -> ProjectHealth:
    """The health of a project on a day. Raises ValueError for tolerances on the wrong side.

    Worked number: cost tolerance +10 %, forecast +6 % → at risk, used 0.6.
    """
    if period_days <= 0:
        raise ValueError("A reporting period has at least one day.")
    rows = tuple(assess_target(reading) for reading in readings)
    computed = max((row.status for row in rows), key=SEVERITY.__getitem__, default=Health.UNKNOWN)
    days = None if last_update is None else (as_of - last_update).days
    reason = ""
    if days is None:
        reason = "never_updated"
    elif days > STALE_PERIODS * period_days:
        reason = "stale"
    elif computed == Health.UNKNOWN:
        reason = "no_data"
    overall = Health.UNKNOWN if reason else computed
    return ProjectHealth(overall, computed, rows, _causes(rows), reason, days)


def assess_target(reading: Reading) -> TargetHealth:
    """The status of one target by its tolerance."""
    deviation, low, high = reading.deviation, reading.low, reading.high
    if (low is not None and low > 0) or (high is not None and high < 0):
        raise ValueError(f"The tolerance of {reading.target} lies on the wrong side of zero.")
    if deviation is None:
        return TargetHealth(reading.target, Health.UNKNOWN, reading.reason or "no_data", unit=reading.unit)
    if low is None and high is None:
        return TargetHealth(reading.target, Health.UNKNOWN, "no_tolerance", deviation, unit=reading.unit)
    limit = low if deviation < 0 or high is None else high  # on the baseline: the side that can do harm
    limit = None if limit is low and deviation > 0 else limit
    if limit is None or not deviation:
        reason = "within_tolerance" if not deviation else "harmless_side"
        return TargetHealth(reading.target, Health.ON_TRACK, reason, deviation, limit, unit=reading.unit)
    status, reason = _against(abs(deviation), abs(limit))
    used = abs(deviation) / abs(limit) if limit else None
    return TargetHealth(reading.target, status, reason, deviation, limit, used, reading.unit)


def _against(size: Decimal, limit: Decimal) -> tuple[Health, str]:
    if size > limit:
        return Health.OFF_TRACK, "beyond_tolerance"
    if size > GREEN_SHARE * limit:
        return Health.AT_RISK, "half_of_tolerance_used"
    return Health.ON_TRACK, "within_tolerance"


def _causes(rows: tuple[TargetHealth, ...]) -> tuple[TargetHealth, ...]:
    """The targets off track or at risk, worst first, then by how much of the tolerance is used."""
    troubled = [row for row in rows if SEVERITY[row.status] > SEVERITY[Health.ON_TRACK]]
    infinite = Decimal("Infinity")
    return tuple(
        sorted(
            troubled,
            key=lambda row: (SEVERITY[row.status], infinite if row.used is None else row.used),
            reverse=True,
        )
    )
