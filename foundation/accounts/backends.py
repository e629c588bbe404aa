"""Who is this, by e-mail address and password?"""

from django.contrib.auth.backends import BaseBackend

from foundation.accounts.models import User
from foundation.accounts.queries import unread


class PersonBackend(BaseBackend):
    """E-mail and password; unknown and known addresses cost the same time. Demo accounts never match."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if not username or not password:
            return None
        user = User.objects.filter(email__iexact=username, is_demo=False).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id):
        """The person, with the number of lines in his bell that he has not read: the frame shows it on every page."""
        rows = User.objects.select_related("person").filter(pk=user_id, is_active=True)
        return rows.annotate(unread=unread()).first()
