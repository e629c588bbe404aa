"""What do portfolio pages read, and what came in by which file?"""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.history import tracked
from foundation.models import Row
from foundation.organisation.models import Currency
from foundation.triggers import no_truncate
from projects.models import Portfolio, Project, touches

MONEY = {"max_digits": 19, "decimal_places": 4}


class Health(models.TextChoices):
    ON_TRACK = "on_track", _("on track")
    AT_RISK = "at_risk", _("at risk")
    OFF_TRACK = "off_track", _("off track")
    UNKNOWN = "unknown", _("unknown")


class ProjectFacts(models.Model):
    """One stored row per project: typed nullable columns to sort by, and the tree of every figure.

    A column without a value has its reason code in `reasons` under its own name. Money is in the
    project's currency; `rate` converts it to the portfolio's reporting currency (null: no rate).
    """

    project = models.OneToOneField(Project, models.CASCADE, related_name="facts", primary_key=True)
    refreshed_at = models.DateTimeField()
    as_of = models.DateField()
    stage = models.CharField(max_length=200, blank=True)
    health = models.CharField(max_length=10, choices=Health.choices, default=Health.UNKNOWN)
    health_rule = models.CharField(max_length=10, choices=Health.choices, default=Health.UNKNOWN)
    health_rank = models.PositiveSmallIntegerField(default=0)
    causes = models.JSONField(default=list)
    updated_on = models.DateField(null=True)
    is_stale = models.BooleanField(default=False)
    reporting_currency = models.ForeignKey(Currency, models.RESTRICT, related_name="+")
    rate = models.DecimalField(max_digits=20, decimal_places=10, null=True)
    rate_date = models.DateField(null=True)
    budget = models.DecimalField(null=True, **MONEY)
    actual = models.DecimalField(null=True, **MONEY)
    committed = models.DecimalField(null=True, **MONEY)
    accrued = models.DecimalField(null=True, **MONEY)
    available = models.DecimalField(null=True, **MONEY)
    etc = models.DecimalField(null=True, **MONEY)
    forecast = models.DecimalField(null=True, **MONEY)
    variance = models.DecimalField(null=True, **MONEY)
    exposure = models.DecimalField(null=True, **MONEY)
    benefit = models.DecimalField(null=True, **MONEY)
    npv = models.DecimalField(null=True, **MONEY)
    cpi = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    spi_t = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    baseline_finish = models.DateField(null=True)
    forecast_finish = models.DateField(null=True)
    slip_days = models.IntegerField(null=True)
    open_risks = models.PositiveIntegerField(default=0)
    open_issues = models.PositiveIntegerField(default=0)
    percent = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    reported = models.BooleanField(default=False, help_text=_("money or dates come from a reported status"))
    reasons = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["health_rank"]), models.Index(fields=["forecast_finish"])]
        constraints = [models.CheckConstraint(condition=Q(health__in=Health.values), name="facts_health_known")]


