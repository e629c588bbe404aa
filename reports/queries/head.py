"""What stands at the head of every report, and small conversions that all of them need?"""

from django.utils import timezone

from foundation.organisation.queries import organisation
from reports.facts.common import Head, Ratio, Reconciliation


def head(title, subject, *, currency, classification, by, on):
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
    )


def project_head(title, project, *, by, on):
    words = project.get_classification_display()
    return head(title, project, currency=project.currency_id, classification=str(words), by=by, on=on)


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
