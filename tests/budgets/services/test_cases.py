"""How does a business case come into force, and who may not bring it there?"""

from decimal import Decimal

import pytest

from budgets import services
from budgets.models import Cba, CbaOption
from budgets.queries.cases_grid import LineRow, line_rows
from foundation.accounts.models import AuditEvent, Notification
from foundation.errors import Conflict, IllegalMove, Refused
from tests.factories import cases, core

pytestmark = pytest.mark.django_db
FIELDS = {"base_year": 2026, "horizon": 4, "rate": "0.05", "rate_source": "Handbook"}


@pytest.fixture
def project():
    return core.project()


@pytest.fixture
def author():
    return core.person("Pam Porter").user


@pytest.fixture
def sponsor():
    return core.person("Sue Sanders").user


@pytest.fixture
def draft(project, author):
    return cases.golden(project, created_by=author)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def acts():
    return list(AuditEvent.objects.order_by("pk").values_list("act", flat=True))


def test_a_new_case_begins_with_doing_nothing(project, author):
    made = services.new_case(project, by=author, **FIELDS)
    assert (made.version, made.state, made.created_by) == (1, "draft", author)
    assert [option.kind for option in made.options.all()] == ["do_nothing"]
    assert acts() == ["case.created"]


def test_one_draft_at_a_time(project, draft, author):
    with pytest.raises(IllegalMove):
        services.new_case(project, by=author, **FIELDS)
    with pytest.raises(IllegalMove):
        services.copy_case(draft, by=author)


def test_somebody_else_issues_a_complete_case_and_the_author_is_told(draft, author, sponsor):
    services.issue_case(draft, by=sponsor, at=core.MONDAY_9)
    found = fresh(draft)
    assert (found.state, found.approved_by, found.approved_at) == ("issued", sponsor, core.MONDAY_9)
    assert acts() == ["case.issued"]
    assert Notification.objects.filter(user=author).count() == 1


def test_the_author_does_not_issue_it(draft, author):
    with pytest.raises(IllegalMove):
        services.issue_case(draft, by=author, at=core.MONDAY_9)
    assert fresh(draft).state == "draft"


def _by_words(draft, helper):
    services.edit_case(draft, version=draft.row_version, by=helper, need="Search is slow")


def _by_lines(draft, helper):
    option = cases.preferred(draft)
    rows = [LineRow(kind="cost", label="Licences", amounts={0: Decimal(1)})]
    services.save_lines(option, version=option.row_version, by=helper, rows=rows)


def _by_option(draft, helper):
    services.add_option(draft, by=helper, name="Wait", kind="option", rejected_because="Too late")


def _by_taking_out(draft, helper):
    services.delete_option(draft.options.get(name="Hire librarians"), by=helper)


@pytest.mark.parametrize("write", [_by_words, _by_lines, _by_option, _by_taking_out])
def test_who_wrote_in_it_does_not_issue_it_though_another_wrote_after_him(project, draft, author, sponsor, write):
    draft.refresh_from_db()
    write(draft, sponsor)
    for option in draft.options.all():
        services.edit_option(option, version=option.row_version, by=author, description="Read again")
    services.edit_case(draft, version=fresh(draft).row_version, by=author, objectives="Find faster")
    with pytest.raises(IllegalMove, match="Whoever wrote"):
        services.issue_case(draft, by=sponsor, at=core.MONDAY_9)
    assert fresh(draft).state == "draft"


def test_an_incomplete_case_is_not_issued_and_its_gaps_are_named(project, sponsor):
    with pytest.raises(IllegalMove) as caught:
        services.issue_case(cases.case(project, recommendation=""), by=sponsor, at=core.MONDAY_9)
    assert len(caught.value.obstacles) == 4


def test_an_issued_case_is_not_issued_again_nor_edited(draft, author, sponsor):
    services.issue_case(draft, by=sponsor, at=core.MONDAY_9)
    option = cases.preferred(draft)
    for act in (
        lambda: services.issue_case(draft, by=sponsor, at=core.MONDAY_9),
        lambda: services.edit_case(draft, version=1, by=author, need="x"),
        lambda: services.delete_case(draft, by=author),
        lambda: services.add_option(draft, by=author, name="x", kind="option"),
        lambda: services.edit_option(option, version=1, by=author, name="x"),
        lambda: services.prefer_option(option, by=author),
        lambda: services.delete_option(option, by=author),
        lambda: services.save_lines(option, version=1, by=author, rows=[]),
    ):
        with pytest.raises(IllegalMove):
            act()


def test_a_new_version_holds_everything_and_supersedes_the_one_before(draft, author, sponsor):
    services.issue_case(draft, by=sponsor, at=core.MONDAY_9)
    second = services.copy_case(fresh(draft), by=author)
    assert second.version == 2
    assert [o.name for o in second.options.all()] == [o.name for o in draft.options.all()]
    assert line_rows(cases.preferred(second)) == line_rows(cases.preferred(draft))
    assert fresh(draft).state == "issued"
    services.issue_case(second, by=sponsor, at=core.MONDAY_9)
    assert (fresh(draft).state, fresh(second).state) == ("superseded", "issued")


