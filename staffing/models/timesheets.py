"""Who worked how long on what, and who approved it?"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.history import tracked
from foundation.models import Row
from projects.models import Project, Task, touches


class TimesheetState(models.TextChoices):
    OPEN = "open", _("open")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    POSTED = "posted", _("posted")


@tracked()
class Timesheet(Row):
    """One person's week, from Monday; approved by somebody else."""

    person = models.ForeignKey(Person, models.RESTRICT, related_name="timesheets")
    week = models.DateField(_("week from Monday"))
    state = models.CharField(max_length=10, choices=TimesheetState.choices, default=TimesheetState.OPEN)
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    returned_reason = models.TextField(_("why it was returned"), blank=True)
    corrects = models.ForeignKey("self", models.RESTRICT, null=True, related_name="corrections")

    class Meta(Row.Meta):
        abstract = False
        ordering = ["-week"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "week"], condition=Q(corrects__isnull=True), name="timesheet_once_a_week"
            ),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="timesheet_starts_on_monday"),
            models.CheckConstraint(condition=Q(state__in=TimesheetState.values), name="timesheet_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "posted"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="timesheet_approval_has_approver",
            ),
        ]
        triggers = [
            *Row.Meta.triggers,
            pgtrigger.Trigger(
                name="approved_by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NEW.approved_by_id IS NOT NULL AND NEW.approved_by_id =
                       (SELECT user_id FROM accounts_person WHERE id = NEW.person_id) THEN
                        RAISE EXCEPTION 'nobody approves his own time sheet'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'timesheet_approved_by_another';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]


@tracked()
class TimesheetLine(Row):
    """Minutes on one task on one day. `line_state` is the project manager's word on this line."""

    class LineState(models.TextChoices):
        OPEN = "open", _("open")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    timesheet = models.ForeignKey(Timesheet, models.CASCADE, related_name="lines")
    project = models.ForeignKey(Project, models.RESTRICT, related_name="time_lines")
    task = models.ForeignKey(Task, models.RESTRICT, related_name="time_lines")
    date = models.DateField(_("day"))
    minutes = models.PositiveIntegerField(_("minutes"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    line_state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.OPEN)
    line_approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["date", "id"]
        indexes = [models.Index(fields=["project", "date"])]
        constraints = [
            models.UniqueConstraint(fields=["timesheet", "date", "task"], name="time_line_once"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="time_line_minutes_1_1440"),
        ]
        triggers = [
            *Row.Meta.triggers,
            pgtrigger.Trigger(
                name="fits_its_sheet",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("sheet", "staffing_timesheet%ROWTYPE"), ("of_project", "bigint")],
                func="""
                    SELECT * INTO sheet FROM staffing_timesheet WHERE id = NEW.timesheet_id FOR UPDATE;
                    IF NEW.date < sheet.week OR NEW.date > sheet.week + 6 THEN
                        RAISE EXCEPTION 'the day lies outside the week' USING ERRCODE = 'check_violation';
                    END IF;
                    SELECT project_id INTO of_project FROM projects_task WHERE id = NEW.task_id;
                    IF of_project <> NEW.project_id THEN
                        RAISE EXCEPTION 'the task belongs to another project' USING ERRCODE = 'check_violation';
                    END IF;
                    IF (SELECT coalesce(sum(minutes), 0) FROM staffing_timesheetline
                        WHERE timesheet_id = NEW.timesheet_id AND date = NEW.date AND id <> coalesce(NEW.id, 0))
                        + NEW.minutes > 1440 THEN
                        RAISE EXCEPTION 'a day has 24 hours' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="frozen_when_approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("sheet_state", "text")],
                func="""
                    SELECT state INTO sheet_state FROM staffing_timesheet
                        WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.timesheet_id ELSE OLD.timesheet_id END;
                    IF sheet_state IN ('approved', 'posted') THEN
                        RAISE EXCEPTION 'an approved time sheet never changes' USING ERRCODE = 'check_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
            *touches("SELECT project_id FROM {rows}"),
        ]
