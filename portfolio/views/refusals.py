"""What does a person read whose request makes no sense?"""

from django.core.exceptions import BadRequest
from django.http import HttpResponseBadRequest
from django.template import loader


def bad_request(request, exception):
    """The page of status 400. It names what we refused ourselves, never the words of the framework."""
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return HttpResponseBadRequest(loader.render_to_string("400.html", {"reason": reason}))
