"""What stands around every page, and what stands there when a page fails?"""

import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string


def frame(**context):
    user = SimpleNamespace(is_authenticated=True, email="pam@example.org")
    return re.sub(r"\s+", " ", render_to_string("layouts/site.html", {"user": user, **context}))


def test_the_rail_shows_what_it_is_given_and_marks_the_place():
    rail = [{"label": "Projects", "url": "/projects/", "icon": "folder-kanban", "current": True}]
    html = frame(rail=rail)
    assert '<a class="rail-link" href="/projects/" aria-current="page">' in html
    assert "all-pages" not in html


def test_more_than_four_places_get_a_menu_on_a_phone():
    rail = [{"label": f"P{n}", "url": f"/{n}/", "icon": "users", "current": False} for n in range(6)]
    assert 'popovertarget="all-pages"' in frame(rail=rail)


def test_the_first_thing_on_a_page_leads_to_its_content():
    html = frame(rail=[])
    assert html.index('href="#main"') < html.index('class="rail"')
    assert 'id="main" tabindex="-1"' in html


def test_nobody_signs_out_by_a_link():
    html = frame(rail=[])
    assert re.search(r'<form method="post" action="/sign-out/">', html)


def test_htmx_keeps_no_pages_in_the_browser_and_swaps_refusals():
    html = frame(rail=[])
    for setting in ('"historyCacheSize": 0', '"allowEval": false', '"historyRestoreAsHxRequest": false', '"409|422"'):
        assert setting in html


@pytest.mark.parametrize("code", [400, 403, 404, 409, 500])
def test_an_error_page_needs_no_context_and_offers_a_way_on(code):
    html = render_to_string(f"{code}.html")
    assert str(code) in html
    assert 'href="/"' in html
    assert html.count("<h1>") == 1


def test_a_refusal_shows_both_values_and_can_be_told_from_the_piece_that_was_asked():
    refusal = SimpleNamespace(message="Changed meanwhile", obstacles=[], fields=[("Finish", "25 Jan", "<20 Jan>")])
    html = render_to_string("refused.html", {"refusal": refusal, "layout": "layouts/bare.html"})
    assert "data-refusal" in html
    assert html.index("25 Jan") < html.index("&lt;20 Jan&gt;")


def test_a_refusal_names_each_obstacle():
    refusal = SimpleNamespace(message="Not ready", obstacles=["Gate 2 is open", "Two invoices"], fields=[])
    html = render_to_string("refused.html", {"refusal": refusal, "layout": "layouts/bare.html"})
    assert html.count("<li>") == 2
    assert "<table" not in html
