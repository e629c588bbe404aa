"""What has happened that needs management?"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.history import tracked
from foundation.models import Row
from foundation.triggers import same_project
from projects.models.governance import FollowOnAction
from projects.models.project import Project
from projects.models.touch import touches


@tracked()
class Issue(Row):
    """Something that has happened. Closed with a resolution, or handed to a follow-on action."""

    class Type(models.TextChoices):
        CHANGE = "request_for_change", _("request for change")
        OFF_SPECIFICATION = "off_specification", _("off-specification")
        PROBLEM = "problem", _("problem or concern")
        OPPORTUNITY = "business_opportunity", _("business opportunity")
        EXTERNAL = "external_event", _("external event")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        IN_PROGRESS = "in_progress", _("in progress")
        CLOSED = "closed", _("closed")

    class Severity(models.IntegerChoices):
        MINOR = 1, _("minor")
        MODERATE = 2, _("moderate")
        MAJOR = 3, _("major")
        CRITICAL = 4, _("critical")

    project = models.ForeignKey(Project, models.RESTRICT, related_name="issues")
    number = models.PositiveIntegerField(_("no."))
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    type = models.CharField(_("type"), max_length=20, choices=Type.choices, default=Type.PROBLEM)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity.choices, default=Severity.MODERATE)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.OPEN)
    owner = models.ForeignKey(Person, models.RESTRICT, null=True, blank=True, related_name="issues")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    raised_on = models.DateField(_("raised on"))
    due = models.DateField(_("due"), null=True, blank=True)
    resolution = models.TextField(_("resolution"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    follow_on = models.ForeignKey(FollowOnAction, models.RESTRICT, null=True, blank=True, related_name="issues")

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["-number"]
        indexes = [models.Index(fields=["project", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="issue_number_once"),
            models.CheckConstraint(condition=~Q(title=""), name="issue_has_title"),
            models.CheckConstraint(condition=Q(severity__range=(1, 4)), name="issue_severity_1_4"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) & ~Q(resolution="")
                | ~Q(state="closed") & Q(closed_on__isnull=True),
                name="issue_closed_has_resolution_and_day",
            ),
        ]
        triggers = [
            *Row.Meta.triggers,
            same_project("follow_on_id", "projects_followonaction"),
            *touches("SELECT project_id FROM {rows}"),
        ]

    def __str__(self):
        return f"#{self.number} {self.title}"
