"""No letter of a name becomes an empty box on paper: what cannot be drawn stands as its number, and a note says so."""

import pytest

from reports import glyphs
from reports.glyphs import drawable, lacking, numbered, with_note
from tests.reports import papers
from tests.reports.test_pdf import drawn, page

DRAWN = {
    "German": "Jürgen Groß",
    "Polish": "Łukasz Żółć",
    "Czech": "Dvořák Příliš",
    "Turkish": "Işık Ağaoğlu",
    "Greek": "Γιώργος Παπαδόπουλος",
    "Russian": "Наталья Щёкина",
    "Ukrainian": "Їжакевич Ґалаґан",
    "Vietnamese": "Nguyễn Thị Hường",
    "signs of the report": "– — … “ ” ‘ ’ · Σ − × ÷ ≥ ≤ € £ →",
}
LACKING = {
    "Chinese": "王小明",
    "Japanese": "山田はなこ",
    "Korean": "김철수",
    "Arabic": "محمد",
    "Hebrew": "דוד",
    "Thai": "สมชาย",
    "Devanagari": "राम",
    "an emoji": "🚀",
}


def families_of(paper):
    """The typefaces embedded in the PDF, without the letters that mark a subset: `ABCDEF+IBM-Plex-Sans` is IBM."""
    fonts = [font.get_object() for page in papers.reader(paper).pages for font in page["/Resources"]["/Font"].values()]
    return {font["/BaseFont"].partition("+")[2].partition("-")[0] for font in fonts}


@pytest.mark.parametrize("name", DRAWN.values(), ids=DRAWN)
def test_the_typeface_has_the_letters_of_europe(name):
    assert lacking(name) == ""
    assert numbered(name) == name
    assert with_note(page(name)) == page(name)


@pytest.mark.parametrize("name", LACKING.values(), ids=LACKING)
def test_other_scripts_stand_as_numbers(name):
    assert set(lacking(name)) == set(name)
    assert numbered(name) == f"[{' '.join(f'U+{ord(each):04X}' for each in name)}]"


@pytest.mark.parametrize("name", LACKING.values(), ids=LACKING)
def test_a_page_with_such_a_name_says_so_in_a_note(name):
    html = with_note(page(f"<p>{name}</p>"))
    assert name not in html and numbered(name) in html
    assert html.count("lacks some letters") == 1
    assert html.index("lacks some letters") < html.index("</body>")


def test_a_run_of_letters_is_one_bracket_and_what_stands_around_it_stays():
    assert numbered("Ada 王小 Lind, 王 <b>王</b>") == "Ada [U+738B U+5C0F] Lind, [U+738B] <b>[U+738B]</b>"


def test_the_note_names_the_scripts():
    html = with_note(page("<p>王 דוד</p>"))
    assert "Cjk, Hebrew" in html


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u202e", "\u2028", "\u3000", "\ufeff", "\x07"])
def test_what_nobody_would_see_is_no_missing_letter(unseen):
    assert lacking(f"Ada{unseen}Lind") == ""


def test_signs_that_mean_something_to_a_pattern_are_taken_as_letters():
    assert numbered("a]b^c-d\\e王") == "a]b^c-d\\e[U+738B]"
    assert lacking("") == "" and numbered("") == ""


def test_a_piece_without_a_body_has_its_note_too():
    assert with_note("<p>王</p>").startswith("<p>[U+738B]</p><p")


def test_the_paper_shows_the_number_and_the_note_and_holds_one_typeface():
    paper = drawn("<p>Project of 王小明 and Наталья</p>")
    words = papers.words(paper)
    assert "[U+738B U+5C0F U+660E]" in words and "Наталья" in words
    assert "lacks some letters (Cjk)" in words
    assert families_of(paper) == {"IBM"}


def test_a_chart_shows_it_as_well():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20" width="300" height="60">'
        '<text x="2" y="12" font-family="IBM Plex Sans" font-size="6">王 Build</text></svg>'
    )
    picture = '<p><img alt="A chart" src="plumbline:chart/1.svg"></p>'
    assert "[U+738B] Build" in papers.words(drawn(picture, parts={"plumbline:chart/1.svg": svg.encode()}))


def test_with_the_numbers_out_the_letter_would_be_drawn_by_chance_or_not_at_all(monkeypatch):
    """The twin: the paper then depends on the fonts of the machine, or shows boxes."""
    monkeypatch.setattr(glyphs, "with_note", lambda html: html)
    words = papers.words(drawn("<p>王小明</p>"))
    assert "U+738B" not in words and "lacks some letters" not in words


def test_bytes_that_are_no_drawing_are_left_alone():
    from reports.pdf import _legible

    assert _legible(b"\x89PNG\xff\xfe") == b"\x89PNG\xff\xfe"


def test_the_list_of_letters_is_read_once():
    assert drawable() is drawable()
    assert len(drawable()) > 800 and ord("A") in drawable()
