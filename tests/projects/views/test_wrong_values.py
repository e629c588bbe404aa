"""What happens to a form of a project with wrong values: a message beside the box, nothing lost, nothing stored?"""

import pytest
from django.urls import reverse

from projects.models import Project, Task
from tests.factories import core, governance, plan
from tests.pages import boxes, check, messages, of
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
NEEDED, NUMBER, CHOICE, DAY = "This field is required", "Enter a number", "valid", "Enter a valid date"
WHOLE, NULLS = "Enter a whole number", "Null characters are not allowed"
NOBODY = "00000000-0000-4000-8000-000000000000"
DAYS = [("soon", DAY), ("2026-02-30", DAY), ("20260302", DAY), ("0000-00-00", DAY)]
LONG = "at most 20000"


def at(name, *rows):
    return reverse(f"projects:{name}", args=[row.public_id for row in rows])


def test_a_new_project(world, paul, enter):
    good = {
        "name": "Web shop", "portfolio": str(world.portfolio.public_id), "code": "WEB-1", "purpose": "Sell online",
        "methodology": "scrum", "start": "2026-03-02", "must_finish": "2026-12-31", "currency": "EUR",
        "calendar": str(world.own.calendar.public_id),
    }  # fmt: skip
    other = core.programme(world.far_portfolio)
    wrong = [
        *of("name", [("", NEEDED), ("  ", NEEDED), ("x" * 501, "at most 500"), ("a\0b", NULLS)]),
        *of(
            "portfolio",
            [("", NEEDED), (NOBODY, CHOICE), ("Digital", CHOICE), (str(world.far_portfolio.public_id), CHOICE)],
        ),
        *of("programme", [(NOBODY, CHOICE), (str(other.public_id), CHOICE)]),
        *of("code", [("x" * 61, "at most 60")]),
        *of("purpose", [("x" * 20_001, LONG)]),
        *of("methodology", [("", NEEDED), ("hope", CHOICE)]),
        *of("sourcing_model", [("magic", CHOICE)]),
        *of("manager", [(NOBODY, CHOICE)]),
        *of("sponsor", [("Sue", CHOICE)]),
        *of("start", [("", NEEDED), *DAYS]),
        *of("must_finish", DAYS),
        *of("currency", [("", NEEDED), ("eur", CHOICE), ("QQQ", CHOICE)]),
        *of("calendar", [("", NEEDED), (NOBODY, CHOICE)]),
    ]
    alone = [("must_finish", "2026-03-01", "before it starts"), ("code", "own-001", "has this code")]
    browser = enter(paul, htmx=True)
    check(browser, at("create"), good, wrong, alone)
    assert browser.post(at("create"), good).status_code == 302
    assert Project.objects.filter(code="WEB-1", created_by=paul).exists()


def test_the_charter_and_the_settings(world, pam, enter):
    charter = {
        "purpose": "Search", "goals": "Below 2 s", "scope": "Site", "exclusions": "Mail", "assumptions": "None",
        "success": "Survey", "cost_tolerance": "0.1", "time_tolerance_days": "14",
        "row_version": str(world.own.charter.row_version),
    }  # fmt: skip
    wrong = [
        *of(
            "cost_tolerance",
            [("", NEEDED), ("a tenth", NUMBER), ("-0.1", "greater than"), ("1.1", "less than"), ("10 %", NUMBER)],
        ),
        *of(
            "time_tolerance_days",
            [("", NEEDED), ("two weeks", WHOLE), ("-1", "greater than"), ("3651", "less than"), ("1.5", WHOLE)],
        ),
        *[(name, "x" * 20_001, LONG) for name in ("purpose", "goals", "scope", "exclusions", "assumptions", "success")],
    ]
    browser = enter(pam, htmx=True)
    check(browser, at("charter_edit", world.own), charter, wrong)
    settings = {
        "name": "Intranet", "code": "OWN-001", "currency": "EUR", "calendar": str(world.own.calendar.public_id),
        "start": "2026-03-02", "must_finish": "2026-12-31", "classification": "internal", "reporting_days": "30",
        "row_version": str(world.own.row_version),
    }  # fmt: skip
    wrong = [
        *of("name", [("", NEEDED), ("x" * 501, "at most 500")]),
        *of("code", [("", NEEDED), ("x" * 61, "at most 60")]),
        *of("programme", [(str(core.programme(world.far_portfolio).public_id), CHOICE)]),
        *of("currency", [("", NEEDED), ("QQQ", CHOICE)]),
        *of("calendar", [("", NEEDED), (NOBODY, CHOICE)]),
        *of("start", [("", NEEDED), *DAYS]),
        *of("must_finish", DAYS),
        *of("classification", [("", NEEDED), ("top secret", CHOICE)]),
        *of("reporting_days", [("", NEEDED), ("0", "greater than"), ("367", "less than"), ("monthly", WHOLE)]),
    ]
    alone = [("must_finish", "2026-03-01", "before it starts"), ("code", "for-001", "Another project has this code")]
    check(browser, at("settings_edit", world.own), settings, wrong, alone)


