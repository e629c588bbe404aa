"""Does a migration do the same with fewer drawings?"""

import pytest
from django.core.management import get_commands
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration, RunPython
from django.db.migrations.state import ProjectState, StateApps
from pgtrigger import compiler
from pgtrigger.migrations import AddTrigger

from foundation.migrating import drawn_once_per_run


def check(name):
    return AddConstraint("line", models.CheckConstraint(condition=models.Q(cost__gte=0), name=name))


def trigger(name):
    sql = compiler.UpsertTriggerSql(
        func="RETURN NEW;", hash="x", operation="INSERT", pgid=f"pg_{name}", table="ledger_line", when="BEFORE"
    )
    return AddTrigger("line", compiler.Trigger(name=name, sql=sql))


def ledger() -> Migration:
    migration = Migration("0001_initial", "ledger")
    key = ("id", models.BigAutoField(primary_key=True))
    migration.operations = [
        CreateModel("Budget", [key]),
        CreateModel("Line", [key, ("cost", models.IntegerField())]),
        check("a"),
        check("b"),
        AddIndex("line", models.Index(fields=["cost"], name="c")),
        AddIndex("budget", models.Index(fields=["id"], name="d")),
        trigger("frozen"),
        AddField("Line", "budget", models.ForeignKey("ledger.Budget", models.PROTECT, null=True)),
        check("e"),
    ]
    return migration


@pytest.fixture
def drawings(monkeypatch):
    """Every model that was drawn, in that order."""
    drawn = []
    render = StateApps.render_multiple

    def count(self, states):
        drawn.extend(state.name for state in states)
        return render(self, states)

    monkeypatch.setattr(StateApps, "render_multiple", count)
    return drawn


def apply() -> tuple[list[str], ProjectState]:
    state = ProjectState()
    state.apps  # noqa: B018  drawn, as the executor has it before the first migration
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        state = ledger().apply(state, editor, collect_sql=True)
    return editor.collected_sql, state


@pytest.mark.django_db
def test_the_same_statements_reach_the_database_with_fewer_drawings(drawings):
    usual, _ = apply()
    many = len(drawings)
    drawings.clear()
    with drawn_once_per_run():
        quick, _ = apply()
    assert [line for line in quick if line] == [line for line in usual if line]
    assert any("frozen" in line for line in quick)
    # each as it is made, the line again with its new key, and both when all is over
    assert drawings[:3] == ["Budget", "Line", "Line"]
    assert sorted(drawings[3:]) == ["Budget", "Line"]
    assert many > 2 * len(drawings)


@pytest.mark.django_db
def test_what_follows_a_run_sees_all_that_the_run_added():
    with drawn_once_per_run():
        _, state = apply()
    line, budget = state.apps.get_model("ledger", "line"), state.apps.get_model("ledger", "budget")
    assert {constraint.name for constraint in line._meta.constraints} == {"a", "b", "e"}
    assert {index.name for index in line._meta.indexes} == {"c"}
    assert {index.name for index in budget._meta.indexes} == {"d"}
    assert [found.name for found in state.models["ledger", "line"].options["triggers"]] == ["frozen"]


@pytest.mark.django_db
def test_after_a_run_relatives_know_each_other():
    with drawn_once_per_run():
        _, state = apply()
    line, budget = state.apps.get_model("ledger", "line"), state.apps.get_model("ledger", "budget")
    assert line._meta.get_field("budget").remote_field.model is budget
    assert [found.related_model for found in budget._meta.related_objects] == [line]


@pytest.mark.django_db
def test_an_operation_between_two_runs_sees_the_whole_first_run():
    seen, migration = [], ledger()
    look = RunPython(lambda apps, _: seen.append(apps.get_model("ledger", "budget")._meta.related_objects))
    migration.operations.insert(-1, look)
    with drawn_once_per_run(), connection.schema_editor(collect_sql=False) as editor:
        state = ProjectState()
        state.apps  # noqa: B018
        migration.apply(state, editor)
    assert [found.related_model.__name__ for found in seen[0]] == ["Line"]


def test_outside_nothing_is_changed():
    before = (Migration.apply, AddConstraint.state_forwards, AddIndex.state_forwards, AddTrigger.state_forwards)
    with pytest.raises(ZeroDivisionError), drawn_once_per_run():
        assert Migration.apply is not before[0]
        1 / 0  # noqa: B018
    after = (Migration.apply, AddConstraint.state_forwards, AddIndex.state_forwards, AddTrigger.state_forwards)
    assert after == before


def test_migrate_is_ours_for_people_and_for_the_tests():
    assert get_commands()["migrate"] == "foundation"
