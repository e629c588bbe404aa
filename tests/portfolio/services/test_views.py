"""What happens when one person keeps views of the table in two windows at once?"""

import pytest

from foundation.errors import Refused
from portfolio.models import SavedView
from portfolio.services import save_view
from portfolio.services.views import MOST
from tests.at_once import at_once, refused
from tests.factories import core


def kept(user):
    return sorted(SavedView.objects.filter(user=user).values_list("name", "query"))


@pytest.mark.django_db(transaction=True)
def test_one_name_kept_in_four_windows_at_once_is_one_view():
    user = core.person("Paul Pereira").user
    results = at_once(lambda turn: save_view(by=user, name=("Late", "late", "LATE", "lAtE")[turn], query=f"q={turn}"))
    assert refused(results) == []
    ((name, query),) = kept(user)
    assert (name.lower(), query[:2]) == ("late", "q=")


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once():
    user, other = core.person("Paul Pereira").user, core.person("Eve Ekström").user
    for number in range(MOST - 1):
        save_view(by=user, name=f"View {number}", query="")
    results = at_once(lambda turn: save_view(by=user, name=f"Last {turn}", query=""))
    assert [type(error) for error in refused(results)] == [Refused] * 3
    assert {error.field for error in refused(results)} == {"name"}
    assert len(kept(user)) == MOST
    assert save_view(by=user, name="view 0", query="sort=name").query == "sort=name"
    assert save_view(by=other, name="Mine", query="").user == other
