"""Is there a test for each rule that the database keeps: does one try to break it?"""

import re
from functools import cache

from django.apps import apps

from tests.house.source import FLOORS, none, sources

# the apps whose rules must all be tried; an app joins when its tests are written and never leaves
COVERED = {"accounts", "organisation", "jobs", "projects", "budgets", "staffing", "risks", "reports", "portfolio"}
# of every table or generated: tried once, in tests/foundation/test_models.py and tests/projects/models/test_touch.py
COMMON = re.compile(r"^(bump_version|touch_\w+|insert_insert|update_update|delete_delete)$")


def rules(labels):
    """(model, rule) for each named constraint and trigger of the apps."""
    for model in apps.get_models():
        if model._meta.app_label in labels and not hasattr(model, "pgh_tracked_model"):
            for rule in (*model._meta.constraints, *getattr(model._meta, "triggers", ())):
                if not COMMON.match(rule.name):
                    yield model.__name__, rule.name


@cache
def said_in_tests():
    """The words of each test module that asks Postgres: it uses `refused_by` or names a database error."""
    asks = re.compile(r"\b(refused_by|IntegrityError|InternalError|DatabaseError)\b")
    return [
        set(re.findall(r"\w+", file.text))
        for file in sources(".py", under=("tests",))
        if not file.path.startswith("tests/house/") and asks.search(file.text)
    ]


def untried(pairs, told):
    for model, rule in sorted(pairs):
        if not any({model, rule} <= words for words in told):
            yield f"{model}: no test names {rule}"


def test_every_rule_of_the_database_is_tried_by_a_test_that_names_it():
    assert len(list(rules(COVERED))) > 60
    none(untried(rules(COVERED), said_in_tests()))


def test_a_rule_that_no_test_names_is_found():
    assert list(untried([("Task", "a_rule_of_tomorrow")], said_in_tests())) == [
        "Task: no test names a_rule_of_tomorrow"
    ]
    assert list(untried([("Task", "a_frozen")], [{"Baseline", "a_frozen"}, {"Task"}]))


def test_an_app_whose_rules_are_all_tried_is_covered():
    """What is complete once must stay complete: the list of covered apps grows by itself."""
    labels = {config.label for config in apps.get_app_configs() if config.name.split(".")[0] in FLOORS}
    assert labels >= COVERED
    none(
        f"every rule of {label} is tried: add it to COVERED"
        for label in sorted(labels - COVERED)
        if list(rules({label})) and not list(untried(rules({label}), said_in_tests()))
    )
