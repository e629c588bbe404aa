"""What does the overview of one project show: why it is red, what comes next, where the money goes?"""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.queries import finding, monthly
from foundation.accounts.rights import Permission
from foundation.figure_store import from_json
from portfolio.charts import Series, lines
from portfolio.models import Health, HealthOverride
from portfolio.queries.changes import history
from portfolio.queries.stored import facts_now
from projects.access import may
from projects.models import ReportedStatus
from projects.queries import allowed_moves, overview

# what a target's trouble is called; the figures beside it say how much
WORDS = {
    ("cost", "beyond_tolerance"): gettext_lazy("The forecast is over the budget by more than the tolerance."),
    ("cost", "half_of_tolerance_used"): gettext_lazy("The forecast takes more than half of the cost tolerance."),
    ("time", "beyond_tolerance"): gettext_lazy("The finish is later than the baseline by more than the tolerance."),
    ("time", "half_of_tolerance_used"): gettext_lazy("The slip takes more than half of the time tolerance."),
    ("risk", "beyond_tolerance"): gettext_lazy("Open risks are worth more than the contingency that is left."),
    ("risk", "half_of_tolerance_used"): gettext_lazy("Open risks are worth more than half of the contingency left."),
    ("reported", "reported"): gettext_lazy("The newest report gives this rating."),
    ("override", "override"): gettext_lazy("A person says so; the reason stands below."),
}
TARGETS = {"cost": gettext_lazy("Cost"), "time": gettext_lazy("Time"), "risk": gettext_lazy("Risk"),
           "reported": gettext_lazy("Report"), "override": gettext_lazy("Override")}  # fmt: skip
PANELS = (
    ("projects:panel", gettext_lazy("Plan"), "projects:plan", Permission.PLAN_VIEW),
    ("budgets:panel", gettext_lazy("Money"), "budgets:overview", Permission.BUDGET_VIEW),
    ("risks:panel", gettext_lazy("Risks"), "risks:register", Permission.RISK_VIEW),
    ("staffing:panel", gettext_lazy("Team"), "staffing:team", Permission.ALLOCATION_VIEW),
)
STEPS = {Permission.PROJECT_EDIT: "portfolio:move", Permission.PROJECT_DECIDE: "portfolio:decide"}


def project_page(user, project, *, as_of):
    """The context of the overview; each part only for those who may see it."""
    facts = facts_now(project)
    may_see = {"money": may(user, Permission.BUDGET_VIEW, project), "plan": may(user, Permission.PLAN_VIEW, project)}
    curve = s_curve(project, as_of=as_of) if may_see["money"] else None
    return {
        "facts": facts,
        "causes": causes(facts, user, project),
        "override": HealthOverride.objects.filter(project=project, ended_on=None)
        .select_related("created_by__person")
        .first(),
        "rule": Health(facts.health_rule).label if facts else "",
        "may_override": may(user, Permission.HEALTH_OVERRIDE, project),
        "plan": overview(project, as_of=as_of) if may_see["plan"] else None,
        "curve": curve,
        "moves": moves(user, project),
        "changes": history(user, project, limit=10) if may(user, Permission.PROJECT_HISTORY, project) else None,
        "panels": list(panels(user, project)),
        "reported": newest_report(project) if may_see["money"] else None,
    }


def causes(facts, user, project):
    """The causes of the health, worst first: target, its status, words and the figures that say so."""
    found = []
    for cause in facts.causes if facts else ():
        rows = [facts.figures[key] for key in cause["figures"] if key in facts.figures]
        shown = [fig for fig in map(from_json, rows) if not fig.permission or may(user, fig.permission, project)]
        words = WORDS.get((cause["target"], cause["reason"]), _("This target is not within its tolerance."))
        target = TARGETS.get(cause["target"], cause["target"])
        found.append({"target": target, "status": cause["status"], "words": words, "figures": shown})
    return found


def moves(user, project):
    """The steps that this person may take, each with its address."""
    return [
        (move, reverse(STEPS[move.permission], args=[project.public_id, move.to]))
        for move in allowed_moves(project)
        if may(user, move.permission, project)
    ]


def panels(user, project):
    """Addresses of the pieces of other apps; each also leads to the page that it is a piece of."""
    for piece, label, page, permission in PANELS:
        if may(user, permission, project):
            try:
                yield {
                    "label": label, "name": piece.replace(":", "-"),
                    "piece": reverse(piece, args=[project.public_id]), "page": reverse(page, args=[project.public_id]),
                }  # fmt: skip
            except NoReverseMatch:
                continue


def newest_report(project):
    return ReportedStatus.objects.filter(project=project, archived_at=None).order_by("-as_of", "-id").first()


def s_curve(project, *, as_of):
    """Budget, cost and forecast added up month by month: the drawing, its finding and its table."""
    months = monthly(project, as_of=as_of)
    spent = [place for place, month in enumerate(months) if month.actual.value]
    actual = tuple(m.actual_sum for m in months[: spent[-1] + 1]) if spent else ()
    series = [
        Series("series-6", _("budget"), tuple(m.budget_sum for m in months)),
        Series("series-2 dashed", _("forecast"), tuple(m.forecast_sum for m in months)),
        Series("series-1", _("cost"), actual),
    ]
    ends = (months[0].period.month, months[-1].period.month) if months else ("", "")
    drawn = lines(series, first=ends[0], last=ends[1])
    return drawn and drawn | {"months": months, "title": finding(months)}
