"""What came in by which file, and what does a person see of it?"""

from django.db.models import Count, F, Q, Sum
from django.shortcuts import get_object_or_404

from foundation.accounts.rights import Permission
from foundation.jobs.models import Job
from foundation.jobs.queries import progress_of
from portfolio.models import ImportBatch, ImportedProject
from projects.access import may_in_portfolio, portfolios_visible_to, visible_to
from projects.models import ReportedStatus


def portfolios_with(user, permission):
    """The portfolios on which as a whole the person holds the right."""
    seen = portfolios_visible_to(user, permission).order_by("name")
    return [portfolio for portfolio in seen if may_in_portfolio(user, permission, portfolio)]


def imports_seen_by(user):
    portfolios = portfolios_with(user, Permission.PORTFOLIO_IMPORT_VIEW)
    rows = ImportBatch.objects.filter(portfolio__in=[portfolio.pk for portfolio in portfolios])
    return rows.select_related("portfolio", "created_by__person")


def batch_of(portfolio, public_id):
    """The batch of this portfolio, else 404: an id of another portfolio is a missing id."""
    rows = ImportBatch.objects.select_related("portfolio", "created_by__person")
    return get_object_or_404(rows, portfolio=portfolio, public_id=public_id)


def progress(batch, user, *, now):
    """The progress of the work asked for last, for who asked; None when there is nothing to tell."""
    job = Job.objects.filter(public_id=batch.job_id, requester=user).first() if batch.job_id else None
    if job is None or job.state == Job.State.DONE:
        return None
    return progress_of(job, now=now)


def projects_of(batch, user):
    """The projects that the batch made or reported on, those that the person may see."""
    rows = ImportedProject.objects.filter(batch=batch, project__in=visible_to(user).values("pk"))
    return rows.select_related("project__programme")


def reported_sums(batch):
    """What the rows of this batch add up to in the database, overall and by owner.

    {"": {...}, owner: {...}} with projects, planned, forecast, with_amounts and late; late is a negative
    schedule variance, or without one a forecast finish after the planned one.
    """
    rows = ReportedStatus.objects.filter(batch=batch.batch, archived_at__isnull=True)
    late = Q(schedule_variance_days__lt=0) | Q(
        schedule_variance_days__isnull=True, forecast_finish__gt=F("planned_finish")
    )
    sums = {
        "projects": Count("pk"),
        "planned": Sum("budget", default=0),
        "forecast_total": Sum("forecast", default=0),
        "with_amounts": Count("pk", filter=Q(budget__isnull=False, forecast__isnull=False)),
        "late": Count("pk", filter=late),
    }
    by_owner = rows.order_by("owner_organisation").values("owner_organisation").annotate(**sums)
    return {"": rows.aggregate(**sums)} | {row.pop("owner_organisation") or "–": row for row in by_owner}