def test_a_stage_a_gate_and_its_decision(world, pam, sue, enter):
    stage = governance.stage(world.own)
    names = ("planned_start", "planned_finish", "actual_start", "actual_finish")
    good = dict(zip(names, ("2026-03-02", "2026-04-01", "2026-03-03", ""), strict=True))
    wrong = [case for name in names for case in of(name, DAYS)]
    alone = [("planned_finish", "2026-03-01", "before it starts"), ("actual_finish", "2026-03-02", "before it starts")]
    check(enter(pam, htmx=True), at("stage_edit", world.own, stage), good | {"row_version": "1"}, wrong, alone)
    held = governance.held(world.own, by=pam)
    with untouched():
        browser, page = enter(sue, htmx=True), at("gate_decide", world.own, held)
        for sent, box in (
            ({"decision": "maybe"}, "decision"),
            ({"decision": ""}, "decision"),
            ({"decision": "conditions", "conditions": " "}, "conditions"),
            ({"decision": "proceed", "conditions": "x" * 20_001}, "conditions"),
        ):
            answer = browser.post(page, sent)
            assert answer.status_code == 422 and messages(answer)[box], sent


@pytest.mark.parametrize("sent", [{"note_0": "x"}, {"met_0": "perhaps"}, {"met_0": "yes", "note_0": "x" * 2001}])
def test_every_criterion_of_a_gate_is_judged(world, pam, enter, sent):
    gate = governance.gate(world.own)
    with untouched():
        assert enter(pam, htmx=True).post(at("gate_hold", world.own, gate), sent).status_code == 422


def test_an_issue_and_its_end(world, pam, enter):
    good = {"title": "Search is slow", "description": "10 s", "type": "problem", "severity": "3", "due": "2999-01-01"}
    wrong = [
        *of("title", [("", NEEDED), (" ", NEEDED), ("x" * 301, "at most 300"), ("a\0b", NULLS)]),
        *of("description", [("x" * 20_001, LONG)]),
        *of("type", [("", NEEDED), ("rumour", CHOICE)]),
        *of("severity", [("", NEEDED), ("9", CHOICE), ("bad", CHOICE)]),
        *of("owner", [(NOBODY, CHOICE), ("Pam", CHOICE)]),
        *of("due", DAYS),
    ]
    browser, issue = enter(pam, htmx=True), governance.issue(world.own)
    check(browser, at("issue_add", world.own), good, wrong, [("due", "2020-01-01", "before the day")])
    edit = {**good, "state": "open", "row_version": str(issue.row_version)}
    check(browser, at("issue_edit", world.own, issue), edit, [*wrong, *of("state", [("", NEEDED), ("closed", CHOICE)])])
    ends = [("resolution", "", NEEDED), ("resolution", " \n", NEEDED), ("resolution", "x" * 20_001, LONG)]
    check(browser, at("issue_close", world.own, issue), {"resolution": "Index added"}, ends)
    olga = core.person("Olga Owner")
    action = {"text": "Watch the load", "owner": str(olga.public_id), "due": "2999-01-01"}
    wrong = [
        *of("text", [("", NEEDED), ("x" * 20_001, LONG)]), *of("owner", [("", NEEDED), (NOBODY, CHOICE)]),
        *of("due", [("", NEEDED), *DAYS]),
    ]  # fmt: skip
    for page in (at("issue_hand_over", world.own, issue), at("action_add", world.own)):
        check(browser, page, action, wrong, [("due", "2020-01-01", "before")])


