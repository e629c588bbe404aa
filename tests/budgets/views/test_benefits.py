"""Who sees, promises, approves and measures benefits in the browser?"""

import pytest
from django.urls import reverse

from budgets.models import Benefit, BenefitPoint
from tests.decisions import as_read
from tests.factories import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def benefit(world, pam, stan):
    """Stan, a stakeholder without a right to see benefits, owns it."""
    made = cases.benefit(world.own, created_by=pam, owner=stan.person)
    cases.measure(made)
    return made


@pytest.fixture
def approved(benefit, enter, sue):
    enter(sue).post(at("benefit_approve", benefit), as_read(benefit))
    benefit.refresh_from_db()
    return benefit


def at(name, row):
    if hasattr(row, "code"):
        return reverse(f"budgets:{name}", args=[row.public_id])
    project = row.project if isinstance(row, Benefit) else row.benefit.project
    return reverse(f"budgets:{name}", args=[project.public_id, row.public_id])


def mine(measure):
    return reverse("budgets:my_value", args=[measure.public_id])


SEES = {name: 200 for name in ("pam", "paul", "sue", "eve", "finn", "ada")}
SEES |= {"rita": 403, "tom": 403, "stan": 403, "zoe": 404}


@pytest.mark.parametrize(("reader", "status"), SEES.items())
def test_who_reads_the_register_and_one_benefit(enter, cast, benefit, reader, status):
    client = enter(getattr(cast, reader))
    assert client.get(at("benefits", benefit.project)).status_code == status
    assert client.get(at("benefit", benefit)).status_code == status


def test_the_share_is_a_figure_with_its_reason(enter, pam, benefit):
    page = enter(pam).get(at("benefits", benefit.project)).content.decode()
    assert f"budgets.benefit_reached:{benefit.public_id}" in page
    assert "not measured yet" in page
    assert "no business case is issued" in page


def test_htmx_gets_the_content_alone(enter, pam, benefit):
    assert "<html" not in enter(pam, htmx=True).get(at("benefits", benefit.project)).content.decode()
    assert "<html" in enter(pam).get(at("benefits", benefit.project)).content.decode()


def test_an_empty_register_says_what_belongs_there(enter, pam, world):
    assert "No benefits yet" in enter(pam).get(at("benefits", world.own)).content.decode()


def test_the_manager_writes_a_benefit_with_its_owner(enter, pam, stan, world):
    sent = {"name": "Less paper", "category": "cashable", "owner": str(stan.person.public_id)}
    assert enter(pam).post(at("benefit_add", world.own), sent).status_code == 302
    assert Benefit.objects.get().owner == stan.person


@pytest.mark.parametrize("wrong", [{"name": ""}, {"category": "nice"}, {"owner": "1"}, {"name": "x" * 301}])
def test_a_wrong_field_says_so_and_nothing_is_saved(enter, pam, world, wrong):
    page = enter(pam).post(at("benefit_add", world.own), {"name": "Less paper", "category": "cashable", **wrong})
    assert page.status_code == 422
    assert f'id="id_{next(iter(wrong))}_error"' in page.content.decode()
    assert not Benefit.objects.exists()


def test_others_do_not_write(enter, sue, benefit):
    assert enter(sue).post(at("benefit_add", benefit.project), {}).status_code == 403
    assert enter(sue).post(at("measure_add", benefit), cases.MEASURE_FORM).status_code == 403


def test_a_stale_form_shows_both_values(enter, pam, benefit):
    client, sent = enter(pam), {"name": "First", "category": "quantified", "row_version": "1"}
    assert client.post(at("benefit_edit", benefit), sent).status_code == 302
    page = client.post(at("benefit_edit", benefit), {**sent, "name": "Second"})
    assert page.status_code == 409
    assert "Second" in page.content.decode()


def test_the_sponsor_approves_and_nobody_else(enter, pam, sue, benefit):
    assert enter(pam).post(at("benefit_approve", benefit), as_read(benefit)).status_code == 403
    assert enter(sue).post(at("benefit_approve", benefit), as_read(benefit)).status_code == 302
    assert enter(sue).post(at("benefit_approve", benefit), as_read(benefit)).status_code == 409


def test_what_became_of_it_is_told_with_a_reason(enter, pam, approved):
    client = enter(pam)
    assert client.post(at("benefit_move", approved), {"to": "realised"}).status_code == 422
    assert client.post(at("benefit_move", approved), {"to": "dropped"}).status_code == 422
    assert client.post(at("benefit_move", approved), {"to": "dropped", "reason": "New law"}).status_code == 302
    approved.refresh_from_db()
    assert (approved.state, approved.state_reason) == ("dropped", "New law")


