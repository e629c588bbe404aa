"""What happens to every request, whatever it asks for?"""

import zoneinfo

from django.conf import settings
from django.core.exceptions import BadRequest
from django.shortcuts import render, resolve_url
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from foundation.errors import Refused

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def private_pages(get_response):
    """Pages are nobody else's: not stored by browsers or proxies, and told apart by HX-Request."""

    def middleware(request):
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store")
            patch_vary_headers(response, ["HX-Request"])
        if request.headers.get("HX-Request") and response.status_code == 302 and _to_sign_in(response):
            response = _send_whole_page(response)
        return response

    return middleware


def _to_sign_in(response):
    return response.url.startswith(resolve_url("accounts:sign_in"))


def _send_whole_page(response):
    """An expired session inside a fragment must lead the whole page to the sign-in form."""
    target, response.status_code = response.url, 204
    del response["Location"]
    response["HX-Redirect"] = target
    return response


def plain_text(get_response):
    """No database column holds a NUL: an address with one asks for nothing."""

    def middleware(request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("not a text")
        return get_response(request)

    return middleware


def local_time(get_response):
    """Instants are shown in the person's zone, words in the language of the site.

    The language is set for the whole request: where none is set, each word and each number of a page looks for it.
    """

    def middleware(request):
        zone = getattr(request.user, "zone", None) or "UTC"
        with timezone.override(zoneinfo.ZoneInfo(zone)), translation.override(settings.LANGUAGE_CODE):
            return get_response(request)

    return middleware


class Refusals:
    """A refusal that no form caught becomes a page that says why, with its own status."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        return render(request, "refused.html", {"refusal": exception}, status=exception.status)
