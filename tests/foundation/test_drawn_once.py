"""What every reader sees alike is drawn once: it must not hold anything of the first reader."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation
from lucide.templatetags.lucide import lucide as drawn_anew

from foundation.templatetags import drawn_once

TEMPLATES = Path(settings.BASE_DIR) / "templates"
USED = sorted(set(re.findall(r'same_for_all "([^"]+)"', "".join(p.read_text() for p in TEMPLATES.rglob("*.html")))))
OF_A_READER = re.compile(r"\b(request|user|csrf_token|messages|rail|bell_count|demo|project|facts)\b")


@pytest.fixture(autouse=True)
def _nothing_drawn_yet():
    drawn_once.forget_parts()
    yield
    drawn_once.forget_parts()


def drawn(markup, **context):
    return Template(markup).render(Context(context))


def test_the_frame_draws_some_parts_once():
    assert {"parts/_head.html", "parts/_keys.html", "parts/_palette.html"} <= set(USED)


@pytest.mark.parametrize("name", USED)
def test_such_a_part_asks_for_nothing_of_a_reader(name):
    tags = re.findall(r"{[{%](.*?)[%}]}", re.sub(r'"[^"]*"', "", (TEMPLATES / name).read_text()))
    assert [tag for tag in tags if OF_A_READER.search(tag) and not tag.strip().startswith("comment")] == []


@pytest.mark.parametrize("name", USED)
def test_it_is_what_an_include_would_draw(name):
    assert drawn(f'{{% same_for_all "{name}" %}}', user="Ada", messages=["secret"]) == render_to_string(name)


def test_the_second_time_it_is_not_drawn_again(monkeypatch):
    first = drawn_once.same_for_all("parts/_keys.html")
    monkeypatch.setattr(drawn_once, "render_to_string", lambda _name: pytest.fail("drawn again"))
    assert drawn_once.same_for_all("parts/_keys.html") is first


def test_another_language_and_other_files_are_another_drawing(monkeypatch, settings):
    seen = []
    monkeypatch.setattr(drawn_once, "render_to_string", lambda name: seen.append(name) or str(len(seen)))
    with translation.override("en"):
        assert drawn_once.same_for_all("x") == "1"
    with translation.override("de"):
        assert drawn_once.same_for_all("x") == "2"
    with translation.override("en"):
        assert drawn_once.same_for_all("x") == "1"
        settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "another.Storage"}}
        assert drawn_once.same_for_all("x") == "3"


@pytest.mark.parametrize("size", [14, 24, None])
@pytest.mark.parametrize("attributes", [{}, {"aria_hidden": "true"}, {"stroke_width": "1.75", "class": "sort-mark"}])
def test_an_icon_is_the_one_that_its_package_draws(size, attributes):
    assert drawn_once.lucide("download", size=size, **attributes) == drawn_anew("download", size=size, **attributes)


def test_icons_that_differ_in_anything_are_not_taken_for_each_other():
    found = {drawn_once.lucide(name, size=size) for name in ("x", "menu") for size in (12, 16)}
    assert len(found) == 4


def test_an_icon_is_safe_markup_and_its_words_are_escaped():
    assert drawn('{% lucide "x" aria_label="a<b" %}').startswith("<svg")
    assert 'aria-label="a&lt;b"' in drawn('{% lucide "x" aria_label="a<b" %}')
