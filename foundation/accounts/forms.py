"""What does the sign-in form ask?"""

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """E-mail address and password; the refusal never tells which of the two was wrong."""

    error_messages = {
        "invalid_login": _("The e-mail address and the password do not belong together."),
        "inactive": _("The e-mail address and the password do not belong together."),
    }
