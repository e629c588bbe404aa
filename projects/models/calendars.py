"""When do people work?"""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.history import tracked
from foundation.models import Row

_HAS_WORK = """
    IF EXISTS (SELECT 1 FROM projects_calendar WHERE id = {row}) AND
       NOT EXISTS (SELECT 1 FROM projects_calendarinterval WHERE calendar_id = {row}) THEN
        RAISE EXCEPTION 'a calendar needs working time' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


@tracked()
class Calendar(Row):
    """Weekly working intervals and dated exceptions, in wall-clock time of `zone`."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    country = models.CharField(_("country of the public holidays"), max_length=2, blank=True)

    class Meta(Row.Meta):
        abstract = False
        ordering = ["name"]
        triggers = [
            *Row.Meta.triggers,
            pgtrigger.Trigger(
                name="has_working_time",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func=_HAS_WORK.format(row="NEW.id"),
            ),
        ]

    def __str__(self):
        return self.name


@tracked()
class CalendarInterval(models.Model):
    """Work from `minutes` lower to upper after midnight on each `weekday` (0 Monday ... 6 Sunday)."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="intervals")
    weekday = models.PositiveSmallIntegerField(_("weekday"))
    minutes = IntegerRangeField(_("minutes after midnight"))

    class Meta:
        ordering = ["weekday", "minutes"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="interval_weekday_0_6"),
            models.CheckConstraint(
                condition=models.Q(minutes__isempty=False, minutes__lower_inf=False, minutes__upper_inf=False)
                & models.Q(minutes__startswith__gte=0, minutes__endswith__lte=1440),
                name="interval_inside_day",
            ),
            ExclusionConstraint(
                name="interval_no_overlap",
                expressions=[
                    ("calendar", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("minutes", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="leaves_working_time",
                when=pgtrigger.After,
                operation=pgtrigger.Delete | pgtrigger.UpdateOf("calendar_id"),
                timing=pgtrigger.Deferred,
                func=_HAS_WORK.format(row="OLD.calendar_id"),
            )
        ]


@tracked()
class CalendarException(models.Model):
    """A day that differs: a holiday (no interval) or other hours; intervals as [[480, 720], ...] minutes."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="exceptions")
    date = models.DateField(_("date"))
    name = models.CharField(_("name"), max_length=200)
    intervals = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="exception_once")]
