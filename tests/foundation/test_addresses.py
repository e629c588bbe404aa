"""An address that is asked for a hundred times is the one that the map of the site gives."""

from uuid import uuid4

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, clear_script_prefix, path, reverse, set_script_prefix

from foundation.addresses import address_of

urlpatterns = [
    path("odd/{here}/<uuid:project>/<uuid:row>/", lambda request: None, name="odd"),
    path("plain/", lambda request: None, name="plain"),
]


@pytest.mark.parametrize(("name", "number"), [("portfolio:overview", 1), ("projects:gate", 2), ("portfolio:table", 0)])
def test_it_is_the_address_that_the_map_gives(name, number):
    for _again in range(2):
        ids = [uuid4() for _place in range(number)]
        assert address_of(name, *ids) == reverse(name, args=ids)


def test_each_id_stands_in_its_own_place():
    first, second = uuid4(), uuid4()
    assert address_of("projects:gate", first, second) != address_of("projects:gate", second, first)
    assert address_of("projects:gate", first, second).index(str(first)) < address_of(
        "projects:gate", first, second
    ).index(str(second))


def test_a_name_that_is_not_on_the_map_is_an_error_every_time():
    for _again in range(2):
        with pytest.raises(NoReverseMatch):
            address_of("portfolio:nowhere")
        with pytest.raises(NoReverseMatch):
            address_of("portfolio:overview", uuid4(), uuid4())


@override_settings(ROOT_URLCONF=__name__)
def test_another_map_gives_other_addresses_and_brackets_stay_as_they_are():
    first, second = uuid4(), uuid4()
    assert address_of("plain") == "/plain/"
    assert address_of("odd", first, second) == reverse("odd", args=[first, second])
    with pytest.raises(NoReverseMatch):
        address_of("portfolio:table")


def test_addresses_follow_the_folder_that_the_site_lives_in():
    project = uuid4()
    before = address_of("portfolio:overview", project)
    set_script_prefix("/plans/")
    try:
        assert address_of("portfolio:overview", project) == f"/plans{before}"
    finally:
        clear_script_prefix()
    assert address_of("portfolio:overview", project) == before
