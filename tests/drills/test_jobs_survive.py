"""D01, D02, D04, D20: a report that was promised is drawn once, whatever is killed meanwhile."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection, transaction

from budgets.models import BudgetLine
from foundation.accounts.models import Notification
from foundation.accounts.rights import Permission, Role
from foundation.embedded.place import CHECKOUT
from foundation.jobs.models import Job
from foundation.jobs.services import ring
from projects.models import Project
from reports import gathering, services, storage
from reports.models import ReportDocument
from tests.drills.conftest import children_of, wait_for
from tests.factories import core, money

pytestmark = pytest.mark.drill
AGAIN_S = 10  # a killed child's work is done again within this time
LINES = 80  # a table that takes some seconds to draw, so that there is a middle to kill in


@pytest.fixture
def stage(crew):
    """A project whose budget report takes a while, and its manager."""
    with transaction.atomic():
        core.organisation()
        core.periods()
        project = core.project()
        manager = core.person("Pam Porter")
        core.role(manager, Role.PROJECT_MANAGER, project=project)
        draft = money.draft(project, by=manager.user)
        kinds = [money.category(f"C{no}", f"Category {no}") for no in range(LINES)]
        period = money.period()
        BudgetLine.objects.bulk_create(
            BudgetLine(budget=draft, category=c, cost_class="opex", period=period, amount=Decimal(10)) for c in kinds
        )
        money.approve(draft)
    return project, manager.user


def ask(project, by):
    facts = gathering.gather(project, "budget", by=by, on=core.DAY)
    return services.request_report(
        project, "budget", by=by, on=core.DAY, facts=facts, permission=Permission.REPORT_CREATE
    )


def state_of(job):
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def in_the_middle(job):
    def is_drawing():
        return Job.objects.filter(pk=job.pk, progress__gte=Decimal("0.2"), state__in=["running", "rendering"]).exists()

    return wait_for(is_drawing, seconds=40)


def until_done(job, seconds):
    def is_done():
        state = state_of(job)
        assert state not in {"failed", "cancelled"}, Job.objects.get(pk=job.pk).error
        return state == "done"

    return wait_for(is_done, seconds=seconds)[1]


def nothing_is_lost_or_doubled(job):
    """L1-L4: the artefact exists once, opens, and is what its row says; the asker was told once."""
    document = ReportDocument.objects.get()
    data = storage.get(document.file_key)
    assert document.job_id == job.pk
    assert data.startswith(b"%PDF")
    assert len(data) == document.size
    with connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE viewname LIKE 'recon\\_%'")
        views = [name for (name,) in cursor.fetchall()]
        assert views
        for view in views:
            cursor.execute(f"SELECT count(*) FROM {view}")
            assert cursor.fetchone() == (0,), view
    assert Notification.objects.filter(user=job.requester).count() == 1


def test_d01_a_pool_child_is_killed_in_the_middle_of_a_pdf(crew, stage):
    worker = crew.worker()
    crew.sweeper()
    job = ask(*stage)
    in_the_middle(job)
    for pid in children_of(worker.pid):
        os.kill(pid, signal.SIGKILL)
    took = until_done(job, 45)
    print(f"\nD01: done {took:.1f} s after the kill")
    assert took <= AGAIN_S
    nothing_is_lost_or_doubled(job)


def test_d02_the_whole_worker_is_killed_in_the_middle_of_a_pdf(crew, stage):
    worker = crew.worker()
    crew.sweeper()
    job = ask(*stage)
    in_the_middle(job)
    for pid in [*children_of(worker.pid), worker.pid]:
        os.kill(pid, signal.SIGKILL)
    worker.wait()
    crew.worker()

    def is_running_again():
        return Job.objects.filter(pk=job.pk, attempts__gte=2).exists()

    took = wait_for(is_running_again, seconds=30)[1]
    print(f"\nD02: running again {took:.1f} s after the kill")
    until_done(job, 60)
    nothing_is_lost_or_doubled(job)


ASK_AND_DIE = """
import django, os, signal
django.setup()
from django.db import transaction
from foundation.accounts.models import User
from foundation.accounts.rights import Permission
from projects.models import Project
from reports import gathering, services
project, user = Project.objects.get(), User.objects.get(email={email!r})
import datetime as dt
day = dt.date(2026, 3, 2)
facts = gathering.gather(project, "budget", by=user, on=day)
with transaction.atomic():
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
    services.request_report(project, "budget", by=user, on=day, facts=facts, permission=Permission.REPORT_CREATE)
"""


def test_d04_the_web_process_is_killed_between_commit_and_the_bell(crew, stage):
    project, manager = stage
    assert Project.objects.get() == project
    env = {**crew.env, "DJANGO_SETTINGS_MODULE": "portfolio.settings"}
    script = ASK_AND_DIE.format(email=manager.email)
    died = subprocess.run([sys.executable, "-c", script], env=env, cwd=CHECKOUT, check=False)
    assert died.returncode == -signal.SIGKILL
    job = Job.objects.get()
    assert job.state == "queued"
    crew.worker()
    crew.sweeper()
    took = until_done(job, 30)
    print(f"\nD04: done {took:.1f} s after worker and sweeper started")
    nothing_is_lost_or_doubled(job)


def test_d20_the_same_job_is_delivered_ten_times_at_once(crew, stage):
    job = ask(*stage)
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _n: ring(job.task, job.public_id), range(10)))
    crew.worker()
    until_done(job, 60)

    def everything_is_read():
        return crew.log("worker").count("succeeded") >= 10

    wait_for(everything_is_read, seconds=60)
    nothing_is_lost_or_doubled(job)
    assert Job.objects.get(pk=job.pk).attempts == 1
