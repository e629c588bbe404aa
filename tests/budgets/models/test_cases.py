"""What does Postgres refuse about business cases, and what is frozen by their issue?"""

import pytest

from budgets.models import Cba, CbaLine, CbaOption
from tests.factories import cases, core
from tests.refusals import refused_by, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return core.project()


@pytest.fixture
def draft(project):
    return cases.golden(project, created_by=core.person("Pam Porter").user)


@pytest.fixture
def issued(project):
    return cases.issued(project)


def update(row, **values):
    type(row)._base_manager.filter(pk=row.pk).update(**values)


# ── the case ────────────────────────────────────────────────────────────────────────────────────


def test_a_version_exists_once_in_a_project(draft):
    with refused_by("case_version_once"):
        cases.case(draft.project, version=draft.version)


def test_another_project_counts_its_versions_for_itself(draft):
    assert cases.case(core.project(), version=1).version == draft.version == 1


def test_a_project_has_one_issued_case(issued):
    second, approver = cases.case(issued.project), core.person().user
    with refused_by("case_one_issued"):
        update(second, state="issued", approved_by=approver, approved_at=core.MONDAY_9)


@pytest.mark.parametrize("horizon", [0, 126])
def test_a_horizon_is_1_to_125_years(draft, horizon):
    with refused_by("case_horizon_1_125"):
        update(draft, horizon=horizon)


@pytest.mark.parametrize("rate", ["-1", "1.000001"])
def test_a_rate_is_above_minus_and_at_most_plus_100_percent(draft, rate):
    with refused_by("case_rate_range"):
        update(draft, rate=rate)


@pytest.mark.parametrize("state", ["issued", "superseded"])
def test_what_is_issued_names_who_approved_it(draft, state):
    with refused_by("case_issue_has_approver"):
        update(draft, state=state)


def test_the_author_of_a_case_does_not_approve_it(draft):
    with refused_by("case_approver_is_not_author"):
        update(draft, state="issued", approved_by=draft.created_by, approved_at=core.MONDAY_9)


def test_only_known_states_timings_and_prices(draft):
    with refused_by("case_state_known"):
        update(draft, state="burnt", approved_by=core.person().user, approved_at=core.MONDAY_9)
    for wrong in ({"timing": "dawn"}, {"price_basis": "guess"}):
        with refused_by("case_timing_and_prices_known"):
            update(draft, **wrong)


@pytest.mark.parametrize("year", [1899, 2201])
def test_a_base_year_is_a_year_of_our_time(draft, year):
    with refused_by("case_base_year_1900_2200"):
        update(draft, base_year=year)


@pytest.mark.parametrize("values", [{"rate": "0.06"}, {"need": "other"}, {"state": "draft"}, {"horizon": 9}])
def test_an_issued_case_never_changes(issued, values):
    assert Cba._meta.label == "budgets.Cba"
    with refused_by("a_frozen"):
        update(issued, **values)


def test_an_issued_case_is_not_deleted_nor_emptied(issued):
    with refused_by("a_frozen"):
        sql("DELETE FROM budgets_cba WHERE id = %s", issued.pk)
    for table in ("budgets_cba", "budgets_cbaoption", "budgets_cbaline"):
        with refused_by("no_truncate"):
            sql(f"TRUNCATE {table} CASCADE")


def test_an_issued_case_is_superseded_and_nothing_else_changes_with_it(issued):
    with refused_by("a_frozen"):
        update(issued, state="superseded", rate="0.07")
    update(issued, state="superseded")
    with refused_by("a_frozen"):
        update(issued, state="issued")


def test_a_draft_may_be_deleted_with_all_it_holds(draft):
    draft.delete()
    assert not CbaLine.objects.exists()


# ── its options ─────────────────────────────────────────────────────────────────────────────────


def test_each_option_has_its_place(draft):
    with refused_by("option_once"):
        cases.option(draft, seq=1)


def test_one_option_is_preferred(draft):
    with refused_by("option_one_preferred"):
        cases.option(draft, "Another", preferred=True)


def test_what_is_preferred_is_not_rejected_as_well(draft):
    with refused_by("option_preferred_is_not_rejected"):
        update(cases.preferred(draft), rejected_because="too dear")


def test_an_option_has_a_name_and_a_known_kind(draft):
    with refused_by("option_has_name"):
        cases.option(draft, "")
    with refused_by("option_kind_known"):
        cases.option(draft, kind="wish")


def test_options_of_an_issued_case_are_frozen(issued):
    assert CbaOption._meta.label == "budgets.CbaOption"
    with refused_by("no_insert_into_frozen"):
        cases.option(issued, "Late idea")
    with refused_by("a_frozen"):
        update(cases.preferred(issued), name="Other name")
    with refused_by("a_frozen"):
        sql("DELETE FROM budgets_cbaline")


def test_an_option_is_not_moved_into_an_issued_case(issued):
    loose = cases.option(cases.case(issued.project), seq=9)
    with refused_by("no_insert_into_frozen"):
        update(loose, cba=issued)


# ── its lines ───────────────────────────────────────────────────────────────────────────────────


def test_an_amount_is_not_negative(draft):
    with refused_by("case_line_not_negative"):
        cases.line(cases.preferred(draft), "-0.01", label="Refund")


def test_a_year_is_0_to_125(draft):
    with refused_by("case_line_year_0_125"):
        cases.line(cases.preferred(draft), year=126)


def test_an_item_has_one_amount_a_year_for_each_certainty(draft):
    with refused_by("case_line_once_a_year"):
        cases.line(cases.preferred(draft), 5)
    cases.line(cases.preferred(draft), 5, certainty="high")


def test_a_line_says_what_it_is(draft):
    with refused_by("case_line_has_label"):
        cases.line(cases.preferred(draft), label="")


@pytest.mark.parametrize("wrong", [{"kind": "gift"}, {"certainty": "sure"}, {"cost_class": "petty"}])
def test_the_words_of_a_line_are_known(draft, wrong):
    with refused_by("case_line_words_known"):
        cases.line(cases.preferred(draft), **{"label": "Other", **wrong})


def test_a_line_counts_in_a_result(draft):
    with refused_by("case_line_counts_somewhere"):
        cases.line(cases.preferred(draft), label="Idle", in_financial=False, in_social=False)


def test_lines_of_an_issued_case_are_frozen(issued):
    assert CbaLine._meta.label == "budgets.CbaLine"
    with refused_by("no_insert_into_frozen"):
        cases.line(cases.preferred(issued), label="Late")
    with refused_by("a_frozen"):
        CbaLine.objects.filter(option__cba=issued).update(amount=1)


def test_a_line_is_not_moved_into_an_issued_case(issued):
    loose = cases.line(cases.option(cases.case(issued.project)), label="Loose")
    with refused_by("no_insert_into_frozen"):
        update(loose, option=cases.preferred(issued))
