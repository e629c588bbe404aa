"""Who is employed, in which role, at which cost rate, and when is he away?"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.history import tracked
from foundation.models import Row
from foundation.organisation.models import Currency
from foundation.periods import DAY
from projects.models import Calendar, touches


class Dated:
    """`days` is half-open in the database; people read its last day."""

    @property
    def last_day(self):
        """The last day inside, None when it goes on."""
        return self.days.upper - DAY if self.days.upper else None


_PROJECTS_OF_PERSON = "SELECT a.project_id FROM {rows} r JOIN staffing_allocation a ON a.person_id = r.person_id"


@tracked()
class ProjectRole(Row):
    """What somebody does in a project: developer, tester, architect ..."""

    name = models.CharField(_("role"), max_length=120, unique=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Row.Meta):
        abstract = False
        ordering = ["name"]

    def __str__(self):
        return self.name


@tracked()
class Employment(Dated, Row):
    """A person works for the organisation in `days`, `fte` of a full week, in a default role."""

    person = models.ForeignKey(Person, models.RESTRICT, related_name="employments")
    role = models.ForeignKey(ProjectRole, models.RESTRICT, verbose_name=_("role"))
    calendar = models.ForeignKey(Calendar, models.RESTRICT, verbose_name=_("working calendar"))
    days = DateRangeField(_("employed"))
    fte = models.DecimalField(_("full-time equivalent"), max_digits=9, decimal_places=6, default=1)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")

    class Meta(Row.Meta):
        abstract = False
        constraints = [
            ExclusionConstraint(
                name="employment_no_overlap",
                expressions=[("person", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(fte__gt=0, fte__lte=1), name="employment_fte_0_1"),
            models.CheckConstraint(condition=Q(days__isempty=False), name="employment_has_days"),
        ]


@tracked()
class CostRate(Dated, Row):
    """Cost per hour of a role, or (restricted) of one person, valid in `days`."""

    role = models.ForeignKey(ProjectRole, models.RESTRICT, null=True, blank=True, related_name="rates")
    person = models.ForeignKey(Person, models.RESTRICT, null=True, blank=True, related_name="rates")
    amount = models.DecimalField(_("per hour"), max_digits=14, decimal_places=4)
    currency = models.ForeignKey(Currency, models.RESTRICT, verbose_name=_("currency"))
    days = DateRangeField(_("valid"))

    class Meta(Row.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(role__isnull=False, person__isnull=True) | Q(role__isnull=True, person__isnull=False),
                name="rate_of_role_or_person",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="rate_not_negative"),
            models.CheckConstraint(condition=Q(days__isempty=False), name="rate_has_days"),
            ExclusionConstraint(
                name="rate_no_overlap",
                expressions=[
                    (Coalesce("role", 0), RangeOperators.EQUAL),
                    (Coalesce("person", 0), RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [
            *Row.Meta.triggers,
            *touches(
                "SELECT a.project_id FROM {rows} r JOIN staffing_allocation a "
                "ON a.role_id = r.role_id OR a.person_id = r.person_id"
            ),
        ]


@tracked(exclude=["note"])
class Absence(Dated, Row):
    """Days on which a person does not work; the reason stays private to him and the resource manager."""

    class Kind(models.TextChoices):
        LEAVE = "leave", _("leave")
        SICK = "sick", _("sick")
        TRAINING = "training", _("training")
        OTHER = "other", _("other")

    person = models.ForeignKey(Person, models.RESTRICT, related_name="absences")
    days = DateRangeField(_("away"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.LEAVE)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Row.Meta):
        abstract = False
        constraints = [
            ExclusionConstraint(
                name="absence_no_overlap",
                expressions=[("person", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(days__isempty=False), name="absence_has_days"),
        ]
        triggers = [*Row.Meta.triggers, *touches(_PROJECTS_OF_PERSON)]
