"""At which address does a page stand that one page names a hundred times?

`reverse` looks through the map of the site each time; here the map is asked once for each name.
"""

from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse


def address_of(name, *ids):
    """The address of the page `name` of these public ids: `address_of("portfolio:overview", project.public_id)`.

    Errors: NoReverseMatch for a name that the map does not hold with so many ids.
    """
    return _shape(name, len(ids), get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()).format(*ids)


@lru_cache(maxsize=200)
def _shape(name, number, urlconf, prefix):
    """The address with `{0}`, `{1}` in the places of its ids."""
    samples = [str(UUID(int=place + 1)) for place in range(number)]
    found = reverse(name, args=samples, urlconf=urlconf).replace("{", "{{").replace("}", "}}")
    for place, sample in enumerate(samples):
        found = found.replace(sample, f"{{{place}}}")
    return found
