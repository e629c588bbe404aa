"""How does a person come in and go out?"""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.views import LoginView
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from foundation.access import public, signed_in
from foundation.accounts import queries
from foundation.accounts.forms import SignInForm


class _SignIn(LoginView):
    template_name = "registration/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        accounts = queries.demo_accounts() if settings.PLUMBLINE_DEMO else ()
        return super().get_context_data(**kwargs, demo_accounts=accounts)


sign_in = public(never_cache(_SignIn.as_view()))


@public
@require_POST
def demo_sign_in(request, user_id):
    """One click into a demo account; exists only while the demo runs (bound to loopback)."""
    if not settings.PLUMBLINE_DEMO:
        raise Http404
    user = get_object_or_404(queries.demo_accounts(), public_id=user_id)
    login(request, user, backend="foundation.accounts.backends.PersonBackend")
    return redirect(settings.LOGIN_REDIRECT_URL)


@public
@require_POST
def sign_out(request):
    logout(request)
    return redirect("accounts:sign_in")


@signed_in
def bell(request):
    rows = queries.notifications(request.user)[:100]
    return render(request, "accounts/bell.html", {"rows": rows})


@signed_in
@require_POST
def bell_read(request):
    queries.notifications(request.user).filter(read_at__isnull=True).update(read_at=timezone.now())
    return redirect("accounts:bell")