def test_two_people_do_not_overwrite_each_other(draft, author, sponsor):
    read = draft.row_version
    services.edit_case(draft, version=read, by=author, need="Search is slow")
    with pytest.raises(Conflict) as caught:
        services.edit_case(draft, version=read, by=sponsor, need="Search is wrong")
    assert [(theirs, mine) for _name, theirs, mine in caught.value.fields] == [("Search is slow", "Search is wrong")]


def test_the_horizon_does_not_fall_below_the_last_line(draft, author):
    with pytest.raises(Refused) as caught:
        services.edit_case(draft, version=draft.row_version, by=author, horizon=3)
    assert caught.value.field == "horizon"
    assert "2030" in caught.value.message


def test_a_draft_is_thrown_away(draft, author):
    services.delete_case(draft, by=author)
    assert not Cba.objects.exists()
    assert acts() == ["case.deleted"]


# ── options ─────────────────────────────────────────────────────────────────────────────────────


def test_options_line_up_and_one_is_preferred(draft, author):
    added = services.add_option(draft, by=author, name="Wait", kind="option", rejected_because="too late")
    assert added.seq == 4
    services.prefer_option(added, by=author)
    assert [o.name for o in draft.options.filter(preferred=True)] == ["Wait"]
    assert fresh(added).rejected_because == ""


def test_a_preferred_option_is_not_rejected(draft, author):
    option = cases.preferred(draft)
    with pytest.raises(Refused) as caught:
        services.edit_option(option, version=option.row_version, by=author, rejected_because="dear")
    assert caught.value.field == "rejected_because"


def test_an_option_is_edited_and_deleted_with_its_lines(draft, author):
    option = draft.options.get(name="Hire librarians")
    services.edit_option(option, version=option.row_version, by=author, name="Hire two librarians")
    services.delete_option(option, by=author)
    assert not CbaOption.objects.filter(pk=option.pk).exists()


# ── the grid ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def option(draft):
    return cases.preferred(draft)


def row(amounts, label="Licences", kind="cost", **fields):
    return LineRow(kind=kind, label=label, amounts={y: Decimal(a) for y, a in amounts.items()}, **fields)


def save(option, *rows, by=None, version=None):
    return services.save_lines(option, version=version or option.row_version, by=by, rows=list(rows))


def test_the_lines_are_exactly_the_rows_afterwards(option, author):
    save(option, row({0: "800", 1: "50.005"}, cost_class="capex"), row({1: "1"}, "Joy", "benefit"), by=author)
    found = [(r.label, {y: str(a) for y, a in r.amounts.items()}, r.cost_class) for r in line_rows(option)]
    assert found == [("Licences", {0: "800.0000", 1: "50.0100"}, "capex"), ("Joy", {1: "1.0000"}, "")]
    assert acts() == ["case.lines_saved"]


def test_what_did_not_change_keeps_its_row(option, author):
    before = dict(option.lines.filter(kind="benefit").values_list("pk", "row_version"))
    benefit = row(dict(enumerate(["300", "400", "500", "200"], 1)), "Time saved", "benefit", stakeholder_group="Staff")
    save(option, row({0: "900"}), benefit, by=author)
    assert dict(option.lines.filter(kind="benefit").values_list("pk", "row_version")) == before


def test_saving_the_same_again_changes_nothing(option, author):
    save(option, *line_rows(option), by=author)
    assert fresh(option).row_version == option.row_version
    assert acts() == []


def test_an_empty_grid_takes_all_lines_out(option, author):
    save(option, by=author)
    assert not option.lines.exists()


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([row({})], (0, None)),
        ([row({0: "-1"})], (0, 0)),
        ([row({5: "1"})], (0, 5)),
        ([row({0: "1"}), row({0: "2"})], (1, 0)),
        ([row({2: "1"}, certainty="high"), row({2: "2"}, certainty="low")], (1, 2)),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(option, author, rows, cell):
    before = line_rows(option)
    with pytest.raises(services.LinesRefused) as caught:
        save(option, *rows, by=author)
    assert [(fault.row, fault.year) for fault in caught.value.faults] == [cell]
    assert line_rows(option) == before


def test_a_grid_that_somebody_changed_meanwhile_shows_both_amounts(option, author):
    read = option.row_version
    save(option, row({0: "900"}), by=author, version=read)
    with pytest.raises(Conflict) as caught:
        save(option, row({0: "950"}), by=author, version=read)
    assert list(caught.value.fields) == [("Licences, 2026", "900.0000", "950.00")]
    assert str(option.lines.get().amount) == "900.0000"
