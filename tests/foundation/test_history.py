"""Who says why a version of a row came: the request, the job, the command that wrote many?"""

import pghistory
import pytest
from django.db import connection

from foundation.accounts.models import Person
from foundation.changes import change, take_out
from foundation.history import in_history, named_history, versions, wrote
from foundation.jobs import services
from tests.factories import core, jobs

pytestmark = pytest.mark.django_db


def contexts(rows):
    """What the versions of these people say about how they came."""
    events = Person.pgh_event_model.objects.filter(pgh_obj__in=[row.pk for row in rows]).select_related("pgh_context")
    return [event.pgh_context and event.pgh_context.metadata for event in events.order_by("pgh_id")]


def people(count):
    return Person.objects.bulk_create([Person(name=f"P{n}", email=f"h{n}@example.org") for n in range(count)])


def test_every_row_of_an_act_names_the_act_and_the_person():
    by = core.person("Paul Pereira").user
    with in_history("import", by=by, batch="b-17"):
        made = people(3)
    assert contexts(made) == [{"user": by.pk, "act": "import", "batch": "b-17"}] * 3


def test_all_rows_of_an_act_share_one_context():
    with in_history("demo"):
        made = people(5)
    events = Person.pgh_event_model.objects.filter(pgh_obj__in=[row.pk for row in made])
    assert events.values_list("pgh_context_id", flat=True).distinct().count() == 1


def test_who_wrote_a_row_is_known_after_others_changed_it_and_after_it_is_gone():
    hands = [core.person(name).user for name in ("Ann", "Ben", "Cid", "Dee")]
    made = core.person("Mia Made")
    for version, by in enumerate(hands[:2], 1):
        change(made, version=version, by=by, unit=by.email)
    take_out(made, by=hands[2])
    assert not Person.objects.filter(pk=made.pk).exists()
    past = versions(Person).filter(email=made.email)
    assert [wrote(by, past) for by in hands] == [True, True, True, False]
    assert wrote(hands[0], versions(Person).none(), past) and not wrote(hands[0])


def test_an_act_of_nobody_names_nobody():
    with in_history("demo"):
        made = people(1)
    assert contexts(made) == [{"user": None, "act": "demo"}]


def test_an_act_is_done_as_a_whole_or_not_at_all():
    before = Person.objects.count()
    with pytest.raises(ZeroDivisionError), in_history("demo"):
        people(2)
        1 / 0  # noqa: B018
    assert Person.objects.count() == before


def test_an_act_inside_a_request_keeps_what_the_request_said():
    with pghistory.context(url="/imports/7/"), in_history("import", batch="b-18"):
        made = people(1)
    assert contexts(made)[0] == {"url": "/imports/7/", "user": None, "act": "import", "batch": "b-18"}


def test_named_history_opens_no_transaction_of_its_own():
    depth = len(connection.savepoint_ids)
    with named_history("facts"):
        assert len(connection.savepoint_ids) == depth
        made = people(1)
    assert contexts(made) == [{"user": None, "act": "facts"}]


def test_what_a_job_writes_names_the_job_and_who_asked_for_it():
    by = core.person("Finn Fischer").user
    job, made = jobs.job(by=by), []
    services.run(job.public_id, lambda _job, _progress: made.extend(people(2)))
    assert contexts(made) == [{"user": by.pk, "act": job.kind, "job": str(job.public_id)}] * 2


def test_no_trigger_has_to_catch_a_missing_setting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        assert cursor.fetchone() == ("{}",)
        cursor.execute("SELECT _pgtrigger_should_ignore('any')")
        assert cursor.fetchone() == (False,)
