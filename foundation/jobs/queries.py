"""Which jobs are somebody's own?"""

from foundation.jobs.models import Job


def mine(user):
    """The jobs that the person asked for, the newest first."""
    return Job.objects.filter(requester=user)
