"""What cannot be a plan is refused, and the refusal names the activities."""

from datetime import date
from decimal import Decimal

import pytest

from projects.engine.calendar import CLOCK, day_end, day_start, five_day_week
from projects.engine.network import (
    Activity,
    Link,
    Network,
    NetworkError,
    ancestors,
    constraint_instant,
    refuse_links_between_relatives,
)

OFFICE = five_day_week()


def tasks(keys, **more):
    return [Activity(key, 480, OFFICE, **more) for key in keys]


def refusal(activities, links=()):
    with pytest.raises(NetworkError) as refused:
        Network(activities, links)
    return refused.value


def test_predecessors_come_before_successors_in_the_order():
    net = Network(tasks("DCBA"), [Link("A", "B"), Link("B", "C"), Link("A", "D")])
    order = [net.activities[i].key for i in net.order]
    assert order.index("A") < order.index("B") < order.index("C")
    assert order.index("A") < order.index("D")


def test_a_circle_is_refused_and_its_members_are_named_in_link_order():
    links = [Link("X", "A"), Link("A", "B"), Link("B", "C"), Link("C", "A"), Link("C", "Y")]
    error = refusal(tasks("XABCY"), links)
    assert error.code == "cycle"
    assert sorted(error.keys) == ["A", "B", "C"]
    follow = dict(zip(error.keys, (*error.keys[1:], error.keys[0]), strict=True))
    assert follow == {"A": "B", "B": "C", "C": "A"}
    for key in "ABC":
        assert key in str(error)


def test_what_only_hangs_behind_the_circle_is_not_blamed():
    error = refusal(tasks("ABC"), [Link("B", "C"), Link("C", "B"), Link("C", "A")])
    assert sorted(error.keys) == ["B", "C"]


def test_two_links_of_different_types_between_two_tasks_are_fine():
    net = Network(tasks("AB"), [Link("A", "B", "SS"), Link("A", "B", "FF")])
    assert net.link_count == 2


@pytest.mark.parametrize(
    ("links", "code", "keys"),
    [
        ([Link("A", "A")], "self_link", ("A",)),
        ([Link("A", "B"), Link("A", "B", "FS", 60)], "duplicate_link", ("A", "B")),
        ([Link("A", "Z")], "unknown_key", ("Z",)),
        ([Link("Z", "A")], "unknown_key", ("Z",)),
        ([Link("A", "B", "XX")], "link_type", ("A", "B")),
        ([Link("A", "B", lag_calendar="lunar")], "lag_calendar", ("A", "B")),
        ([Link("A", "B", lag_calendar="project")], "lag_calendar", ("A", "B")),
    ],
)
def test_a_link_that_makes_no_sense_is_refused(links, code, keys):
    error = refusal(tasks("AB"), links)
    assert (error.code, error.keys) == (code, keys)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"duration_min": -1}, "negative_duration"),
        ({"remaining_min": -5}, "negative_duration"),
        ({"kind": "milestone"}, "milestone_duration"),
        ({"kind": "summary"}, "kind"),
        ({"milestone_side": "middle"}, "milestone_side"),
        ({"constraint_type": "WISH"}, "constraint"),
        ({"constraint_type": "SNET"}, "constraint_date"),
        ({"constraint_at": 5}, "constraint_date"),
        ({"constraint_type": "ALAP", "constraint_at": 5}, "constraint_date"),
        ({"actual_finish": 5}, "actual_start_missing"),
        ({"actual_start": 6, "actual_finish": 5}, "actual_order"),
    ],
)
def test_an_activity_that_makes_no_sense_is_refused(more, code):
    row = {"key": "A", "duration_min": 480, "calendar": OFFICE} | more
    error = refusal([Activity(**row)])
    assert (error.code, error.keys) == (code, ("A",))


def test_two_activities_of_one_key_are_refused():
    error = refusal(tasks("ABA"))
    assert (error.code, error.keys) == ("duplicate_key", ("A",))


def test_a_lag_may_be_a_share_of_the_predecessors_duration_rounded_half_up():
    net = Network(
        [Activity("A", 481, OFFICE), Activity("B", 60, OFFICE)],
        [Link("A", "B", lag_share=Decimal("0.5"))],
    )
    assert net.out[0][0].lag == 241


def test_the_lag_calendar_is_the_successors_unless_another_is_named():
    activities = [Activity("A", 60, OFFICE), Activity("B", 60, five_day_week())]
    project = five_day_week()
    named = {
        name: Network(activities, [Link("A", "B", lag_calendar=name)], project).out[0][0].calendar
        for name in ("pred", "succ", "project", "24h")
    }
    assert named["pred"] is OFFICE
    assert named["succ"] is activities[1].calendar
    assert named["project"] is project
    assert named["24h"] is CLOCK
    assert Network(activities, [Link("A", "B")]).out[0][0].calendar is activities[1].calendar


def test_start_constraints_mean_the_beginning_of_their_day_and_finish_ones_its_end():
    day = date(2024, 5, 6)
    for kind in ("SNET", "SNLT", "MSO"):
        assert constraint_instant(kind, day) == day_start(day)
    for kind in ("FNET", "FNLT", "MFO"):
        assert constraint_instant(kind, day) == day_end(day)


TREE = {"1": None, "1.1": "1", "1.1.1": "1.1", "1.2": "1"}


@pytest.mark.parametrize(("pred", "succ"), [("1", "1.1.1"), ("1.1.1", "1"), ("1.1", "1.1.1")])
def test_an_element_is_not_linked_to_one_above_or_below_it(pred, succ):
    with pytest.raises(NetworkError) as refused:
        refuse_links_between_relatives(TREE, [Link(pred, succ)])
    assert (refused.value.code, refused.value.keys) == ("ancestor_link", (pred, succ))


def test_cousins_may_be_linked():
    refuse_links_between_relatives(TREE, [Link("1.1.1", "1.2")])


def test_ancestors_come_nearest_first_and_a_tree_that_bites_its_tail_is_refused():
    assert ancestors(TREE, "1.1.1") == ["1.1", "1"]
    with pytest.raises(NetworkError) as refused:
        ancestors({"a": "b", "b": "a"}, "a")
    assert refused.value.code == "parent_cycle"


def test_a_thousand_tasks_in_one_circle_are_found_without_deep_recursion():
    links = [Link(i, (i + 1) % 5000) for i in range(5000)]
    assert len(refusal(tasks(range(5000)), links).keys) == 5000
