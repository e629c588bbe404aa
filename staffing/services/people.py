"""How do people, their roles, rates and absences come into the book?"""

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange as Days
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import Person
from foundation.accounts.services import record
from foundation.changes import change
from foundation.errors import IllegalMove, Refused
from foundation.periods import DAY
from staffing.models import Absence, CostRate, Employment, ProjectRole

EMPLOYED = gettext_lazy("The person is employed on some of these days.")


def span(first, last):
    """First to last day, both inside; without a last day it goes on."""
    if last is not None and last < first:
        raise Refused(_("The last day lies before the first."), field="last")
    return Days(first, last + DAY if last else None)


@transaction.atomic
def add_person(*, by, name, email, unit=""):
    """Somebody who can be responsible for something; an account is another matter."""
    person = Person.objects.create(name=name, email=email, unit=unit, created_by=by)
    record("person.added", person, by=by)
    return person


def employ(person, *, by, role, calendar, first, last=None, fte=1, zone="UTC"):
    """The person works for the organisation on these days, in this role, for this share of a full week."""
    values = {"role": role, "calendar": calendar, "days": span(first, last), "fte": fte, "zone": zone}
    try:
        with transaction.atomic():
            row = Employment.objects.create(person=person, created_by=by, **values)
            record("employment.added", row, by=by)
            return row
    except IntegrityError as error:
        raise _overlap(error, "employment_no_overlap", EMPLOYED) from error


def change_employment(employment, *, by, row_version, first, last=None, **values):
    """Correct days, share, role or calendar of an employment."""
    try:
        with transaction.atomic():
            row = change(employment, version=row_version, by=by, days=span(first, last), **values)
            record("employment.changed", row, by=by)
            return row
    except IntegrityError as error:
        raise _overlap(error, "employment_no_overlap", EMPLOYED) from error


def set_rate(*, by, amount, currency, first, role=None, person=None):
    """A new cost per hour of a role or a person from `first` on; the rate before it ends the day before.

    Nobody sets his own rate. Time that is posted keeps the rate it was posted with.
    """
    if person is not None and person.user_id == by.pk:
        raise IllegalMove(_("Nobody sets his own rate."))
    try:
        with transaction.atomic():
            _end_before(CostRate.objects.filter(role=role, person=person), first, by)
            row = CostRate.objects.create(
                role=role, person=person, amount=amount, currency=currency, days=Days(first, None), created_by=by
            )
            record("rate.set", row, by=by)
            return row
    except IntegrityError as error:
        raise _overlap(error, "rate_no_overlap", _("A later rate exists already.")) from error


def _end_before(rates, first, by):
    for rate in rates.select_for_update().filter(days__contains=first):
        if rate.days.lower == first:
            raise Refused(_("A rate from this day on exists already."), field="first")
        rates.filter(pk=rate.pk).update(days=Days(rate.days.lower, first), updated_by=by)


def add_absence(*, person, by, first, last, kind, note=""):
    """The person is away from the first to the last day, both inside."""
    try:
        with transaction.atomic():
            row = Absence.objects.create(person=person, days=span(first, last), kind=kind, note=note, created_by=by)
            record("absence.added", row, by=by)
            return row
    except IntegrityError as error:
        raise _overlap(error, "absence_no_overlap", _("Some of these days are taken already.")) from error


@transaction.atomic
def remove_absence(absence, *, by):
    """Take an absence back; history keeps it."""
    record("absence.removed", absence, by=by)
    absence.delete()


@transaction.atomic
def add_role(*, by, name):
    """A role that people have in projects."""
    row = ProjectRole.objects.create(name=name, created_by=by)
    record("project_role.added", row, by=by)
    return row


def _overlap(error, constraint, words):
    """The refusal that a person understands; any other failure as it is."""
    return Refused(words, field="first") if error.__cause__.diag.constraint_name == constraint else error
