"""How much room is there, and which chain of work sets the end?

Free float, the *as late as possible* pass that uses it, and the longest path
(DOMAIN.md 2.3). All float is working time in the activity's own calendar.
"""

from projects.engine.backward import Late, gates_at, latest_instant
from projects.engine.forward import (
    COMPLETE,
    UNSTARTED,
    Early,
    Terms,
    bound,
    ends_a_day,
    holds_progress,
)
from projects.engine.network import Constraint, Kind, Network


def free_floats(net: Network, early: Early, late: Late) -> list[int]:
    """Free float by activity number; moves *as late as possible* activities right by theirs.

    Walks from the end to the start, so that a chain of late activities moves together.
    Never below zero; 0 for completed work; room to the project's end without successors.
    """
    size = len(net.activities)
    free = [0] * size
    gates = [0] * size, [0] * size
    for i in reversed(net.order):
        activity = net.activities[i]
        if activity.kind == Kind.LOE:
            continue
        if early.state[i] != COMPLETE:
            free[i] = _free(net, early, late, gates, i)
        if activity.constraint_type == Constraint.ALAP and early.state[i] == UNSTARTED:
            free[i] -= _move(net, early, late, i, free[i])
        gates[0][i], gates[1][i] = gates_at(activity, early.resume[i], early.ef[i])
    return free


def total_float(net: Network, early: Early, late: Late, i: int) -> int:
    """Working minutes from the early to the late finish; negative when a date cannot be kept."""
    return net.activities[i].calendar.between(early.ef[i], late.lf[i])


def longest_path(net: Network, terms: Terms, early: Early) -> set[int]:
    """The open activities whose links drive the end of the project, traced back from it.

    A link drives when the work after it begins exactly where the link allows it to.
    """
    found = {
        i
        for i in net.order
        if early.ef[i] == early.finish and early.state[i] != COMPLETE and net.activities[i].kind != Kind.LOE
    }
    waiting = list(found)
    while waiting:
        i = waiting.pop()
        for pred in _drivers(net, terms, early, i):
            if pred not in found:
                found.add(pred)
                waiting.append(pred)
    return found


def _drivers(net: Network, terms: Terms, early: Early, i: int) -> list[int]:
    activity = net.activities[i]
    return [
        arc.pred
        for arc in net.into[i]
        if early.state[arc.pred] != COMPLETE
        and net.activities[arc.pred].kind != Kind.LOE
        and (early.state[i] == UNSTARTED or holds_progress(arc, terms))
        and bound(activity, arc, early, early.left[i]) == early.resume[i]
    ]


def _free(net: Network, early: Early, late: Late, gates: tuple[list[int], list[int]], i: int) -> int:
    calendar = net.activities[i].calendar
    rooms = [calendar.between(early.ef[i], early.finish)]  # a lead could reach beyond the end
    for arc in late.binding[i]:
        base = early.es[i] if arc.from_start else early.ef[i]
        rooms.append(calendar.between(base, latest_instant(net, arc, gates)))
    return max(0, min(rooms))


def _move(net: Network, early: Early, late: Late, i: int, free: int) -> int:
    """Moves an unstarted activity right by its free float, but not past its late dates."""
    calendar = net.activities[i].calendar
    step = min(free, max(0, total_float(net, early, late, i)))
    if not step:
        return 0
    moved = calendar.add(early.es[i], step)
    early.es[i] = moved if ends_a_day(net.activities[i]) else calendar.start(moved)
    early.ef[i] = calendar.add(early.es[i], early.left[i])
    early.resume[i] = early.es[i]
    return step
