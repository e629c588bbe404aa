"""Do many projects of a file come in at once, each with charter, closure duties and a line in the audit log?"""

import uuid

import pytest

from foundation.accounts.models import AuditEvent
from projects.engine.closure_list import closure_list
from projects.models import Charter, ClosureItem, Project, State
from projects.services import adopt_projects
from tests.factories import core

pytestmark = pytest.mark.django_db


def unsaved(count):
    common = {"portfolio": core.portfolio(), "currency": core.currency(), "calendar": core.calendar()}
    return [
        Project(public_id=uuid.uuid4(), code=f"X-{n}", name=f"X {n}", state=State.ACTIVE, start=core.DAY, **common)
        for n in range(count)
    ]


def test_each_has_a_charter_with_its_purpose_and_the_standing_duties():
    made = adopt_projects(unsaved(3), by=None, purposes={"X-1": "Sell on the web"})
    assert [p.pk for p in made] == list(Project.objects.order_by("pk").values_list("pk", flat=True))
    assert list(Charter.objects.order_by("project").values_list("purpose", flat=True)) == ["", "Sell on the web", ""]
    assert ClosureItem.objects.count() == 3 * len(closure_list())
    for project in made:
        own = project.closure_items.order_by("seq")
        assert tuple(own.values_list("section", "text")) == closure_list()
        assert {(item.state, item.note, item.done_by) for item in own} == {("open", "", None)}


def test_each_is_on_record_with_who_did_it():
    user = core.person("Paul").user
    made = adopt_projects(unsaved(2), by=user, purposes={}, batch="b")
    events = AuditEvent.objects.filter(act="project.imported")
    assert {event.project_id for event in events} == {project.public_id for project in made}
    assert {event.actor for event in events} == {user}
    assert events[0].details == {"batch": "b"}


def test_the_number_of_statements_does_not_grow_with_the_projects(django_assert_max_num_queries):
    rows = unsaved(200)
    with django_assert_max_num_queries(8):
        adopt_projects(rows, by=None, purposes={})


def test_none_at_all_is_no_error():
    assert adopt_projects([], by=None, purposes={}) == []
