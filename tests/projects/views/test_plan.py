"""The plan page: table and bars for those who may see it, filters in the address, one page of a long plan."""

import datetime as dt

import pytest
from django.urls import reverse

from projects import services
from projects.models import BaselineState, Project, Task
from projects.views.plan_rows import Cell, Line
from tests.factories import core, plan


def place(project, name="projects:plan"):
    return reverse(name, args=[project.public_id])


@pytest.fixture
def own(world, cast):
    build = plan.summary(world.own)
    first = plan.task(world.own, "Interview the users", 3, under=build, responsible=cast.tom.person)
    second = plan.task(world.own, "Draw the pages", 2, under=build,
                       deadline=dt.datetime(2026, 3, 5, tzinfo=dt.UTC))  # fmt: skip
    plan.task(world.own, "Write the guide", 1)
    live = plan.milestone(world.own)
    plan.link(first, second)
    plan.link(second, live)
    plan.scheduled(world.own)
    plan.baseline(world.own, state=BaselineState.APPROVED)
    return world.own


@pytest.mark.parametrize("who", ["pam", "paul", "sue", "eve", "finn", "rita", "tom", "ada"])
def test_the_cast_sees_the_plan(own, cast, enter, who):
    page = enter(getattr(cast, who)).get(place(own))
    assert page.status_code == 200
    assert "Interview the users" in page.content.decode()


@pytest.mark.parametrize(("who", "status"), [("stan", 403), ("zoe", 404), ("adam", 404)])
def test_others_do_not(own, cast, enter, who, status):
    assert enter(getattr(cast, who)).get(place(own)).status_code == status


def test_the_manager_edits_cells_and_the_team_member_only_his_share(own, cast, enter):
    manager = enter(cast.pam).get(place(own)).content.decode()
    assert 'data-field="duration"' in manager
    member = enter(cast.tom).get(place(own)).content.decode()
    assert 'data-field="duration"' not in member
    assert member.count('data-field="percent"') == 1
    assert "data-field" not in enter(cast.sue).get(place(own)).content.decode()


def test_a_piece_comes_without_the_frame(own, pam, enter):
    piece = enter(pam, htmx=True).get(place(own)).content.decode()
    assert 'id="plan"' in piece
    assert "<html" not in piece


def test_bars_milestones_ghosts_deadlines_links_and_float_are_drawn(own, pam, enter):
    Task.objects.filter(name="Draw the pages").update(duration_min=4 * 480)
    plan.scheduled(own)
    page = enter(pam).get(place(own)).content.decode()
    for shape in ("summary", "milestone", "bar critical", "baseline", "deadline", "dependency", "float", "non-working"):
        assert f'class="{shape}' in page, shape
    assert "style=" not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("show=milestones", {"Go live"}),
        ("show=critical", {"Interview the users", "Draw the pages", "Go live"}),
        ("q=guide", {"Write the guide"}),
        ("q=1.", {"Interview the users", "Draw the pages"}),
        ("show=done", set()),
        ("show=nonsense&zoom=nonsense&page=nonsense&responsible=nonsense", None),
    ],
)
def test_the_filter_stands_in_the_address(own, pam, enter, query, names):
    found = enter(pam).get(f"{place(own)}?{query}")
    assert found.status_code == 200
    shown = {line.label for line in found.context["lines"]}
    assert shown == names if names is not None else len(shown) == 5


def test_the_filter_by_person_and_by_lateness(own, cast, enter):
    client, tom = enter(cast.pam), cast.tom.person
    lines = client.get(f"{place(own)}?responsible={tom.public_id}").context["lines"]
    assert [line.label for line in lines] == ["Interview the users"]
    late = client.get(f"{place(own)}?show=late").context["lines"]  # all of it lies in the past of today's clock
    assert len(late) == 4


@pytest.mark.parametrize("zoom", ["day", "week", "month", "quarter", ""])
def test_each_zoom_draws(own, pam, enter, zoom):
    found = enter(pam).get(f"{place(own)}?zoom={zoom}")
    assert found.context["chart"].zoom == (zoom or "day")


def test_an_empty_plan_offers_the_first_step_to_its_maker_only(world, cast, enter):
    assert "Add the first task" in enter(cast.pam).get(place(world.own)).content.decode()
    page = enter(cast.sue).get(place(world.own)).content.decode()
    assert "No tasks yet" in page
    assert "Add the first task" not in page


