"""What happens when the question in an address is odd: an answer, a bad request, and never a crash?"""

import pytest
from django.urls import reverse

from tests.factories import cases, money, plan, risks, staffing

pytestmark = pytest.mark.django_db

# what strangers, scanners and broken links put behind a question mark
ODD = ["\0", "9" * 40, "0001-01-01"]
# page: the questions that it asks
PAGES = {
    "budgets:ledger": "kind category period year words date_from date_to batch posted_after sort page columns",
    "budgets:versions": "a b",
    "budgets:home": "group portfolio year page export",
    "budgets:rates": "sort page columns export",
    "risks:register": "q kind state sort page columns",
    "risks:home": "q kind state sort page",
    "staffing:people_list": "q sort page",
    "staffing:home": "months",
    "staffing:time_report": "year page export",
    "staffing:entry_list": "first until project name after export",
    "projects:list": "q sort page columns export",
    "projects:issues": "q state sort page columns",
    "projects:lesson_search": "q sort page",
    "projects:plan": "q show responsible zoom page",
    "portfolio:table": "q sort page columns group export",
    "portfolio:history": "after",
    "palette": "q",
    "reports:home": "page after q",
}
WITH_PROJECT = ("ledger", "versions", "register", "issues", "plan", "history")


@pytest.fixture
def full(world):
    """A project with some of everything, so that no list is empty."""
    task = plan.chain(world.own, 2, 3)[0]
    money.approved(world.own, 100)
    money.entry(world.own, 10)
    cases.golden(world.own)
    risks.assessment(risks.risk(world.own))
    staffing.approved(world.own, staffing.worker(world.own), task=task)
    return world.own


@pytest.mark.parametrize("page", PAGES)
def test_no_question_of_a_page_is_a_crash(full, finn, enter, page):
    args = [full.public_id] if page.rpartition(":")[2] in WITH_PROJECT else []
    browser, address, wrong = enter(finn, htmx=True), reverse(page, args=args), []
    for key in PAGES[page].split():
        for value in ODD:
            try:
                status = browser.get(address, {key: value}).status_code
            except Exception as error:  # noqa: BLE001 what the site would show as a crash
                status = repr(error)[:120]
            if status not in (200, 400, 403, 404, 422):
                wrong.append(f"{key}={value[:20]!r}: {status}")
    assert not wrong, f"{page}: " + "; ".join(wrong)


@pytest.mark.parametrize("week", [*ODD, "9999-12-31", "1989-12-31", "2026-W10", "2026-3-2", "2026-02-30", "٣"])
def test_a_week_that_is_none_is_a_bad_request_and_a_far_one_is_empty(full, tom, enter, week):
    browser = enter(tom, htmx=True)
    for page in ("my_time", "my_absences", "my_allocations"):
        assert browser.get(reverse(f"staffing:{page}"), {"week": week}).status_code in (200, 400), page
    for page in ("my_time_copy", "my_time_correct"):
        assert browser.post(reverse(f"staffing:{page}"), {"week": week}).status_code in (400, 404, 409), page
