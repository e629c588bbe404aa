"""Is the whole page wanted, or only its content?"""


def layout(request):
    """Context processor: `{% extends layout %}` picks the full frame or the bare content.

    Bare when htmx asks for a piece; full for boosted links and for history restoration, which
    replace the whole body.
    """
    headers = request.headers
    piece = "HX-Request" in headers and "HX-Boosted" not in headers and "HX-History-Restore-Request" not in headers
    return {"layout": "layouts/bare.html" if piece else "layouts/site.html"}


def form_status(form):
    """422 for a form that was sent and refused, else 200: `render(..., status=form_status(form))`."""
    return 422 if form.is_bound and form.errors else 200
