"""Do tables, pagers, tabs and empty pages work for eyes, keyboard and screen reader?"""

from types import SimpleNamespace

from django.utils.safestring import mark_safe


def cell(html, css=""):
    return {"html": html, "css": css}


def table(**values):
    columns = [
        {"key": "name", "label": "Project", "sortable": True, "sort_url": "?sort=name", "sorted": "asc"},
        {"key": "budget", "label": "Budget", "unit": "EUR", "align": "end", "sortable": False},
    ]
    rows = [{"id": "r1", "cells": [cell("<ERP>"), cell(mark_safe('<a href="#">1.00</a>'), "number")]}]
    base = {"id": "t", "label": "Projects", "columns": columns, "rows": rows, "number": 2, "pages": 3, "count": 120,
            "next_url": "?page=3", "prev_url": "?page=1"}  # fmt: skip
    return SimpleNamespace(**{**base, **values})


def test_a_row_is_named_by_its_first_cell(draw):
    html = draw("table", table=table())
    assert '<th scope="row">&lt;ERP&gt;</th>' in html
    assert '<td class="number"><a href="#">1.00</a></td>' in html


def test_the_sorted_column_says_so_and_the_unit_stands_in_the_head(draw):
    html = draw("table", table=table())
    assert 'aria-sort="ascending"' in html
    assert '<span class="unit">EUR</span>' in html
    assert html.count("aria-sort") == 1


def test_a_table_can_be_scrolled_with_the_keyboard(draw):
    assert 'role="region" aria-label="Projects" tabindex="0"' in draw("table", table=table())


def test_totals_stand_at_the_foot(draw):
    html = draw("table", table=table(totals=[cell("total of 120"), cell("9.00", "number")]))
    assert '<tfoot><tr><th scope="row">total of 120</th><td class="number">9.00</td>' in html


def test_the_pager_swaps_the_rows_and_works_as_a_link(draw):
    html = draw("table", table=table())
    assert (
        'href="?page=3" rel="next" hx-get="?page=3" hx-target="#t-rows" hx-select="#t-rows" hx-push-url="true"' in html
    )
    assert "120 rows · page 2 of 3" in html


def test_exports_are_offered_for_what_is_shown(draw):
    assert 'href="?q=x&amp;export=csv"' in draw("table", table=table(export_urls=[("CSV", "?q=x&export=csv")]))


def test_an_empty_table_explains_itself(draw):
    html = draw("table", table=table(rows=[], empty_title="No projects yet", empty="They stand here."))
    assert "No projects yet" in html
    assert "<table" not in html


def test_an_empty_page_offers_the_first_step(draw):
    html = draw("empty", title="No risks", text="Risks stand here.", act_label="Add a risk", act_url="/new/")
    assert '<a class="button primary" href="/new/">Add a risk</a>' in html


def test_the_open_tab_is_marked(draw):
    tabs = [{"label": "Plan", "url": "/p/", "current": True}, {"label": "Budget", "url": "/b/", "current": False}]
    html = draw("tabs", tabs=tabs, label="ERP")
    assert html.count('aria-current="page"') == 1
    assert '<a href="/p/" aria-current="page">Plan</a>' in html


def test_the_header_of_a_project_whose_figures_are_not_there_yet_says_so(draw):
    project = SimpleNamespace(code="ERP-014", name="<ERP>", get_state_display="in delivery")
    html = draw("project_head", project=project, facts=None, figures=[], tabs=[])
    assert "ERP-014" in html
    assert "&lt;ERP&gt;" in html
    assert "being computed" in html
    assert "<dl" not in html
