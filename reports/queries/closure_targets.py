"""Did the project meet its targets, against the first and the latest approved plan?"""

from django.utils.translation import gettext as _

from budgets.models import BenefitPoint, Budget
from budgets.queries import benefit_rows
from projects.models import BaselineTask, Task
from reports.facts.closure import Target
from reports.numerals import day, number, percent
from reports.queries.head import local_day
from risks.models import OPEN, Risk

UNKNOWN, NONE = "unknown", "–"


def targets(project, *, money, baselines, on):
    """Time, cost, scope, benefits and risk are measured; what nobody recorded a target for says so."""
    return (
        _time(project, baselines),
        _cost(project, money),
        _unmeasured(_("Quality")),
        _scope(project, baselines),
        _benefits(project, on),
        _risk(project),
        _unmeasured(_("Sustainability")),
    )


def _unmeasured(name):
    return _unknown(name, _("no target was recorded"))


def _unknown(name, reason, tolerance=NONE):
    return Target(str(name), NONE, NONE, NONE, NONE, tolerance, UNKNOWN, str(reason))


def _time(project, baselines):
    tolerance = project.charter.time_tolerance_days
    words = f"{tolerance} d"
    last = Task.objects.filter(project=project, actual_finish__isnull=False).order_by("-actual_finish").first()
    if not baselines or last is None:
        return _unknown(_("Time"), _("no approved baseline or no finished work"), words)
    first, latest, done = map(local_day, (baselines[0].finish, baselines[-1].finish, last.actual_finish))
    late = (done - latest).days
    status = "met" if late <= 0 else "within" if late <= tolerance else "missed"
    reason = "" if late <= 0 else _("finished %(days)s days after the latest approved plan") % {"days": late}
    days = [day(value) for value in (first, latest, done)]
    return Target(str(_("Time")), *days, f"{number(late, 0, plus=True)} d", words, status, reason)


def _cost(project, money):
    versions = list(Budget.objects.filter(project=project, approved_at__isnull=False).order_by("version"))
    share = project.charter.cost_tolerance
    if not versions:
        return _unknown(_("Cost"), _("no approved budget"), percent(share))
    cost = money.actual.value + money.accrued.value
    over = cost - versions[-1].total
    status = "met" if over <= 0 else "within" if over <= versions[-1].total * share else "missed"
    amounts = [_money(value, project) for value in (versions[0].total, versions[-1].total, cost)]
    reason = "" if over <= 0 else _("the work cost more than the latest approved budget")
    return Target(str(_("Cost")), *amounts, _money(over, project, plus=True), percent(share), status, reason)


def _money(value, project, **sign):
    return f"{number(value, 0, **sign)} {project.currency_id}"


def _scope(project, baselines):
    """Scope is what the plan promised: its milestones, and how many of them were reached."""
    if not baselines:
        return _unknown(_("Scope"), _("no approved baseline"))
    rows = BaselineTask.objects.filter(kind="milestone")
    first, latest = (rows.filter(baseline=one) for one in (baselines[0], baselines[-1]))
    planned, reached = latest.count(), latest.filter(task__actual_finish__isnull=False).count()
    if not planned:
        return _unknown(_("Scope"), _("the plan has no milestone"))
    words = [_("%(n)s milestones") % {"n": n} for n in (first.count(), planned, reached)]
    missing = reached - planned
    reason = _("%(n)s milestones were not reached") % {"n": -missing} if missing else ""
    status = "missed" if missing else "met"
    return Target(str(_("Scope")), *words, number(missing, 0, plus=True), "0", status, reason)


def _benefits(project, on):
    """How many benefits have reached their target; the others are their owners' to bring about."""
    rows = [row for row in benefit_rows(project, as_of=on) if row.benefit.state != "dropped"]
    known = [row for row in rows if row.reached.value is not None]
    if not known:
        return _unknown(_("Benefits"), _("no benefit was measured yet") if rows else _("no target was recorded"))
    reached = sum(1 for row in known if row.reached.value >= 1)
    planned = _("%(n)s benefits") % {"n": len(rows)}
    words = _("%(n)s at their target") % {"n": reached}
    if reached == len(rows):
        status, reason = "met", ""
    elif BenefitPoint.objects.filter(measure__benefit__project=project, date__gt=on, planned__isnull=False).exists():
        status, reason = UNKNOWN, _("not all are due yet; owners and days of review are named below")
    else:
        status, reason = "missed", _("not every benefit reached its target")
    return Target(str(_("Benefits")), planned, planned, words, number(reached - len(rows), 0), NONE, status, reason)


def _risk(project):
    """No risk stays with a project that ends: each is closed, has occurred or is somebody else's."""
    rows = Risk.objects.filter(project=project, confidentiality="normal")
    if not rows.exists():
        return _unknown(_("Risk"), _("no risk was recorded"))
    left, none = rows.filter(state__in=OPEN).count(), _("no open risk")
    achieved = _("%(n)s open") % {"n": left} if left else none
    reason = _("open risks need a new owner") if left else ""
    status = "missed" if left else "met"
    return Target(str(_("Risk")), none, none, achieved, number(left, 0, plus=True), "0", status, reason)
