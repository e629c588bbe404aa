"""Does every static file get a name that changes with its bytes, also inside other files?"""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

STORED = "staticfiles.json"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """All static files as a production start collects them."""
    folder = tmp_path_factory.mktemp("built")
    with override_settings(STATIC_ROOT=folder, WHITENOISE_SKIP_COMPRESS_EXTENSIONS=["ttf", "js", "css", "svg"]):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


def paths(folder):
    return json.loads((folder / STORED).read_text())["paths"]


def test_the_typeface_comes_from_its_package_and_not_from_the_repository():
    found = finders.find("fonts/IBMPlexSans[wdth,wght].ttf")
    assert found is not None
    assert not Path(found).is_relative_to(settings.BASE_DIR / "static")


def test_sheets_name_the_fonts_by_their_hash(built):
    tokens = (built / paths(built)["css/tokens.css"]).read_text()
    names = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', tokens)
    assert len(names) == 2
    assert all(re.search(r"\.[0-9a-f]{12}\.ttf$", name) for name in names)
    assert all((built / name).exists() for name in names)


def test_modules_import_each_other_by_hash(built):
    for name in ("js/main.js", "js/grid.js"):
        imports = re.findall(
            r'^import [^;]+ from "\./([^"]+)";', (built / paths(built)[name]).read_text(), re.MULTILINE
        )
        assert imports
        assert all(re.search(r"\.[0-9a-f]{12}\.js$", each) for each in imports)
        assert all((built / "js" / each).exists() for each in imports)


@pytest.mark.parametrize(("demo", "ends"), [(True, set()), (False, {".gz", ".br"})])
def test_smaller_copies_are_made_for_the_network_and_not_for_the_demo(tmp_path, demo, ends):
    site = {
        "STATIC_ROOT": tmp_path,
        "PLUMBLINE_DEMO": demo,
        "WHITENOISE_SKIP_COMPRESS_EXTENSIONS": ["ttf", "js", "svg"],  # the sheets are enough to see it
        "STORAGES": settings.STORAGES | {"staticfiles": {"BACKEND": "foundation.staticfiles.HashedStaticFiles"}},
    }
    with override_settings(**site):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert {path.suffix for path in tmp_path.rglob("*.css.*")} == ends


def test_an_example_in_a_comment_of_a_foreign_script_is_left_alone(built):
    assert "django_htmx/htmx-2.min.js" in paths(built)
