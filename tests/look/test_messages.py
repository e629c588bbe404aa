"""Do health, toasts, jobs and conflicts say what they must in each of their states?"""

import re
from types import SimpleNamespace

import pytest


@pytest.mark.parametrize(
    ("health", "word"),
    [("on_track", "on track"), ("at_risk", "at risk"), ("off_track", "off track"), ("", "unknown"), (None, "unknown")],
)
def test_health_is_always_a_word_too(health, word, draw):
    html = draw("health", health=health)
    assert f">{word}</span>" in html
    assert f'class="health {health or "unknown"}"' in html


def test_stale_health_says_that_it_is_stale(draw):
    assert "stale</span>" in draw("health", health="unknown", stale=True)


def test_a_toast_offers_the_way_back_by_post(draw):
    html = draw("toast", kind="success", text="Line deleted", undo_url="/undo/1/", csrf_token="token")
    assert 'method="post" action="/undo/1/"' in html
    assert "Undo" in html


def test_a_toast_without_a_way_back_has_no_form(draw):
    assert "<form" not in draw("toast", kind="info", text="Saved")


def test_a_toast_shows_names_as_text(draw):
    assert "&lt;img" in draw("toast", kind="success", text="<img src=x> deleted")


@pytest.mark.parametrize(("kind", "word"), [("error", "Error:"), ("warning", "Warning:")])
def test_a_bad_toast_is_named_for_those_who_cannot_see_it(kind, word, draw):
    assert word in draw("toast", kind=kind, text="x")


def test_toasts_of_a_bare_answer_join_the_list_of_the_frame(draw):
    news = [SimpleNamespace(level_tag="success", extra_tags="")]
    assert 'hx-swap-oob="beforeend"' in draw("messages", messages=news, out_of_band=True)
    assert draw("messages", messages=[], out_of_band=True).strip() == ""


def test_the_frame_holds_an_empty_list_with_the_words_for_failures(draw):
    html = draw("messages", messages=[])
    assert 'id="toasts"' in html
    assert "data-offline=" in html


def job(**values):
    return {"public_id": "j1", "label": "Budget report", "state": "running", "step": "drawing", "percent": 35, **values}


def test_a_running_job_shows_its_step_and_asks_again(draw):
    html = draw("progress", job=job(left="8 s left"), poll_url="/jobs/j1/")
    assert "drawing · 8 s left" in html
    assert 'value="35"' in html
    assert 'hx-get="/jobs/j1/" hx-trigger="every 2s"' in html


def test_a_job_of_unknown_length_has_a_bar_without_a_value(draw):
    assert re.search(r'<progress max="100" aria-label="Budget report">', draw("progress", job=job(percent=None)))


def test_a_job_at_nought_percent_still_has_a_value(draw):
    assert 'value="0"' in draw("progress", job=job(percent=0))


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_a_finished_job_asks_no_more(state, draw):
    html = draw("progress", job=job(state=state, error="Row 12"), poll_url="/jobs/j1/", cancel_url="/c/")
    assert "hx-trigger" not in html
    assert "<progress" not in html
    assert "/c/" not in html
    assert state in html


def test_a_failed_job_says_why(draw):
    assert "Row 12, Amount" in draw("progress", job=job(state="failed", error="Row 12, Amount"))


def test_a_conflict_shows_both_values(draw):
    rows = [{"label": "Finish", "theirs": "25 Jan", "yours": "20 Jan"}]
    html = draw("conflict", who="Mia", when="now", rows=rows, keep_url="/k/", discard_url="/d/")
    assert html.index("25 Jan") < html.index("20 Jan")
    assert 'action="/k/"' in html
    assert 'href="/d/"' in html
