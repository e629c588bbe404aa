"""Does every list of projects, issues, lessons and people keep its promises, for few rows and for many?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.accounts.models import Person
from projects.models import Issue, Lesson, Project
from tests.factories import core, governance, plan
from tests.lists import broken_promises, csv_rows

pytestmark = pytest.mark.django_db
EVIL = ("=cmd|' /C calc'!A0", "+49 30", "-1", "@SUM(A1)", "<script>alert(1)</script>")


def of(world, name):
    return reverse(f"projects:{name}", args=[world.own.public_id])


def projects(world, many):
    calendar, currency = world.own.calendar, world.own.currency
    return Project.objects.bulk_create(
        Project(
            portfolio=world.portfolio, name=f"Project {n % 7} {n}", code=f"BULK-{n:04d}", calendar=calendar,
            currency=currency, start=core.DAY,
        )
        for n in range(many)
    )  # fmt: skip


def issues(world, many, first=1):
    return Issue.objects.bulk_create(
        Issue(project=world.own, number=first + n, title=f"Issue {n % 9}", raised_on=core.DAY, severity=n % 4 + 1)
        for n in range(many)
    )


def lessons(world, many):
    words = {"effect": "Late", "recommendation": "Ask earlier"}
    return Lesson.objects.bulk_create(Lesson(project=world.own, event=f"Event {n}", **words) for n in range(many))


@pytest.mark.parametrize(
    ("who", "page", "fill"),
    [
        ("paul", "list", projects),
        ("pam", "issues", issues),
        ("pam", "lesson_search", lessons),
        ("adam", "people", lambda _world, many: Person.objects.bulk_create(
            Person(name=f"Person {n}", email=f"bulk{n}@example.org") for n in range(many))),
    ],
)  # fmt: skip
def test_each_list_keeps_what_every_list_promises(world, cast, enter, who, page, fill):
    fill(world, 51)
    address = of(world, page) if page == "issues" else reverse(f"projects:{page}")
    broken = list(broken_promises(enter(getattr(cast, who), htmx=True), address))
    assert not broken, "\n".join(broken)


def test_the_lists_ask_the_database_as_often_for_500_rows_as_for_5(world, pam, enter):
    browser = enter(pam)
    pages = [of(world, name) for name in ("issues", "lessons", "closure", "governance", "plan", "milestones")]
    pages += [reverse("projects:lesson_search"), reverse("projects:list")]

    def grow(many, first):
        issues(world, many, first)
        lessons(world, many)
        for n in range(first, first + many // 20 + 2):
            governance.closure_item(world.own, f"Line {n}", seq=500 + n)
            plan.task(world.own, f"Task {n}", wbs_code=f"8.{n}")
            plan.milestone(world.own, f"Milestone {n}", wbs_code=f"9.{n}")

    def counts():
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(page).status_code == 200
            found.append(len(asked))
        return found

    grow(5, 1)
    few = counts()
    grow(500, 100)
    assert counts() == few
    assert max(few) <= 20, dict(zip(pages, few, strict=True))


def test_a_reader_finds_only_projects_that_he_may_see_in_list_and_file(world, cast, enter):
    page = reverse("projects:list")
    seen = {"pam": {"OWN-001"}, "paul": {"OWN-001", "FOR-001"}, "finn": {"OWN-001", "FOR-001", "FAR-001"}}
    for who, codes in seen.items():
        browser = enter(getattr(cast, who), htmx=True)
        assert {row.code for row in browser.get(page).context["table"].shown} == codes
        _head, rows = csv_rows(browser.get(f"{page}?export=csv"))
        assert len(rows) == len(codes)


@pytest.mark.parametrize("word", EVIL)
def test_a_hostile_name_is_text_on_the_page_and_in_the_file(world, paul, enter, word):
    Project.objects.filter(pk=world.own.pk).update(name=word)
    page, browser = reverse("projects:list"), enter(paul, htmx=True)
    assert "<script>alert" not in browser.get(page).text
    _head, rows = csv_rows(browser.get(f"{page}?export=csv"))
    cells = [cell for row in rows for cell in row]
    assert not any(cell.startswith(("=", "@", "+")) for cell in cells)
    assert any(word in cell for cell in cells), "and nothing of it is lost"
