"""How does a checked file become projects and reported statuses, all of it or nothing?"""

import uuid
from collections import Counter

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.db.models import Count
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from foundation.accounts.services import record
from foundation.errors import IllegalMove, Refused
from foundation.history import in_history
from foundation.money import MINOR_UNITS
from foundation.organisation.models import Currency
from foundation.organisation.queries import organisation
from portfolio.engine.landing import Codes
from portfolio.importing.plans import make_plan, save_plan
from portfolio.models import ImportBatch, ImportedProject
from projects.models import Calendar, CalendarInterval, Portfolio, Programme, Project, ReportedStatus, State
from projects.services import adopt_projects

BATCH = 1_000
Mode = ImportBatch.Mode
WORK = ((480, 720), (780, 1020))  # minutes of a day: 8 to 12 and 13 to 17


def confirm_columns(batch, *, by, fields, currency, as_of, unit=None):
    """What the person chose: `fields` gives each field its column from 0; `unit` is for amounts without one."""
    if batch.state not in (ImportBatch.State.READ, ImportBatch.State.DRY_RUN):
        raise IllegalMove(_("This file is {state}; its columns stand.").format(state=batch.get_state_display()))
    if "name" not in fields:
        raise Refused(_("Say which column holds the name of the project."))
    batch.choices = {"fields": dict(fields), "currency": currency, "unit": str(unit) if unit else None}
    batch.as_of, batch.updated_by, batch.state = as_of, by, ImportBatch.State.READ
    batch.save(update_fields=["choices", "as_of", "updated_by", "state"])
    return batch


@transaction.atomic
def check_file(batch, *, by):
    """The dry run: what would come, what would change, what cannot; only the batch itself is written."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in (ImportBatch.State.READ, ImportBatch.State.DRY_RUN):
        return batch
    plan = make_plan(batch)
    save_plan(batch, plan)
    batch.state = ImportBatch.State.DRY_RUN
    batch.save()
    return batch


def import_rows(batch, *, by, on, mode):
    """Do what the dry run said: projects for new rows, a reported status for each row with news.

    `mode` all: refused as a whole when a row or cell had to be refused. A batch that is imported
    already is given back as it is, so that a repeated job does nothing.
    """
    with in_history("import", by=by, batch=str(batch.public_id)):
        return _import_rows(batch, by, on, mode)


def _import_rows(batch, by, on, mode):
    Portfolio.objects.select_for_update().get(pk=batch.portfolio_id)  # one import at a time
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == ImportBatch.State.DONE:
        return batch
    if batch.state != ImportBatch.State.DRY_RUN or mode not in Mode.values:
        raise IllegalMove(_("Only a file that was checked can be imported."))
    plan = make_plan(batch)
    if mode == Mode.ALL and plan.refusals:
        words = _("All or nothing: {count} rows or cells had to be refused, so nothing came in.")
        raise Refused(words.format(count=plan.refusals))
    currency = _currency(plan.mapping.currency)
    projects = _create(plan, batch, currency, by)
    statuses = [(landing, project.pk) for landing, project in zip(plan.creations, projects, strict=True)]
    statuses += [(landing, project_id) for landing, project_id, _old in plan.reports]
    _replace_older(plan)
    _report(statuses, batch, currency)
    _remember(plan, projects, batch)
    save_plan(batch, plan)
    batch.state, batch.mode, batch.done_on, batch.updated_by = ImportBatch.State.DONE, mode, on, by
    batch.save()
    record("import.done", batch, by=by, mode=mode, portfolio=str(batch.portfolio.public_id), **plan.counts)
    return batch


def _currency(code):
    defaults = {"name": code, "minor_unit": MINOR_UNITS.get(code, 2)}
    return Currency.objects.get_or_create(code=code, defaults=defaults)[0]


def _create(plan, batch, currency, by):
    if not plan.creations:
        return []
    house = organisation()
    common = {
        "portfolio": batch.portfolio,
        "currency": currency,
        "calendar": _calendar(batch.portfolio, house),
        "zone": house.zone if house else "UTC",
        "created_by": by,
    }
    programmes = _programmes(plan, batch.portfolio, by)
    projects, purposes = [], {}
    for landing, code in zip(plan.creations, plan.codes, strict=True):
        purposes[code] = landing.purpose
        projects.append(
            Project(
                public_id=uuid.uuid4(),
                code=code,
                name=landing.name,
                programme=programmes.get(landing.group.casefold()),
                state=landing.state,
                proposed_by=by if landing.state == State.PROPOSED else None,
                start=landing.start,
                **common,
            )
        )
    return adopt_projects(projects, by=by, purposes=purposes, batch=str(batch.public_id))


def _calendar(portfolio, house):
    """The calendar that most projects of the portfolio keep, else the first there is, else a plain week."""
    usual = Project.objects.filter(portfolio=portfolio).values("calendar").annotate(n=Count("pk")).order_by("-n")
    known = Calendar.objects.filter(pk__in=[row["calendar"] for row in usual[:1]]).first()
    if known or (known := Calendar.objects.order_by("id").first()):
        return known
    made = Calendar.objects.create(name=_("Standard week"), zone=house.zone if house else "UTC")
    CalendarInterval.objects.bulk_create(
        CalendarInterval(calendar=made, weekday=day, minutes=NumericRange(*span)) for day in range(5) for span in WORK
    )
    return made


def _programmes(plan, portfolio, by):
    """A programme for each group of the file, by its name in small letters; those that exist are used."""
    known = {row.name.casefold(): row for row in Programme.objects.filter(portfolio=portfolio, archived_at=None)}
    counted = Counter(landing.group for landing in plan.creations if landing.group)
    codes = Codes(Programme.objects.values_list("code", flat=True), stem=f"{portfolio.code.upper()[:20]}-G")
    made = {}
    for name in counted:
        if name.casefold() not in known and name.casefold() not in made:
            made[name.casefold()] = Programme(
                public_id=uuid.uuid4(), portfolio=portfolio, code=codes.free(""), name=name, created_by=by
            )
    Programme.objects.bulk_create(made.values())
    plan.programmes = [str(programme.public_id) for programme in made.values()]
    return known | made


def _replace_older(plan):
    """A file went back to what it said before about the same day: the old row makes room for the new one."""
    older = [old for _landing, _project, old in plan.reports if old]
    ReportedStatus.objects.filter(pk__in=older).update(archived_at=Now())


def _report(statuses, batch, currency):
    ReportedStatus.objects.bulk_create(
        (
            ReportedStatus(
                project_id=project_id,
                as_of=landing.as_of,
                currency=currency,
                batch=batch.batch,
                source_file=batch.file_name,
                source_row=landing.number,
                content_hash=landing.fingerprint,
                **landing.report,
            )
            for landing, project_id in statuses
        ),
        batch_size=BATCH,
    )


def _remember(plan, projects, batch):
    pairs = [(landing.key, project.pk, True) for landing, project in zip(plan.creations, projects, strict=True)]
    pairs += [(landing.key, project_id, False) for landing, project_id, _old in plan.reports]
    ImportedProject.objects.bulk_create(
        (
            ImportedProject(batch=batch, project_id=pk, portfolio_id=batch.portfolio_id, identity=key, created=created)
            for key, pk, created in pairs
        ),
        batch_size=BATCH,
    )
