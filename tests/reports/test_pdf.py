"""Does the drawing of a PDF fetch nothing, describe itself truly and refuse what it cannot do?"""

import builtins
import hashlib
import os
import re
import subprocess
import sys
import zlib
from contextlib import suppress
from datetime import UTC, datetime

import pytest
import weasyprint

from reports import pdf
from reports.pdf import Attached, MissingPart, PdfTooLarge, PdfUnavailable
from tests.reports import papers

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def page(body, head=""):
    return f'<!doctype html><html lang="en"><head><title>x</title>{head}</head><body>{body}</body></html>'


def drawn(body, head="", **how):
    return pdf.draw_html(page(body, head), title="A title", author="Pam", created=DAY, **how)


REACHING = {
    "picture": ('<img alt="x" src="{url}/a.png">', ""),
    "picture set": ('<img alt="x" srcset="{url}/a.png 2x" src="{url}/b.png">', ""),
    "import": ("x", '<style>@import "{url}/a.css"; @import url({url}/b.css);</style>'),
    "style sheet": ("x", '<link rel="stylesheet" href="{url}/a.css">'),
    "background": ('<p style="background:url({url}/a.png)">x</p>', ""),
    "content": ("<p>x</p>", "<style>p::before{{content:url({url}/a.png)}}</style>"),
    "typeface": ('<p style="font-family:f">x</p>', "<style>@font-face{{font-family:f;src:url({url}/f.ttf)}}</style>"),
    "attachment": ("x", '<link rel="attachment" href="{url}/a.txt">'),
    "attached link": ('<a rel="attachment" href="{url}/a.txt">x</a>', ""),
    "svg picture": ('<svg width="9" height="9"><title>x</title><image href="{url}/a.png"/></svg>', ""),
    "svg use": ('<svg width="9" height="9"><title>x</title><use href="{url}/a.svg#x"/></svg>', ""),
    "base": ('<img alt="x" src="a.png">', '<base href="{url}/">'),
    "object": ('<object data="{url}/a.png" type="image/png">x</object>', ""),
    "embed": ('<embed src="{url}/a.png" type="image/png">', ""),
    "profile": ("x", "<style>@color-profile --c {{ src: url({url}/c.icc) }}</style>"),
}


@pytest.mark.attack
@pytest.mark.parametrize("way", REACHING)
def test_nothing_outside_is_asked_for(way, canary):
    body, head = REACHING[way]
    with suppress(MissingPart):
        drawn(body.format(url=canary.url), head.format(url=canary.url))
    assert canary.hits == []


@pytest.mark.attack
@pytest.mark.parametrize("way", ["picture", "import", "style sheet", "background", "svg picture", "base"])
def test_without_the_cupboard_the_same_page_would_ask(way, canary):
    body, head = REACHING[way]
    weasyprint.HTML(string=page(body.format(url=canary.url), head.format(url=canary.url))).write_pdf()
    assert canary.hits