def _many(project, count):
    Task.objects.bulk_create(
        Task(project=project, name=f"T{n}", wbs_code=f"{n + 1}", position=n, duration_min=480) for n in range(count)
    )
    plan.scheduled(project)


def test_a_long_plan_comes_in_pages_of_a_hundred(world, pam, enter):
    _many(world.own, 130)
    client = enter(pam)
    first, second = client.get(place(world.own)), client.get(f"{place(world.own)}?page=2")
    assert [len(page.context["lines"]) for page in (first, second)] == [100, 30]
    assert "page=2" in first.content.decode()
    assert client.get(f"{place(world.own)}?page=99").context["pager"]["number"] == 2


def test_ten_tasks_and_many_need_the_same_number_of_queries(world, pam, enter):
    client = enter(pam)
    _many(world.own, 3)
    client.get(place(world.own))
    with plan.counted() as few:
        client.get(place(world.own))
    Task.objects.all().delete()
    _many(world.own, 120)
    with plan.counted() as many:
        client.get(place(world.own))
    assert len(many) == len(few) <= 20


def test_the_stakeholder_sees_milestones_and_nothing_else(own, cast, enter):
    page = enter(cast.stan).get(place(own, "projects:milestones"))
    assert page.status_code == 200
    assert "Go live" in page.content.decode()
    assert "Interview" not in page.content.decode()
    assert enter(cast.zoe).get(place(own, "projects:milestones")).status_code == 404


def test_the_panel_says_the_plan_in_short(own, cast, enter):
    page = enter(cast.pam, htmx=True).get(place(own, "projects:panel")).content.decode()
    assert "Go live" in page
    assert place(own) in page
    assert enter(cast.stan).get(place(own, "projects:panel")).status_code == 403


def test_the_data_date_is_set_by_the_manager(own, cast, enter):
    client, day = enter(cast.pam), dt.date(2026, 3, 3)
    address = place(own, "projects:data_date_set")
    assert client.get(address).status_code == 200
    assert client.post(address, {"data_date": "2999-01-01"}).status_code == 422
    assert client.post(address, {"data_date": "2026-03-03"}).status_code == 302
    assert Project.objects.get(pk=own.pk).data_date == day
    assert "why the data date" in client.post(address, {"data_date": "2026-03-02"}).content.decode()
    assert enter(cast.tom).get(address).status_code == 403


def test_hostile_names_are_words_and_not_markup(world, pam, enter):
    services.add_task(world.own, by=pam, on=core.DAY, name='<script>alert(1)</script>"><svg onload=x>')
    page = enter(pam).get(place(world.own)).content.decode()
    assert "<script>alert" not in page
    assert "<svg onload" not in page


HOSTILE = "<b>&\"'</b>"


def a_line(**changes):
    cells = (Cell(text=HOSTILE, css="task-name"), Cell(text="3d", css="number", field="duration", value=HOSTILE))
    given = {"id": "task-1", "css": "summary", "level": 2, "code": "1.2", "label": HOSTILE, "address": "/p/1/",
             "save_url": "", "version": 4, "cells": cells}  # fmt: skip
    return Line(**given | changes)


@pytest.mark.parametrize("out_of_band", [False, True])
@pytest.mark.parametrize("save_url", ["", "/p/1/cell/?q=a&page=2"])
def test_a_row_says_who_saves_it_and_where_it_goes(save_url, out_of_band):
    html = a_line(save_url=save_url, out_of_band=out_of_band).html
    assert ('data-save-url="/p/1/cell/?q=a&amp;page=2" data-version="4"' in html) == bool(save_url)
    assert ("data-version" in html) == bool(save_url)
    assert ('hx-swap-oob="true"' in html) == out_of_band
    assert (html.startswith("<template><tr ") and html.endswith("</tr></template>")) == out_of_band


def test_no_word_of_a_row_becomes_markup():
    html = a_line(code=HOSTILE).html
    assert "<b>" not in html
    assert html.count("&lt;b&gt;&amp;&quot;&#x27;&lt;/b&gt;") == 5  # code, its tooltip, cell, its tooltip, value
