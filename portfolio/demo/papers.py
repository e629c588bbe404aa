"""Who signs the papers of the demo? The people of a closed project sign its closure report, as soon as it is drawn.

The drawing itself is the worker's, as for everybody, so this runs beside a site that is up.
"""

from foundation.accounts.models import User
from foundation.accounts.rights import Permission
from portfolio.demo.catalogue import PORTFOLIOS
from projects.access import grants_of, people_with
from projects.models import Project, State
from reports import services
from reports.models import ReportDocument, ReportKind, ReportSnapshot


def unsigned():
    """The closed projects of the demo whose closure report nobody asked for; none where nobody is of the demo."""
    if not User.objects.filter(is_demo=True).exists():
        return []
    asked = ReportSnapshot.objects.filter(kind=ReportKind.CLOSURE).values("project")
    rows = Project.objects.filter(state=State.CLOSED, portfolio__code__in=PORTFOLIOS).exclude(pk__in=asked)
    return list(rows.order_by("code"))


def ask(project, *, on):
    """The manager asks for the closure report. → Job"""
    return services.ask(project, ReportKind.CLOSURE, by=project.manager.user, on=on)


def sign(job, *, at):
    """Manager, finance and sponsor put their names to what the job drew. → ReportDocument, issued by its own job"""
    document = ReportDocument.objects.select_related("project__manager__user").get(job=job)
    services.start_signing(document, by=document.project.manager.user)
    document.refresh_from_db()
    for slot in document.slots.order_by("seq"):
        services.sign(document, slot=slot, by=_holder(document.project, slot.role), at=at)
    return document


def _holder(project, role):
    """Who holds the role of a line on the project."""
    able = sorted(people_with(Permission.REPORT_SIGN, project), key=lambda user: user.pk)
    return next(user for user in able if role in grants_of(user).roles_on(project))
