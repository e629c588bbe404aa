"""Are the four reports archives, accessible, signed, complete and the same every time?"""

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest

from reports import papers as door
from reports import pdf
from reports.facts import canon
from reports.facts.budget import BudgetFacts, BudgetTotals
from reports.facts.common import Ratio
from tests.reports import papers
from tests.reports.papers import FACTS, ISSUED, emptied

EACH = pytest.mark.parametrize("kind", FACTS)


@EACH
def test_a_report_is_archive_and_accessible_in_one_file(kind):
    reader = papers.reader(papers.issued(kind))
    about = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in about
    assert 'pdfaid:conformance="A"' in about
    assert 'pdfuaid:part="1"' in about
    assert about.count("<rdf:RDF") == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"


@EACH
def test_title_author_and_day_are_those_of_the_report(kind):
    head, about = FACTS[kind].head, papers.reader(papers.issued(kind)).metadata
    assert about.title == f"{head.title} · {head.subject_code} {head.subject_name}"
    assert about.author == head.prepared_by
    assert about.creation_date == about.modification_date == ISSUED


@EACH
def test_the_typeface_is_embedded_and_no_other_is_used(kind):
    fonts = set(re.findall(rb"/BaseFont ?/([\w+-]+)", papers.everything(papers.issued(kind).data)))
    assert fonts
    assert all(re.fullmatch(rb"[A-Z]{6}\+IBM-Plex-Sans[\w-]*", font) for font in fonts)


@EACH
def test_every_figure_has_words_for_those_who_cannot_see_it(kind):
    figures = [one for one in papers.elements(papers.issued(kind)) if one["/S"] == "/Figure"]
    assert len(figures) == len(door.PAGES[kind](FACTS[kind]).figures) >= 3
    assert all(len(one["/Alt"]) > 15 for one in figures)


@EACH
def test_every_header_cell_says_what_it_heads(kind):
    heads = [one for one in papers.elements(papers.issued(kind)) if one["/S"] == "/TH"]
    assert heads
    assert {one["/A"]["/Scope"] for one in heads} == {"/Column", "/Row"}


@EACH
def test_lines_at_head_and_foot_are_not_read_aloud(kind):
    drawn = papers.issued(kind)
    assert papers.everything(drawn.data).count(b"/Pagination") >= 2 * drawn.pages
    for page in papers.reader(drawn).pages:
        owners = papers.owners(drawn, page)
        assert owners.count(None) >= 3  # head on both sides, foot on both sides, less the empty one on page 1
        assert any(owners)


@EACH
def test_the_contents_lead_to_every_section_with_its_page(kind):
    drawn = papers.issued(kind)
    reader, page = papers.reader(drawn), door.PAGES[kind](FACTS[kind])
    assert set(reader.named_destinations) >= {f"s-{section.key}" for section in page.sections}
    text = papers.words(drawn)
    for section in page.sections:
        assert re.search(rf"{section.number} ?{re.escape(str(section.title))} ?\d", text), section.title


@EACH
def test_every_page_names_subject_day_classification_page_and_hash(kind):
    head, drawn = FACTS[kind].head, papers.issued(kind)
    for number, page in enumerate(papers.reader(drawn).pages, 1):
        text = page.extract_text()
        assert f"Page {number} / {drawn.pages}" in text
        assert canon.sha256(FACTS[kind]) in text.replace("\n", "")
        assert head.classification in text
        assert head.subject_name in text


@EACH
def test_the_facts_are_attached_byte_for_byte_as_hashed(kind):
    files = papers.reader(papers.issued(kind)).attachments
    assert files["facts.json"][0].decode() == canon.to_json(FACTS[kind])
    assert canon.sha256_of(files["facts.json"][0].decode()) == canon.sha256(FACTS[kind])
    assert len(files) >= 3 if kind != "portfolio_status" else files["projects.csv"]


@EACH
def test_attachments_are_data_of_the_report_with_its_day(kind):
    root = papers.reader(papers.issued(kind)).trailer["/Root"]
    attached = [one.get_object() for one in root["/AF"]]
    assert len(attached) == len(root["/Names"]["/EmbeddedFiles"]["/Names"]) // 2
    for one in attached:
        assert one["/AFRelationship"] == "/Data"
        assert one["/EF"]["/F"]["/Params"]["/CreationDate"].startswith("D:20261123091200")


@pytest.mark.parametrize("kind", ["cost_benefit", "portfolio_status"])
def test_the_same_snapshot_gives_the_same_bytes(kind):
    again = papers.draw(kind, signatures=papers.SIGNATURES, issued_at=ISSUED)
    assert again.data == papers.issued(kind).data


