"""Who may read, write and issue a business case in the browser, and what does he see?"""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from budgets.models import Cba
from tests.decisions import as_read
from tests.factories import cases

pytestmark = pytest.mark.django_db
READERS = ("pam", "paul", "sue", "eve", "finn", "ada")
OTHERS = ("rita", "tom", "stan")


@pytest.fixture
def draft(world, pam):
    return cases.golden(world.own, created_by=pam)


def at(name, row):
    project = row if not hasattr(row, "PROJECT_PATH") or row.PROJECT_PATH == "pk" else None
    if project is not None:
        return reverse(f"budgets:{name}", args=[project.public_id])
    owner = row.project if isinstance(row, Cba) else row.cba.project
    return reverse(f"budgets:{name}", args=[owner.public_id, row.public_id])


@pytest.mark.parametrize("reader", READERS)
def test_who_sees_money_reads_the_case(enter, cast, draft, reader):
    client = enter(getattr(cast, reader))
    option = cases.preferred(draft)
    for address in (at("case", draft.project), at("case_version", draft), at("option", option)):
        page = client.get(address)
        assert page.status_code == 200
        assert "New search" in page.content.decode()


@pytest.mark.parametrize("other", OTHERS)
def test_others_do_not(enter, cast, draft, other):
    client = enter(getattr(cast, other))
    assert client.get(at("case", draft.project)).status_code == 403
    assert client.get(at("option", cases.preferred(draft))).status_code == 403


def test_for_a_stranger_it_does_not_exist(enter, zoe, draft):
    assert enter(zoe).get(at("case", draft.project)).status_code == 404


def test_a_case_of_another_project_is_not_reached_through_ones_own(enter, pam, world):
    foreign = cases.golden(world.foreign)
    address = reverse("budgets:case_version", args=[world.own.public_id, foreign.public_id])
    assert enter(pam).get(address).status_code == 404


def test_the_page_shows_results_as_figures_that_open(enter, pam, draft):
    page = enter(pam).get(at("case", draft.project)).content.decode()
    key = f"/figures/{draft.project.public_id}/budgets.npv:{cases.preferred(draft).public_id}/"
    assert key in page
    assert "244.99" in page
    assert "not paid back within the horizon" in page


def test_htmx_gets_the_content_alone(enter, pam, draft):
    whole, piece = (enter(pam, htmx=htmx).get(at("case", draft.project)).content.decode() for htmx in (False, True))
    assert "<html" in whole
    assert "<html" not in piece
    assert "244.99" in piece


def test_an_empty_project_offers_the_first_draft_to_who_may_write_it(enter, pam, sue, world):
    add = reverse("budgets:case_add", args=[world.own.public_id])
    assert add in enter(pam).get(at("case", world.own)).content.decode()
    assert add not in enter(sue).get(at("case", world.own)).content.decode()


def test_a_manager_drafts_a_case(enter, pam, world):
    answer = enter(pam).post(at("case_add", world.own), cases.CASE_FORM)
    assert answer.status_code == 302
    case = Cba.objects.get()
    assert (str(case.rate), case.created_by, case.options.count()) == ("0.050000", pam, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rate", "NaN"), ("rate", "101"), ("rate", "1e999"), ("horizon", "126"), ("horizon", "0"),
        ("base_year", "99999999999999999999"), ("timing", "dawn"), ("rate_source", ""), ("rate_source", "x" * 201),
    ],
)  # fmt: skip
def test_hostile_parameters_get_a_message_at_their_field(enter, pam, world, field, value):
    page = enter(pam).post(at("case_add", world.own), {**cases.CASE_FORM, field: value})
    assert page.status_code == 422
    assert f'id="id_{field}_error"' in page.content.decode()
    assert not Cba.objects.exists()


def test_parameters_change_and_a_stale_form_shows_both_values(enter, pam, draft):
    client, sent = enter(pam), {**cases.CASE_FORM, "row_version": "1", "need": "First"}
    assert client.get(at("case_edit", draft)).status_code == 200
    assert client.post(at("case_edit", draft), sent).status_code == 302
    page = client.post(at("case_edit", draft), {**sent, "need": "Second"})
    assert page.status_code == 409
    assert "First" in page.content.decode()
    assert "Second" in page.content.decode()