@pytest.mark.attack
@pytest.mark.parametrize(
    "markup",
    [
        '<a rel="attachment" href="file://{path}">x</a>',
        '<img alt="x" src="file://{path}">',
        '<object data="file://{path}">x</object>',
        '<embed src="file://{path}">',
        '<svg width="9" height="9"><title>x</title><image href="file://{path}"/></svg>',
        '<img alt="x" src="plumbline:../..{path}">',
    ],
)
def test_no_file_of_the_machine_comes_into_the_pdf(markup, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("root:x:0:0:super secret line")
    for head in ("", f'<link rel="attachment" href="file://{secret}">'):
        try:
            made = drawn(markup.format(path=secret), head).data
        except MissingPart:
            continue
        assert b"super secret" not in papers.everything(made)
        assert papers.reader(pdf.Drawn(made, 1)).attachments == {}


@pytest.mark.attack
def test_without_the_cupboard_the_file_would_come_in(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("root:x:0:0:super secret line")
    made = weasyprint.HTML(string=page("x", f'<link rel="attachment" href="file://{secret}">')).write_pdf()
    assert b"super secret" in papers.everything(made)


@pytest.mark.attack
def test_a_picture_from_our_own_parts_cannot_reach_out_either(canary):
    inner = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{canary.url}/a.png"/></svg>'
    drawn('<img alt="x" src="plumbline:a.svg">', parts={"plumbline:a.svg": inner.encode()})
    assert canary.hits == []


def test_unpacking_finds_what_is_packed():
    packed = b"stream\n" + zlib.compress(b"hidden words") + b"\nendstream"
    assert b"hidden words" in papers.everything(packed)


def test_a_part_that_is_missing_is_no_silent_gap():
    with pytest.raises(MissingPart, match=r"plumbline:chart/none\.svg"):
        drawn('<img alt="x" src="plumbline:chart/none.svg">')


def test_the_same_input_gives_the_same_bytes():
    one = Attached("a.csv", b"a,b\r\n1,2\r\n", "Two numbers")
    first, second = (drawn("<h1>Words</h1><p>− 1 234</p>", attachments=[one], watermark="DRAFT") for _ in range(2))
    assert first.data == second.data
    assert drawn("<h1>Other</h1>").data != first.data


ELSEWHERE = """
import hashlib, sys, django
django.setup()
from tests.reports.test_pdf import drawn
sys.stdout.write(hashlib.sha256(drawn("<h1>Words</h1><p><b>bold</b> <i>x</i></p>").data).hexdigest())
"""


def test_another_process_on_another_day_gives_the_same_bytes_too():
    here = hashlib.sha256(drawn("<h1>Words</h1><p><b>bold</b> <i>x</i></p>").data).hexdigest()
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == here


def test_the_html_cannot_say_who_wrote_the_file_or_bring_attachments():
    head = '<meta name="author" content="Mallory"><meta name="keywords" content="bad">'
    about = papers.reader(drawn("x", head)).metadata
    assert (about.title, about.author, about.creator) == ("A title", "Pam", "Plumbline")
    assert about.keywords is None
    assert about.creation_date == DAY


def test_an_attachment_keeps_name_words_and_bytes():
    made = papers.reader(drawn("x", attachments=[Attached("a.csv", b"1,2\r\n", "Two numbers")]))
    assert made.attachments == {"a.csv": [b"1,2\r\n"]}
    names = made.trailer["/Root"]["/Names"]["/EmbeddedFiles"]["/Names"]
    assert names[1].get_object()["/Desc"] == "Two numbers"


@pytest.mark.attack
def test_too_many_rows_and_too_many_words_are_refused_before_anything_is_laid_out():
    with pytest.raises(PdfTooLarge, match="3001 table rows, at most 3000"):
        drawn("<table>" + "<tr><td>1</td></tr>" * 3001 + "</table>")
    with pytest.raises(PdfTooLarge):
        drawn("word " * 1_100_000)


@pytest.mark.attack
def test_a_length_of_a_thousand_million_pixels_is_one_page_of_paper():
    assert drawn('<p style="width:1e9px;height:20px;font-size:9pt">x</p>').pages == 1


def test_a_size_of_paper_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="A3"):
        drawn("x", page_size="A3")


def test_an_instant_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        pdf.draw_html(page("x"), title="x", author="x", created=datetime(2026, 3, 1))


def test_where_a_system_library_is_missing_the_line_that_brings_it_is_named(monkeypatch):
    plain = builtins.__import__

    def without(name, *rest, **more):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return plain(name, *rest, **more)

    pdf._weasyprint.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(PdfUnavailable, match=re.escape(pdf.APT_LINE)):
        drawn("x")
    assert not pdf.can_draw(), "a worker starts all the same"
    monkeypatch.undo()
    assert pdf.can_draw()
    assert drawn("x").pages == 1


def test_a_worker_loads_what_draws_before_its_first_report():
    code = (
        "import sys, django; django.setup();"
        "import portfolio.celery; from celery.signals import worker_init;"
        "portfolio.celery.app.loader.import_default_modules();"
        "assert 'weasyprint' not in sys.modules, 'only a worker needs it';"
        "worker_init.send(sender=None);"
        "assert 'weasyprint' in sys.modules"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "portfolio.settings"}
    ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
