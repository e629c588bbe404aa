"""Who holds which role where?"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.accounts.rights import ROLE_LABELS, Role
from foundation.history import tracked
from foundation.models import Row
from projects.models.hierarchy import Portfolio, Programme
from projects.models.project import Project


def _no_more_than_one(*names):
    """No two of the columns are set."""
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    condition = Q()
    for a, b in pairs:
        condition &= Q(**{f"{a}__isnull": True}) | Q(**{f"{b}__isnull": True})
    return condition


@tracked()
class RoleAssignment(Row):
    """A person holds a role in one scope while `days` lasts; no scope at all is the organisation."""

    person = models.ForeignKey(Person, models.RESTRICT, related_name="roles")
    role = models.CharField(_("role"), max_length=30, choices=[(r.value, label) for r, label in ROLE_LABELS.items()])
    portfolio = models.ForeignKey(Portfolio, models.RESTRICT, null=True, blank=True, related_name="roles")
    programme = models.ForeignKey(Programme, models.RESTRICT, null=True, blank=True, related_name="roles")
    project = models.ForeignKey(Project, models.RESTRICT, null=True, blank=True, related_name="roles")
    days = DateRangeField(_("valid"))

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=Q(role__in=[r.value for r in Role]), name="role_known"),
            models.CheckConstraint(
                condition=_no_more_than_one("portfolio", "programme", "project"), name="role_one_scope"
            ),
            models.CheckConstraint(condition=Q(days__isempty=False), name="role_has_days"),
            ExclusionConstraint(
                name="role_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("portfolio", 0), RangeOperators.EQUAL),
                    (Coalesce("programme", 0), RangeOperators.EQUAL),
                    (Coalesce("project", 0), RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
            ),
        ]
