"""The bars of the plan: every piece of a shape is drawn, and no name breaks out of it."""

import datetime as dt
from types import SimpleNamespace

import pytest

from projects.engine.gantt import Arrow, Shape
from projects.views.plan_chart import chart_context, shape_html

PLAIN = {
    "key": 1, "kind": "bar", "css": "critical", "x": 10.0, "y": 34.0, "width": 80.0, "done_width": 0.0, "path": "",
    "baseline": None, "float_path": "", "deadline_path": "", "word_x": 96.5, "word_y": 45.0,
}  # fmt: skip


def shape(**changes):
    return Shape(**{**PLAIN, **changes})


def task(name="Wire the office", who="Tom Tiler"):
    return SimpleNamespace(name=name, responsible=SimpleNamespace(name=who) if who else None)


def test_a_bar_has_its_length_and_its_words():
    html = shape_html(shape(), task())
    assert '<rect class="bar critical" x="10" y="34" width="80" height="14" rx="2"/>' in html
    assert '<text class="bar-word" x="96.5" y="45">Tom Tiler</text>' in html
    assert '<text class="bar-name" x="96.5" y="45">Wire the office</text>' in html
    assert "bar-done" not in html and "baseline" not in html and "<path" not in html


def test_what_is_done_the_promise_the_room_and_the_deadline_are_drawn_when_they_are_there():
    html = shape_html(
        shape(done_width=20.0, baseline=(5.0, 30.0, 70.0), float_path="M90 41H99", deadline_path="M99 34V48"), task()
    )
    assert '<rect class="bar-done critical" x="10" y="34" width="20" height="14" rx="2"/>' in html
    assert html.startswith('<rect class="baseline" x="5" y="30" width="70" height="5"/>')
    assert '<path class="float" d="M90 41H99"/><path class="deadline" d="M99 34V48"/>' in html


@pytest.mark.parametrize("kind", ["milestone", "summary"])
def test_what_is_no_bar_is_a_path(kind):
    html = shape_html(shape(kind=kind, css="", path="M10 34l6 6"), task(who=""))
    assert f'<path class="{kind} " d="M10 34l6 6"/>' in html
    assert "<rect" not in html
    assert '<text class="bar-word" x="96.5" y="45"></text>' in html


@pytest.mark.parametrize("evil", ["</text><script>alert(1)</script>", '"><b>', "Müller & Söhne <ICT>"])
def test_no_name_breaks_out_of_its_words(evil):
    html = shape_html(shape(), task(name=evil, who=evil))
    assert "<script" not in html and "<b>" not in html and "<ICT>" not in html
    assert html.count("<text") == html.count("</text>") == 2


def test_a_plan_without_dates_has_no_chart():
    assert chart_context(SimpleNamespace(chart=None, rows=[])) == {"chart": None}


def test_every_row_has_its_shape_and_every_link_its_arrow():
    rows = [SimpleNamespace(task=SimpleNamespace(pk=pk, **vars(task(f"Task {pk}")))) for pk in (1, 2)]
    chart = SimpleNamespace(
        heads=[(0.0, dt.date(2026, 3, 2))], shades=[(10.0, 4.0)], zoom="day", today=12.0,
        shapes=(shape(key=1), shape(key=2, y=66.0)), arrows=(Arrow("M1 1H2", "M2 1l1 1", "critical"),),
    )  # fmt: skip
    found = chart_context(SimpleNamespace(chart=chart, rows=rows))
    assert found["shapes"].index("Task 1") < found["shapes"].index("Task 2")
    assert (
        '<path class="dependency critical" d="M1 1H2"/><path class="arrow critical" d="M2 1l1 1"/>' in found["arrows"]
    )
    assert (found["heads"], found["shades"], found["today_x"]) == ([("4", "2 Mar")], [("10", "4")], "12")
