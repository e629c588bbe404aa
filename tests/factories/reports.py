"""Small builders of snapshots, documents and jobs of reports."""

import datetime as dt
import hashlib
from itertools import count

from foundation.jobs.models import Job
from projects.models import Portfolio
from reports import storage
from reports.facts import canon
from reports.kinds import TEMPLATE_VERSION
from reports.models import ReportDocument, ReportKind, ReportSnapshot, Signature, SignatureSlot
from reports.queries.budget_facts import budget_facts
from tests.factories import core

_number = count(1)
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def snapshot(subject, kind=ReportKind.BUDGET, *, facts="{}", **fields):
    where = {"portfolio": subject} if isinstance(subject, Portfolio) else {"project": subject}
    fields.setdefault("sha256", canon.sha256_of(facts))
    fields.setdefault("template_version", TEMPLATE_VERSION)
    return ReportSnapshot.objects.create(kind=kind, data_as_of=core.DAY, facts=facts, **where, **fields)


def document(subject, kind=ReportKind.BUDGET, *, data=b"%PDF-1.7 invented", roles=(), state="draft", **fields):
    """A stored document without a drawing behind it; what left the draft on a project has a line to sign."""
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
    if "project" in where and state != "draft":
        roles = roles or ("project_manager",)
    for seq, role in enumerate(roles, 1):
        SignatureSlot.objects.create(document=made, seq=seq, role=role, meaning="agrees")
    return put(made, state)


WAY = {
    "draft": [],
    "in_signature": ["in_signature"],
    "rejected": ["in_signature", "rejected"],
    "issued": ["in_signature", "issued"],
    "superseded": ["in_signature", "issued", "superseded"],
}


def put(document, state):
    """Walk a draft, or what waits for its signatures, on to the state; whoever has to sign has signed."""
    for step in WAY[state][len(WAY[document.state]) :]:
        if step == "issued":
            for slot in document.slots.filter(signature=None):
                signature(slot, core.person("Sig Nee").user)
        more = {"issued_at": NOON} if step == "issued" else {}
        ReportDocument.objects.filter(pk=document.pk).update(state=step, **more)
        document.refresh_from_db()
    assert document.state == state, f"there is no way from {document.state} to {state}"
    return document


def signature(slot, user, **fields):
    """A signature as the service writes it."""
    shot = slot.document.snapshot
    known = {"document": slot.document, "role": slot.role, "name": "Sig Nee", "at": NOON,
             "snapshot_sha256": shot.sha256, "template_version": shot.template_version}  # fmt: skip
    return Signature.objects.create(slot=slot, user=user, **{**known, **fields})


def facts_text(project, by):
    """Real facts of a budget report as they are stored."""
    return canon.to_json(budget_facts(project, by=by, on=core.DAY))


def to_sign(project, by, roles=("project_manager", "finance"), **fields):
    """A draft of a budget report with real facts and with lines to sign."""
    shot = snapshot(project, facts=facts_text(project, by))
    return document(project, snapshot=shot, roles=roles, created_by=by, **fields)


def in_signature(project, by, roles=("project_manager", "finance")):
    """The same when it waits for its signatures."""
    return to_sign(project, by, roles, state="in_signature")


def signed(project, by):
    """The same when the last signature stands and the issued PDF is not drawn yet."""
    made = in_signature(project, by)
    for slot in made.slots.all():
        signature(slot, core.person("Sig Nee").user)
    return made


def issued(project, data=b"%PDF-1.7 issued", **fields):
    return document(project, data=data, state="issued", **fields)


def job(by, **fields):
    number = next(_number)
    return Job.objects.create(
        kind="report", task="reports.tasks.draw", idempotency_key=f"t{number}", requester=by, title="Report", **fields
    )


SAMPLES = {ReportDocument: document}
POST = {"reports:ask": {"kind": "budget"}, "reports:reject": {"reason": "A figure is wrong"}}
