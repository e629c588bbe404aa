"""One project: why it is red, what comes next, what changed, and its next step."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.models import HealthOverride
from projects.models import GateReview, Project
from reports.queries import closure_obstacles
from tests.factories import cases, core, governance, money, portfolio


def url(project, tail=""):
    return f"/projects/{project.public_id}/{tail}"


@pytest.fixture
def red(world):
    money.approved(world.own, 1000)
    money.forecast(world.own, (1300, core.DAY))
    Project.objects.filter(pk=world.own.pk).update(state="active", data_date=core.DAY)
    portfolio.refreshed(world.own)
    world.own.refresh_from_db()
    return world


@pytest.mark.parametrize("htmx", [False, True])
def test_the_overview_names_the_cause_and_its_figures_open(red, pam, enter, htmx):
    browser = enter(pam, htmx=htmx)
    page = browser.get(url(red.own)).content.decode()
    assert "Why it is off track" in page
    assert "over the budget by more than the tolerance" in page
    for key in ("budgets.variance", "portfolio.cost_tolerance"):
        address = f"/figures/{red.own.public_id}/{key}/"
        assert address in page
        assert browser.get(address).status_code == 200


def test_who_may_open_it(red, cast, enter):
    for who in ("pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada"):
        assert enter(getattr(cast, who)).get(url(red.own)).status_code == 200, who
    for who in ("zoe", "adam"):
        assert enter(getattr(cast, who)).get(url(red.own)).status_code == 404, who


def test_the_team_reads_no_money_on_it(red, tom, enter):
    page = enter(tom).get(url(red.own)).content.decode()
    assert "1,300" not in page and "−300" not in page and "300.00" not in page
    assert "Last changes" not in page


def test_the_curve_says_its_finding_and_keeps_its_table_one_click_away(red, pam, enter):
    money.line(money.draft(red.own, 500, by=None), 1)  # a draft changes nothing
    money.forecast(red.own, (900, core.DAY), (400, dt.date(2026, 5, 4)))
    page = enter(pam).get(url(red.own)).content.decode()
    assert "The forecast passes the budget in May 2026" in page
    assert "The figures as a table" in page


def test_an_imported_project_shows_what_the_file_said(world, pam, enter):
    portfolio.reported(world.own)
    portfolio.refreshed(world.own)
    page = enter(pam).get(url(world.own)).content.decode()
    assert "Amber/Red" in page
    assert "The contract was re-tendered." in page
    assert "projects 2026.csv" in page


def test_the_overview_costs_few_queries(red, pam, enter, django_assert_max_num_queries):
    browser = enter(pam)
    browser.get(url(red.own))
    with django_assert_max_num_queries(20):
        browser.get(url(red.own))


# ── history ─────────────────────────────────────────────────────────────────────────────────────


def test_history_says_who_changed_what_from_which_value_to_which(world, pam, enter):
    Project.objects.filter(pk=world.own.pk).update(name="Intranet again", updated_by=pam)
    page = enter(pam).get(url(world.own, "history/")).content.decode()
    assert "<del>Intranet refresh</del>" in page
    assert "<ins>Intranet again</ins>" in page
    assert "Pam Porter" in page


def test_history_names_people_and_not_their_numbers(world, pam, enter):
    holder = core.person("Mia Keller")
    Project.objects.filter(pk=world.own.pk).update(manager=holder)
    assert "<ins>Mia Keller</ins>" in enter(pam).get(url(world.own, "history/")).content.decode()


def test_history_pages_by_keyset_and_shows_each_change_once(world, pam, enter, monkeypatch):
    for number in range(120):
        Project.objects.filter(pk=world.own.pk).update(name=f"Name {number:03d}")
    browser, seen, address = enter(pam), [], url(world.own, "history/")
    for _page in range(5):
        page = browser.get(address).content.decode()
        seen += [n for n in range(120) if f"<ins>Name {n:03d}</ins>" in page]
        if 'rel="next"' not in page:
            break
        address = url(world.own, "history/") + page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert sorted(seen) == list(range(120))


def test_acts_stand_among_the_changes(red, pam, enter):
    assert "approved budget version" in enter(pam).get(url(red.own, "history/")).content.decode()


@pytest.mark.parametrize(("who", "status"), [("pam", 200), ("ada", 200), ("finn", 200), ("tom", 403), ("stan", 403),
                                             ("rita", 403), ("zoe", 404)])  # fmt: skip
def test_who_may_read_the_history(world, cast, enter, who, status):
    assert enter(getattr(cast, who)).get(url(world.own, "history/")).status_code == status


def test_another_projects_history_is_not_in_it(world, pam, enter):
    Project.objects.filter(pk=world.foreign.pk).update(name="Payroll stays")
    assert "Payroll stays" not in enter(pam).get(url(world.own, "history/")).content.decode()


@pytest.mark.parametrize("after", ["x", "1~2~3", "2026-01-01~act", "2026-01-01T00:00:00+00:00~act~z"])
def test_a_place_that_is_none_is_refused(world, pam, enter, after):
    assert enter(pam).get(url(world.own, "history/"), {"after": after}).status_code == 400


# ── steps ───────────────────────────────────────────────────────────────────────────────────────


def test_the_manager_proposes_and_the_sponsor_approves(world, cast, enter):
    Project.objects.filter(pk=world.own.pk).update(sponsor=cast.sue.person)
    assert enter(cast.pam).post(url(world.own, "move/proposed/"), {"reason": ""}).status_code == 302
    assert enter(cast.pam).post(url(world.own, "decide/approved/"), {"reason": ""}).status_code == 403
    assert enter(cast.pam).post(url(world.own, "move/approved/"), {"reason": ""}).status_code == 404
    assert enter(cast.sue).post(url(world.own, "decide/approved/"), {"reason": ""}).status_code == 409
    cases.issued(world.own)
    assert enter(cast.sue).post(url(world.own, "decide/approved/"), {"reason": ""}).status_code == 302
    world.own.refresh_from_db()
    assert world.own.state == "approved"


def test_obstacles_of_all_apps_are_shown_before_and_refuse_the_step(world, pam, enter):
    Project.objects.filter(pk=world.own.pk).update(state="approved")
    page = enter(pam).get(url(world.own, "move/active/")).content.decode()
    assert "No baseline of the plan is approved." in page
    assert "The project has no approved budget." in page
    refused = enter(pam).post(url(world.own, "move/active/"), {"reason": ""})
    assert refused.status_code == 409
    assert "The project has no approved budget." in refused.content.decode()


def test_closing_waits_for_the_signed_closure_report(world, sue, enter):
    Project.objects.filter(pk=world.own.pk).update(state="closing")
    page = enter(sue).get(url(world.own, "decide/closed/")).content.decode()
    assert all(sentence in page for sentence in closure_obstacles(world.own))
    assert closure_obstacles(world.own)


def test_a_reason_is_asked_for_where_the_step_needs_one(world, pam, enter):
    Project.objects.filter(pk=world.own.pk).update(state="active")
    page = enter(pam).post(url(world.own, "move/on_hold/"), {"reason": "", "review_on": ""})
    assert page.status_code == 422
    later = {"reason": "The vendor is bought", "review_on": "2199-01-01"}
    assert enter(pam).post(url(world.own, "move/on_hold/"), later).status_code == 302


@pytest.mark.parametrize("to", ["closed", "nowhere"])
def test_a_step_that_does_not_exist_is_missing(world, pam, enter, to):
    assert enter(pam).get(url(world.own, f"move/{to}/")).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("pam", 200), ("paul", 200), ("tom", 403), ("sue", 403), ("zoe", 404)])
def test_who_may_propose(world, cast, enter, who, status):
    assert enter(getattr(cast, who)).get(url(world.own, "move/proposed/")).status_code == status


# ── the word of a person ────────────────────────────────────────────────────────────────────────


def test_an_override_needs_a_reason_and_stands_beside_the_rule(red, pam, enter):
    browser = enter(pam)
    assert browser.post(url(red.own, "health/"), {"health": "at_risk", "reason": ""}).status_code == 422
    assert browser.post(url(red.own, "health/"), {"health": "at_risk", "reason": "Paid"}).status_code == 302
    portfolio.refreshed(red.own)
    page = browser.get(url(red.own)).content.decode()
    assert "Overridden" in page and "Paid" in page and "off track" in page


def test_an_override_ends(red, pam, enter):
    made = portfolio.override(red.own, created_by=pam)
    assert enter(pam).post(url(red.own, f"health/{made.public_id}/end/")).status_code == 302
    assert not HealthOverride.objects.filter(ended_on=None).exists()


@pytest.mark.parametrize(("who", "status"), [("pam", 200), ("paul", 200), ("sue", 403), ("finn", 403), ("tom", 403),
                                             ("zoe", 404)])  # fmt: skip
def test_who_may_override(red, cast, enter, who, status):
    assert enter(getattr(cast, who)).get(url(red.own, "health/")).status_code == status


def test_the_header_asks_for_itself_until_it_is_fresh(red, pam, enter):
    page = enter(pam).get(url(red.own, "head/")).content.decode()
    assert "project-figures" in page
    assert "1.3 k" in page or "1,300.00" in page
    assert Decimal(1300) == red.own.facts.forecast


def test_a_gate_whose_day_has_passed_is_late_where_it_stands(red, pam, enter):
    late, now = governance.gate(red.own, "G1"), governance.gate(red.own, "G2")
    GateReview.objects.filter(pk=late.pk).update(planned_on=core.DAY)
    GateReview.objects.filter(pk=now.pk).update(planned_on=timezone.localdate())
    browser = enter(pam)
    assert browser.get(url(red.own)).content.decode().count(">late<") == 1
    assert browser.get(url(red.own, "governance/")).content.decode().count(">late<") == 1


def test_what_ends_a_project_for_good_is_never_the_first_thing_to_press(red, cast, enter):
    sponsor = enter(cast.sue).get(url(red.own)).content.decode()
    assert re.search(r'<a class="button danger"[^>]*>Cancel the project', sponsor)
    Project.objects.filter(pk=red.own.pk).update(state="proposed")
    sponsor = enter(cast.sue).get(url(red.own)).content.decode()
    assert re.search(r'<a class="button primary"[^>]*>Approve<', sponsor)
    assert re.search(r'<a class="button danger"[^>]*>Reject<', sponsor)
