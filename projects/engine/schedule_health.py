"""Can this schedule be trusted to forecast anything?

The checks of DCMA's 14 points that can be computed from activities, links, dates
and a baseline (DOMAIN.md 2.3). Each says its value, threshold, verdict and who
offends; a check without its data is None with a reason, never passed.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from projects.engine.calendar import WorkCalendar
from projects.engine.network import Activity, Constraint, Key, Kind, Link, LinkType
from projects.engine.schedule import Schedule

HARD = frozenset({Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT})
LONG_DAYS = 44
DELAY_DAYS = 600
FIVE_PERCENT = Decimal("0.05")
PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `value` is a share, a count or an index, as `threshold`; `rule` compares them.

    `passed` None: only reported, or not computable (then `reason` says why).
    `offenders`: keys of activities, or (pred, succ, type) of links.
    """

    code: str
    value: Decimal | None
    threshold: Decimal | None
    rule: str
    passed: bool | None
    offenders: tuple = ()
    of: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What all checks look at: open work (no levels of effort) and the links to it."""

    open: tuple[Activity, ...]
    links: tuple[Link, ...]
    every: Mapping[Key, Activity]
    schedule: Schedule


def check_schedule(
    activities: Iterable[Activity],
    links: Iterable[Link],
    schedule: Schedule,
    *,
    baseline_finish: Mapping[Key, int] | None = None,
    resourced: Collection[Key] | None = None,
    reschedule: Callable[[list[Activity]], Schedule] | None = None,
) -> tuple[Check, ...]:
    """The fourteen checks, in DCMA's order.

    `baseline_finish`: approved finish instant by key; `resourced`: keys with somebody
    assigned; `reschedule`: schedules changed activities on the same terms, for the
    critical-path test.
    """
    every, arcs = {a.key: a for a in activities}, tuple(links)
    working = tuple(a for a in every.values() if a.kind != Kind.LOE)
    open_ = {a.key: a for a in working if a.actual_finish is None}
    plan = _Plan(tuple(open_.values()), tuple(link for link in arcs if link.succ in open_), every, schedule)
    return (
        _missing_logic(plan, arcs),
        *_link_checks(plan),
        *_activity_checks(plan),
        _invalid_dates(plan, working),
        _unresourced(plan, resourced),
        _missed(plan, working, baseline_finish),
        _critical_path(plan, reschedule),
        _length_index(plan),
        _execution_index(plan, working, baseline_finish),
    )


def _share(code: str, offenders: list, of: int, reason: str) -> Check:
    """A check of the kind "less than 5 % of ..."."""
    if not of:
        return Check(code, None, FIVE_PERCENT, "<", None, (), 0, reason)
    value = _ratio(len(offenders), of)
    return Check(code, value, FIVE_PERCENT, "<", value < FIVE_PERCENT, tuple(offenders), of)


def _none(code: str, offenders: list, of: int) -> Check:
    """A check of the kind "there must be none"."""
    return Check(code, Decimal(len(offenders)), Decimal(0), "=", not offenders, tuple(offenders), of)


def _ratio(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(PLACES, ROUND_HALF_UP)


def _names(links: Iterable[Link]) -> list[tuple]:
    return [(link.pred, link.succ, str(link.type)) for link in links]


def _missing_logic(plan: _Plan, links: tuple[Link, ...]) -> Check:
    """Open work without a predecessor or without a successor (links to support do not count)."""
    real = [k for k in links if Kind.LOE not in {plan.every[k.pred].kind, plan.every[k.succ].kind}]
    behind, before = {k.succ for k in real}, {k.pred for k in real}
    loose = [a.key for a in plan.open if a.key not in behind or a.key not in before]
    return _share("missing_logic", loose, len(plan.open), "no_open_work")


def _link_checks(plan: _Plan) -> list[Check]:
    links = plan.links
    leads = [k for k in links if _lag(k) < 0]
    lags = [k for k in links if _lag(k) > 0]
    others = _names(k for k in links if k.type != LinkType.FS)
    least = Decimal("0.9")
    fs = _ratio(len(links) - len(others), len(links)) if links else None
    return [
        _none("leads", _names(leads), len(links)),
        _share("lags", _names(lags), len(links), "no_links"),
        Check("fs_links", fs, least, ">=", fs >= least, tuple(others), len(links))
        if links
        else Check("fs_links", None, least, ">=", None, reason="no_links"),
    ]


def _lag(link: Link) -> Decimal | int:
    return link.lag_min if link.lag_share is None else link.lag_share


def _activity_checks(plan: _Plan) -> list[Check]:
    dates, count = plan.schedule, len(plan.open)
    hard = [a.key for a in plan.open if a.constraint_type in HARD]
    loose = [a.key for a in plan.open if dates[a.key].total_float_min > LONG_DAYS * a.calendar.day_min]
    negative = [a.key for a in plan.open if dates[a.key].total_float_min < 0]
    long = [a.key for a in plan.open if a.duration_min > LONG_DAYS * a.calendar.day_min]
    return [
        _share("hard_constraints", hard, count, "no_open_work"),
        _share("high_float", loose, count, "no_open_work"),
        _none("negative_float", negative, count),
        _share("high_duration", long, count, "no_open_work"),
    ]


def _invalid_dates(plan: _Plan, working: tuple[Activity, ...]) -> Check:
    """Forecasts before the data date and actual dates after it."""
    at = plan.schedule.terms.data_date
    if at is None:
        return Check("invalid_dates", None, Decimal(0), "=", None, reason="no_data_date")
    wrong = [a.key for a in working if _is_invalid(a, plan.schedule, at)]
    return _none("invalid_dates", wrong, len(working))


def _is_invalid(activity: Activity, schedule: Schedule, at: int) -> bool:
    actuals = [t for t in (activity.actual_start, activity.actual_finish) if t is not None]
    if any(t > at for t in actuals):
        return True
    row, before = schedule[activity.key], activity.calendar.finish(at)
    return (activity.actual_start is None and row.es < before) or (activity.actual_finish is None and row.ef < before)


def _unresourced(plan: _Plan, resourced: Collection[Key] | None) -> Check:
    """Reported only: whether work needs people is for the planner to say."""
    work = [a.key for a in plan.open if a.duration_min]
    if resourced is None or not work:
        reason = "no_resource_data" if resourced is None else "no_open_work"
        return Check("unresourced", None, None, "report", None, reason=reason)
    nobody = tuple(key for key in work if key not in resourced)
    return Check("unresourced", _ratio(len(nobody), len(work)), None, "report", None, nobody, len(work))


def _due(plan: _Plan, working: tuple[Activity, ...], baseline: Mapping[Key, int] | None) -> tuple[list[Activity], str]:
    """The activities that the baseline had finished by the data date, or why that is unknown."""
    at = plan.schedule.terms.data_date
    if not baseline:
        return [], "no_baseline"
    if at is None:
        return [], "no_data_date"
    due = [a for a in working if a.key in baseline and baseline[a.key] <= at]
    return due, "" if due else "nothing_due"


def _missed(plan: _Plan, working: tuple[Activity, ...], baseline: Mapping[Key, int] | None) -> Check:
    due, reason = _due(plan, working, baseline)
    late = [a.key for a in due if a.actual_finish is None or a.calendar.between(baseline[a.key], a.actual_finish) > 0]
    return _share("missed_tasks", late, len(due), reason)


def _critical_path(plan: _Plan, reschedule: Callable[[list[Activity]], Schedule] | None) -> Check:
    """A delay of 600 working days in critical work must reach the end of the project."""
    chain = [a for a in plan.open if plan.schedule[a.key].on_longest_path and a.kind != Kind.MILESTONE]
    if reschedule is None or not chain:
        reason = "not_asked" if reschedule is None else "no_critical_work"
        return Check("critical_path", None, Decimal(DELAY_DAYS), ">=", None, reason=reason)
    first = min(chain, key=lambda a: plan.schedule[a.key].es)
    more = DELAY_DAYS * first.calendar.day_min
    left = first.duration_min if first.remaining_min is None else first.remaining_min
    longer = replace(first, duration_min=first.duration_min + more, remaining_min=left + more)
    after = reschedule([longer if a.key == first.key else a for a in plan.every.values()])
    moved = first.calendar.between(plan.schedule.finish, after.finish)
    value = (Decimal(moved) / first.calendar.day_min).quantize(PLACES, ROUND_HALF_UP)
    # With several calendars critical work may have float of its own, which the delay uses up first.
    hidden = 0 if plan.schedule.terms.must_finish is not None else max(0, plan.schedule[first.key].total_float_min)
    passed = moved + hidden >= more
    return Check("critical_path", value, Decimal(DELAY_DAYS), ">=", passed, () if passed else (first.key,), 1)


def _length_index(plan: _Plan) -> Check:
    """CPLI = (remaining critical length + total float) / remaining critical length."""
    least = Decimal("0.95")
    chain = [a for a in plan.open if plan.schedule[a.key].on_longest_path]
    if not chain:
        return Check("cpli", None, least, ">=", None, reason="no_critical_work")
    last = max(chain, key=lambda a: plan.schedule[a.key].ef)
    terms, calendar = plan.schedule.terms, _calendar(plan, last)
    length = calendar.between(terms.start if terms.data_date is None else terms.data_date, plan.schedule.finish)
    if length <= 0:
        return Check("cpli", None, least, ">=", None, reason="no_length")
    room = min(plan.schedule[a.key].total_float_min for a in chain)
    value = _ratio(length + room, length)
    return Check("cpli", value, least, ">=", value >= least, () if value >= least else (last.key,), 1)


def _calendar(plan: _Plan, last: Activity) -> WorkCalendar:
    return plan.schedule.terms.calendar or last.calendar


def _execution_index(plan: _Plan, working: tuple[Activity, ...], baseline: Mapping[Key, int] | None) -> Check:
    """BEI = activities completed / activities that the baseline had completed by now."""
    least = Decimal("0.95")
    due, reason = _due(plan, working, baseline)
    if reason:
        return Check("bei", None, least, ">=", None, reason=reason)
    done = sum(a.actual_finish is not None for a in working)
    value = _ratio(done, len(due))
    open_ = tuple(a.key for a in due if a.actual_finish is None)
    return Check("bei", value, least, ">=", value >= least, open_, len(due))
