"""The page of earned value says when its day is not today, since the head of the project measures today."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Project
from tests.factories import core

SAYS = "Measured at the end of the data date."


def page(project, user, enter):
    return enter(user).get(reverse("budgets:earned", args=[project.public_id])).content.decode()


@pytest.mark.parametrize(("days_ago", "said"), [(1, True), (40, True), (0, False), (None, False)])
def test_a_day_that_is_not_today_is_explained(spent, pam, enter, days_ago, said):
    day = None if days_ago is None else timezone.localdate() - dt.timedelta(days=days_ago)
    Project.objects.filter(pk=spent.pk).update(data_date=day)
    assert (SAYS in page(spent, pam, enter)) == said


def test_without_a_baseline_there_is_nothing_to_explain(world, pam, enter):
    Project.objects.filter(pk=world.own.pk).update(data_date=core.DAY)
    text = page(world.own, pam, enter)
    assert SAYS not in text and "no approved baseline" in text
