"""From which address does a request come? The lock of the sign-in counts wrong passwords by it."""

from django.conf import settings


def peer(request, credentials=None):
    """The address of who speaks to us; behind the one proxy in front, what that proxy wrote down last.

    Whatever else stands in X-Forwarded-For was written by the stranger himself.
    """
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return told.rpartition(",")[2].strip()[:45] or request.META.get("REMOTE_ADDR", "")
