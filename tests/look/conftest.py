"""How do these tests draw one part of the interface?"""

import re

import pytest
from django.template.loader import render_to_string


@pytest.fixture(autouse=True)
def plain_names(settings):
    """Static files under their own names: nothing has been collected here."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def draw():
    """`draw("health", health="at_risk")` is templates/parts/_health.html, with single spaces."""

    def drawn(part, **context):
        return re.sub(r"\s+", " ", render_to_string(f"parts/_{part}.html", context))

    return drawn