# ── from draft to issue ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("approver", ["sue", "eve", "finn"])
def test_those_who_decide_issue_it(enter, cast, draft, approver):
    assert enter(getattr(cast, approver)).post(at("case_issue", draft), as_read(draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "issued"


def test_the_manager_does_not_issue_it(enter, pam, draft):
    assert enter(pam).post(at("case_issue", draft), as_read(draft)).status_code == 403


def test_who_wrote_it_does_not_issue_it_either(enter, sue, world):
    own = cases.golden(world.own, created_by=sue)
    assert enter(sue).post(at("case_issue", own), as_read(own)).status_code == 409


def test_what_is_missing_stands_on_the_page_and_in_the_refusal(enter, sue, draft):
    draft.options.filter(kind="do_nothing").delete()
    client = enter(sue)
    assert "measured against it" in client.get(at("case", draft.project)).content.decode()
    refused = client.post(at("case_issue", draft), as_read(draft))
    assert refused.status_code == 409
    assert "measured against it" in refused.content.decode()


def test_an_issued_case_offers_no_edit_but_a_new_version(enter, pam, sue, draft):
    enter(sue).post(at("case_issue", draft), as_read(draft))
    client = enter(pam)
    page = client.get(at("case_version", draft)).content.decode()
    assert at("case_edit", draft) not in page
    assert client.post(at("case_edit", draft), {**cases.CASE_FORM, "row_version": "2"}).status_code == 409
    assert client.post(at("case_copy", draft)).status_code == 302
    assert Cba.objects.filter(project=draft.project, state="draft").count() == 1


def test_a_draft_is_deleted_by_post_only(enter, pam, draft):
    client = enter(pam)
    assert client.get(at("case_delete", draft)).status_code == 405
    assert client.post(at("case_delete", draft)).status_code == 302
    assert not Cba.objects.exists()


# ── options and their grid ──────────────────────────────────────────────────────────────────────


def test_options_are_added_changed_preferred_and_deleted(enter, pam, draft):
    client = enter(pam)
    assert client.post(at("option_add", draft), {"name": "Wait", "kind": "option"}).status_code == 302
    wait = draft.options.get(name="Wait")
    sent = {"name": "Wait a year", "kind": "option", "row_version": "1", "rejected_because": "too late"}
    assert client.post(at("option_edit", wait), sent).status_code == 302
    assert client.post(at("option_prefer", wait)).status_code == 302
    assert cases.preferred(draft).name == "Wait a year"
    assert client.post(at("option_delete", wait)).status_code == 302
    assert not draft.options.filter(preferred=True).exists()


def grid(option, *rows):
    sent = {"rows": str(len(rows)), "row_version": str(option.row_version)}
    for number, row in enumerate(rows):
        base = {"kind": "cost", "certainty": "base", "counts": "both", **row}
        sent |= {f"r{number}-{name}": value for name, value in base.items()}
    return sent


def test_the_grid_shows_each_line_in_its_year_and_takes_them_back_in_one_post(enter, pam, draft):
    client, option = enter(pam), cases.preferred(draft)
    page = client.get(at("option_lines", option)).content.decode()
    assert 'name="r1-y3" value="500"' in page
    rows = ({"label": "Licences", "y0": "900"}, {"label": "Joy", "kind": "benefit", "y1": "1000", "y4": "0.5"}, {})
    assert client.post(at("option_lines", option), grid(option, *rows)).status_code == 302
    found = sorted((line.label, line.year, str(line.amount)) for line in option.lines.all())
    assert found == [("Joy", 1, "1000.0000"), ("Joy", 4, "0.5000"), ("Licences", 0, "900.0000")]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ({"label": "A", "y2": "-1"}, "r0-y2"),
        ({"label": "A", "y2": "NaN"}, "r0-y2"),
        ({"label": "A", "y2": "Infinity"}, "r0-y2"),
        ({"label": "A", "y2": "1e400"}, "r0-y2"),
        ({"label": "A", "y2": "9" * 40}, "r0-y2"),
        ({"label": "A", "y2": "=1+1"}, "r0-y2"),
        ({"label": "", "y2": "1"}, "r0-label"),
        ({"label": "A"}, "r0-label"),
        ({"label": "A" * 201, "y2": "1"}, "r0-label"),
        ({"label": "A", "kind": "gift", "y2": "1"}, "r0-kind"),
    ],
)
def test_a_wrong_cell_says_so_where_it_stands_and_nothing_is_saved(enter, pam, draft, row, cell):
    option = cases.preferred(draft)
    page = enter(pam).post(at("option_lines", option), grid(option, row))
    assert page.status_code == 422
    assert f'id="id_{cell}_error"' in page.content.decode()
    assert option.lines.count() == 5


