"""How early can everything happen?

The forward pass of DOMAIN.md 2.3: in topological order each activity takes the
latest of what its predecessors, its constraint, the project start and the data
date ask of it. Starts live where work begins, finishes where work ends.
"""

from dataclasses import dataclass, field

from projects.engine.calendar import WorkCalendar
from projects.engine.network import Activity, Arc, Constraint, Kind, Network, NetworkError

LOGIC_WINS, HONOUR_CONSTRAINTS = "logic_wins", "honour_constraints"
RETAINED_LOGIC, PROGRESS_OVERRIDE = "retained_logic", "progress_override"
UNSTARTED, STARTED, COMPLETE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a whole run. Instants in minutes; `calendar` is the project's, for its lags."""

    start: int
    data_date: int | None = None
    must_finish: int | None = None
    mode: str = LOGIC_WINS
    progress: str = RETAINED_LOGIC
    critical_threshold_min: int = 0
    calendar: WorkCalendar | None = None


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """Something a planner should know: an activity, a code, and the instant it is about."""

    key: object
    code: str
    at: int | None = None


@dataclass(slots=True)
class Early:
    """The early dates by activity number, filled by the forward pass.

    `resume`: where the work still to do begins (es of an unstarted activity);
    `left`: how many working minutes that is. `finish`: the end of the project.
    """

    es: list[int]
    ef: list[int]
    resume: list[int]
    left: list[int]
    state: list[int]
    out_of_sequence: set[int] = field(default_factory=set)
    warnings: list[PlanWarning] = field(default_factory=list)
    finish: int = 0


def forward(net: Network, terms: Terms) -> Early:
    """Early dates of all activities but levels of effort, which loe.py spans afterwards.

    Raises NetworkError `actual_after_data_date` and `data_date_missing`.
    """
    size = len(net.activities)
    early = Early([0] * size, [0] * size, [0] * size, [0] * size, [UNSTARTED] * size)
    floor = terms.start if terms.data_date is None else max(terms.start, terms.data_date)
    for i in net.order:
        activity = net.activities[i]
        if activity.actual_start is not None:
            _refuse_future(activity, terms)
        if activity.kind == Kind.LOE:
            continue
        if activity.actual_start is None:
            _plan(net, terms, early, i, floor)
        else:
            _progress(net, terms, early, i)
    spans = [early.ef[i] for i in net.order if net.activities[i].kind != Kind.LOE]
    early.finish = max(spans, default=floor)
    return early


def ends_a_day(activity: Activity) -> bool:
    """A finish milestone: it may stay at the end of work, where a start would jump on."""
    return activity.kind == Kind.MILESTONE and activity.milestone_side == "finish"


def bound(activity: Activity, arc: Arc, early: Early, left: int) -> int:
    """The earliest begin of `left` minutes of the successor's work that this link allows."""
    moment = early.es[arc.pred] if arc.from_start else early.ef[arc.pred]
    if arc.lag:
        moment = arc.calendar.add(moment, arc.lag)
    return begin(activity, moment, arc.to_start, left)


def begin(activity: Activity, moment: int, to_start: bool, left: int) -> int:
    """Where `left` minutes of work begin that must start (or else finish) at `moment` or later.

    Worked number (Monday to Friday 9-17): finishing on Saturday noon with 60 min of
    work left means to begin on Friday 16:00.
    """
    calendar = activity.calendar
    if not left and ends_a_day(activity):
        return _milestone(calendar, moment)
    if to_start:
        return calendar.start(moment)
    return calendar.start(calendar.add(calendar.finish(moment), -left))


def _milestone(calendar: WorkCalendar, moment: int) -> int:
    """A finish milestone stays where it is unless that is time off; then work must resume first."""
    return moment if calendar.finish(moment) == moment else calendar.start(moment)


