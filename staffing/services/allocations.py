"""How does a person come to a project, and leave it?

requested -> tentative (a person is proposed) -> confirmed -> ended; declined before that.
"""

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange as Days
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.accounts.services import notify, record
from foundation.changes import change
from foundation.errors import IllegalMove, Refused
from foundation.periods import DAY, DateRange
from projects.access import people_with
from projects.models import OPEN_STATES, Project
from staffing.engine.capacity import Booking, peak_share
from staffing.models import Allocation, AllocationState, Employment

State = AllocationState


@transaction.atomic
def request_allocation(project, *, by, role, first, last, share, person=None, note=""):
    """Ask for `share` of a person's capacity, in a role, from the first to the last day (both inside)."""
    _going_on(project)
    row = Allocation.objects.create(
        project=project, role=role, person=person, share=share, note=note, created_by=by, days=_days(first, last)
    )
    record("allocation.requested", row, by=by, project=project, share=str(share))
    words = _("%(project)s asks for %(role)s") % {"project": project.code, "role": role.name}
    notify(people_with("allocation.edit", project), words, address=f"/projects/{project.public_id}/team/")
    return row


def propose_person(allocation, *, by, person, row_version, share=None, first=None, last=None):
    """Name who could do it, changing days or share on the way: requested or tentative -> tentative.

    An exception from the 100 % was made for one person, one share and certain days: with others it is gone.
    """
    with transaction.atomic():
        _going_on(allocation.project)
        row = _locked(allocation, _("propose a person"), State.REQUESTED, State.TENTATIVE)
        days = row.days if first is None else _days(first, last)
        if not Employment.objects.filter(person=person, days__overlap=days).exists():
            raise Refused(_("%(name)s is not employed on these days.") % {"name": person.name}, field="person")
        asked = {"person": person, "share": share or row.share, "days": days}
        if any(getattr(row, name) != value for name, value in asked.items()):
            asked |= {"over_ok": False, "over_reason": "", "over_approved_by": None}
        row = change(row, version=row_version, by=by, state=State.TENTATIVE, **asked)
        record("allocation.proposed", row, by=by, project=row.project)
        return row


def confirm_allocation(allocation, *, by):
    """Book it: tentative -> confirmed. Refused with the day and the load when it would pass 100 %."""
    try:
        with transaction.atomic():
            _going_on(allocation.project)
            row = _locked(allocation, _("confirm"), State.TENTATIVE)
            if row.created_by_id == by.pk:
                raise IllegalMove(_("Somebody else than the one who asked for it confirms an allocation."))
            _within_employment(row)
            _write(row, by, "allocation.confirmed", state=State.CONFIRMED, confirmed_by=by)
            _tell(row, _("%(name)s is confirmed for %(project)s"))
            return row
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != "allocation_within_capacity":
            raise
        raise Refused(_too_much(allocation)) from error


@transaction.atomic
def allow_over(allocation, *, by, reason):
    """Record that this allocation may pass 100 %, with the reason; never by its author."""
    row = _locked(allocation, _("allow more than 100 %"), State.REQUESTED, State.TENTATIVE)
    if row.created_by_id == by.pk:
        raise IllegalMove(_("Somebody else than the author allows an exception."))
    if not reason.strip():
        raise Refused(_("Say why the person may be booked for more than 100 %."), field="reason")
    _write(row, by, "allocation.exception", over_ok=True, over_reason=reason, over_approved_by=by)
    return row


@transaction.atomic
def decline_allocation(allocation, *, by, reason):
    """Say no: requested or tentative -> declined."""
    row = _locked(allocation, _("decline"), State.REQUESTED, State.TENTATIVE)
    if not reason.strip():
        raise Refused(_("Say why, so that the project can plan otherwise."), field="reason")
    _write(row, by, "allocation.declined", state=State.DECLINED, answer=reason)
    _tell(row, _("The request of %(project)s for %(role)s was declined"))
    return row


@transaction.atomic
def end_allocation(allocation, *, by, last, reason=""):
    """Release the person after `last`, which must not lie after the end that was booked: confirmed -> ended."""
    row = _locked(allocation, _("end"), State.CONFIRMED)
    if not row.days.lower <= last < row.days.upper:
        raise Refused(_("The last day lies inside the days that were booked."), field="last")
    days = _days(row.days.lower, last)
    _write(row, by, "allocation.ended", state=State.ENDED, answer=reason, days=days)
    return row


def _days(first, last):
    if last < first:
        raise Refused(_("The last day lies before the first."), field="last")
    return Days(first, last + DAY)


def _going_on(project):
    """The project under its lock, so that it does not end meanwhile; IllegalMove when it has."""
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if project.state not in OPEN_STATES:
        raise IllegalMove(
            _("Nobody is booked on a project that is %(state)s.") % {"state": project.get_state_display()}
        )


def _locked(allocation, act, *states):
    row = Allocation.objects.select_for_update(of=("self",)).select_related("project", "person", "role")
    row = row.get(pk=allocation.pk)
    if row.state not in states:
        raise IllegalMove(
            _("To %(act)s is not possible: the allocation is %(state)s.")
            % {"act": act, "state": row.get_state_display()}
        )
    return row


def _write(row, by, act, **values):
    Allocation.objects.filter(pk=row.pk).update(updated_by=by, **values)
    row.refresh_from_db()
    record(act, row, by=by, project=row.project)


def _within_employment(row):
    employed = Employment.objects.filter(person=row.person_id, days__contains=row.days)
    if not employed.exists() and not _employed_throughout(row):
        raise Refused(_("%(name)s is not employed on all of these days.") % {"name": row.person.name})


def _employed_throughout(row):
    """Several employments one after the other cover the days as well."""
    reached = row.days.lower
    spans = Employment.objects.filter(person=row.person_id, days__overlap=row.days).values_list("days", flat=True)
    for days in sorted(spans, key=lambda d: d.lower):
        if days.lower > reached:
            return False
        if days.upper is None or days.upper >= row.days.upper:
            return True
        reached = days.upper
    return False


def _too_much(allocation):
    """The first day on which the person would be booked for more than 100 %, and for how much."""
    row = Allocation.objects.select_related("person").get(pk=allocation.pk)
    others = Allocation.objects.filter(person=row.person_id, state=State.CONFIRMED).exclude(pk=row.pk)
    spans = [(str(row.pk), row.days, row.share)]
    spans += [(str(pk), days, share) for pk, days, share in others.values_list("pk", "days", "share")]
    bookings = [Booking(key, DateRange(days.lower, days.upper), share) for key, days, share in spans]
    peak = peak_share(bookings, DateRange(row.days.lower, row.days.upper))
    if peak.days is None or not peak.too_much:
        return _("The person would be booked for more than 100 %.")
    words = _(
        "%(name)s would be booked for %(load)s %% on %(day)s. Take a smaller share, other days or another person."
    )
    day, load = date_format(peak.days.start, "j M Y"), f"{peak.share * 100:f}".rstrip("0").rstrip(".")
    return words % {"name": row.person.name, "load": load, "day": day}


def _tell(row, words):
    """Whoever asked hears the answer."""
    if row.created_by:
        text = words % {"name": row.person, "project": row.project.code, "role": row.role.name}
        notify([row.created_by], text, address=f"/projects/{row.project.public_id}/team/")
