"""What happens on the pages of risks with wrong values, wrong people, long lists and hidden risks?"""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from risks.models import Risk
from tests.factories import core, money, risks
from tests.lists import broken_promises, csv_rows
from tests.pages import boxes, check, of
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
NEEDED, NUMBER, CHOICE, DAY = (
    "This field is required",
    "Enter a number",
    "not one of the available",
    "Enter a valid date",
)
DAYS = [("yesterday", DAY), ("2026-02-30", DAY), ("20260302", DAY)]


@pytest.fixture
def risk(world):
    return risks.risk(world.own)


def at(name, row):
    return reverse(f"risks:{name}", args=[row.project.public_id, row.public_id])


def test_the_words_of_a_risk(world, risk, pam, enter):
    wrong = [
        *of("kind", [("", NEEDED), ("rumour", CHOICE)]),
        *of("confidentiality", [("", NEEDED), ("secret", CHOICE)]),
        *of("cause", [("", NEEDED), ("  \n ", NEEDED)]),
        *of("event", [("", NEEDED), ("a\0b", "Null characters")]),
        *of("effect", [("", NEEDED)]),
        *of("category", [("x" * 81, "at most 80")]),
        *of("review_on", DAYS),
        *of("owner", [("0", "available choices"), ("Pam", "available choices")]),
    ]
    browser = enter(pam, htmx=True)
    check(browser, reverse("risks:identify", args=[world.own.public_id]), risks.RISK_FORM, wrong)
    risks.response(risk)
    good = {**risks.RISK_FORM, "row_version": str(risk.row_version)}
    check(browser, at("edit", risk), good, wrong, [("kind", "opportunity", "Drop it first")])


def test_a_judgement_in_percent_money_and_days(risk, pam, enter):
    good = {**risks.ASSESSMENT_FORM, "delay_days": "2.5"}
    wrong = [
        *of("basis", [("", NEEDED), ("hunch", CHOICE)]),
        *of(
            "probability_percent",
            [("", NEEDED), ("likely", NUMBER), ("0", "0.1"), ("100", "99.9"), ("33.33", "1 decimal")],
        ),
        *of("probability_percent", [("-5", "0.1"), ("NaN", NUMBER), ("40 %", NUMBER)]),
        *of("cost_impact", [("much", NUMBER), ("-0.01", "greater than"), ("1.005", "2 decimal"), ("1" * 16, "digits")]),
        *of("delay_days", [("a week", NUMBER), ("0.25", "1 decimal"), ("1000000", "digits")]),
        *of("impact_time", [("6", CHOICE), ("high", CHOICE)]),
    ]
    check(enter(pam, htmx=True), at("assess", risk), good, wrong)
    nothing = {**good, "impact_cost": ""}
    check(enter(pam, htmx=True), at("assess", risk), nothing, [], [("impact_cost", "", "at least one objective")])


def test_an_answer_its_cost_and_its_day(risk, pam, enter):
    good = {"strategy": "reduce", "action": "Second source", "cost": "50", "due": "2026-04-01"}
    wrong = [
        *of("strategy", [("", NEEDED), ("exploit", CHOICE), ("pray", CHOICE)]),
        *of("action", [("", NEEDED), (" ", NEEDED)]),
        *of("cost", [("", NEEDED), ("lots", NUMBER), ("-1", "greater than or equal to 0"), ("9" * 20, "digits")]),
        *of("due", DAYS),
        *of("actionee", [("0", "available choices")]),
    ]
    check(enter(pam, htmx=True), at("respond", risk), good, wrong)


def test_what_happened_why_it_ended_and_what_it_cost(world, risk, pam, enter):
    browser = enter(pam, htmx=True)
    good = {"severity": "3", "occurred_on": "2026-03-02", "actual_impact": "700"}
    wrong = [
        *of("severity", [("", NEEDED), ("9", CHOICE)]),
        *of("occurred_on", [("", NEEDED), *DAYS, ("2199-01-01", "has not come yet")]),
        *of("actual_impact", [("much", NUMBER), ("-1", "greater than"), ("1.005", "2 decimal")]),
    ]
    check(browser, at("occur", risk), good, wrong)
    reasons = [("reason", "", NEEDED), ("reason", "  ", NEEDED), ("reason", "x" * 2001, "at most 2000")]
    check(browser, at("close", risk), {"reason": "Over"}, reasons)
    money.reserve(world.own, 10)
    wrong = [
        *of("amount", [("", NEEDED), ("some", NUMBER), ("0", "0.01"), ("-1", "0.01"), ("0.001", "2 decimal")]),
        *of("reason", [("", NEEDED)]),
    ]
    check(browser, at("draw", risk), {"amount": "5", "reason": "Overtime"}, wrong, [("amount", "10.01", "Only 10")])


@pytest.mark.parametrize(
    "sent", [{}, {"state": "done"}, {"state": "won", "row_version": "1"}, {"state": "planned", "row_version": "1"}]
)
def test_an_answer_is_not_moved_by_half_a_question(risk, pam, enter, sent):
    row = risks.response(risk)
    url = reverse("risks:move_response", args=[risk.project.public_id, row.public_id])
    with untouched():
        assert enter(pam, htmx=True).post(url, sent).status_code == 422


def test_a_form_that_is_opened_to_change_a_risk_holds_what_it_says(risk, pam, enter):
    drawn = boxes(enter(pam).get(at("edit", risk)))
    assert (drawn["event"].value, drawn["kind"].value) == ("The supplier fails", "threat")
    assert drawn["row_version"].value == str(risk.row_version)


# ── lists ───────────────────────────────────────────────────────────────────────────────────────


