"""How is long work asked for, done exactly once, taken up again after a crash, and given up?

`enqueue` writes the row and rings the bell after the commit. `run` is what a task calls: it
claims the row with one UPDATE, so a message that comes ten times works once. `sweep` sends
again what was committed but never delivered, and takes back what a lost worker held.
"""

import errno
import json
import logging
from datetime import timedelta
from functools import partial

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError

from foundation.accounts.services import notify
from foundation.errors import Conflict, IllegalMove, Refused
from foundation.history import named_history
from foundation.jobs.lease import LEASE, Cancelled, LeaseLost, Pulse, holder_is_dead, new_token
from foundation.jobs.models import ACTIVE, MAX_ATTEMPTS, OPEN, WORKER, Heartbeat, Job, JobState

DELIVERED_WITHIN = timedelta(seconds=2)  # a committed row that nobody took by then is sent again
RING_AGAIN = timedelta(seconds=15)  # a row that waits in a long queue is not sent every two seconds
EXPIRES_AFTER = timedelta(days=1)  # who asked yesterday does not expect it any more
BACK_OFF = {1: timedelta(seconds=2), 2: timedelta(seconds=15)}  # by number of the attempt that failed
FREE = {"leased_by": "", "lease_until": None, "eta": None}

log = logging.getLogger(__name__)


def enqueue(*, kind, task, arguments, key, by, project=None, permission=None, title=""):
    """The job for `key`: a new one, or the one that the same person asked for before with it.

    `arguments` is JSON; `by` the requester or None for the system. Conflict when the key stands
    for other work or for somebody else's: it must never open a stranger's result.
    """
    stored = json.loads(json.dumps(arguments, cls=DjangoJSONEncoder))
    wanted = {"kind": kind, "task": task, "arguments": stored, "requester": by}
    job, is_new = Job.objects.get_or_create(
        idempotency_key=key,
        defaults=wanted
        | {
            "created_by": by,
            "title": str(title)[:200],
            "project_id": project.public_id if project else None,
            "permission": str(permission or ""),
        },
    )
    if is_new:
        job.refresh_from_db()  # ids and instants come from the database
        transaction.on_commit(partial(ring, job.task, job.public_id))
    elif any(getattr(job, field) != value for field, value in wanted.items()):
        raise Conflict(_("This was asked for before with other content."))
    return job


def ring(task, job_id):
    """Send the message. False when the broker is away: the sweeper will deliver, nothing is lost."""
    app = current_app
    if app.conf.task_always_eager:
        app.loader.import_default_modules()  # the web process knows tasks by name only
    try:
        app.signature(task, args=[str(job_id)]).apply_async(retry=False)
    except (BrokerError, OSError):
        log.warning("the broker is away; the sweeper will deliver job %s", job_id)
        return False
    return True


def run(job_id, work):
    """Claim the job and do `work(job, progress)`, which returns the result as a dict of JSON.

    `result["address"]` is where it opens. The work may run again after a crash, so what it
    makes is unique by job. Returns the job, or None when there is nothing to do here: done,
    cancelled, too early, or another worker has it.
    """
    token = new_token()
    job = _claim(job_id, token)
    if job is None:
        return None
    try:
        _check_requester(job)
        history = named_history(job.kind, by=job.requester, job=str(job.public_id))
        with history, Pulse(job, token) as progress:
            result = work(job, progress)
    except (Cancelled, LeaseLost):
        log.info("job %s was taken away from this worker", job_id)
    except Refused as refusal:
        _fail(job, token, refusal.message)
    except SoftTimeLimitExceeded:
        _fail(job, token, _("It took longer than a job may take. Ask for a smaller part."))
    except Exception as error:
        log.exception("job %s failed in attempt %s", job_id, job.attempts)
        _try_again_or_fail(job, token, error)
    else:
        _finish(job, token, result or {})
    job.refresh_from_db()
    return job


def _claim(job_id, token):
    """One UPDATE decides who works: queued and due, or left behind by a worker that is gone."""
    due = Q(state=JobState.QUEUED) & (Q(not_before__isnull=True) | Q(not_before__lte=Now()))
    left = Q(state__in=ACTIVE) & (Q(lease_until__lt=Now()) | Q(leased_by=_dead_holder(job_id)))
    claimed = Job.objects.filter(due | left, public_id=job_id, attempts__lt=MAX_ATTEMPTS).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        leased_by=token,
        lease_until=Now() + LEASE,
        started_at=Coalesce("started_at", Now()),
        progress=0,
        step="",
        eta=None,
    )
    return Job.objects.select_related("requester").get(public_id=job_id) if claimed else None


