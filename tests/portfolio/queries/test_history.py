"""A history shows what its reader may see, in words, and leaves the noise of caches out."""

import pytest

from portfolio.queries import history
from portfolio.queries.history import events
from projects.models import Project
from tests.factories import core, governance, money, plan, portfolio, risks


def told(user, project, **more):
    return [f"{line.who} {line.verb} {line.what}" for line in history(user, project, **more)]


def fields(user, project):
    return [(f.label, f.before, f.after) for line in history(user, project) for f in line.fields]


def test_a_choice_is_told_in_words(world, pam):
    Project.objects.filter(pk=world.own.pk).update(state="proposed")
    assert ("state", "draft", "proposed") in fields(pam, world.own)


def test_a_date_is_told_as_people_write_it_and_nothing_as_a_dash(world, pam):
    Project.objects.filter(pk=world.own.pk).update(data_date=core.DAY)
    assert ("data date", "–", "2 Mar 2026") in fields(pam, world.own)


def test_a_recomputed_schedule_is_no_change(world, pam):
    before = told(pam, world.own)
    Project.objects.filter(pk=world.own.pk).update(schedule_version=7)
    assert told(pam, world.own) == before


def test_money_is_told_to_those_who_may_see_budgets_only(world, cast):
    money.approved(world.own, 1000)
    assert any("budget line" in line for line in told(cast.pam, world.own))
    assert not any("budget line" in line for line in told(cast.rita, world.own))


def test_a_confidential_risk_stays_with_deciders(world, cast):
    risks.risk(world.own, confidentiality="confidential")
    assert any("risk" in line for line in told(cast.sue, world.own))
    assert not any("added risk" in line for line in told(cast.pam, world.own))


def test_a_deleted_row_is_told(world, pam):
    plan.task(world.own, "Wire the office").delete()
    assert any("deleted" in line and "Wire the office" in line for line in told(pam, world.own))


def test_an_override_is_part_of_the_history(world, pam):
    made = portfolio.override(world.own)
    made.reason = "Paid after all"
    made.save()
    assert ("reason", "The supplier has paid", "Paid after all") in fields(pam, world.own)


def test_the_newest_stands_first_and_the_number_is_limited(world, pam):
    for number in range(5):
        Project.objects.filter(pk=world.own.pk).update(name=f"Name {number}")
    assert [after for label, _before, after in fields(pam, world.own) if label == "name"] == [
        f"Name {number}" for number in (4, 3, 2, 1, 0)
    ]
    assert len(history(pam, world.own, limit=3)) == 3


@pytest.mark.parametrize("number", [3, 40])
def test_a_page_costs_the_same_queries_for_few_and_many_events(world, pam, django_assert_max_num_queries, number):
    for name in range(number):
        Project.objects.filter(pk=world.own.pk).update(name=f"Name {name}")
    history(pam, world.own)
    with django_assert_max_num_queries(4):
        history(pam, world.own)


def test_the_criteria_of_a_gate_are_told_in_words(world, pam):
    review = governance.held(world.own, by=pam)
    review.criteria = [{"text": "Users trained", "met": True, "note": ""}, {"text": "Data moved", "met": False}]
    review.save()
    assert any(after == "yes, Users trained; no, Data moved" for _label, _before, after in fields(pam, world.own))


def test_a_list_that_was_emptied_is_told_as_nothing(world, pam):
    review = governance.gate(world.own)
    review.criteria = []
    review.save()
    assert any(after == "–" for _label, _before, after in fields(pam, world.own))


def cached(project, number):
    """So many events in which nothing but a cache changed."""
    for version in range(number):
        Project.objects.filter(pk=project.pk).update(schedule_version=version + 1)


def test_a_change_is_found_behind_any_number_of_recomputed_schedules(world, pam):
    Project.objects.filter(pk=world.own.pk).update(name="Before all that")
    cached(world.own, 30)
    newest = history(pam, world.own, limit=10)  # of one transaction: the roles of the cast stand before it
    assert "Before all that" in [field.after for line in newest for field in line.fields]


def busy(project):
    """Changes of several tables, each beside noise."""
    for number in range(4):
        task = plan.task(project, f"Task {number}")
        Project.objects.filter(pk=project.pk).update(name=f"Name {number}")
        cached(project, 3)
        risks.risk(project, event=f"Event {number}")
        task.name = f"Task {number}, renamed"
        task.save()
    money.approved(project, 1000)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_pages_of_any_size_follow_each_other_without_a_gap_and_without_a_double(world, pam, size):
    busy(world.own)
    whole = [event.cursor for event in events(pam, world.own, limit=10_000)]
    paged, after = [], None
    while part := events(pam, world.own, after=after, limit=size):
        paged += [event.cursor for event in part]
        after = (part[-1].at, part[-1].source, part[-1].number)
    assert len(whole) > 20
    assert paged == whole


def test_each_change_stands_with_the_version_right_before_it(world, pam):
    busy(world.own)
    names = [
        (event.before["name"], event.data["name"])
        for event in events(pam, world.own, limit=1000)
        if event.source == "projects.Project" and event.before and event.before["name"] != event.data["name"]
    ]
    assert names == [("Name 2", "Name 3"), ("Name 1", "Name 2"), ("Name 0", "Name 1"), ("Intranet refresh", "Name 0")]


def test_no_event_of_another_project_is_among_them(world, pam):
    before = [event.cursor for event in events(pam, world.own, limit=1000)]
    busy(world.foreign)
    assert [event.cursor for event in events(pam, world.own, limit=1000)] == before