def test_a_lesson_and_the_checklist(world, pam, enter):
    browser = enter(pam, htmx=True)
    good = {"event": "The supplier left", "effect": "Six weeks lost", "recommendation": "Agree on a step-in right"}
    wrong = [
        (name, typed, words) for name in good for typed, words in (("", NEEDED), (" ", NEEDED), ("x" * 20_001, LONG))
    ]
    wrong += [("applies_to", "x" * 301, "at most 300"), ("owner", NOBODY, CHOICE), ("cause", "x" * 20_001, LONG)]
    check(browser, at("lesson_add", world.own), good, wrong)
    lesson = governance.lesson(world.own, created_by=pam)
    check(browser, at("lesson_edit", world.own, lesson), good | {"row_version": "1"}, wrong)
    item = governance.closure_item(world.own)
    with untouched():
        for sent, box in (({"state": "lost"}, "state"), ({"state": "done", "note": " "}, "note"),
                          ({"state": "not_applicable", "note": ""}, "note")):  # fmt: skip
            answer = browser.post(at("closure_item", world.own, item), sent)
            assert answer.status_code == 422 and messages(answer)[box], sent


# ── the plan ────────────────────────────────────────────────────────────────────────────────────

DURATIONS = ["three", "3x", "-1d", "1.2.3d", "d", "99999999w", "1e9d", "3 d d", "∞", "0x3d"]


@pytest.mark.parametrize("name", ["task_add", "task_edit"])
def test_a_task(world, pam, enter, name):
    task = plan.task(world.own)
    good = {"name": "Build", "kind": "task", "duration": "3d", "predecessors": "", "constraint_type": "ASAP"}
    good |= {"row_version": str(task.row_version)} if name == "task_edit" else {}
    page = at(name, world.own, task) if name == "task_edit" else at(name, world.own)
    wrong = [
        *of("name", [("", NEEDED), ("  ", NEEDED), ("x" * 501, "at most 500"), ("a\0b", NULLS)]),
        *of("kind", [("", NEEDED), ("wish", CHOICE)]),
        *of("duration", [(text, "duration") for text in DURATIONS]),
        *of("responsible", [(NOBODY, CHOICE), (str(core.person("Stranger").public_id), CHOICE)]),
        *of("constraint_type", [("SOMETIME", CHOICE), ("SNET", ""), ("MFO", "")]),
        *of("constraint_date", [*DAYS, ("1899-12-31", "greater than"), ("2200-01-01", "less than")]),
        *of("deadline", [*DAYS, ("2200-01-01", "less than")]),
        *of("description", [("x" * 20_001, LONG)]),
    ]
    wrong = [case for case in wrong if case[2]]
    alone = [("predecessors", text, "") for text in ("99", "1FX", "1FS+", "1FS+2q", "x" * 50, "1FS+2d,1FS+2d")]
    browser = enter(pam, htmx=True)
    check(browser, page, good, wrong, alone)
    with untouched():
        for kind in ("SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"):
            answer = browser.post(page, {**good, "constraint_type": kind})
            assert "needs a date" in messages(answer)["constraint_date"], kind