def _dead_holder(job_id):
    """The token of a holder that was killed on this machine; else a token that nobody has."""
    token = Job.objects.filter(public_id=job_id, state__in=ACTIVE).values_list("leased_by", flat=True).first()
    return token if token and holder_is_dead(token) else "nobody"


def _check_requester(job):
    if job.requester and not job.requester.is_active:
        raise Refused(_("The account that asked for it is closed."))


def _ours(job, token):
    return Job.objects.filter(pk=job.pk, leased_by=token, state__in=ACTIVE)


def _finish(job, token, result):
    with transaction.atomic():
        if _ours(job, token).update(
            state=JobState.DONE, progress=1, step="", error="", result=result, finished_at=Now(), **FREE
        ):
            address = result.get("address") or reverse("jobs:page", args=[job.public_id])
            _tell(job, _("{name} is ready.").format(name=job.name), address)


def _fail(job, token, reason):
    with transaction.atomic():
        if _ours(job, token).update(state=JobState.FAILED, error=reason, finished_at=Now(), **FREE):
            _tell_failed(job)


def _try_again_or_fail(job, token, error):
    reason = _in_words(error, job)
    if job.attempts >= MAX_ATTEMPTS:
        return _fail(job, token, reason)
    wait = BACK_OFF[job.attempts]
    values = {"state": JobState.QUEUED, "not_before": Now() + wait, "rung_at": None, "error": reason, **FREE}
    return _ours(job, token).update(**values)


def _in_words(error, job):
    """What a person can do with; the text of the error may hold other people's data and stays in the log."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return _("There is no space left to store the result.")
    if isinstance(error, MemoryError):
        return _("There was not enough memory. Ask for a smaller part.")
    name = type(error).__name__
    return _("An error that nobody expected ({name}); the log tells more under {id}.").format(
        name=name, id=job.public_id
    )


def _tell(job, text, address):
    if job.requester:
        notify([job.requester], text, address=address)


def _tell_failed(job):
    _tell(job, _("{name} failed.").format(name=job.name), reverse("jobs:page", args=[job.public_id]))


def cancel(job, *, by):
    """Stop it: at once when it waits, within a second when it runs. IllegalMove when it is over."""
    stopped = Job.objects.filter(pk=job.pk, state__in=OPEN).update(
        state=JobState.CANCELLED, finished_at=Now(), updated_by=by, **FREE
    )
    job.refresh_from_db()
    if not stopped:
        raise IllegalMove(_("It is over already: {state}.").format(state=job.get_state_display()))
    return job


def sweep(now):
    """Take back what lost workers held, give up what died three times, send what nobody took.

    Returns the number of messages sent. `now` decides what is looked at; whether a lease is
    over is decided by the database's clock, since workers on other machines wrote it.
    """
    _take_back(now)
    Job.objects.filter(state=JobState.QUEUED, created_at__lt=now - EXPIRES_AFTER).update(
        state=JobState.EXPIRED, error=_("Nobody was there to do it within a day."), finished_at=Now(), **FREE
    )
    due = Q(not_before__isnull=True) | Q(not_before__lte=now)
    silent = Q(rung_at__isnull=True) | Q(rung_at__lt=now - RING_AGAIN)
    waiting = Job.objects.filter(due, silent, state=JobState.QUEUED, created_at__lt=now - DELIVERED_WITHIN)
    sent = []
    for pk, task, public_id in waiting.order_by("id").values_list("pk", "task", "public_id")[:5_000]:
        if not ring(task, public_id):
            break  # the broker is away for the others too
        sent.append(pk)
    Job.objects.filter(pk__in=sent, state=JobState.QUEUED).update(rung_at=now)
    return len(sent)


def _take_back(now):
    lost = Job.objects.filter(state__in=ACTIVE, lease_until__lt=now).filter(lease_until__lt=Now())
    lost.filter(attempts__lt=MAX_ATTEMPTS).update(
        state=JobState.QUEUED, rung_at=None, error=_("The worker that did it was lost."), **FREE
    )
    for job in lost.filter(attempts__gte=MAX_ATTEMPTS).select_related("requester"):
        _fail(job, job.leased_by, _("Three workers that did it were lost; it is not tried again."))


def beat(*, at):
    """Write down that a worker lives."""
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"at": at})
