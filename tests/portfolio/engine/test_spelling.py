"""Are slips in a department's name noticed, and real differences left alone?"""

from portfolio.engine.spelling import lookalikes

USUAL = "Department of Agriculture"


def test_a_slip_an_acronym_and_a_turned_order_are_noticed():
    counts = {USUAL: 91, "Department of Agraculture": 7, "Agriculture Department": 5, "DoA": 3}
    assert lookalikes(counts) == dict.fromkeys(list(counts)[1:], USUAL)


def test_two_frequent_names_are_two_names():
    assert lookalikes({USUAL: 9, "Department of Agraculture": 8}) == {}


def test_other_departments_are_not_slips():
    assert lookalikes({USUAL: 91, "Department of Education": 2, "NASA": 3, "Treasury": 1}) == {}


def test_names_that_differ_by_a_number_are_two_names():
    assert lookalikes({"Regional Office 1": 40, "Regional Office 2": 2}) == {}


def test_short_names_are_only_compared_as_acronyms():
    assert lookalikes({"MOD": 40, "MOJ": 2}) == {}


def test_capitals_alone_are_a_slip():
    assert lookalikes({"Home Office": 12, "HOME OFFICE": 1}) == {"HOME OFFICE": "Home Office"}


def test_too_many_names_are_not_compared():
    assert lookalikes({f"Office {i}": 10 + i for i in range(500)}) == {}


def test_names_without_letters_do_no_harm():
    assert lookalikes({"": 50, "--": 1, "of": 2}) == {}
