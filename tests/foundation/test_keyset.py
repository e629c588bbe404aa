"""Does a list without end give each row once, in both directions, at the same price on every page?"""

import re
import uuid

import pytest
from django.core.exceptions import BadRequest
from django.db import connection
from django.db.models import Sum
from django.test import RequestFactory

from foundation.accounts.models import AuditEvent
from foundation.accounts.services import record
from foundation.cells import Column
from foundation.filters import Filter
from foundation.keyset import Seek, piece, seek_of
from foundation.tables import Group, Table, Total

pytestmark = pytest.mark.django_db
ACTS = Table(
    "acts", (Column("act", "Act", "act"),), (Filter("q", "Act", ("act",)),), per_page=4, endless=True, label="Acts"
)


@pytest.fixture
def ten(world, pam):
    """Acts 0 to 9, the newest last."""
    for number in range(10):
        record(f"act.{number}", world.own, by=pam)
    return AuditEvent.objects.all()


def page(rows, **asked):
    return ACTS.page(RequestFactory().get("/acts/", asked), rows)


def numbers(shown):
    return [int(row.act.removeprefix("act.")) for row in shown]


def follow(rows, url):
    return page(rows, **dict(re.findall(r"[?&]([a-z]+)=([^&]*)", url)))


def test_older_pages_follow_without_a_gap_to_the_end(ten):
    found = page(ten)
    pages = [numbers(found.shown)]
    while found.next_url:
        found = follow(ten, found.next_url)
        pages.append(numbers(found.shown))
    assert pages == [[9, 8, 7, 6], [5, 4, 3, 2], [1, 0]]


def test_newer_pages_lead_back_to_the_newest_row(ten):
    found = follow(ten, follow(ten, page(ten).next_url).next_url)
    assert numbers(found.shown) == [1, 0]
    found = follow(ten, found.prev_url)
    assert numbers(found.shown) == [5, 4, 3, 2]
    found = follow(ten, found.prev_url)
    assert (numbers(found.shown), found.prev_url) == ([9, 8, 7, 6], "")


def test_a_row_that_comes_in_between_moves_nothing(ten, world, pam):
    second = page(ten).next_url
    record("act.10", world.own, by=pam)
    assert numbers(follow(ten, second).shown) == [5, 4, 3, 2]
    assert numbers(page(ten).shown) == [10, 9, 8, 7]


def test_the_filter_is_kept_on_the_way_and_the_way_is_left_by_another_filter(ten):
    found = page(ten, q="act", before=str(ten.get(act="act.7").public_id))
    assert numbers(found.shown) == [6, 5, 4, 3]
    assert "q=act" in found.next_url and "before=" not in found.first_url and "q=act" in found.first_url
    kept = [str(field) for field in found.filters.hidden_fields()]
    assert not any("before" in field for field in kept)


def test_a_filtered_list_goes_on_behind_a_row_that_the_filter_hides(ten):
    hidden = ten.get(act="act.5")
    rows = ten.exclude(pk=hidden.pk)
    assert numbers(page(rows, before=str(hidden.public_id)).shown) == [4, 3, 2, 1]


def test_behind_a_row_that_does_not_exist_is_nothing(ten):
    found = page(ten, before=str(uuid.uuid4()))
    assert (found.shown, found.next_url, found.prev_url, found.first_url) == ([], "", "", "?")


def test_an_empty_list_has_no_neighbours(world):
    found = page(AuditEvent.objects.none())
    assert (found.shown, found.prev_url, found.next_url, found.first_url, found.count) == ([], "", "", "", None)


@pytest.mark.parametrize("asked", [{"before": "x"}, {"after": "1"}, {"before": "²"}, {"after": "0" * 40}])
def test_what_is_no_place_is_refused(ten, asked):
    with pytest.raises(BadRequest):
        page(ten, **asked)


def test_two_places_at_once_are_refused():
    mark = str(uuid.uuid4())
    with pytest.raises(BadRequest):
        seek_of({"before": mark, "after": mark})
    assert seek_of({"before": mark, "after": ""}) == Seek("before", uuid.UUID(mark))
    assert seek_of({"before": "", "after": ""}) is None


def test_another_list_does_not_know_these_questions(ten):
    plain = Table("plain", (Column("act", "Act", "act"),))
    with pytest.raises(BadRequest, match="before"):
        plain.page(RequestFactory().get("/", {"before": str(uuid.uuid4())}), ten)


@pytest.mark.parametrize("key", ["before", "after"])
def test_any_page_is_one_query_and_counts_nothing(ten, key, django_assert_num_queries):
    mark = ten.get(act="act.5").public_id
    with django_assert_num_queries(1) as made:
        piece(ten, Seek(key, mark), 3)
    said = made.captured_queries[0]["sql"]
    assert "COUNT" not in said and "OFFSET" not in said and "LIMIT 4" in said


def test_the_database_goes_straight_to_the_place(ten):
    """No row before the place is read: the primary key leads there."""
    mark = ten.order_by("-pk")[8].public_id
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT * FROM accounts_auditevent WHERE id < "
            "(SELECT id FROM accounts_auditevent WHERE public_id = %s LIMIT 1) ORDER BY id DESC LIMIT 5",
            [mark],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan Backward using accounts_auditevent_pkey" in plan and "Sort" not in plan


@pytest.mark.parametrize(
    "more",
    [
        {"columns": (Column("act", "Act", "act", sort="act"),)},
        {"columns": (Column("act", "Act", "act", total=Total(Sum("id"), str)),)},
        {"groups": (Group("who", "Who", "actor", str),)},
    ],
)
def test_a_list_with_an_order_a_total_or_groups_of_its_own_has_an_end(more):
    declared = {"columns": (Column("act", "Act", "act"),), **more}
    with pytest.raises(ValueError, match="endless"):
        Table("wrong", endless=True, **declared)


def test_the_file_holds_all_of_it_newest_first(ten):
    request = RequestFactory().get("/acts/", {"export": "csv", "before": str(ten.get(act="act.7").public_id)})
    lines = b"".join(ACTS.export(request, ten, "csv", "acts").streaming_content).decode("utf-8-sig").split()
    assert lines[0] == "Act" and lines[1:] == [f"act.{number}" for number in range(9, -1, -1)]
