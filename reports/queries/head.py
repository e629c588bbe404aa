"""What stands at the head of every report, and small conversions that all of them need?"""

from django.utils import timezone
from django.utils.translation import gettext as _

from budgets.models import Budget
from foundation.organisation.queries import organisation
from projects.models import Baseline
from reports.facts.common import Head, Ratio, Reconciliation


def head(title, subject, *, currency, classification, by, on, basis=""):
    """The head of a report about a Project or Portfolio, with the data of the day `on`."""
    owner = organisation()
    return Head(
        title=title,
        subject_code=subject.code,
        subject_name=subject.name,
        organisation=owner.name if owner else "",
        classification=classification,
        currency=currency,
        data_as_of=on,
        prepared_on=on,
        prepared_by=by.person.name,
        basis=basis,
    )


def project_head(title, project, *, by, on):
    words = str(project.get_classification_display())
    basis = _basis(project)
    return head(title, project, currency=project.currency_id, classification=words, by=by, on=on, basis=basis)


def _basis(project):
    """The approved baseline and budget by their versions: 'baseline 2, budget 3'."""
    found = (
        (_("baseline %(n)s"), Baseline.objects.filter(project=project, state="approved").first()),
        (_("budget %(n)s"), Budget.objects.filter(project=project, state="approved").first()),
    )
    return ", ".join(words % {"n": row.version} for words, row in found if row) or _("nothing approved")


def ratio(figure):
    """A Figure as a Ratio of the facts: value or reason."""
    return Ratio(figure.value, figure.reason)


def controls(balance):
    """Documents against ledger, category by category."""
    return tuple(
        Reconciliation(balance.names.get(row.category, row.category), row.documents, row.ledger)
        for row in balance.result.differences
    )


def name_of(user):
    """Who acted, by name; empty for a job."""
    return user.person.name if user and hasattr(user, "person") else ""


def local_day(moment):
    return timezone.localtime(moment).date() if moment else None
