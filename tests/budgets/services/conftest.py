"""Who writes and who approves in the tests of money's services, and what is it spent on?"""

import pytest

from tests.factories import core, money


@pytest.fixture
def licences(db):
    money.category()


@pytest.fixture
def author():
    return money.author()


@pytest.fixture
def boss():
    return core.person("Berta Boss").user
