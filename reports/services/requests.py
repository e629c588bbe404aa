"""How does a person ask for a report, and what is frozen at that moment?"""

import uuid

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction

from foundation.accounts.rights import Permission
from foundation.accounts.services import record
from foundation.jobs.services import enqueue
from projects.models import Project
from reports import gathering
from reports.facts import canon
from reports.kinds import TEMPLATE_VERSION
from reports.models import ReportKind, ReportSnapshot


def ask(project, kind, *, by, on):
    """Gather the facts of the project as `by` may see them, freeze them and start the drawing. → Job"""
    facts = gathering.gather(project, kind, by=by, on=on)
    return request_report(project, kind, by=by, on=on, facts=facts, permission=Permission.REPORT_CREATE)


@transaction.atomic
def request_report(subject, kind, *, by, on, facts, permission):
    """Freeze `facts` as a hashed snapshot of the Project or Portfolio and start the job that draws it.

    The same facts asked for twice give two snapshots with one hash: each request is an act of its own.
    """
    text = canon.to_json(facts)
    where = {"project": subject} if isinstance(subject, Project) else {"portfolio": subject}
    snapshot = ReportSnapshot.objects.create(
        **where,
        kind=kind,
        data_as_of=on,
        facts=text,
        sha256=canon.sha256_of(text),
        template_version=TEMPLATE_VERSION,
        created_by=by,
        created_at=TransactionNow(),  # before the first fact was read: what was posted meanwhile is later
    )
    snapshot.refresh_from_db()
    record("report.requested", snapshot, by=by, project=where.get("project"), kind=kind, sha256=snapshot.sha256)
    return enqueue(
        kind="report",
        task="reports.tasks.draw",
        arguments={"snapshot": str(snapshot.public_id)},
        key=f"report:{uuid.UUID(str(snapshot.public_id))}",
        by=by,
        project=where.get("project"),
        permission=permission,
        title=f"{ReportKind(kind).label} · {subject.code}",
    )
