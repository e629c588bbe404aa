"""Which addresses need no project: the open ones and those of one's own things?

Every view carries a mark that says who may enter; a test walks all addresses and fails on one
without. The gate for everything that belongs to a project is `projects.access.require`.
"""

from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import login_required

from foundation.accounts.rights import Permission


@dataclass(frozen=True)
class Mark:
    """Who may enter: scope in {public, signed_in, project, portfolio, anywhere} and the permission asked."""

    scope: str
    permission: Permission | None = None
    of: type | None = None


def public(view):
    """Anybody, signed in or not (sign-in, liveness)."""

    @wraps(view)
    def entry(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    entry.mark = Mark("public")
    return entry


def signed_in(view):
    """Anybody with an account; the view shows only what is the person's own."""
    entry = login_required(view)
    entry.mark = Mark("signed_in")
    return entry
