"""What is to be done, and in which order may it be done?

Activities and links are plain frozen rows; `Network` checks them (DOMAIN.md 2.3,
*Validity*), numbers them and puts them in one topological order, so that the
passes only walk through lists.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from projects.engine.calendar import CLOCK, WorkCalendar, day_end, day_start

Key = Hashable


class Kind(StrEnum):
    TASK = "task"
    WORK_PACKAGE = "work_package"
    PLANNING_PACKAGE = "planning_package"
    MILESTONE = "milestone"
    LOE = "loe"


class Constraint(StrEnum):
    ASAP = "ASAP"
    ALAP = "ALAP"
    SNET = "SNET"
    SNLT = "SNLT"
    FNET = "FNET"
    FNLT = "FNLT"
    MSO = "MSO"
    MFO = "MFO"


class LinkType(StrEnum):
    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class LagCalendar(StrEnum):
    PRED = "pred"
    SUCC = "succ"
    PROJECT = "project"
    CLOCK = "24h"


DATED = frozenset(Constraint) - {Constraint.ASAP, Constraint.ALAP}
FROM_START = frozenset({LinkType.SS, LinkType.SF})  # the predecessor's start counts
TO_START = frozenset({LinkType.FS, LinkType.SS})  # the successor's start is bound


class NetworkError(ValueError):
    """A plan that cannot be scheduled: `code` is data, `keys` names the activities."""

    def __init__(self, code: str, message: str, keys: Iterable[Key] = ()):
        super().__init__(message)
        self.code = code
        self.keys = tuple(keys)


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity. Instants are minutes (calendar.py), durations working minutes."""

    key: Key
    duration_min: int
    calendar: WorkCalendar
    kind: str = Kind.TASK
    constraint_type: str = Constraint.ASAP
    constraint_at: int | None = None
    deadline: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None
    remaining_min: int | None = None  # of a started activity; None = its whole duration
    milestone_side: str = "start"  # "finish": a milestone that may lie at the end of a day


@dataclass(frozen=True, slots=True)
class Link:
    """B waits for A. `lag_min` signed working minutes in `lag_calendar`, negative = lead.

    `lag_share`: instead, a share of the predecessor's duration (a "50 % lag" is 0.5).
    """

    pred: Key
    succ: Key
    type: str = LinkType.FS
    lag_min: int = 0
    lag_calendar: str = LagCalendar.SUCC
    lag_share: Decimal | None = None


def constraint_instant(constraint_type: str, day: date) -> int:
    """A dated constraint as an instant: start-side ones at 00:00 of the day, others at 24:00."""
    start_side = constraint_type in {Constraint.SNET, Constraint.SNLT, Constraint.MSO}
    return day_start(day) if start_side else day_end(day)


@dataclass(slots=True)  # not frozen: twice as fast to make, and there are many
class Arc:
    """A checked link between two activity numbers, its lag and lag calendar resolved."""

    pred: int
    succ: int
    from_start: bool
    to_start: bool
    lag: int
    calendar: WorkCalendar


