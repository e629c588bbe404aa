"""What stands in the way of the project's next state, in plain words?

Only what the tables of projects know; budgets, risks and reports add theirs from above.
"""

from django.utils.translation import gettext as _

from projects.models import BaselineState, Charter, ClosureItem, Issue, State, Task

CHARTER_NEEDS = ("purpose", "goals", "scope")


def charter_obstacles(project):
    """What the charter still lacks before the project can be proposed."""
    charter = Charter.objects.filter(project=project).first()
    if charter is None:
        return [_("The project has no charter.")]
    missing = [name for name in CHARTER_NEEDS if not getattr(charter, name).strip()]
    label = {name: charter._meta.get_field(name).verbose_name for name in missing}
    return [_("The charter does not say: {what}.").format(what=label[name]) for name in missing]


def _decision_obstacles(project):
    if project.sponsor_id is None:
        return [_("Nobody is named as sponsor.")]
    return []


def _start_obstacles(project):
    found = []
    if project.manager_id is None:
        found.append(_("Nobody is named as project manager."))
    if not project.baselines.filter(state=BaselineState.APPROVED).exists():
        found.append(_("No baseline of the plan is approved."))
    return found


def task_obstacles(project):
    """Leaf tasks and milestones that are neither finished nor cancelled."""
    left = Task.objects.filter(project=project, actual_finish=None, cancelled_on=None).exclude(kind="summary")
    count = left.count()
    if not count:
        return []
    one, many = _("{n} task is neither finished nor cancelled."), _("{n} tasks are neither finished nor cancelled.")
    return [(one if count == 1 else many).format(n=count)]


def issue_obstacles(project):
    """Each open issue that no follow-on action takes over."""
    rows = Issue.objects.filter(project=project, follow_on=None).exclude(state=Issue.State.CLOSED).order_by("number")
    return [_("Issue {issue} is open and no follow-on action takes it over.").format(issue=row) for row in rows]


def closure_obstacles(project):
    """What projects itself knows to be left before closing: checklist, issues, tasks.

    A cancelled project leaves its unfinished tasks as they are.
    """
    open_items = ClosureItem.objects.filter(project=project, state=ClosureItem.State.OPEN)
    found = [_("Closure checklist, {section}: {text}").format(section=i.section, text=i.text) for i in open_items]
    found += issue_obstacles(project)
    return found if project.state == State.CANCELLED else found + task_obstacles(project)


_BY_STATE = {
    State.PROPOSED: (charter_obstacles,),
    State.APPROVED: (_decision_obstacles,),
    State.ACTIVE: (_start_obstacles,),
    State.CLOSING: (task_obstacles,),
    State.CLOSED: (closure_obstacles,),
}


def own_obstacles(project, to):
    """The guards of projects for the step to `to`; resuming after a hold asks nothing anew."""
    if project.state == State.ON_HOLD and to == State.ACTIVE:
        return []
    return [sentence for guard in _BY_STATE.get(State(to), ()) for sentence in guard(project)]
