"""How late may everything happen?

The backward pass of DOMAIN.md 2.3. With several calendars the obvious
`add(ls, -lag)` is not the inverse of the forward step and invents negative float;
here each link takes the largest instant of the predecessor that still lets the
successor keep its date, asked at the right end of the successor's time off.
"""

from dataclasses import dataclass

from projects.engine.calendar import WorkCalendar
from projects.engine.forward import (
    COMPLETE,
    STARTED,
    UNSTARTED,
    Early,
    Terms,
    ends_a_day,
    holds_progress,
)
from projects.engine.network import Activity, Arc, Constraint, Kind, Network

Gates = tuple[list[int], list[int]]


@dataclass(slots=True)
class Late:
    """The late dates by activity number, and the gates: the last instants links may reach.

    `binding`: the outgoing links that bind, by activity number.
    """

    ls: list[int]
    lf: list[int]
    gates: Gates
    binding: list[list[Arc]]


def backward(net: Network, terms: Terms, early: Early) -> Late:
    """Late dates from the must-finish date, or else from the project's own end."""
    size = len(net.activities)
    late = Late(list(early.es), list(early.ef), ([0] * size, [0] * size), [[]] * size)
    end = early.finish if terms.must_finish is None else terms.must_finish
    for i in reversed(net.order):
        if early.state[i] == COMPLETE or net.activities[i].kind == Kind.LOE:
            continue
        limit = min(end, own_limit(net.activities[i], early, i))
        late.binding[i] = _binding(net, terms, early, i)
        for arc in late.binding[i]:
            limit = min(limit, latest_finish(net, early, arc, late.gates))
        _settle(net.activities[i], early, late, i, limit)
    return late


def _binding(net: Network, terms: Terms, early: Early, i: int) -> list[Arc]:
    """The outgoing links that still bind: their successor is open and the linked end too."""
    started = early.state[i] == STARTED
    return [
        arc
        for arc in net.out[i]
        if early.state[arc.succ] != COMPLETE
        and net.activities[arc.succ].kind != Kind.LOE
        and not (started and arc.from_start)
        and (early.state[arc.succ] == UNSTARTED or holds_progress(arc, terms))
    ]


def latest_before(calendar: WorkCalendar, allowed: int, lag: int) -> int:
    """The largest x with add(x, lag) <= allowed.

    Worked number (Monday to Friday 9-17, lag 120 min): to reach Monday 10:00 or
    earlier, x is Friday 16:00; for Saturday noon it is Friday 15:00.
    """
    if not lag:
        return allowed
    work = calendar.work(allowed) - lag
    if lag < 0 and calendar.start(allowed) != allowed:
        work -= 1  # a lead lands at the right end of time off, which lies beyond `allowed`
    return calendar.latest(work)


def latest_start(activity: Activity, x: int) -> int:
    """The last instant not after x at which the activity can start.

    Inside time off that is the last working minute before it; a finish milestone
    may lie at the very end of work.
    """
    calendar = activity.calendar
    if calendar.start(x) == x:
        return x
    closing = calendar.finish(x)
    return closing if ends_a_day(activity) else closing - 1


def latest_instant(net: Network, arc: Arc, gates: Gates) -> int:
    """The largest start (or finish) of the predecessor that keeps the successor's gate."""
    gate = gates[0][arc.succ] if arc.to_start else gates[1][arc.succ]
    x = latest_before(arc.calendar, gate, arc.lag)
    return latest_start(net.activities[arc.pred], x) if arc.from_start else x


def latest_finish(net: Network, early: Early, arc: Arc, gates: Gates) -> int:
    """What one link allows as the predecessor's finish."""
    x = latest_instant(net, arc, gates)
    if arc.from_start:
        return net.activities[arc.pred].calendar.add(x, early.left[arc.pred])
    return x


def own_limit(activity: Activity, early: Early, i: int) -> int:
    """The latest finish that the activity's own late constraint and deadline ask for."""
    limits = []
    if activity.deadline is not None:
        limits.append(activity.deadline)
    kind, calendar = activity.constraint_type, activity.calendar
    if kind in {Constraint.FNLT, Constraint.MFO}:
        limits.append(activity.constraint_at)
    elif kind in {Constraint.SNLT, Constraint.MSO} and early.state[i] == UNSTARTED:
        # Midnight of a day means the hour at which its work begins.
        limits.append(calendar.add(calendar.start(activity.constraint_at), activity.duration_min))
    return min(limits, default=1 << 62)


def gates_at(activity: Activity, begins: int, finish: int) -> tuple[int, int]:
    """The right ends of the time off around a begin and a finish: what links may still reach."""
    if ends_a_day(activity):
        return finish, finish
    return activity.calendar.start(begins), activity.calendar.start(finish)


def _settle(activity: Activity, early: Early, late: Late, i: int, limit: int) -> None:
    """Turns the limit into late dates in the activity's own calendar."""
    calendar, left = activity.calendar, early.left[i]
    lf = calendar.finish(limit)
    begins = calendar.latest(calendar.work(lf) - left)
    late.gates[0][i], late.gates[1][i] = gates_at(activity, begins, lf)
    if ends_a_day(activity):
        begins = lf
        if calendar.start(limit) == limit:  # it may also lie where work begins again
            late.gates[0][i] = late.gates[1][i] = limit
    elif not left and early.state[i] == UNSTARTED:
        lf = begins  # a moment has one place: where the next work begins
    late.lf[i] = lf
    if early.state[i] == UNSTARTED:
        late.ls[i] = begins
