"""The frame around every page: the bell counts, the rail and the first page lead to what is one's own."""

import pytest
from django.utils import timezone

from foundation.accounts.models import Notification
from tests.factories import cases


def rung(user, number=1):
    for at in range(number):
        Notification.objects.create(user=user, text=f"Line {at}")


def test_the_bell_says_how_many_lines_are_unread(world, cast, enter):
    rung(cast.pam, 3)
    rung(cast.tom, 1)
    assert '<span class="count urgent">3</span>' in enter(cast.pam).get("/").content.decode()


def test_a_bell_without_unread_lines_is_silent(world, pam, enter):
    rung(pam)
    Notification.objects.update(read_at=timezone.now())
    assert "count urgent" not in enter(pam).get("/").content.decode()


def test_the_count_costs_no_question_of_its_own(world, pam, enter, django_assert_max_num_queries):
    browser = enter(pam)
    with django_assert_max_num_queries(30) as without:
        browser.get("/projects/")
    rung(pam, 5)
    with django_assert_max_num_queries(len(without)):
        browser.get("/projects/")


@pytest.mark.parametrize(
    ("who", "addresses"),
    [
        ("tom", ("/my/time/", "/my/absences/", "/my/allocations/")),
        ("pam", ("/time/lines/",)),
        ("rita", ("/time/approvals/", "/staffing/")),
        ("finn", ("/finance/", "/portfolio/imports/")),
        ("ada", ("/audit/", "/portfolio/imports/")),
    ],
)
def test_the_first_page_leads_to_what_is_ones_own(world, cast, enter, who, addresses):
    page = enter(getattr(cast, who)).get("/").content.decode()
    assert all(f'href="{address}"' in page for address in addresses)


@pytest.mark.parametrize(("who", "address"), [("tom", "/time/lines/"), ("pam", "/my/time/"), ("stan", "/my/absences/"),
                                              ("pam", "/portfolio/imports/"), ("zoe", "/my/time/")])  # fmt: skip
def test_nobody_is_led_to_a_page_that_refuses_him(world, cast, enter, who, address):
    assert f'href="{address}"' not in enter(getattr(cast, who)).get("/").content.decode()


def test_an_owner_of_a_benefit_finds_it_whatever_his_role(world, cast, enter):
    assert "/my/benefits/" not in enter(cast.stan).get("/").content.decode()
    cases.benefit(world.own, owner=cast.stan.person)
    assert 'href="/my/benefits/"' in enter(cast.stan).get("/").content.decode()


def test_the_rail_of_a_team_member_holds_his_time(world, cast, enter):
    assert "My time" in enter(cast.tom).get("/projects/").content.decode()
    assert "My time" not in enter(cast.eve).get("/projects/").content.decode()
