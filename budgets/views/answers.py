"""What happens to a form: done, or drawn again with what was refused at its field?"""

from django.shortcuts import redirect, render

from foundation.errors import Conflict, IllegalMove, Refused
from foundation.forms import only
from foundation.layout import form_status


def as_read(request):
    """The print of what the decider looked at, as his page sent it; never None, so that a bare body decides nothing."""
    only(request.POST, {"seen"})
    return request.POST.get("seen", "")


def tried(form, act):
    """What `act(**cleaned_data)` gives, or None when the form or the service refused it."""
    if not form.is_valid():
        return None
    try:
        return act(**form.cleaned_data)
    except (IllegalMove, Conflict):
        raise
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None


def answer(request, form, act, *, to, title, project=None, back=None, **context):
    """Redirect to `to` when the form did its work, else the page with the form.

    `to` is an address, or gives it for what `act` made (then `back` is needed); `title` the heading;
    `back` where Cancel leads (default: `to`).
    """
    if request.method == "POST" and (made := tried(form, act)) is not None:
        return redirect(to(made) if callable(to) else to)
    found = {"form": form, "title": title, "back": back or to, "project": project, **context}
    return render(request, "budgets/form.html", found, status=form_status(form))
