"""Who is booked on which project, for how much of his time?"""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.history import tracked
from foundation.models import Row
from foundation.triggers import refuse
from projects.models import Project, touches
from staffing.models.people import Dated, ProjectRole


class AllocationState(models.TextChoices):
    REQUESTED = "requested", _("requested")
    TENTATIVE = "tentative", _("tentative")
    CONFIRMED = "confirmed", _("confirmed")
    ENDED = "ended", _("ended")
    DECLINED = "declined", _("declined")


@tracked()
class Allocation(Dated, Row):
    """`share` of a person's capacity for a project in `days`.

    Confirmed shares of one person never add up to more than 1 at any day, unless each row that
    goes beyond carries a recorded exception: the trigger locks the person's row first, since
    without the lock concurrent sessions overbooked people.
    """

    project = models.ForeignKey(Project, models.RESTRICT, related_name="allocations")
    person = models.ForeignKey(Person, models.RESTRICT, null=True, blank=True, related_name="allocations")
    role = models.ForeignKey(ProjectRole, models.RESTRICT, verbose_name=_("role"))
    days = DateRangeField(_("days"))
    share = models.DecimalField(_("share of capacity"), max_digits=9, decimal_places=6)
    state = models.CharField(max_length=10, choices=AllocationState.choices, default=AllocationState.REQUESTED)
    over_ok = models.BooleanField(_("may pass 100 %"), default=False)
    over_reason = models.TextField(_("reason of the exception"), blank=True)
    over_approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    answer = models.CharField(_("why it was declined or ended"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        indexes = [models.Index(fields=["person", "state"]), models.Index(fields=["project", "state"])]
        constraints = [
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="allocation_share_0_1"),
            models.CheckConstraint(condition=Q(days__isempty=False), name="allocation_has_days"),
            models.CheckConstraint(condition=Q(state__in=AllocationState.values), name="allocation_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "declined"]) | Q(person__isnull=False),
                name="allocation_booked_has_person",
            ),
            models.CheckConstraint(
                condition=Q(over_ok=False) | Q(over_approved_by__isnull=False) & ~Q(over_reason=""),
                name="allocation_exception_is_recorded",
            ),
            models.CheckConstraint(
                condition=Q(over_approved_by__isnull=True)
                | Q(created_by__isnull=True)
                | ~Q(over_approved_by=F("created_by")),
                name="allocation_exception_by_another",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(created_by__isnull=True) | ~Q(confirmed_by=F("created_by")),
                name="allocation_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(days__lower_inf=False, days__upper_inf=False), name="allocation_has_both_ends"
            ),
        ]
        triggers = [
            *Row.Meta.triggers,
            pgtrigger.Trigger(
                name="within_capacity",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("person_id", "days", "share", "state", "over_ok"),
                func="""
                    IF NEW.state <> 'confirmed' OR NEW.over_ok THEN RETURN NULL; END IF;
                    PERFORM 1 FROM accounts_person WHERE id = NEW.person_id FOR UPDATE;
                    IF EXISTS (
                        SELECT 1 FROM staffing_allocation d
                        WHERE d.person_id = NEW.person_id AND d.state = 'confirmed' AND d.days && NEW.days
                          AND (SELECT sum(a.share) FROM staffing_allocation a
                               WHERE a.person_id = NEW.person_id AND a.state = 'confirmed'
                                 AND a.days @> greatest(lower(d.days), lower(NEW.days))) > 1) THEN
                        RAISE EXCEPTION 'the person would be booked for more than 100 %%'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_within_capacity';
                    END IF;
                    RETURN NULL;
                """,
            ),
            refuse(
                name="exception_of_this_booking",
                operation=pgtrigger.UpdateOf("person_id", "days", "share", "over_ok"),
                failing=(
                    "OLD.over_ok AND NEW.over_ok AND (NEW.person_id IS DISTINCT FROM OLD.person_id "
                    "OR NEW.share > OLD.share OR NOT NEW.days <@ OLD.days)"
                ),
                message="the exception was made for another person, share or days",
            ),
            *touches("SELECT project_id FROM {rows}"),
        ]
