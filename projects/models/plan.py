"""What is the work, in which order, and by when? One tree for WBS, tasks, milestones and backlog."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.history import tracked
from foundation.models import Row, bump_version
from foundation.triggers import refuse
from projects.models.calendars import Calendar
from projects.models.project import Project
from projects.models.touch import touches

NEEDS_DATE = ("SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO")


# what the schedule computes: no history, no new version of the row
COMPUTED = ("outline", "es", "ef", "ls", "lf", "total_float_min", "free_float_min", "is_critical", "schedule_version")
# what moving one row changes in all rows after it: history, but nobody's edit collides with it
NUMBERED = ("wbs_code", "position")


@tracked(exclude=COMPUTED)
class Task(Row):
    """One node of the tree. `es` ... `is_critical` are the schedule's cache, made by `schedule_version`."""

    class Kind(models.TextChoices):
        SUMMARY = "summary", _("summary")
        WORK_PACKAGE = "work_package", _("work package")
        TASK = "task", _("task")
        MILESTONE = "milestone", _("milestone")
        LOE = "loe", _("level of effort")
        PLANNING_PACKAGE = "planning_package", _("planning package")

    class EvMethod(models.TextChoices):
        ZERO_HUNDRED = "0_100", _("0/100")
        X_Y = "x_y", _("X/Y at start and finish")
        WEIGHTED_MILESTONE = "weighted_milestone", _("weighted milestones")
        PERCENT_COMPLETE = "percent_complete", _("percent complete")
        UNITS = "units", _("units done")
        LOE = "loe", _("level of effort")
        APPORTIONED = "apportioned", _("apportioned")
        PLANNING_PACKAGE = "planning_package", _("planning package")

    class ConstraintType(models.TextChoices):
        ASAP = "ASAP", _("as soon as possible")
        ALAP = "ALAP", _("as late as possible")
        SNET = "SNET", _("start no earlier than")
        SNLT = "SNLT", _("start no later than")
        FNET = "FNET", _("finish no earlier than")
        FNLT = "FNLT", _("finish no later than")
        MSO = "MSO", _("must start on")
        MFO = "MFO", _("must finish on")

    class Board(models.TextChoices):
        BACKLOG = "backlog", _("backlog")
        READY = "ready", _("ready")
        DOING = "doing", _("doing")
        REVIEW = "review", _("in review")
        DONE = "done", _("done")

    project = models.ForeignKey(Project, models.RESTRICT, related_name="tasks")
    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(_("position among its siblings"), default=0)
    wbs_code = models.CharField(_("WBS"), max_length=60)
    outline = models.PositiveIntegerField(_("row number in the tree"), default=0, editable=False)
    name = models.CharField(_("name"), max_length=500)
    description = models.TextField(_("description"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.TASK)
    is_control_account = models.BooleanField(default=False)
    responsible = models.ForeignKey(
        Person, models.RESTRICT, null=True, blank=True, related_name="tasks", verbose_name=_("responsible")
    )
    ev_method = models.CharField(max_length=20, choices=EvMethod.choices, default=EvMethod.PERCENT_COMPLETE)
    ev_params = models.JSONField(default=dict, blank=True)
    story_points = models.DecimalField(_("story points"), max_digits=7, decimal_places=2, null=True, blank=True)
    board_column = models.CharField(_("column"), max_length=10, choices=Board.choices, default=Board.BACKLOG)
    duration_min = models.PositiveIntegerField(_("duration (working minutes)"), default=480)
    remaining_min = models.PositiveIntegerField(_("remaining (working minutes)"), null=True, blank=True)
    work_min = models.PositiveIntegerField(_("planned work (minutes)"), default=0)
    constraint_type = models.CharField(_("constraint"), max_length=4, choices=ConstraintType.choices, default="ASAP")
    constraint_date = models.DateTimeField(_("constraint date"), null=True, blank=True)
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    milestone_side = models.CharField(
        max_length=6, choices=[("start", _("start")), ("finish", _("finish"))], default="finish"
    )
    actual_start = models.DateTimeField(_("actual start"), null=True, blank=True)
    actual_finish = models.DateTimeField(_("actual finish"), null=True, blank=True)
    percent = models.DecimalField(_("complete"), max_digits=9, decimal_places=6, default=0)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    calendar = models.ForeignKey(Calendar, models.RESTRICT, null=True, blank=True, related_name="+")
    es = models.DateTimeField(_("early start"), null=True, editable=False)
    ef = models.DateTimeField(_("early finish"), null=True, editable=False)
    ls = models.DateTimeField(_("late start"), null=True, editable=False)
    lf = models.DateTimeField(_("late finish"), null=True, editable=False)
    total_float_min = models.IntegerField(_("total float (minutes)"), null=True, editable=False)
    free_float_min = models.IntegerField(_("free float (minutes)"), null=True, editable=False)
    is_critical = models.BooleanField(_("critical"), default=False, editable=False)
    schedule_version = models.PositiveIntegerField(default=0, editable=False)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["wbs_code"]
        indexes = [
            models.Index(fields=["project", "parent", "position"]),
            models.Index(fields=["project", "outline"]),
            models.Index(fields=["responsible", "actual_finish"]),
            # any part of a name is found among a million tasks without reading them all
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="task_name_parts"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "wbs_code"], name="task_wbs_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=~Q(name=""), name="task_has_name"),
            models.CheckConstraint(
                condition=~Q(kind="milestone") | Q(duration_min=0), name="task_milestone_has_no_length"
            ),
            models.CheckConstraint(
                condition=Q(actual_finish__isnull=True) | Q(actual_start__isnull=False), name="task_finish_needs_start"
            ),
            models.CheckConstraint(
                condition=Q(actual_finish__isnull=True) | Q(actual_finish__gte=F("actual_start")),
                name="task_finish_after_start",
            ),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=1), name="task_percent_0_1"),
            models.CheckConstraint(
                condition=Q(percent=1, actual_finish__isnull=False) | Q(percent__lt=1, actual_finish__isnull=True),
                name="task_done_is_finished",
            ),
            models.CheckConstraint(
                condition=Q(constraint_type__in=NEEDS_DATE, constraint_date__isnull=False)
                | Q(constraint_type__in=("ASAP", "ALAP"), constraint_date__isnull=True),
                name="task_constraint_has_its_date",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="task_not_its_own_parent"),
        ]
        triggers = [
            bump_version(exclude=(*COMPUTED, *NUMBERED)),
            refuse(
                name="parent_same_project",
                failing=(
                    "NEW.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM projects_task p "
                    "WHERE p.id = NEW.parent_id AND p.project_id = NEW.project_id)"
                ),
                message="the parent of a task belongs to its project",
            ),
            refuse(
                name="project_stays",
                operation=pgtrigger.UpdateOf("project_id"),
                failing="NEW.project_id <> OLD.project_id",
                message="a task stays in its project",
            ),
            pgtrigger.Trigger(
                name="no_tree_cycle",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("parent_id"),
                func="""
                    IF NEW.parent_id IS NOT NULL THEN
                        PERFORM pg_advisory_xact_lock(7301, NEW.project_id::int);
                        IF EXISTS (WITH RECURSIVE up(id, parent_id) AS (
                                SELECT id, parent_id FROM projects_task WHERE id = NEW.parent_id
                                UNION SELECT t.id, t.parent_id FROM projects_task t JOIN up ON t.id = up.parent_id)
                            SELECT 1 FROM up WHERE id = NEW.id) THEN
                            RAISE EXCEPTION 'a task cannot hang below itself' USING ERRCODE = 'check_violation';
                        END IF;
                    END IF;
                    RETURN NEW;
                """,
            ),
            *touches("SELECT project_id FROM {rows}"),
        ]

    def __str__(self):
        return f"{self.wbs_code} {self.name}"