@tracked()
class HealthOverride(Row):
    """A person's word against the rule, with a reason; both are shown."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="health_overrides")
    health = models.CharField(_("health"), max_length=10, choices=Health.choices)
    reason = models.TextField(_("reason"))
    from_day = models.DateField(_("from"))
    ended_on = models.DateField(_("ended on"), null=True)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(ended_on__isnull=True), name="override_one_at_a_time"
            ),
        ]
        triggers = [*Row.Meta.triggers, *touches("SELECT project_id FROM {rows}")]


class ImportBatch(Row):
    """One portfolio file: mapping, what came, what was changed and what could not.

    `mapping` is what was guessed and, once a person has confirmed it, what is used; `choices` what
    he confirmed: fields by column, currency, unit. `samples` are the first cells of each column.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        REFUSED = "refused", _("refused")
        READ = "read", _("waiting for its columns")
        DRY_RUN = "dry_run", _("checked")
        DONE = "done", _("imported")
        UNDONE = "undone", _("taken back")
        ARCHIVED = "archived", _("archived")

    class Mode(models.TextChoices):
        ALL = "all", _("all or nothing")
        GOOD = "good", _("good rows only")

    portfolio = models.ForeignKey(Portfolio, models.RESTRICT, related_name="imports")
    file_name = models.CharField(_("file"), max_length=300)
    sha256 = models.CharField(max_length=64)
    file_key = models.CharField(max_length=120)
    as_of = models.DateField(_("reported as of"), null=True)
    mapping = models.JSONField(default=dict)
    samples = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    mode = models.CharField(_("mode"), max_length=4, choices=Mode.choices, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.UPLOADED)
    problem = models.TextField(_("why it was refused"), blank=True)
    job_id = models.UUIDField(null=True, help_text=_("public id of the work asked for last"))
    rows = models.PositiveIntegerField(_("rows of the file"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    result = models.JSONField(default=dict, help_text=_("sums of the file, and after undo what stayed and why"))
    done_on = models.DateField(_("imported on"), null=True)
    batch = models.UUIDField(unique=True)

    class Meta(Row.Meta):
        abstract = False
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    rows=models.F("created") + models.F("updated") + models.F("unchanged") + models.F("rejected")
                )
                | Q(state__in=["uploaded", "refused", "read"]),
                name="import_rows_add_up",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["uploaded", "refused", "read", "dry_run", "done", "undone", "archived"]),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "undone", "archived"])
                | Q(done_on__isnull=False, mode__in=["all", "good"]),
                name="import_done_has_day_and_mode",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(problem=""), name="import_refused_has_reason"),
        ]
        triggers = [*Row.Meta.triggers, no_truncate()]

    def __str__(self):
        return self.file_name

    def _sum(self, name):
        said = self.result.get("totals", {}).get(name)
        return Decimal(said) if said else None

    @property
    def planned(self):
        """What the planned costs of the file add up to; None before the check."""
        return self._sum("planned")

    @property
    def forecast(self):
        return self._sum("forecast")


class ImportNote(models.Model):
    """One line of the loss report: about a cell (row and column), a row, or the whole file (row 0)."""

    class Level(models.TextChoices):
        CHANGED = "changed", _("changed")
        MISSING = "missing", _("not given")
        REJECTED = "rejected", _("could not be read")
        DOUBTFUL = "doubtful", _("look at it")
        ROW = "row", _("row left out")
        FILE = "file", _("about the file")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="notes")
    row = models.PositiveIntegerField(_("row"), null=True)
    column = models.CharField(_("column"), max_length=300, blank=True)
    raw = models.TextField(_("as written"), blank=True)
    level = models.CharField(_("what happened"), max_length=10, choices=Level.choices)
    code = models.CharField(max_length=40)
    message = models.TextField(_("why"))

    class Meta:
        ordering = ["row", "id"]
        indexes = [models.Index(fields=["batch", "level"], name="import_note_level")]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["changed", "missing", "rejected", "doubtful", "row", "file"]),
                name="import_note_level_known",
            ),
            models.CheckConstraint(condition=Q(level="file") | Q(row__isnull=False), name="import_note_names_its_row"),
        ]


class ImportedProject(models.Model):
    """Which project a batch created, and by which key a later file finds it again."""

    batch = models.ForeignKey(ImportBatch, models.RESTRICT, related_name="projects")
    project = models.ForeignKey(Project, models.CASCADE, related_name="imports")
    portfolio = models.ForeignKey(Portfolio, models.RESTRICT, related_name="+")
    identity = models.CharField(max_length=600)
    created = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["portfolio", "identity"], condition=Q(created=True), name="imported_identity_once"
            )
        ]


class SavedView(Row):
    """A state of the portfolio table that one person keeps under a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("address"), max_length=2000, blank=True)

    class Meta(Row.Meta):
        abstract = False
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("user", Lower("name"), name="saved_view_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_name"),
        ]

    def __str__(self):
        return self.name
