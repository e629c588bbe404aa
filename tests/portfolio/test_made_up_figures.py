"""What happens when the key of a figure in the address is made up: missing, and never a crash?"""

import pytest
from django.urls import reverse

from foundation.figures import Figure
from portfolio import figures
from tests.factories import cases, core, money, plan, risks, staffing

pytestmark = pytest.mark.django_db

# names of figures whose key goes on behind a colon, and one of each app that ends there
KNOWN = {
    "budgets": "budget month_budget version_total version_change reserve_left baseline_bac npv cost_year bac",
    "risks": "emv score cell exposure",
    "staffing": "planned hours hours_all day capacity load",
    "projects": "percent start float slip_v1 open_issues",
}
NOBODY = "00000000-0000-4000-8000-000000000000"
ODD = [
    "", ":", ":x", ":0", ":-1", ":1-2", ":1-9.LIC.opex", ":2026", ":2026-13", ":2026-00", ":" + "9" * 40, ":٣", ":²",
    ":1.5", f":{NOBODY}", f":{NOBODY}.opex", f":{NOBODY}.1", f":{NOBODY}.x", f":{NOBODY}:2026-03", ":not-a-uuid", ":99",
    ":a:b:c", ":\0", ":'", ':"', ":../..", ":" + "x" * 300, ":None", ":NaN", "...",
]  # fmt: skip


@pytest.fixture
def full(world):
    """A project with some of everything, so that no search ends before it begins."""
    task = plan.chain(world.own, 2, 3)[0]
    money.approved(world.own, 100)
    money.entry(world.own, 10)
    money.reserve(world.own)
    cases.golden(world.own)
    risks.assessment(risks.risk(world.own))
    staffing.approved(world.own, staffing.worker(world.own), task=task)
    return world.own


@pytest.mark.parametrize("app", KNOWN)
def test_no_key_that_anybody_types_is_a_crash(full, finn, app):
    crashed = []
    for name in KNOWN[app].split():
        for tail in ODD:
            crashed += _tried(full, finn, f"{app}.{name}{tail}")
    assert not crashed, f"{len(crashed)}: " + "\n".join(crashed[:20])


def _tried(project, user, key):
    for find, of in ((figures.find, project), (figures.find_shared, user)):
        try:
            found = find(of, key, as_of=core.DAY)
        except Exception as error:  # noqa: BLE001 any of them would be a page of its own
            yield f"{key}: {error!r}"
        else:
            if not (found is None or isinstance(found, Figure)):
                yield f"{key}: {found!r}"


@pytest.mark.parametrize("key", ["", "budgets", "budgets.", ".budget", "nobody.budget", "x" * 500])
def test_a_key_of_no_app_is_a_missing_page(world, finn, enter, key):
    url = reverse("figures:open", args=[world.own.public_id, "KEY"]).replace("KEY", key)
    assert enter(finn).get(url).status_code == 404


def test_a_key_that_no_text_can_hold_is_refused(world, finn, enter):
    url = reverse("figures:open", args=[world.own.public_id, "KEY"]).replace("KEY", "%00")
    assert enter(finn).get(url).status_code == 400


def test_a_scope_that_is_no_project_is_a_missing_page(world, finn, enter):
    for scope in ("nowhere", "00000000-0000-4000-8000-000000000000", "1", "٣", core.DAY.isoformat()):
        assert enter(finn).get(f"/figures/{scope}/budgets.budget/").status_code == 404, scope
