"""How much work was planned up to a day, and how much of it has been earned?

Planned value follows the same technique as earned value (a 0/100 package is planned in one step
at its finish), or the schedule variance would be noise. Source: EIA-748, ISO 21508.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budgets.engine.work_packages import Method, WorkPackage
from foundation.periods import DateRange, WorkOn, monday_to_friday
from foundation.ratios import Ratio, divide

LOE_WARNING = Decimal("0.15")  # a larger share of level of effort hides the schedule variance

# Shares of a period are kept to this, so that sums over packages are exact and a curve ends
# at its budget to the last digit.
_FINE = Decimal("1e-10")


@dataclass(frozen=True, slots=True)
class Measured:
    """Budget, planned and earned value of one package on the data date, unrounded."""

    key: str
    method: Method
    bac: Decimal
    pv: Decimal
    ev: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over packages; indices are computed from sums, never averaged."""

    bac: Decimal
    pv: Decimal
    ev: Decimal
    loe_share: Ratio  # of the budget; null `no_baseline`

    @property
    def too_much_loe(self) -> bool:
        return self.loe_share.known and self.loe_share.value > LOE_WARNING


def planned_steps(package: WorkPackage, work_on: WorkOn = monday_to_friday) -> list[tuple[date, Decimal]]:
    """The days on which planned value rises, with the cumulated value at the end of each day.

    Before the first step it is 0, from the last step on it is BAC. Not for apportioned packages,
    which follow their base. Example: 0/100, 500, planned for May -> [(31 May, 500)].
    """
    first, last, bac = package.planned.start, package.planned.last, package.bac
    if package.method == Method.ZERO_HUNDRED:
        return [(last, bac)]
    if package.method == Method.X_Y:
        return [(first, bac * package.start_share), (last, bac)]
    if package.method == Method.WEIGHTED_MILESTONE:
        return _milestone_steps(package)
    return _phased_steps(package, work_on)


def _milestone_steps(package: WorkPackage) -> list[tuple[date, Decimal]]:
    steps, weight = [], Decimal(0)
    for milestone in sorted(package.milestones, key=lambda m: m.planned_on):
        weight += milestone.weight
        steps.append((milestone.planned_on, package.bac * weight))
    return steps


def _phased_steps(package: WorkPackage, work_on: WorkOn) -> list[tuple[date, Decimal]]:
    steps, before = [], Decimal(0)
    for phase in sorted(package.phases, key=lambda phase: phase.period):
        # the running period counts by the working time that the package has in it
        span = phase.period.overlap(package.planned) or phase.period
        work = [(day, work_on(day)) for day in span]
        total, done = sum(amount for _, amount in work), 0
        for day, amount in work:
            done += amount
            if amount and day != span.last:
                share = (phase.amount * done / total).quantize(_FINE)
                steps.append((day, before + share))
        before += phase.amount
        steps.append((span.last, before))
    last = package.planned.last
    # 0 before the baseline's start, BAC after its finish, whatever the periods say
    inside = [(max(day, package.planned.start), value) for day, value in steps if day < last]
    return [*inside, (last, package.bac)]


def value_on(steps: Sequence[tuple[date, Decimal]], day: date) -> Decimal:
    """The cumulated value at the end of a day."""
    value = Decimal(0)
    for step_day, cumulated in steps:
        if step_day > day:
            break
        value = cumulated
    return value


def _part(budget: Decimal, done: Decimal, total: Decimal) -> Decimal:
    """budget x done / total; 0 where the total is 0: nothing can be earned against nothing."""
    return (budget * done / total).quantize(_FINE) if total else Decimal(0)


def _happened(when: date | None, as_of: date) -> bool:
    return when is not None and when <= as_of


def _earned(package: WorkPackage, as_of: date, pv: Decimal) -> Decimal:
    bac, finished = package.bac, _happened(package.finished_on, as_of)
    match package.method:
        case Method.ZERO_HUNDRED:
            return bac if finished else Decimal(0)
        case Method.X_Y:
            started = _happened(package.started_on, as_of)
            return bac if finished else bac * package.start_share * started
        case Method.WEIGHTED_MILESTONE:
            achieved = (m for m in package.milestones if _happened(m.achieved_on, as_of))
            return bac * sum((m.weight for m in achieved), Decimal(0))
        case Method.PERCENT_COMPLETE:
            return bac * (package.complete if package.accepted else min(package.complete, package.cap))
        case Method.UNITS:
            return _part(bac, package.units_done, package.units_total)
        case Method.LOE:
            return pv
        case _:
            return Decimal(0)  # a planning package earns nothing before it is broken down


