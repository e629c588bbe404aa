"""Which long work was asked for, how far is it, and who does it now?"""

from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.models import Row

MAX_ATTEMPTS = 3
WORKER = "worker"  # the name under which workers beat


class JobState(models.TextChoices):
    QUEUED = "queued", gettext_lazy("waiting")
    RUNNING = "running", gettext_lazy("running")
    RENDERING = "rendering", gettext_lazy("drawing")
    DONE = "done", gettext_lazy("done")
    FAILED = "failed", gettext_lazy("failed")
    CANCELLED = "cancelled", gettext_lazy("cancelled")
    EXPIRED = "expired", gettext_lazy("expired")


ACTIVE = (JobState.RUNNING, JobState.RENDERING)
OPEN = (JobState.QUEUED, *ACTIVE)


class Job(Row):
    """One piece of background work. The row is the truth; the message to the worker holds only its id."""

    State = JobState

    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True, help_text=gettext_lazy("what the list and the bell say"))
    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="jobs")
    project_id = models.UUIDField(null=True, help_text=gettext_lazy("public id of the project, if any"))
    permission = models.CharField(max_length=80, blank=True, help_text=gettext_lazy("asked when it was requested"))
    idempotency_key = models.CharField(max_length=200, unique=True)

    state = models.CharField(max_length=12, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, help_text=gettext_lazy("waits until then before it is tried again"))
    rung_at = models.DateTimeField(null=True, help_text=gettext_lazy("when the sweeper sent it last"))
    leased_by = models.CharField(max_length=160, blank=True)
    lease_until = models.DateTimeField(null=True)

    progress = models.DecimalField(max_digits=4, decimal_places=3, default=0)
    step = models.CharField(max_length=200, blank=True)
    eta = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(Row.Meta):
        abstract = False
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["requester", "-id"], name="job_of_requester"),
            models.Index(fields=["state", "lease_until"], name="job_open", condition=Q(state__in=OPEN)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(condition=Q(progress__range=(0, 1)), name="job_progress_0_1"),
            models.CheckConstraint(condition=Q(attempts__lte=MAX_ATTEMPTS), name="job_attempts_at_most_3"),
            models.CheckConstraint(condition=~Q(idempotency_key=""), name="job_has_key"),
            models.CheckConstraint(
                condition=Q(state__in=ACTIVE, lease_until__isnull=False) & ~Q(leased_by="")
                | ~Q(state__in=ACTIVE) & Q(lease_until__isnull=True, leased_by=""),
                name="job_leased_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, finished_at__isnull=True)
                | ~Q(state__in=OPEN) & Q(finished_at__isnull=False),
                name="job_finished_has_instant",
            ),
            models.CheckConstraint(condition=~Q(state=JobState.FAILED, error=""), name="job_failed_has_reason"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("created_at")), name="job_ends_after_start"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """What a person reads: the title, else the kind in words."""
        return self.title or self.kind.replace("_", " ").capitalize()

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_retrying(self):
        return self.state == JobState.QUEUED and self.attempts > 0

    @property
    def address(self):
        """Where the result opens; empty before it is done."""
        return self.result.get("address", "") if self.state == JobState.DONE else ""

    def time_left(self, *, now):
        """The rest of the way in words, empty when it is not known."""
        if self.eta is None or self.state not in ACTIVE:
            return ""
        left = max(self.eta - now, timedelta(0))
        if left < timedelta(minutes=1):
            return _("less than a minute left")
        minutes = round(left.total_seconds() / 60)
        return ngettext("about {n} minute left", "about {n} minutes left", minutes).format(n=minutes)


class Heartbeat(models.Model):
    """When a worker last did what the clock asked: broker, clock and worker were alive then."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self):
        return self.name
