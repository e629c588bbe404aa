"""What do the apps below hold of many projects: stage, counts, and when somebody last reported?"""

from django.db.models import Count, Max

from budgets.models import Cba, Forecast, LedgerEntry
from projects.models import Baseline, Issue, ReportedStatus, Stage, Task
from risks.models import OPEN, Risk, RiskAssessment


def stages(pks):
    """{project pk: name of the first stage that is not finished}."""
    rows = Stage.objects.filter(project__in=pks, actual_finish=None).order_by("project_id", "seq")
    return dict(rows.distinct("project_id").values_list("project_id", "name"))


def counted(pks):
    """Open issues and open risks by project."""
    issues = Issue.objects.filter(project__in=pks).exclude(state=Issue.State.CLOSED)
    risks = Risk.objects.filter(project__in=pks, state__in=OPEN)
    return {"issues": _numbers(issues), "risks": _numbers(risks)}


def _numbers(rows):
    return dict(rows.order_by().values_list("project_id").annotate(number=Count("pk")))


def with_rows(pks):
    """Which of the projects have an approved baseline, a plan, risks at all, a business case in force."""
    return {
        "baselined": _which(Baseline.objects.filter(state="approved"), pks),
        "planned": _which(Task.objects.all(), pks),
        "risky": _which(Risk.objects.all(), pks),
        "appraised": _which(Cba.objects.filter(state=Cba.State.ISSUED), pks),
    }


def _which(rows, pks):
    return set(rows.filter(project__in=pks).order_by().values_list("project_id", flat=True).distinct())


def last_updates(projects, *, as_of):
    """{project pk: the last day on which somebody reported}: data date, forecast, entry, assessment or file."""
    pks = [project.pk for project in projects]
    found = {project.pk: [project.data_date] for project in projects}
    dated = (
        (Forecast.objects.filter(project__in=pks), "project_id", "as_of"),
        (LedgerEntry.objects.filter(project__in=pks, date__lte=as_of), "project_id", "date"),
        (RiskAssessment.objects.filter(risk__project__in=pks), "risk__project_id", "date"),
        (ReportedStatus.objects.filter(project__in=pks, archived_at=None), "project_id", "as_of"),
    )
    for rows, project, day in dated:
        for pk, last in rows.order_by().values_list(project).annotate(last=Max(day)):
            found[pk].append(last)
    known = {pk: [day for day in days if day is not None] for pk, days in found.items()}
    return {pk: max(days) for pk, days in known.items() if days}
