"""*My projects* leaves out the figures that the reader may see on none of them, instead of saying so in each row."""

import re
from decimal import Decimal

import pytest

from foundation.accounts.rights import Role
from tests.factories import core, portfolio

MONEY = {"Budget", "Forecast", "Variance"}
PLAN = {"Finish, forecast", "Against baseline"}


@pytest.fixture
def own(world):
    portfolio.facts(world.own, budget=Decimal(1000))
    return world.own


def heads(user, enter):
    """The heads of the table, and whether each row has as many cells."""
    page = enter(user).get("/").content.decode()
    table = page.partition('id="mine-title"')[2].partition("</table>")[0]
    rows = [row.count("<td") + 1 for row in table.partition("<tbody>")[2].split("<tr>")[1:]]
    found = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', table)
    assert rows and set(rows) == {len(found)}
    return set(found), table


def test_the_manager_reads_them_all(own, pam, enter):
    found, table = heads(pam, enter)
    assert found > MONEY | PLAN and "not for your role" not in table


def test_a_team_member_reads_dates_and_no_columns_of_money(own, tom, enter):
    found, table = heads(tom, enter)
    assert found & MONEY == set() and found > PLAN
    assert "not for your role" not in table


def test_a_stakeholder_reads_health_alone(own, stan, enter):
    found, _table = heads(stan, enter)
    assert found == {"Project", "Health"}


def test_who_may_read_money_on_one_of_two_projects_keeps_the_column_and_reads_why(own, world, tom, enter):
    core.role(tom, Role.PROJECT_MANAGER, project=world.foreign)
    found, table = heads(tom, enter)
    assert found > MONEY and table.count("not for your role") == len(MONEY)
