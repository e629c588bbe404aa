"""Which risks of a project may this person see? Confidential ones only those named and those who decide."""

from django.db.models import Q

from foundation.accounts.rights import Permission
from projects.access import may, visible_to
from risks.models import Risk


def risks_visible_to(user, project):
    """The project's risks without the confidential ones that are not for this person."""
    rows = Risk.objects.filter(project=project)
    if may(user, Permission.RISK_CONFIDENTIAL, project):
        return rows
    named = Q(named__user=user) | Q(owner__user=user)
    return rows.filter(Q(confidentiality=Risk.Confidentiality.NORMAL) | named).distinct()


def all_risks_visible_to(user):
    """The risks of every project on which the person may see risks."""
    rows = Risk.objects.filter(project__in=visible_to(user, Permission.RISK_VIEW))
    trusted = Q(project__in=visible_to(user, Permission.RISK_CONFIDENTIAL))
    named = Q(named__user=user) | Q(owner__user=user)
    return rows.filter(Q(confidentiality=Risk.Confidentiality.NORMAL) | trusted | named).distinct()
