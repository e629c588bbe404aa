"""Small builders of stored facts, overrides and reported rows."""

import datetime as dt
import uuid
from decimal import Decimal
from itertools import count

from portfolio.models import HealthOverride, ProjectFacts
from portfolio.services import refresh_facts
from projects.models import Project, ReportedStatus
from tests.factories import core

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
_number = count(1)


def facts(project, **columns):
    """A stored row as a refresh would leave it; give the columns that matter."""
    values = {
        "refreshed_at": NOON, "as_of": core.DAY, "reporting_currency": project.portfolio.reporting_currency,
        "rate": Decimal(1), "rate_date": core.DAY, "reasons": {},
    }  # fmt: skip
    return ProjectFacts.objects.create(project=project, **{**values, **columns})


def refreshed(project, *, now=NOON):
    """The facts of the project as the service computes them."""
    refresh_facts([project.pk], now=now)
    return ProjectFacts.objects.get(project=project)


def override(project, **fields):
    values = {"health": "on_track", "reason": "The supplier has paid", "from_day": core.DAY}
    return HealthOverride.objects.create(project=project, **{**values, **fields})


def reported(project, **fields):
    """A row of a file: `budget` 100, forecast 130, a year late, rated Amber/Red."""
    values = {
        "as_of": core.DAY, "currency": project.currency, "budget": Decimal(100), "actual": Decimal(40),
        "forecast": Decimal(130), "planned_finish": dt.date(2027, 1, 1), "forecast_finish": dt.date(2028, 1, 1),
        "rating": "off_track", "rating_word": "Amber/Red", "batch": uuid.uuid4(), "source_file": "projects 2026.csv",
        "source_row": 14, "source_cells": {"budget": "Whole-life cost", "rating": "DCA"},
        "content_hash": f"{next(_number):064d}", "narrative": {"Commentary": "The contract was re-tendered."},
    }  # fmt: skip
    return ReportedStatus.objects.create(project=project, **{**values, **fields})


def many(portfolio, number, **columns):
    """So many projects with stored facts, in two statements."""
    calendar, currency = core.calendar(), core.currency()
    made = Project.objects.bulk_create(
        Project(
            portfolio=portfolio, code=f"M-{next(_number):05d}", name=f"Project {at}", calendar=calendar,
            currency=currency, start=core.DAY,
        )
        for at in range(number)
    )  # fmt: skip
    values = {
        "refreshed_at": NOON, "as_of": core.DAY, "reporting_currency": portfolio.reporting_currency,
        "rate": Decimal(1), "budget": Decimal(1000), "actual": Decimal(400), "forecast": Decimal(1100),
        "variance": Decimal(-100), "health": "at_risk", "health_rank": 2, "cpi": Decimal("0.9"),
    }  # fmt: skip
    ProjectFacts.objects.bulk_create(ProjectFacts(project=p, **{**values, **columns}) for p in made)
    return made


SAMPLES = {
    HealthOverride: lambda project: project.health_overrides.filter(ended_on=None).first() or override(project),
}
POST = {
    "portfolio:override": {"health": "at_risk", "reason": "The vendor is late"},
}
