"""What holds when several workers, the lease and the person who cancels act at the same time?"""

import threading
import time

import pytest
from django.db import connection, transaction

from foundation.accounts.models import Notification
from foundation.jobs import lease, services
from foundation.jobs.models import Job, JobState
from tests.factories import core, jobs

DONE = {"address": "/reports/1/"}


def fresh(job):
    return Job.objects.get(pk=job.pk)


def texts(user):
    return list(Notification.objects.filter(user=user).values_list("text", "address"))


@pytest.mark.django_db(transaction=True)
def test_ten_deliveries_at_the_same_instant_do_it_once():
    by = core.person("Finn Fischer").user
    job = jobs.job(by=by)
    gate, done, got = threading.Barrier(10), [], []

    def work(job, progress):
        done.append(job.pk)
        time.sleep(0.2)
        return DONE

    def deliver():
        gate.wait()
        got.append(services.run(job.public_id, work))
        connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 10
    assert len(done) == 1
    assert len([each for each in got if each]) == 1
    assert len(texts(by)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_the_work_sits_in_a_transaction(monkeypatch):
    monkeypatch.setattr(lease, "RENEW_EVERY", 0.1)
    monkeypatch.setattr(lease, "TELL_EVERY", 0.05)
    seen = []

    def work(job, progress):
        with transaction.atomic():
            core.person("Somebody in an open transaction")
            first = Job.objects.get(pk=job.pk).lease_until
            progress(0.5, "Long step")
            time.sleep(0.5)
            row = Job.objects.get(pk=job.pk)
            seen.append((row.lease_until > first, row.step))

    assert services.run(jobs.job().public_id, work).state == JobState.DONE
    assert seen == [(True, "Long step")]


@pytest.mark.django_db(transaction=True)
def test_a_cancelling_from_outside_reaches_the_running_work(monkeypatch):
    monkeypatch.setattr(lease, "TELL_EVERY", 0.05)
    job, steps = jobs.job(), []

    def work(row, progress):
        services.cancel(fresh(row), by=None)
        for _step in range(100):
            progress(0.1)
            steps.append(_step)
            time.sleep(0.02)

    assert services.run(job.public_id, work).state == JobState.CANCELLED
    assert len(steps) < 100


@pytest.mark.django_db(transaction=True)
def test_telling_the_progress_costs_the_work_no_query(monkeypatch, django_assert_num_queries):
    def work(job, progress):
        with django_assert_num_queries(0):
            for part in range(1_000):
                progress(part / 1_000, "Counting")

    assert services.run(jobs.job().public_id, work).state == JobState.DONE
