"""Who sees the styleguide, and does it show every part?"""

import pytest
from django.conf import settings as configured
from django.urls import reverse

from foundation.templatetags import drawn_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.PLUMBLINE_DEMO = True
    settings.SECURE_SSL_REDIRECT = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def test_a_production_site_has_no_styleguide(client, settings, demo):
    settings.PLUMBLINE_DEMO = False
    settings.DEBUG = False
    assert client.get(reverse("styleguide")).status_code == 404


def test_the_demo_shows_it_to_anybody(client, demo):
    answer = client.get(reverse("styleguide"))
    assert answer.status_code == 200
    assert "layouts/site.html" in [t.name for t in answer.templates]


def test_it_is_only_read(client, demo):
    assert client.post(reverse("styleguide")).status_code == 405


def test_htmx_gets_the_content_without_the_frame(client, demo):
    answer = client.get(reverse("styleguide"), headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert 'class="rail"' not in page
    assert "<title>" in page


def test_every_part_of_the_interface_is_shown(client, demo):
    drawn_once.forget_parts()  # what another test has drawn already would not be drawn by this page
    shown = {t.name for t in client.get(reverse("styleguide")).templates}
    folder = configured.BASE_DIR / "templates" / "parts"
    apart = {"_palette_results.html", "_palette.html", "_page_head.html"}  # need an address or are a page's own
    missing = {f"parts/{p.name}" for p in folder.glob("_*.html") if p.name not in apart} - shown
    assert missing == set()


def test_the_policy_of_the_answer_allows_no_inline_code(client, demo):
    policy = client.get(reverse("styleguide"))["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
