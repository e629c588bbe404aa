"""Is every file, view and function small enough to be read at once, and is there more test than code?"""

import ast

from tests.house.source import Source, code, functions, none, sources, templates

FILE, TEMPLATE, SETTINGS, FUNCTION, VIEW = 300, 120, 250, 30, 12


def too_long(files, limit):
    return [f"{file.path}: {len(file.lines)} lines, at most {limit}" for file in files if len(file.lines) > limit]


def test_no_file_passes_300_lines():
    written_by_hand = [file for file in sources(".py", ".css", ".js") if "/migrations/" not in file.path]
    none(too_long(written_by_hand, FILE))


def test_no_template_passes_120_lines():
    none(too_long(templates(), TEMPLATE))


def test_the_settings_stay_short():
    settings = [file for file in code() if file.path == "portfolio/settings.py"]
    assert len(settings) == 1
    none(too_long(settings, SETTINGS))


def test_a_file_of_301_lines_is_found():
    found = too_long([Source("a.py", "x\n" * 301), Source("b.py", "x\n" * 300)], FILE)
    assert found == ["a.py: 301 lines, at most 300"]


def docstring_lines(function):
    first = function.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(getattr(first.value, "value", None), str)
    return first.end_lineno - first.lineno + 1 if is_text else 0


def length(function):
    """Lines from `def` to the end, without the docstring: explaining is not punished."""
    return function.end_lineno - function.lineno + 1 - docstring_lines(function)


def body_length(function):
    return function.end_lineno - function.body[0].lineno + 1 - docstring_lines(function)


def long_functions(files):
    for file in files:
        for function in functions(file.tree):
            if length(function) > FUNCTION:
                yield f"{file.place(function)} {function.name}: {length(function)} lines, at most {FUNCTION}"


def test_no_function_passes_30_lines():
    none(long_functions(code()))


def test_a_function_of_31_lines_is_found_and_its_docstring_does_not_count():
    body = "    x = 1\n"
    assert len(list(long_functions([Source("a.py", "def f():\n" + body * 30)]))) == 1
    explained = 'def f():\n    """Why.\n\n    Because.\n    """\n' + body * 29
    none(long_functions([Source("a.py", explained)]))


def long_views(files):
    """A view is a function of a module of views whose first argument (after self) is the request."""
    for file in files:
        if "/views" not in file.path:
            continue
        for view in functions(file.tree):
            answers = "request" in [argument.arg for argument in view.args.args[:2]]
            if answers and body_length(view) > VIEW:
                yield f"{file.place(view)} {view.name}: {body_length(view)} lines, at most {VIEW}"


def test_a_view_is_a_doorkeeper_of_at_most_12_lines():
    none(long_views(code()))


def test_a_view_of_13_lines_is_found_in_file_and_package():
    text = "def edit(request, project):\n" + "    x = 1\n" * 13
    planted = [Source("risks/views.py", text), Source("risks/views/edit.py", text), Source("risks/forms.py", text)]
    assert len(list(long_views(planted))) == 2
    none(long_views([Source("risks/views.py", text.replace("    x = 1\n", "", 1))]))


def written(files):
    """Lines that say something: neither blank nor a comment."""
    return sum(1 for file in files for line in file.lines if line.strip() and not line.strip().startswith("#"))


# lines of test for each line of code; the house wants more than 1, and the floor only ever rises
FLOOR = 1.04


def test_tests_grow_with_the_code():
    """The house wants more test than code, and who brings code brings its tests."""
    tests, product = written(sources(".py", under=("tests",))), written(code())
    assert tests > FLOOR * product, f"{tests} lines of test, {product} lines of code"


def test_every_module_opens_with_the_question_that_it_answers():
    none([file.path for file in code() if file.text.strip() and not ast.get_docstring(file.tree)])