def test_progress_that_cannot_be_true(world, pam, enter):
    task = plan.chain(world.own, 5)[0]
    good = {"percent": "10", "row_version": str(Task.objects.get(pk=task.pk).row_version)}
    wrong = [
        *of("percent", [("101", "less than"), ("-1", "greater than"), ("half", NUMBER), ("NaN", NUMBER), ("1e5", "")]),
        *of("actual_start", [*DAYS, ("2200-01-01", "less than")]),
        *of("actual_finish", DAYS),
        *of("remaining", [(text, "duration") for text in DURATIONS[:5]]),
    ]
    alone = [("actual_start", "2199-12-31", "future"), ("actual_finish", "2199-12-31", "future")]
    check(enter(pam, htmx=True), at("task_progress", world.own, task), good, wrong, alone)


def test_the_data_date_and_a_link(world, pam, enter):
    browser = enter(pam, htmx=True)
    wrong = of("data_date", [("", NEEDED), *DAYS, ("1899-12-31", "greater than")])
    check(
        browser,
        at("data_date_set", world.own),
        {"data_date": "2026-03-02"},
        wrong,
        [("data_date", "2199-01-01", "future")],
    )
    link = plan.linked(world.own)
    page, good = at("link_edit", world.own, link), {"type": "SS", "lag": "1d", "row_version": str(link.row_version)}
    lags = [(text, "Write a lag") for text in ("soon", "1x", "+-1d", "1d2h3m4s", "9999999999w")]
    check(browser, page, good, [*of("type", [("", NEEDED), ("XX", CHOICE)]), *of("lag", lags)])


def test_what_a_form_holds_when_it_opens_is_what_is_stored(world, pam, enter):
    task = plan.task(world.own, "Build the search", 3, deadline=None)
    drawn = boxes(enter(pam).get(at("task_edit", world.own, task)))
    assert (drawn["name"].value, drawn["duration"].value, drawn["kind"].value) == ("Build the search", "3d", "task")
    assert drawn["row_version"].value == str(task.row_version)


# ── the tree and its people ─────────────────────────────────────────────────────────────────────


def test_portfolios_and_programmes(world, paul, enter):
    browser = enter(paul, htmx=True)
    good = {"name": "Web", "code": "WEB", "parent": str(world.portfolio.public_id), "reporting_currency": "EUR"}
    wrong = [
        *of("name", [("", NEEDED), ("x" * 301, "at most 300")]), *of("code", [("", NEEDED), ("x" * 31, "at most 30")]),
        *of("parent", [("", NEEDED), (str(world.far_portfolio.public_id), CHOICE)]), *of("owner", [(NOBODY, CHOICE)]),
        *of("reporting_currency", [("", NEEDED), ("QQQ", CHOICE)]),
    ]  # fmt: skip
    taken = [("code", world.portfolio.code, "code")]
    check(browser, at("portfolio_add"), good, wrong, taken)
    programme = {"name": "Workplace", "code": "WP"}
    wrong = [
        *of("name", [("", NEEDED), ("x" * 301, "at most 300")]),
        *of("code", [("", NEEDED), ("x" * 31, "at most 30")]),
    ]
    page = reverse("projects:programme_add", args=[world.portfolio.public_id])
    check(browser, page, programme, wrong, [("code", core.programme(world.portfolio).code, "code")])


def test_people_and_their_roles(world, adam, pam, enter):
    browser = enter(adam, htmx=True)
    good = {"name": "Bob Bell", "email": "bob@example.org", "unit": "IT", "zone": "Europe/Berlin"}
    wrong = [
        *of("name", [("", NEEDED), ("x" * 201, "at most 200")]), *of("unit", [("x" * 201, "at most 200")]),
        *of("email", [("", NEEDED), ("bob", "valid email"), ("b@b", "valid email")]),
        *of("zone", [("", NEEDED), ("Mars/Olympus", CHOICE)]),
    ]  # fmt: skip
    check(browser, at("person_add"), good, wrong, [("email", pam.email.upper(), "")])
    grant = {"role": "finance"}
    wrong = [*of("role", [("", NEEDED), ("king", CHOICE), ("sponsor", CHOICE)]), *of("portfolio", [(NOBODY, CHOICE)])]
    page = reverse("projects:person_grant", args=[pam.person.public_id])
    check(browser, page, grant, wrong)
