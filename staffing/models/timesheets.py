"""Who worked how long on what, who approved it, and is it in the ledger?

A posted sheet is corrected by another sheet that replaces it as a whole: see `corrects`.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.history import tracked
from foundation.models import Row
from foundation.triggers import frozen_when, refuse
from projects.models import Project, Task, touches
from staffing.engine.hours import hours

# what may change on a row that is frozen: that its cost was posted, and the marks of any change
_BOOKKEEPING = "{posted,row_version,updated_at,updated_by_id}"


class TimesheetState(models.TextChoices):
    OPEN = "open", _("open")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    POSTED = "posted", _("posted")


UNDER_WAY = (TimesheetState.OPEN, TimesheetState.SUBMITTED, TimesheetState.RETURNED)


@tracked()
class Timesheet(Row):
    """One person's week, from Monday; approved by somebody else.

    Once approved it is frozen. A sheet with `corrects` takes the place of that sheet as soon as it
    is approved: its lines count, those of the corrected sheet no longer do.
    """

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
        indexes = [models.Index(fields=["state"], condition=Q(state__in=UNDER_WAY), name="timesheet_under_way")]
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
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(returned_reason=""), name="timesheet_return_has_reason"
            ),
            models.UniqueConstraint(fields=["corrects"], name="timesheet_corrected_once"),
        ]
        triggers = [
            *Row.Meta.triggers,
            frozen_when(
                "OLD.state IN ('approved', 'posted')",
                name="frozen_when_approved",
                message="an approved time sheet never changes",
                allow="NEW.state = 'posted' AND "
                "(to_jsonb(NEW) - '{state,row_version,updated_at,updated_by_id}'::text[]) = "
                "(to_jsonb(OLD) - '{state,row_version,updated_at,updated_by_id}'::text[])",
            ),
            refuse(
                name="approved_with_all_lines",
                failing=(
                    "NEW.state IN ('approved', 'posted') AND EXISTS (SELECT 1 FROM staffing_timesheetline l "
                    "WHERE l.timesheet_id = NEW.id AND l.line_state <> 'approved')"
                ),
                message="a time sheet is approved when all its lines are",
                operation=pgtrigger.UpdateOf("state"),
            ),
            refuse(
                name="posted_with_all_lines",
                failing=(
                    "NEW.state = 'posted' AND EXISTS (SELECT 1 FROM staffing_timesheetline l "
                    "WHERE l.timesheet_id = NEW.id AND NOT l.posted)"
                ),
                message="a time sheet is posted when all its lines are",
            ),
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
    """Minutes on one task on one day. `line_state` is the project manager's word on this line.

    `posted`: its cost stands in the ledger; set once, by `services.mark_posted`.
    """

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

    posted = models.BooleanField(_("in the ledger"), default=False, editable=False)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["date", "id"]
        indexes = [
            models.Index(fields=["project", "date"]),
            models.Index(fields=["date", "id"], name="time_line_by_day"),
            models.Index(fields=["date"], include=["project", "timesheet", "minutes"], name="time_line_report"),
            models.Index(fields=["project"], condition=Q(posted=False), name="time_line_unposted"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["timesheet", "date", "task"], name="time_line_once"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="time_line_minutes_1_1440"),
            models.CheckConstraint(
                condition=Q(line_state__in=["open", "approved", "returned"]), name="time_line_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(line_state="approved") | Q(line_approved_by__isnull=False),
                name="time_line_approval_has_approver",
            ),
        ]
        triggers = [
            *Row.Meta.triggers,
            pgtrigger.Trigger(
                name="fits_its_sheet",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("timesheet_id", "project_id", "task_id", "date", "minutes"),
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
                # FOR SHARE: nobody approves the sheet before this line is committed
                func=f"""
                    IF TG_OP <> 'INSERT' THEN
                        PERFORM 1 FROM staffing_timesheet
                            WHERE id = OLD.timesheet_id AND state NOT IN ('approved', 'posted') FOR SHARE;
                        IF NOT FOUND THEN
                            IF TG_OP = 'UPDATE' THEN
                                IF NEW.posted AND NOT OLD.posted AND (to_jsonb(NEW) - '{_BOOKKEEPING}'::text[])
                                    = (to_jsonb(OLD) - '{_BOOKKEEPING}'::text[]) THEN RETURN NEW; END IF;
                            END IF;
                            RAISE EXCEPTION 'an approved time sheet never changes' USING ERRCODE = 'check_violation';
                        END IF;
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    PERFORM 1 FROM staffing_timesheet
                        WHERE id = NEW.timesheet_id AND state NOT IN ('approved', 'posted') FOR SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'an approved time sheet never changes' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.posted THEN
                        RAISE EXCEPTION 'only approved time is posted' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            refuse(
                name="line_approved_by_another",
                failing=(
                    "NEW.line_approved_by_id IS NOT NULL AND NEW.line_approved_by_id = (SELECT p.user_id "
                    "FROM staffing_timesheet s JOIN accounts_person p ON p.id = s.person_id "
                    "WHERE s.id = NEW.timesheet_id)"
                ),
                message="nobody approves his own time",
            ),
            *touches("SELECT project_id FROM {rows}"),
        ]

    @property
    def hours(self):
        """The minutes as hours, to a hundredth."""
        return hours(self.minutes)
