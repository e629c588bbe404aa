"""Is the day an argument below views, and is money never a binary fraction?"""

import ast
import re

from tests.house.source import Source, calls, code, none, sources

CLOCKS = {"now", "today", "utcnow", "localdate", "localtime", "time"}
STOPWATCHES = {"monotonic", "perf_counter"}  # measure how long, not when: forbidden in engines only
OF = {"timezone", "date", "datetime", "dt", "time", "django.utils.timezone", "datetime.datetime", "datetime.date"}
OF |= {"dt.datetime", "dt.date"}
# who may look at the clock: the doors of a request, a task, a command, and the frame around a page
MAY_LOOK = re.compile(
    r"/(views|tasks|management/commands|templatetags)(\.py|/)|/(api|middleware|frame|access|forms|gunicorn|startup)\.py$"
    r"|^foundation/(jobs|embedded)/|^projects/access/"
)


def looks_at_the_clock(files):
    for file in files:
        if MAY_LOOK.search(file.path):
            continue
        for node, name in calls(file.tree):
            whose, _, what = name.rpartition(".")
            converts = what.startswith("local") and (node.args or node.keywords)
            forbidden = CLOCKS | STOPWATCHES if "/engine/" in file.path else CLOCKS
            if what in forbidden and whose in OF and not converts:
                yield f"{file.place(node)} calls {name}()"


def test_the_day_is_an_argument_below_views_tasks_and_commands():
    none(looks_at_the_clock(code()))


def test_an_instant_that_was_given_may_be_turned_into_local_time():
    none(looks_at_the_clock([Source("budgets/services.py", "x = timezone.localtime(line.created_at)\n")]))


def test_a_stopwatch_is_no_clock_but_engines_have_none_either():
    text = "x = time.monotonic()\n"
    none(looks_at_the_clock([Source("budgets/services.py", text)]))
    assert list(looks_at_the_clock([Source("budgets/engine/value.py", text)]))


def test_a_service_or_an_engine_with_a_clock_is_found():
    for call in ("timezone.now()", "date.today()", "dt.date.today()", "datetime.now(tz)", "timezone.localdate()"):
        assert list(looks_at_the_clock([Source("budgets/services.py", f"x = {call}\n")]))
        assert list(looks_at_the_clock([Source("budgets/engine/value.py", f"x = {call}\n")]))
        assert not list(looks_at_the_clock([Source("budgets/views.py", f"x = {call}\n")]))
        assert not list(looks_at_the_clock([Source("budgets/views/lines.py", f"x = {call}\n")]))


MONEY = re.compile(
    r"^foundation/money\.py$|^budgets/(engine/|services|models|queries|facts|forms|tables)|^reports/facts"
)


def binary_fractions(files):
    for file in files:
        if not MONEY.search(file.path):
            continue
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                yield f"{file.place(node)} writes {node.value!r}"
        for node, name in calls(file.tree):
            if name == "float" or name.endswith("FloatField"):
                yield f"{file.place(node)} calls {name}()"


def test_money_is_never_a_binary_fraction():
    assert any(MONEY.search(file.path) for file in code())
    none(binary_fractions(code()))


def test_a_binary_fraction_in_the_money_is_found():
    text = "x = float(y)\nz = 0.1\nw = Decimal('0.1')\nv = models.FloatField()\n"
    assert len(list(binary_fractions([Source("budgets/engine/value.py", text)]))) == 3
    none(binary_fractions([Source("projects/engine/value.py", text)]))


def test_no_column_of_any_table_is_a_binary_fraction():
    none(
        f"{file.place(node)} calls {name}"
        for file in sources(".py")
        if not file.path.startswith("tests/")
        for node, name in calls(file.tree)
        if name.endswith("FloatField")
    )
