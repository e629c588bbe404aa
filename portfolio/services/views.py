"""How does a person keep a state of the portfolio table under a name?"""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.errors import Refused
from portfolio.models import SavedView

MOST = 30


@transaction.atomic
def save_view(*, by, name, query):
    """Keep the query string under the name; the same name again, in any case of its letters, replaces it."""
    User.objects.select_for_update().get(pk=by.pk)
    kept = SavedView.objects.filter(user=by)
    found = kept.filter(name__iexact=name).first()
    if found is None and kept.count() >= MOST:
        raise Refused(_("You keep {most} views already; delete one first.").format(most=MOST), field="name")
    if found is None:
        return SavedView.objects.create(user=by, name=name, query=query, created_by=by)
    found.name, found.query, found.updated_by = name, query, by
    found.save(update_fields=["name", "query", "updated_by"])
    return found
