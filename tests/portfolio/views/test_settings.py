"""The organisation's settings are the administrator's, on record, and never overwritten in silence."""

import pytest

from foundation.accounts.models import AuditEvent
from foundation.organisation.models import Organisation

GOOD = {"name": "Nordwind AG", "zone": "Europe/Berlin", "first_fiscal_month": "4", "reporting_currency": "EUR",
        "standard_week_min": "2310", "row_version": "1"}  # fmt: skip


@pytest.mark.parametrize(("who", "status"), [("adam", 200), ("paul", 403), ("finn", 403), ("ada", 403), ("zoe", 403)])
def test_who_may_open_them(world, cast, enter, who, status):
    assert enter(getattr(cast, who)).get("/settings/").status_code == status


@pytest.mark.parametrize("htmx", [False, True])
def test_the_administrator_changes_them_and_the_act_is_on_record(world, adam, enter, htmx):
    assert enter(adam, htmx=htmx).post("/settings/", GOOD).status_code == 302
    found = Organisation.objects.get()
    assert (found.name, found.zone, found.first_fiscal_month, found.updated_by) == (
        "Nordwind AG",
        "Europe/Berlin",
        4,
        adam,
    )
    assert AuditEvent.objects.filter(act="organisation.changed", actor=adam).count() == 1


@pytest.mark.parametrize(("field", "value"), [("zone", "Mars/Olympus"), ("first_fiscal_month", "13"), ("name", ""),
                                              ("reporting_currency", "XXX"), ("standard_week_min", "-1")])  # fmt: skip
def test_a_wrong_value_is_told_next_to_its_field(world, adam, enter, field, value):
    answer = enter(adam).post("/settings/", {**GOOD, field: value})
    assert answer.status_code == 422
    assert Organisation.objects.get().name == "Nordwind"


def test_a_change_of_somebody_else_meanwhile_is_shown_and_not_overwritten(world, adam, enter):
    Organisation.objects.update(name="Südwind")
    answer = enter(adam).post("/settings/", GOOD)
    assert answer.status_code == 409
    assert "Südwind" in answer.content.decode()
    assert Organisation.objects.get().name == "Südwind"
