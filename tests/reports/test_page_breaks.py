"""Where a long table meets the end of a page, no page begins or ends with one or two of its rows."""

from collections import Counter
from decimal import Decimal

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from reports.pages.blocks import Column, Table

SHEET = settings.BASE_DIR / "static" / "css" / "paper.css"
COLUMNS = (Column("Period"), Column("Actuals", "money"), Column("Accruals", "money"), Column("Reversals", "money"))


def rows_by_page(count, *, total=False, above=0):
    """How many rows of the body stand on each page; `above`: lines of text before the table."""
    weasyprint = pytest.importorskip("weasyprint")
    row = ("2026-10", Decimal(1), Decimal(2), Decimal(3))
    table = Table("postings", "Postings", COLUMNS, (row,) * count, "none", total=row if total else None)
    text = "<p>A line.</p>" * above + render_to_string("reports/parts/_table.html", {"table": table})
    rules = SHEET.read_text().replace("plumbline:", "about:")
    drawn = weasyprint.HTML(string=text).render(stylesheets=[weasyprint.CSS(string=rules)])
    found = Counter()
    for number, page in enumerate(drawn.pages):
        for box in page._page_box.descendants():
            if box.element_tag == "tr" and type(box).__name__ == "TableRowBox":
                found[number] += 1
    return [number for _page, number in sorted(found.items())]


def body(found):
    """Without the head that every page repeats."""
    return [number - 1 for number in found]


@pytest.mark.parametrize("total", [False, True])
@pytest.mark.parametrize("above", [0, 1, 2, 3])
def test_three_rows_stay_together_at_both_ends(total, above):
    split = 0
    for count in range(26, 44):
        parts = body(rows_by_page(count, total=total, above=above))
        assert sum(parts) == count + total
        if len(parts) > 1:
            split += 1
            assert min(parts) >= 3, (count, parts)
    assert split > 3, "these tables meet no end of a page"


@pytest.mark.parametrize("above", range(14, 26))
def test_a_table_does_not_begin_with_fewer_than_three_rows_at_the_foot_of_a_page(above):
    parts = body(rows_by_page(30, above=above))
    assert sum(parts) == 30 and min(parts) >= 3, parts
