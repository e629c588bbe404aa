"""Small builders of snapshots, documents and jobs of reports."""

import datetime as dt
import hashlib
from itertools import count

from foundation.jobs.models import Job
from projects.models import Portfolio
from reports import storage
from reports.facts import canon
from reports.kinds import TEMPLATE_VERSION
from reports.models import ReportDocument, ReportKind, ReportSnapshot, SignatureSlot
from reports.queries.budget_facts import budget_facts
from tests.factories import core

_number = count(1)
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def snapshot(subject, kind=ReportKind.BUDGET, *, facts="{}", **fields):
    where = {"portfolio": subject} if isinstance(subject, Portfolio) else {"project": subject}
    fields.setdefault("sha256", canon.sha256_of(facts))
    fields.setdefault("template_version", TEMPLATE_VERSION)
    return ReportSnapshot.objects.create(kind=kind, data_as_of=core.DAY, facts=facts, **where, **fields)


def document(subject, kind=ReportKind.BUDGET, *, data=b"%PDF-1.7 invented", roles=(), **fields):
    """A stored document without a drawing behind it."""
    where = {"portfolio": subject} if isinstance(subject, Portfolio) else {"project": subject}
    made = ReportDocument.objects.create(
        snapshot=fields.pop("snapshot", None) or snapshot(subject, kind),
        version=next(_number),
        file_key=storage.put(data),
        pdf_sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        pages=1,
        **where,
        **fields,
    )
    made.refresh_from_db()
    for seq, role in enumerate(roles, 1):
        SignatureSlot.objects.create(document=made, seq=seq, role=role, meaning="agrees")
    return made


def facts_text(project, by):
    """Real facts of a budget report as they are stored."""
    return canon.to_json(budget_facts(project, by=by, on=core.DAY))


def in_signature(project, by, roles=("project_manager", "finance")):
    """A budget report with real facts that waits for its signatures."""
    shot = snapshot(project, facts=facts_text(project, by))
    return document(project, snapshot=shot, roles=roles, state="in_signature", created_by=by)


def issued(project, data=b"%PDF-1.7 issued", **fields):
    return document(project, data=data, state="issued", issued_at=NOON, **fields)


def job(by, **fields):
    number = next(_number)
    return Job.objects.create(
        kind="report", task="reports.tasks.draw", idempotency_key=f"t{number}", requester=by, title="Report", **fields
    )


SAMPLES = {ReportDocument: document}
POST = {"reports:ask": {"kind": "budget"}, "reports:reject": {"reason": "A figure is wrong"}}
