"""Which jobs are somebody's own, and what does he see of one?"""

from django.utils.translation import gettext as _

from foundation.jobs.models import ACTIVE, WORKER, Heartbeat, Job, JobState

# The piece knows five states: drawing is running, and what expired has failed.
_SEEN = {JobState.RENDERING: JobState.RUNNING.value, JobState.EXPIRED: JobState.FAILED.value}


def mine(user):
    """The jobs that the person asked for, the newest first."""
    return Job.objects.filter(requester=user)


def last_beat():
    """When a worker last showed that it lives, or None."""
    return Heartbeat.objects.filter(name=WORKER).values_list("at", flat=True).first()


def progress_of(job, *, now):
    """What the progress piece draws: state, step, share in percent, time left, reason or result."""
    return {
        "public_id": job.public_id,
        "state": _SEEN.get(job.state, job.state),
        "label": job.name,
        "step": job.step or _("starting"),
        "percent": int(job.progress * 100) if job.state in ACTIVE and job.progress else None,
        "left": job.time_left(now=now),
        "error": job.error,
        "result_url": job.address,
        "result_label": job.result.get("label") or _("Open the result"),
    }
