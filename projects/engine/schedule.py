"""When does everything happen, what is critical, and where is room?

`schedule` runs the passes of DOMAIN.md 2.3 over plain rows and gives plain rows
back; `roll_up` gives the summaries their dates.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from projects.engine.backward import Late, backward
from projects.engine.calendar import WorkCalendar
from projects.engine.floats import free_floats, longest_path, total_float
from projects.engine.forward import (
    COMPLETE,
    HONOUR_CONSTRAINTS,
    LOGIC_WINS,
    PROGRESS_OVERRIDE,
    RETAINED_LOGIC,
    STARTED,
    Early,
    PlanWarning,
    Terms,
    forward,
)
from projects.engine.loe import span
from projects.engine.network import Activity, Key, Kind, Link, Network, NetworkError, ancestors


@dataclass(frozen=True, slots=True)
class Dates:
    """The schedule of one activity: instants in minutes, floats in its own working minutes.

    Started activities: `es` and `ls` are the actual start, float is finish float.
    """

    key: Key
    es: int
    ef: int
    ls: int
    lf: int
    total_float_min: int
    free_float_min: int
    is_critical: bool
    on_longest_path: bool
    out_of_sequence: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates by key, the project's end and what a planner should be told."""

    finish: int
    dates: Mapping[Key, Dates]
    warnings: tuple[PlanWarning, ...]
    terms: Terms

    def __getitem__(self, key: Key) -> Dates:
        return self.dates[key]

    def __iter__(self) -> Iterator[Dates]:
        return iter(self.dates.values())

    def __len__(self) -> int:
        return len(self.dates)


@dataclass(frozen=True, slots=True)
class SummaryDates:
    """What a summary shows: the span of everything below it and the tightest float."""

    key: Key
    es: int
    ef: int
    ls: int
    lf: int
    total_float_min: int
    is_critical: bool


def schedule(
    activities: Iterable[Activity],
    links: Iterable[Link],
    start: int,
    *,
    data_date: int | None = None,
    must_finish: int | None = None,
    mode: str = LOGIC_WINS,
    progress: str = RETAINED_LOGIC,
    critical_threshold_min: int = 0,
    calendar: WorkCalendar | None = None,
) -> Schedule:
    """Forward pass, backward pass, floats. `calendar` is the project's, for lags counted in it.

    `start`, `data_date` (up to whose instant progress is complete) and `must_finish`
    are instants. Raises NetworkError (network.py, forward.py), CalendarError when dates
    leave the years 1900 to 2200.

    Worked number: A 3 d → B 5 d with a lag of 2 d between a begin and an end of 1 d each
    takes 12 d, and all four are critical.
    """
    terms = Terms(start, data_date, must_finish, mode, progress, critical_threshold_min, calendar)
    if mode not in {LOGIC_WINS, HONOUR_CONSTRAINTS} or progress not in {RETAINED_LOGIC, PROGRESS_OVERRIDE}:
        raise NetworkError("terms", f"There is no {mode!r} with {progress!r}.")
    return _run(Network(activities, links, calendar), terms)


def _run(net: Network, terms: Terms) -> Schedule:
    early = forward(net, terms)
    longest = longest_path(net, terms, early)  # before late starters move up against their successors
    late = backward(net, terms, early)
    free = free_floats(net, early, late)
    span(net, terms, early)
    if not any(a.kind != Kind.LOE for a in net.activities):
        early.finish = max(early.ef, default=terms.start)
    dates = {a.key: _dates(net, terms, early, late, i, free[i], i in longest) for i, a in enumerate(net.activities)}
    return Schedule(early.finish, dates, (*early.warnings, *_missed(net, early)), terms)


def roll_up(parents: Mapping[Key, Key | None], dates: Schedule) -> dict[Key, SummaryDates]:
    """The dates of every element above a scheduled activity: min start, max finish, least float.

    `parents` gives each key its parent, None at the top; keys without a schedule add nothing.
    """
    below: dict[Key, list[Dates]] = {}
    for row in dates:
        for key in ancestors(parents, row.key):
            below.setdefault(key, []).append(row)
    return {key: _summary(key, rows) for key, rows in below.items()}


def _summary(key: Key, rows: list[Dates]) -> SummaryDates:
    return SummaryDates(
        key,
        min(row.es for row in rows),
        max(row.ef for row in rows),
        min(row.ls for row in rows),
        max(row.lf for row in rows),
        min(row.total_float_min for row in rows),
        any(row.is_critical for row in rows),
    )


def _dates(net: Network, terms: Terms, early: Early, late: Late, i: int, free: int, longest: bool) -> Dates:
    activity, es, ef = net.activities[i], early.es[i], early.ef[i]
    sequence = i in early.out_of_sequence
    if activity.kind == Kind.LOE:
        return _supporting(activity, early, i)
    if early.state[i] == COMPLETE:
        return Dates(activity.key, es, ef, es, ef, 0, 0, False, False, sequence)
    room = total_float(net, early, late, i)
    critical = room <= terms.critical_threshold_min or longest
    ls = es if early.state[i] == STARTED else late.ls[i]
    return Dates(activity.key, es, ef, ls, late.lf[i], room, free, critical, longest, sequence)


def _supporting(activity: Activity, early: Early, i: int) -> Dates:
    """A level of effort has no float of its own making: room to the project's end, never critical."""
    es, ef, calendar = early.es[i], early.ef[i], activity.calendar
    room = 0 if early.state[i] == COMPLETE else max(0, calendar.between(ef, early.finish))
    lf = calendar.finish(early.finish) if room else ef
    ls = calendar.add(es, room) if room and early.state[i] != STARTED else es
    return Dates(activity.key, es, ef, ls, lf, room, room, False, False, False)


def _missed(net: Network, early: Early) -> list[PlanWarning]:
    """Deadlines that the early finish does not keep."""
    return [
        PlanWarning(a.key, "deadline_missed", a.deadline)
        for i, a in enumerate(net.activities)
        if a.deadline is not None and a.calendar.between(a.deadline, early.ef[i]) > 0
    ]
