"""What stands above every page of a project: name, stage, health, forecasts and tabs?"""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.rights import Permission
from foundation.figure_store import from_json
from portfolio.queries.stored import facts_now
from projects.access import may

register = template.Library()

# label, address, the permission without which the tab is not offered
TABS = (
    (_("Overview"), "portfolio:overview", Permission.PROJECT_VIEW),
    (_("Plan"), "projects:plan", Permission.PLAN_VIEW),
    (_("Governance"), "projects:governance", Permission.PROJECT_VIEW),
    (_("Budget"), "budgets:overview", Permission.BUDGET_VIEW),
    (_("Risks & issues"), "risks:register", Permission.RISK_VIEW),
    (_("Team"), "staffing:team", Permission.ALLOCATION_VIEW),
    (_("Reports"), "reports:project", Permission.REPORT_VIEW_MONEY),
    (_("History"), "portfolio:history", Permission.PROJECT_HISTORY),
)
# first segment of an address below the project -> the tab to which its page belongs
BELONGS = {
    "milestones": "projects:plan",
    "case": "budgets:overview",
    "benefits": "budgets:overview",
    "baselines": "budgets:overview",
    "issues": "risks:register",
    "time": "staffing:team",
}
# stored figures that stand in the header, each for those who may see it
HEADLINES = (
    ("portfolio.forecast_finish", Permission.PLAN_VIEW),
    ("portfolio.slip_days", Permission.PLAN_VIEW),
    ("portfolio.forecast", Permission.BUDGET_VIEW),
    ("portfolio.variance", Permission.BUDGET_VIEW),
    ("portfolio.spi_t", Permission.BUDGET_VIEW),
)


@register.inclusion_tag("parts/_project_head.html", takes_context=True)
def project_head(context):
    """The header of `project`, from its stored facts: one query, however much the project holds."""
    project, request = context["project"], context["request"]
    facts = facts_now(project)
    figures = facts.figures if facts else {}
    return {
        "project": project,
        "facts": facts,
        "updating": facts.updating if facts else True,
        "piece": _address("portfolio:head", project),
        "figures": [
            from_json(figures[key])
            for key, permission in HEADLINES
            if key in figures and may(request.user, permission, project)
        ],
        "tabs": _tabs(project, request),
    }


def _tabs(project, request):
    here = _tab_of(request.path, _address(TABS[0][1], project))
    for label, name, permission in TABS:
        url = _address(name, project)
        if url and may(request.user, permission, project):
            current = name == here or request.path == url or (name != TABS[0][1] and request.path.startswith(url))
            yield {"label": label, "url": url, "current": current}


def _tab_of(path, overview):
    """The tab of a page whose address does not lie below that of its tab."""
    return BELONGS.get(path.removeprefix(overview).split("/")[0])


def _address(name, project):
    try:
        return reverse(name, args=[project.public_id])
    except NoReverseMatch:
        return ""