def test_the_same_item_twice_is_refused_in_its_cell(enter, pam, draft):
    option = cases.preferred(draft)
    page = enter(pam).post(
        at("option_lines", option), grid(option, {"label": "A", "y1": "1"}, {"label": "A", "y1": "2"})
    )
    assert page.status_code == 422
    assert 'id="id_r1-y1_error"' in page.content.decode()


def test_an_empty_row_beside_a_wrong_one_is_not_blamed(enter, pam, draft):
    option = cases.preferred(draft)
    page = enter(pam).post(at("option_lines", option), grid(option, {}, {"label": "Joy", "y1": "-1"}, {}))
    text = page.content.decode()
    assert "2027, Joy: " in text
    assert text.count('class="cell-error"') == 1


@pytest.mark.parametrize("rows", ["", "x", "-1", "100000"])
def test_a_broken_number_of_rows_saves_nothing(enter, pam, draft, rows):
    option = cases.preferred(draft)
    page = enter(pam).post(at("option_lines", option), {"rows": rows, "row_version": "1"})
    assert page.status_code == 422
    assert option.lines.count() == 5


def test_a_row_is_taken_out(enter, pam, draft):
    option = cases.preferred(draft)
    rows = ({"label": "Licences", "y0": "900"}, {"label": "Joy", "y1": "1", "remove": "on"})
    enter(pam).post(at("option_lines", option), grid(option, *rows))
    assert [line.label for line in option.lines.all()] == ["Licences"]


def test_a_grid_that_somebody_changed_meanwhile_is_a_conflict(enter, pam, draft):
    client, option = enter(pam), cases.preferred(draft)
    client.post(at("option_lines", option), grid(option, {"label": "Licences", "y0": "900"}))
    page = client.post(at("option_lines", option), grid(option, {"label": "Licences", "y0": "950"}))
    assert page.status_code == 409
    assert "900" in page.content.decode()
    assert "950" in page.content.decode()


def test_only_who_writes_the_case_opens_the_grid(enter, sue, draft):
    assert enter(sue).get(at("option_lines", cases.preferred(draft))).status_code == 403


# ── taking it home ──────────────────────────────────────────────────────────────────────────────


def test_finance_takes_the_lines_home_as_csv(enter, finn, draft):
    answer = enter(finn).get(at("case_export", draft), {"what": "lines", "form": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 7
    assert {row["Option"] for row in rows} == {"New search", "Hire librarians"}
    assert {row["Year"] for row in rows} == {"2026", "2027", "2028", "2029", "2030"}


def test_and_the_years_as_a_workbook(enter, finn, draft):
    answer = enter(finn).get(at("case_export", draft), {"what": "years", "form": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.max_row == 1 + 3 * 5
    assert [cell.value for cell in sheet[2]][:5] == ["New search", 2026, 1000, 0, -1000]


def test_a_text_of_a_line_never_becomes_a_formula(enter, finn, draft):
    cases.line(cases.preferred(draft), label="=HYPERLINK(1)")
    answer = enter(finn).get(at("case_export", draft), {"what": "lines", "form": "csv"})
    assert "'=HYPERLINK(1)" in b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize("asked", [{"what": "all"}, {"form": "exe"}])
def test_an_unknown_table_or_form_is_a_bad_request(enter, finn, draft, asked):
    assert enter(finn).get(at("case_export", draft), asked).status_code == 400


def test_nobody_else_exports(enter, pam, draft):
    assert enter(pam).get(at("case_export", draft)).status_code == 403


def test_the_page_asks_as_much_for_many_options_as_for_three(enter, pam, draft, django_assert_max_num_queries):
    client = enter(pam)
    client.get(at("case", draft.project))
    with django_assert_max_num_queries(20) as few:
        client.get(at("case", draft.project))
    for number in range(8):
        cases.flow(cases.option(draft, f"Option {number}"))
    with django_assert_max_num_queries(len(few)):
        client.get(at("case", draft.project))