def test_measures_are_added_changed_and_deleted(enter, pam, benefit):
    client = enter(pam)
    sent = {**cases.MEASURE_FORM, "name": "Clicks"}
    assert client.post(at("measure_add", benefit), sent).status_code == 302
    clicks = benefit.measures.get(name="Clicks")
    assert client.get(at("measure_edit", clicks)).status_code == 200
    assert client.post(at("measure_edit", clicks), {**sent, "target": "20", "row_version": "1"}).status_code == 302
    assert client.post(at("measure_delete", clicks)).status_code == 302
    assert benefit.measures.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"target": "61"}, {"target": "NaN"}, {"baseline_value": "1e99"}, {"target_on": "2020-01-01"}, {"unit": ""}],
)
def test_a_wrong_measure_says_so_at_its_field(enter, pam, benefit, wrong):
    page = enter(pam).post(at("measure_add", benefit), {**cases.MEASURE_FORM, "name": "Clicks", **wrong})
    assert page.status_code == 422
    assert f'id="id_{next(iter(wrong))}_error"' in page.content.decode()


def test_values_are_planned_and_measured_by_the_manager(enter, pam, sue, benefit):
    client, measure = enter(pam), benefit.measures.get()
    assert client.post(at("point_plan", measure), cases.POINT_FORM).status_code == 302
    assert client.post(at("point_realise", measure), cases.POINT_FORM).status_code == 409
    enter(sue).post(at("benefit_approve", benefit), as_read(benefit))
    assert client.post(at("point_realise", measure), {**cases.POINT_FORM, "value": "44"}).status_code == 302
    point = BenefitPoint.objects.get()
    assert (point.planned, point.realised) == (45, 44)
    assert "44" in client.get(at("benefit", benefit)).content.decode()


@pytest.mark.parametrize("wrong", [{"value": "Infinity"}, {"value": ""}, {"date": "2999-01-01"}, {"date": "x"}])
def test_a_wrong_value_says_so_at_its_field(enter, pam, approved, wrong):
    page = enter(pam).post(at("point_realise", approved.measures.get()), {**cases.POINT_FORM, **wrong})
    assert page.status_code == 422
    assert f'id="id_{next(iter(wrong))}_error"' in page.content.decode()
    assert not BenefitPoint.objects.exists()


# ── the owner ───────────────────────────────────────────────────────────────────────────────────


def test_an_owner_enters_what_he_measured_though_he_only_is_a_stakeholder(enter, stan, approved):
    client, measure = enter(stan), approved.measures.get()
    page = client.get(reverse("budgets:my_benefits")).content.decode()
    assert approved.name in page
    assert mine(measure) in page
    assert client.get(mine(measure)).status_code == 200
    assert client.post(mine(measure), cases.POINT_FORM).status_code == 302
    assert BenefitPoint.objects.get().created_by == stan


@pytest.mark.parametrize("other", ["pam", "sue", "tom", "adam", "zoe"])
def test_for_anybody_else_the_owners_page_does_not_exist(enter, cast, approved, other):
    client = enter(getattr(cast, other))
    assert client.post(mine(approved.measures.get()), cases.POINT_FORM).status_code == 404
    assert approved.name not in client.get(reverse("budgets:my_benefits")).content.decode()


def test_the_owner_does_nothing_else(enter, stan, approved):
    client, measure = enter(stan), approved.measures.get()
    assert client.post(at("point_plan", measure), cases.POINT_FORM).status_code == 403
    assert client.post(at("point_realise", measure), cases.POINT_FORM).status_code == 403
    assert client.post(at("benefit_edit", approved), {}).status_code == 403


def test_without_an_account_the_way_leads_to_the_sign_in(client, approved):
    assert client.get(mine(approved.measures.get())).status_code == 302


def test_the_register_asks_as_much_for_many_as_for_one(enter, pam, benefit, django_assert_max_num_queries):
    client = enter(pam)
    client.get(at("benefits", benefit.project))
    with django_assert_max_num_queries(20) as few:
        client.get(at("benefits", benefit.project))
    for number in range(8):
        cases.point(cases.measure(cases.benefit(benefit.project, f"Benefit {number}")), realised=45)
    with django_assert_max_num_queries(len(few)):
        client.get(at("benefits", benefit.project))
