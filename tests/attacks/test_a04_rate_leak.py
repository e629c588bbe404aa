"""A04: who learns what an hour of a colleague costs? Finance, on its own page, and nobody else anywhere.

Tom's own rate is a canary. He is booked, has worked exactly one hour, and that hour is in the
ledger: a page that shows the amount of it beside his hours would show his rate.
"""

import json
import re

import pytest
from django.urls import reverse

from budgets.services import post_timesheets
from foundation.accounts import rights
from foundation.accounts.rights import Permission, Role
from reports.facts import canon
from reports.queries.budget_facts import budget_facts
from tests.attacks.sheets import address, guests, noticed, undone
from tests.attacks.site import chunks, of_scope
from tests.factories import core, money, plan, staffing

pytestmark = [pytest.mark.attack, pytest.mark.django_db]
INSIDE = of_scope("project", "portfolio", "anywhere", "signed_in")
CANARY = "8642.97"  # no id and no address holds these digits with their point
RANDOM_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FINANCE_ONLY = {"staffing:person_rates", "staffing:person_rate_set"}


@pytest.fixture
def at_work(world, cast):
    """Tom costs 8642.97 an hour, his role 80; one approved hour of his is posted."""
    money.labour()
    role = staffing.role("Developer")
    staffing.rate("80", of=role)
    staffing.rate(CANARY, person=cast.tom)
    staffing.worker(world.own, cast.tom, of=role)
    staffing.approved(world.own, cast.tom, hours=(1,))
    money.approved(world.own, 1000)
    post_timesheets(world.own, by=None, on=core.DAY)
    return plan.task(world.own)


def body_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def tells(text):
    """Does the page say the rate, with whatever between its digits? The id of a row may hold any digits."""
    text = RANDOM_ID.sub("", text)
    return CANARY in text.replace(",", "").replace("\u202f", "").replace(" ", "")


def leaks(routes, world, cast, enter):
    """Pages, pieces and files that say the rate: `who name`."""
    wrong = []
    for route in routes:
        for who in guests(route):
            with undone(), noticed() as keys:
                browser, url = enter(getattr(cast, who)), address(route, world)
                shown = [browser.get(url)]
                if "export" in keys:
                    shown.append(browser.get(url, {"export": "csv"}))
                bodies = [body_of(answer).decode("utf-8", "replace") for answer in shown if answer.status_code == 200]
                wrong += [f"{who} {route}"] if any(map(tells, bodies)) else []
    return wrong


@chunks(INSIDE)
def test_the_rate_of_a_person_stands_on_the_page_of_finance_only(routes, at_work, world, cast, enter):
    found = leaks(routes, world, cast, enter)
    wrong = [line for line in found if line.split()[1] not in FINANCE_ONLY]
    assert not wrong, "\n".join(wrong)
    assert not [line for line in found if not line.startswith("finn ")]


def test_finance_sees_the_rate_so_the_canary_sings(at_work, world, cast, enter):
    route = next(r for r in INSIDE if r.name == "staffing:person_rates")
    assert leaks([route], world, cast, enter) == ["finn staffing:person_rates"]


def test_the_digits_of_an_id_are_no_rate_and_those_of_an_amount_are():
    assert not tells('<option value="0a864297-8642-4977-8642-978642978642">')
    assert all(tells(f"<td>{shown}</td>") for shown in ("8642.97", "8,642.9700", "8 642.97", "8\u202f642.97"))


def test_with_the_right_given_to_managers_the_leak_is_seen(monkeypatch, at_work, world, cast, enter):
    """The twin: the table of rights forgets that only finance may."""
    held = {**rights.RIGHTS, Role.PROJECT_MANAGER: rights.RIGHTS[Role.PROJECT_MANAGER] | {Permission.PERSON_RATE_VIEW}}
    monkeypatch.setattr("projects.access.RIGHTS", held)
    assert tells(enter(cast.pam).get(reverse("staffing:person_rates")).content.decode())


def test_no_fact_of_a_report_holds_the_rate(at_work, world, cast):
    facts = canon.to_json(budget_facts(world.own, by=cast.pam, on=core.DAY))
    assert json.loads(facts)
    assert not tells(facts)


def test_the_ledger_books_the_hour_at_the_rate_of_the_role(at_work, world):
    assert [entry.amount for entry in world.own.ledger.filter(timesheet_line__isnull=False)] == [80]