@tracked()
class Dependency(Row):
    """Predecessor and successor inside one project; the lag counts in the stated calendar, negative is a lead."""

    class Type(models.TextChoices):
        FS = "FS", _("finish to start")
        SS = "SS", _("start to start")
        FF = "FF", _("finish to finish")
        SF = "SF", _("start to finish")

    class LagCalendar(models.TextChoices):
        PRED = "pred", _("predecessor")
        SUCC = "succ", _("successor")
        PROJECT = "project", _("project")
        ALWAYS = "24h", _("around the clock")

    project = models.ForeignKey(Project, models.RESTRICT, related_name="dependencies")
    pred = models.ForeignKey(Task, models.CASCADE, related_name="successors", verbose_name=_("predecessor"))
    succ = models.ForeignKey(Task, models.CASCADE, related_name="predecessors", verbose_name=_("successor"))
    type = models.CharField(_("type"), max_length=2, choices=Type.choices, default=Type.FS)
    lag_min = models.IntegerField(_("lag (working minutes)"), default=0)
    lag_calendar = models.CharField(max_length=7, choices=LagCalendar.choices, default=LagCalendar.SUCC)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=~Q(pred=F("succ")), name="dependency_two_tasks"),
            models.UniqueConstraint(fields=["pred", "succ", "type"], name="dependency_once"),
            models.CheckConstraint(condition=Q(type__in=["FS", "SS", "FF", "SF"]), name="dependency_type_known"),
        ]
        triggers = [
            *Row.Meta.triggers,
            pgtrigger.Trigger(
                name="same_project_no_cycle",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("pred_id", "succ_id", "project_id"),
                func="""
                    IF (SELECT count(*) FROM projects_task WHERE id IN (NEW.pred_id, NEW.succ_id)
                        AND project_id = NEW.project_id) <> 2 THEN
                        RAISE EXCEPTION 'both tasks of a link belong to its project' USING ERRCODE = 'check_violation';
                    END IF;
                    PERFORM pg_advisory_xact_lock(7302, NEW.project_id::int);
                    IF EXISTS (WITH RECURSIVE later(id) AS (
                            SELECT NEW.succ_id
                            UNION SELECT d.succ_id FROM projects_dependency d JOIN later ON d.pred_id = later.id
                            WHERE d.id <> NEW.id)
                        SELECT 1 FROM later WHERE id = NEW.pred_id) THEN
                        RAISE EXCEPTION 'the links would run in a circle' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            *touches("SELECT project_id FROM {rows}"),
        ]