def test_one_other_fact_gives_other_bytes_and_another_hash():
    facts = replace(emptied(FACTS["portfolio_status"]), headlines=("Another headline.",))
    other = papers.draw("portfolio_status", facts, issued_at=ISSUED)
    assert other.data != papers.issued("portfolio_status").data
    assert canon.sha256(facts) in papers.words(other)


def test_facts_of_another_snapshot_are_refused():
    with pytest.raises(ValueError, match="not the facts"):
        door.draw("budget", FACTS["budget"], snapshot=papers.snapshot_of(FACTS["closure"]))


def test_signatures_stand_with_words_name_and_instant():
    text = papers.words(papers.issued("closure"))
    assert "Project manager prepared this report Pam Porter 23 Nov 2026, 09:12 UTC" in text
    assert "Finance certifies the final balance Finn Fischer" in text
    assert f"begins with {canon.sha256(FACTS['closure'])[:16]}, drawn with template 3" in text


def test_a_draft_says_so_and_shows_who_has_to_sign():
    slots = [SimpleNamespace(role="sponsor", meaning="accepts the products and closes the project")]
    draft = papers.draw("portfolio_status", emptied(FACTS["portfolio_status"]), slots=slots)
    text = papers.words(draft)
    assert "Sponsor accepts the products and closes the project not signed yet" in text
    assert "· draft" in text
    assert "DRAFT" in text
    assert "DRAFT" not in papers.words(papers.issued("portfolio_status"))


def test_the_final_balance_is_printed_to_the_cent_with_its_settlement():
    text = papers.words(papers.issued("closure"))
    assert "EUR 40 108.50 to return" in text
    assert "Total 4 300 000.00 0.00 4 300 000.00 4 235 891.50 24 000.00 0.00 4 259 891.50 40 108.50" in text
    assert "Implementation partner 1 640 000.00 +186 000.00 1 826 000.00 1 862 310.50 24 000.00" in text
    assert "−60 310.50" in text
    assert "Invoices and payroll charges 4 235 891.50 4 235 891.50 0.00" in text


def test_the_file_of_the_budget_has_the_totals_of_the_page():
    files = papers.reader(papers.issued("budget")).attachments
    rows = list(csv.reader(io.StringIO(files["categories.csv"][0].decode("utf-8-sig"))))
    assert rows[0] == ["Budget by category and class (EUR)"]
    assert rows[-1][2] == "1494540.00"
    assert sum(Decimal(row[2]) for row in rows[2:-1]) == Decimal(rows[-1][2])
    assert "1 494 540.00" in papers.words(papers.issued("budget"))


def test_long_tables_print_what_matters_and_attach_the_rest():
    files = papers.reader(papers.issued("budget")).attachments
    lines = files["lines.csv"][0].decode("utf-8-sig").splitlines()
    assert len(lines) == 2 + len(FACTS["budget"].lines)
    text = papers.words(papers.issued("budget"))
    assert "18 more rows stand in the attached file work.csv" in text
    assert "Lines by category, work and period: 360 rows in the attached file lines.csv" in text


def test_what_cannot_be_computed_is_said_in_words():
    assert "never pays back" in papers.words(papers.issued("cost_benefit"))
    text = papers.words(papers.issued("portfolio_status"))
    assert "no approved baseline" in text
    assert "no forecast" in text


def test_health_is_a_shape_and_a_word():
    text = papers.words(papers.issued("portfolio_status"))
    assert "build off track worse" in text
    assert "migrate at risk same" in text
    drawn = papers.everything(papers.issued("portfolio_status").data)
    off_track = pdf.SHAPES["off_track"]
    assert 'd="M5 0.6L10 9.4L0 9.4Z"' in off_track
    assert re.search(rb"5 0\.6 m\s+10 9\.4 l\s+0 9\.4 l", drawn)