class Network:
    """Checked activities and links, numbered; `order` is topological, LOE included.

    Raises NetworkError: duplicate_key, unknown_key, self_link, duplicate_link, cycle,
    and for a row that makes no sense negative_duration, milestone_duration, kind,
    constraint, constraint_date, actual_start_missing, actual_order, lag_calendar.
    """

    def __init__(
        self,
        activities: Iterable[Activity],
        links: Iterable[Link],
        calendar: WorkCalendar | None = None,
    ):
        self.activities = tuple(activities)
        self.number = {a.key: i for i, a in enumerate(self.activities)}
        _refuse_twins(self.activities, self.number)
        for activity in self.activities:
            _check(activity)
        self.into: list[list[Arc]] = [[] for _ in self.activities]
        self.out: list[list[Arc]] = [[] for _ in self.activities]
        self.link_count = 0
        seen: set[tuple] = set()
        for link in links:
            self._join(link, calendar, seen)
        self.order = self._topological()

    def _join(self, link: Link, calendar: WorkCalendar | None, seen: set[tuple]) -> None:
        number = self.number
        if link.pred not in number or link.succ not in number:
            unknown = [key for key in (link.pred, link.succ) if key not in number]
            raise NetworkError("unknown_key", f"No activity {unknown[0]}.", unknown)
        if link.pred == link.succ:
            raise NetworkError("self_link", f"{link.pred} is linked to itself.", [link.pred])
        kind = _member(LinkType, link.type, "link_type", link.pred, link.succ)
        identity = (link.pred, link.succ, kind)
        if identity in seen:
            raise NetworkError("duplicate_link", f"{link.pred} → {link.succ} ({kind}) is there twice.", identity[:2])
        seen.add(identity)
        pred, succ = number[link.pred], number[link.succ]
        arc = Arc(
            pred,
            succ,
            kind in FROM_START,
            kind in TO_START,
            _lag(link, self.activities[pred].duration_min),
            self._lag_calendar(link, pred, succ, calendar),
        )
        self.into[succ].append(arc)
        self.out[pred].append(arc)
        self.link_count += 1

    def _lag_calendar(self, link: Link, pred: int, succ: int, project: WorkCalendar | None) -> WorkCalendar:
        which = _member(LagCalendar, link.lag_calendar, "lag_calendar", link.pred, link.succ)
        if which == LagCalendar.SUCC:
            return self.activities[succ].calendar
        if which == LagCalendar.PRED:
            return self.activities[pred].calendar
        if which == LagCalendar.CLOCK:
            return CLOCK
        if project is None:
            raise NetworkError("lag_calendar", "A lag in the project's calendar needs one.", [link.pred, link.succ])
        return project

    def _topological(self) -> list[int]:
        waiting = [len(arcs) for arcs in self.into]
        order = [i for i, count in enumerate(waiting) if not count]
        for i in order:  # grows while it is walked
            for arc in self.out[i]:
                waiting[arc.succ] -= 1
                if not waiting[arc.succ]:
                    order.append(arc.succ)
        if len(order) < len(waiting):
            keys = self._cycle({i for i, count in enumerate(waiting) if count})
            path = " → ".join(str(key) for key in (*keys, keys[0]))
            raise NetworkError("cycle", f"These activities wait for each other: {path}.", keys)
        return order

    def _cycle(self, left: set[int]) -> list[Key]:
        """One cycle among the activities that could not be ordered, in link order.

        Each of them waits for another one of them, so walking backwards must come round.
        """
        path: list[int] = []
        place: dict[int, int] = {}
        i = min(left)
        while i not in place:
            place[i] = len(path)
            path.append(i)
            i = next(arc.pred for arc in self.into[i] if arc.pred in left)
        return [self.activities[n].key for n in reversed(path[place[i] :])]


def refuse_links_between_relatives(parents: Mapping[Key, Key | None], links: Iterable[Link]) -> None:
    """Refuses a link between an element of the work breakdown and one above or below it.

    `parents` gives each key its parent (None at the top). Raises NetworkError
    `ancestor_link`, or `parent_cycle` when the tree bites its own tail.
    """
    for link in links:
        if link.succ in ancestors(parents, link.pred) or link.pred in ancestors(parents, link.succ):
            raise NetworkError(
                "ancestor_link",
                f"{link.pred} and {link.succ} contain one another.",
                [link.pred, link.succ],
            )


def ancestors(parents: Mapping[Key, Key | None], key: Key) -> list[Key]:
    """The elements above one, nearest first."""
    above: list[Key] = []
    seen = {key}
    while (parent := parents.get(key)) is not None:
        if parent in seen:
            raise NetworkError("parent_cycle", f"{parent} contains itself.", [parent])
        seen.add(parent)
        above.append(parent)
        key = parent
    return above


def _refuse_twins(activities: tuple[Activity, ...], number: Mapping[Key, int]) -> None:
    if len(number) == len(activities):
        return
    twin = next(a.key for i, a in enumerate(activities) if number[a.key] != i)
    raise NetworkError("duplicate_key", f"There are two activities {twin}.", [twin])


def _member(kind: type[StrEnum], value: str, code: str, *keys: Key) -> StrEnum:
    member = kind._value2member_map_.get(value)  # a third of the time of kind(value)
    if member is None:
        raise NetworkError(code, f"{value!r} is not one of {', '.join(kind)}.", keys)
    return member


def _lag(link: Link, duration_min: int) -> int:
    if link.lag_share is None:
        return link.lag_min
    return int((link.lag_share * duration_min).to_integral_value(ROUND_HALF_UP))


def _check(activity: Activity) -> None:
    key = activity.key
    kind = _member(Kind, activity.kind, "kind", key)
    constraint = _member(Constraint, activity.constraint_type, "constraint", key)
    started, finished = activity.actual_start, activity.actual_finish
    faults = (
        (activity.duration_min < 0, "negative_duration", "has a negative duration"),
        ((activity.remaining_min or 0) < 0, "negative_duration", "has negative work remaining"),
        (kind == Kind.MILESTONE and activity.duration_min, "milestone_duration", "takes time"),
        (activity.milestone_side not in {"start", "finish"}, "milestone_side", "has no such side"),
        (
            (constraint in DATED) != (activity.constraint_at is not None),
            "constraint_date",
            "needs a date for its constraint, and only then",
        ),
        (
            finished is not None and started is None,
            "actual_start_missing",
            "is finished but has not started",
        ),
        (
            finished is not None and started is not None and finished < started,
            "actual_order",
            "finished before it started",
        ),
    )
    for wrong, code, words in faults:
        if wrong:
            raise NetworkError(code, f"{key} {words}.", [key])