def many(project, count, first=1):
    """So many assessed risks in two statements."""
    made = Risk.objects.bulk_create(
        Risk(
            project=project,
            number=first + n,
            cause=f"Cause {n}",
            event=f"Event {n % 9}",
            effect="Late",
            state="assessed",
        )
        for n in range(count)
    )
    risks.RiskAssessment.objects.bulk_create(
        risks.RiskAssessment(
            risk=row, basis="current", date=core.DAY, probability="0.3", cost_impact=n * 10,
            probability_index=n % 5 + 1, impact_index=n % 4 + 1, impacts={"cost": n % 4 + 1},
        )
        for n, row in enumerate(made)
    )  # fmt: skip
    return made


def test_the_risks_of_all_projects_keep_what_every_list_promises(world, pam, enter):
    many(world.own, 51)
    broken = list(broken_promises(enter(pam, htmx=True), reverse("risks:home")))
    assert not broken, "\n".join(broken)


def test_pages_ask_the_database_as_often_for_1000_risks_as_for_10(world, pam, enter):
    browser, project = enter(pam), [world.own.public_id]
    pages = [reverse("risks:register", args=project), reverse("risks:panel", args=project), reverse("risks:home")]

    def counts():
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(page).status_code == 200
            found.append(len(asked))
        return found

    many(world.own, 10)
    few = counts()
    many(world.own, 990, first=11)
    assert counts() == few and max(few) <= 20


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("", {1, 2, 3}),
        ("kind=opportunity", {3}),
        ("state=closed", {2}),
        ("state=open", {1, 3}),
        ("state=identified", {1, 3}),
        ("q=supplier", {1, 3}),
        ("q=100 %25", {2}),
        ("q=%25", {2}),
        ("q=nobody says this", set()),
        ("kind=threat&state=closed", {2}),
    ],
)
def test_the_register_shows_the_risks_that_are_asked_and_its_file_holds_them(world, pam, enter, question, found):
    risks.risk(world.own)
    risks.risk(
        world.own, event="Prices rise by 100 %", cause="War", effect="Dearer", state="closed", close_reason="Over"
    )
    risks.risk(world.own, kind="opportunity")
    browser, page = enter(pam, htmx=True), reverse("risks:register", args=[world.own.public_id])
    shown = browser.get(f"{page}?{question}").context["table"].shown
    assert {row.number for row in shown} == found
    _head, rows = csv_rows(browser.get(f"{page}?{question}&export=csv"))
    assert len(rows) == len(found)


# ── what is hidden ──────────────────────────────────────────────────────────────────────────────

CANARY = "Leak of the payroll"
TRUSTED, OTHERS = ("sue", "eve"), ("pam", "paul", "finn", "tom", "ada")


def test_a_confidential_risk_stands_in_no_list_file_panel_or_figure_of_others(world, cast, enter):
    hidden = risks.risk(world.own, event=CANARY, cause=CANARY, effect=CANARY, confidentiality="confidential")
    risks.assessment(hidden, cost="123456")
    project = [world.own.public_id]
    pages = [reverse("risks:register", args=project), reverse("risks:panel", args=project), reverse("risks:home")]
    pages += [f"{page}?export=csv" for page in (pages[0], pages[2])]
    for who in TRUSTED + OTHERS:
        browser = enter(getattr(cast, who), htmx=True)
        for page in pages:
            answer = browser.get(page)
            text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.text
            assert (CANARY in text) == (who in TRUSTED), f"{who}: {page}"
        assert browser.get(at("risk", hidden)).status_code == (200 if who in TRUSTED else 404)


@pytest.mark.parametrize("name", ["edit", "assess", "respond", "occur", "close", "reopen", "draw"])
def test_the_manager_changes_no_risk_that_is_hidden_from_her(world, pam, enter, name):
    hidden = risks.risk(world.own, event=CANARY, confidentiality="confidential")
    risks.assessment(hidden)
    money.reserve(world.own, 100)
    browser = enter(pam)
    with untouched():
        for answer in (
            browser.get(at(name, hidden)),
            browser.post(at(name, hidden), risks.POST.get(f"risks:{name}", {})),
        ):
            assert answer.status_code == 404 and CANARY not in answer.text


def test_after_writing_a_confidential_risk_the_manager_stands_before_it(world, pam, enter):
    page = reverse("risks:identify", args=[world.own.public_id])
    answer = enter(pam).post(page, {**risks.RISK_FORM, "confidentiality": "confidential"}, follow=True)
    assert answer.status_code == 200 and "It fails" in answer.text


def test_a_member_of_the_team_may_name_a_risk_but_not_hide_it(world, tom, enter):
    page = reverse("risks:identify", args=[world.own.public_id])
    assert "confidentiality" not in boxes(enter(tom).get(page))
    assert enter(tom).post(page, {**risks.RISK_FORM, "confidentiality": "confidential"}).status_code == 400
    assert not Risk.objects.exists()
    shown = {name: value for name, value in risks.RISK_FORM.items() if name != "confidentiality"}
    assert enter(tom).post(page, shown).status_code == 302
    assert Risk.objects.get().confidentiality == "normal"


def test_hostile_words_are_text_on_the_page_and_in_the_file(world, pam, enter):
    evil = "<script>alert(1)</script>"
    risks.risk(world.own, event=evil, cause="=cmd|' /C calc'!A0", effect='"><img src=x onerror=alert(1)>')
    page = reverse("risks:register", args=[world.own.public_id])
    assert evil not in enter(pam).get(page).text
    text = b"".join(enter(pam).get(f"{page}?export=csv").streaming_content).decode("utf-8-sig")
    assert all(not cell.startswith(("=", "@")) for row in csv.reader(io.StringIO(text)) for cell in row)