def measure(packages: Iterable[WorkPackage], as_of: date, work_on: WorkOn = monday_to_friday) -> tuple[Measured, ...]:
    """Planned and earned value of every package at the end of the data date, in the given order.

    Errors: ValueError when a key comes twice, a base is missing, or bases go round in a circle.
    Example: 0/100, 500, planned and finished in May, as of 31 May -> pv 500, ev 500.
    """
    rows = list(packages)
    by_key = {package.key: package for package in rows}
    if len(by_key) != len(rows):
        raise ValueError("two packages have the same key")
    done: dict[str, Measured] = {}
    for package in rows:
        for link in reversed(_chain(package, by_key)):
            if link.key not in done:
                done[link.key] = _measure_one(link, as_of, work_on, done)
    return tuple(done[package.key] for package in rows)


def _chain(package: WorkPackage, by_key: Mapping[str, WorkPackage]) -> list[WorkPackage]:
    """The package, its base, the base of that, and so on."""
    chain = [package]
    while chain[-1].method == Method.APPORTIONED:
        base = by_key.get(chain[-1].base)
        if base is None:
            raise ValueError(f"{chain[-1].key}: its base {chain[-1].base} is missing")
        if base in chain:
            raise ValueError(f"{package.key}: apportioned packages follow each other in a circle")
        chain.append(base)
    return chain


def _measure_one(package: WorkPackage, as_of: date, work_on: WorkOn, done: Mapping[str, Measured]) -> Measured:
    bac = package.bac
    if package.method == Method.APPORTIONED:
        base = done[package.base]
        pv, ev = _part(bac, base.pv, base.bac), _part(bac, base.ev, base.bac)
    else:
        pv = value_on(planned_steps(package, work_on), as_of)
        ev = _earned(package, as_of, pv)
    return Measured(package.key, package.method, bac, pv, ev)


def roll_up(rows: Iterable[Measured]) -> Totals:
    """The sums of the packages below one node, and the share of level of effort in them."""
    found = list(rows)
    bac = sum((row.bac for row in found), Decimal(0))
    pv = sum((row.pv for row in found), Decimal(0))
    ev = sum((row.ev for row in found), Decimal(0))
    loe = sum((r.bac for r in found if r.method == Method.LOE), Decimal(0))
    return Totals(bac, pv, ev, divide(loe, bac, zero="no_baseline"))


def planned_curve(
    packages: Iterable[WorkPackage], work_on: WorkOn = monday_to_friday
) -> tuple[tuple[date, Decimal], ...]:
    """Cumulated planned value at the end of each working day, from the first planned day to the last.

    Days without work are left out, their rise is in the next working day; the last planned day is
    always there. Feed (0, then these values) to `earned_schedule`. Errors: as `measure`.
    """
    rows = list(packages)
    if not rows:
        return ()
    by_key = {package.key: package for package in rows}
    rises: dict[date, Decimal] = {}
    for package in rows:
        base = _chain(package, by_key)[-1]
        before = Decimal(0)
        for day, cumulated in planned_steps(base, work_on):
            value = cumulated if base is package else _part(package.bac, cumulated, base.bac)
            rises[day] = rises.get(day, Decimal(0)) + value - before
            before = value
    span = DateRange(min(p.planned.start for p in rows), max(p.planned.end for p in rows))
    return _cumulate(rises, span, work_on)


def _cumulate(rises: Mapping[date, Decimal], span: DateRange, work_on: WorkOn) -> tuple[tuple[date, Decimal], ...]:
    curve, total = [], sum((v for d, v in rises.items() if d < span.start), Decimal(0))
    late = sum((value for day, value in rises.items() if day >= span.end), Decimal(0))
    for day in span:
        total += rises.get(day, Decimal(0))
        if day == span.last:
            curve.append((day, total + late))
        elif work_on(day):
            curve.append((day, total))
    return tuple(curve)
