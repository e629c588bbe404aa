"""What must be done before a project of each method closes?"""

import pytest

from projects.engine.closure_list import DUTIES, closure_list
from projects.engine.lifecycles import methodologies, phases_for

SECTIONS = {
    "Acceptance",
    "Handover to operations",
    "Finances settled",
    "Contracts closed",
    "People released",
    "Records archived",
    "Benefits",
    "Lessons",
    "Follow-on actions",
}


def test_every_duty_of_closure_has_its_section():
    assert {section for section, _duties in DUTIES} == SECTIONS


def test_a_waterfall_project_ends_with_its_closure_report():
    assert closure_list(phases_for("waterfall"))[-1] == ("Documents", "Issued and filed: closure report")


def test_a_project_without_a_method_still_owes_the_closure_report():
    assert ("Documents", "Issued and filed: closure report") in closure_list()


@pytest.mark.parametrize("method", methodologies())
def test_no_line_stands_twice_and_each_fits_its_column(method):
    lines = closure_list(phases_for(method))
    assert len(lines) == len(set(lines)) >= 13
    assert all(len(section) <= 80 and len(text) <= 300 for section, text in lines)
    assert not any("lessons" in text for section, text in lines if section == "Documents")
