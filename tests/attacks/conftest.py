"""On what kind of site do the attacks fall? On one whose worker lives, so that its page of health answers."""

import pytest
from django.utils import timezone

from foundation.jobs.services import beat
from tests.unwatched import unwatched


@pytest.fixture
def world(world):
    beat(at=timezone.now())
    return world


@pytest.fixture
def unwatched_pages():
    """For thousands of pages whose `context` nobody asks for."""
    with unwatched():
        yield
