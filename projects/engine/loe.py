"""From when to when does supporting work run?

A level of effort spans its drivers and never drives: it begins with the earliest
activity that its links name at the start and ends with the latest one at the finish.
"""

from projects.engine.backward import latest_before
from projects.engine.forward import COMPLETE, STARTED, Early, PlanWarning, Terms
from projects.engine.network import Arc, Kind, Network


def span(net: Network, terms: Terms, early: Early) -> None:
    """Fills the dates of all levels of effort; call it when all others are settled.

    Worked number: with an SS link from A (0-5 d) and an FF link from C (8-12 d) it
    runs from 0 to 12, whatever its own duration says.
    """
    for i in net.order:
        if net.activities[i].kind == Kind.LOE:
            _span_one(net, terms, early, i)


def _span_one(net: Network, terms: Terms, early: Early, i: int) -> None:
    activity, calendar = net.activities[i], net.activities[i].calendar
    floor = terms.start if terms.data_date is None else max(terms.start, terms.data_date)
    starts, finishes = _drivers(net, early, i)
    if not starts and not finishes:
        early.warnings.append(PlanWarning(activity.key, "loe_without_drivers"))
    es = max(calendar.start(min(starts, default=floor)), calendar.start(floor))
    if activity.actual_start is not None:
        es = activity.actual_start
        early.state[i] = STARTED
    ef = calendar.finish(max(finishes)) if finishes else calendar.add(es, activity.duration_min)
    if activity.actual_finish is not None:
        ef = activity.actual_finish
        early.state[i] = COMPLETE
    elif terms.data_date is not None:
        ef = max(ef, calendar.finish(terms.data_date))
    early.es[i] = early.resume[i] = es
    early.ef[i] = max(es, ef)
    early.left[i] = calendar.between(es, early.ef[i])


def _drivers(net: Network, early: Early, i: int) -> tuple[list[int], list[int]]:
    """The instants that its links give to its start and to its finish."""
    starts: list[int] = []
    finishes: list[int] = []
    for arc in net.into[i]:
        moment = early.es[arc.pred] if arc.from_start else early.ef[arc.pred]
        (starts if arc.to_start else finishes).append(arc.calendar.add(moment, arc.lag))
    for arc in net.out[i]:
        if net.activities[arc.succ].kind != Kind.LOE:
            (starts if arc.from_start else finishes).append(_reached(early, arc))
    return starts, finishes


def _reached(early: Early, arc: Arc) -> int:
    moment = early.es[arc.succ] if arc.to_start else early.ef[arc.succ]
    return latest_before(arc.calendar, moment, arc.lag)