def _plan(net: Network, terms: Terms, early: Early, i: int, floor: int) -> None:
    """An activity that has not started."""
    activity = net.activities[i]
    left = activity.duration_min
    es = begin(activity, floor, True, left)
    for arc in net.into[i]:
        if net.activities[arc.pred].kind != Kind.LOE:
            es = max(es, bound(activity, arc, early, left))
    if activity.constraint_at is not None:
        es = _constrained(activity, terms, early, es)
    early.es[i] = early.resume[i] = es
    early.ef[i] = activity.calendar.add(es, left)
    early.left[i] = left


def _constrained(activity: Activity, terms: Terms, early: Early, es: int) -> int:
    """The start after the activity's own constraint.

    Logic wins: only *no earlier* and *on* push, and a missed date shows as negative
    float. Honour: *on* and *no later* pull the activity to their date, with a warning.
    """
    kind, left = activity.constraint_type, activity.duration_min
    to_start = kind in {Constraint.SNET, Constraint.SNLT, Constraint.MSO}
    target = begin(activity, activity.constraint_at, to_start, left)
    late = kind not in {Constraint.SNET, Constraint.FNET}
    if kind not in {Constraint.SNLT, Constraint.FNLT} and es <= target:
        return target
    if es <= target or not late:
        return es
    honour = terms.mode == HONOUR_CONSTRAINTS
    code = "constraint_over_logic" if honour else "constraint_missed"
    early.warnings.append(PlanWarning(activity.key, code, activity.constraint_at))
    if honour and terms.data_date is not None and target < terms.data_date:
        early.warnings.append(PlanWarning(activity.key, "before_data_date", target))
    return target if honour else es


def _progress(net: Network, terms: Terms, early: Early, i: int) -> None:
    """An activity with actual dates: they replace the early ones; what remains waits for logic."""
    activity = net.activities[i]
    early.es[i] = activity.actual_start
    if _out_of_sequence(net, early, i):
        early.out_of_sequence.add(i)
        early.warnings.append(PlanWarning(activity.key, "out_of_sequence", activity.actual_start))
    if activity.actual_finish is not None:
        early.state[i] = COMPLETE
        early.ef[i] = early.resume[i] = activity.actual_finish
        return
    early.state[i] = STARTED
    left = activity.duration_min if activity.remaining_min is None else activity.remaining_min
    early.left[i] = left
    resume = begin(activity, terms.data_date, True, left)
    for arc in net.into[i]:
        if net.activities[arc.pred].kind != Kind.LOE and holds_progress(arc, terms):
            resume = max(resume, bound(activity, arc, early, left))
    early.resume[i] = resume
    finish = activity.calendar.add(resume, left) if left else activity.calendar.finish(resume)
    early.ef[i] = max(finish, activity.actual_start)


def holds_progress(arc: Arc, terms: Terms) -> bool:
    """Whether a link still binds a started successor: override forgets links to its start."""
    return terms.progress == RETAINED_LOGIC or not arc.to_start


def _out_of_sequence(net: Network, early: Early, i: int) -> bool:
    """Whether the actual dates came before a predecessor allowed them."""
    activity = net.activities[i]
    for arc in net.into[i]:
        actual = activity.actual_start if arc.to_start else activity.actual_finish
        before = net.activities[arc.pred]
        if actual is None or before.kind == Kind.LOE:
            continue
        known = before.actual_start if arc.from_start else before.actual_finish
        if known is None:
            return True
        allowed = arc.calendar.add(known, arc.lag) if arc.lag else known
        if activity.calendar.work(allowed) > activity.calendar.work(actual):
            return True
    return False


def _refuse_future(activity: Activity, terms: Terms) -> None:
    if terms.data_date is None:
        raise NetworkError(
            "data_date_missing", f"{activity.key} has actual dates: a data date is needed.", [activity.key]
        )
    if max(activity.actual_start, activity.actual_finish or activity.actual_start) > terms.data_date:
        raise NetworkError(
            "actual_after_data_date", f"{activity.key} has an actual date after the data date.", [activity.key]
        )
