"""Does the work behind a page end at once: a plan of a thousand tasks, a cell written to keep us busy?"""

import time
from contextlib import contextmanager

import pytest

from foundation.sheets.cells import parse_money
from foundation.sheets.dates import parse_date
from projects.models import Task
from tests.factories import core, plan
from tests.foundation.sheets.test_cells import HOSTILE

pytestmark = pytest.mark.bench


@contextmanager
def within(seconds, what):
    began = time.process_time()
    yield
    used = time.process_time() - began
    print(f"{what:32} {used * 1000:7.0f} ms  (at most {seconds * 1000:.0f})")
    assert used < seconds


def test_a_thousand_tasks_are_scheduled_within_a_second(db):
    project = core.project(core.portfolio())
    tasks = Task.objects.bulk_create(
        Task(project=project, name=f"T{n}", wbs_code=str(n + 1), position=n, duration_min=480) for n in range(1000)
    )
    for pred, succ in zip(tasks, tasks[7:], strict=False):
        plan.link(pred, succ)
    with within(1, "schedule of 1,000 tasks"):
        plan.scheduled(project)


@pytest.mark.parametrize("raw", HOSTILE, ids=lambda raw: raw[:2])
def test_a_hostile_cell_is_answered_at_once(raw):
    with within(0.5, f"a cell of {len(raw):,} times {raw[:2]!r}"):
        parse_money(raw), parse_date(raw)


def test_the_clock_sees_what_takes_too_long():
    """The twin."""
    with pytest.raises(AssertionError), within(0.01, "half a million sums"):
        sum(n * n for n in range(500_000))