NO_BUDGET = BudgetTotals(
    Ratio(None, "no_budget"), *[Decimal(0)] * 4, Ratio(None, "no_budget"), *[Ratio(None, "no_forecast")] * 2
)
EMPTY = {
    "closure": replace(
        emptied(FACTS["closure"]),
        manager_report="",
        case=replace(emptied(FACTS["closure"].case), npv_now=Ratio(None, "no_data")),
        balance=emptied(FACTS["closure"].balance),
        risks=emptied(FACTS["closure"].risks),
    ),
    "cost_benefit": replace(emptied(FACTS["cost_benefit"]), context="", need="", comparison=""),
    "budget": replace(emptied(FACTS["budget"]), totals=NO_BUDGET, summary=""),
    "portfolio_status": replace(emptied(FACTS["portfolio_status"]), previous_on=None),
}
SAID = {
    "closure": ["No change was approved.", "Nothing out of the ordinary was recorded.", "No lesson was recorded.",
                "The project manager wrote no report.", "Nothing is left to do", "no data"],
    "cost_benefit": ["The analysis prefers no option.", "No uplift was applied.", "No objective was set.",
                     "The options were not compared in words."],
    "budget": ["No line is approved.", "The budget was not changed.", "no budget is approved", "Nothing was posted.",
               "no forecast"],
    "portfolio_status": ["No decision is waiting.", "The portfolio has no project.", "Every project is up to date.",
                         "This is the first report of the portfolio."],
}  # fmt: skip


@EACH
def test_a_section_without_content_says_why_and_is_never_blank(kind):
    text = papers.words(papers.draw(kind, EMPTY[kind], issued_at=ISSUED))
    assert [sentence for sentence in SAID[kind] if sentence not in text] == []


@EACH
@pytest.mark.parametrize("facts", [FACTS, EMPTY], ids=["full", "empty"])
def test_no_element_of_the_tag_tree_stands_there_for_nothing(kind, facts):
    found = papers.elements(papers.draw(kind, facts[kind], issued_at=ISSUED))
    hollow = [one["/S"] for one in found if one.get("/K", []) == [] and not {"/Alt", "/ActualText"} & set(one)]
    # a cell may have nothing to say; what only groups others is not spoken
    assert set(hollow) <= {"/TD", "/Div", "/Sect"}


@EACH
def test_the_facts_of_a_drawn_report_can_be_read_from_the_file_alone(kind):
    files = papers.reader(papers.issued(kind)).attachments
    assert canon.from_json(type(FACTS[kind]), files["facts.json"][0].decode()) == FACTS[kind]


HOSTILE = '<img src=x onerror=1><script>alert(1)</script>{{ 7|add:7 }}{% now "Y" %}&amp;"quoted"'


@pytest.mark.attack
def test_hostile_text_is_printed_as_text():
    facts = replace(emptied(FACTS["portfolio_status"]), headlines=(HOSTILE,))
    text = papers.words(papers.draw("portfolio_status", facts, issued_at=ISSUED)).replace(" ", "")
    assert HOSTILE.replace(" ", "") in text


def test_a_word_without_end_does_not_push_a_table_off_the_page():
    long = "W" * 400
    line = replace(FACTS["portfolio_status"].projects[0], name=long)
    facts = replace(emptied(FACTS["portfolio_status"]), projects=(line,))
    drawn = papers.draw("portfolio_status", facts, issued_at=ISSUED)
    page = next(page for page in papers.reader(drawn).pages if "WWWW" in page.extract_text())
    widest = []
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: widest.append(cm[4] + tm[4]) if "W" in text else None
    )
    assert max(widest) < float(page.mediabox.width)
    assert page.extract_text().replace("\n", "").count("W") >= 400


def test_letter_paper_is_letter_and_turned_pages_are_turned():
    drawn = papers.draw("portfolio_status", emptied(FACTS["portfolio_status"]), issued_at=ISSUED, page_size="Letter")
    sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in papers.reader(drawn).pages}
    assert sizes == {(612, 792), (792, 612)}


def test_a_report_with_too_many_rows_is_refused_with_advice():
    rows = FACTS["closure"].lessons * 1100
    with pytest.raises(pdf.PdfTooLarge, match="shorter period or fewer projects, or export"):
        papers.draw("closure", replace(FACTS["closure"], lessons=rows))


def test_the_stored_json_is_enough_to_draw_again():
    stored = canon.to_json(FACTS["budget"])
    facts = canon.from_json(BudgetFacts, stored)
    assert json.loads(stored)["head"]["currency"] == "EUR"
    again = papers.draw("budget", facts, signatures=papers.SIGNATURES, issued_at=ISSUED)
    assert again.data == papers.issued("budget").data


@pytest.mark.parametrize("kind", papers.FACTS)
def test_the_running_line_is_the_same_on_every_page_from_the_first_on(kind):
    drawn = papers.draw(kind)
    heads = {" ".join(page.extract_text().split()) for page in papers.reader(drawn).pages}
    head = papers.FACTS[kind].head
    assert all(f"{head.subject_code} {head.subject_name} · {head.title}" in words for words in heads)
