"""Do the floors of the house hold: imports, foreign keys, doors and migrations?"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.house.source import FLOORS, GROUND, ROOT, Source, calls, code, functions, imported, is_ours, none, paths

# ── imports point down ──────────────────────────────────────────────────────────────────────────


def lint_imports(folder):
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", "pyproject.toml", "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def test_every_import_contract_holds():
    status, told = lint_imports(ROOT)
    assert status == 0, told
    assert "Contracts: 4 kept, 0 broken." in told


def test_one_import_upwards_breaks_its_contract(tmp_path):
    for path in paths():
        if path.endswith(".py") and path.split("/")[0] in FLOORS or path == "pyproject.toml":
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, tmp_path / path)
    plants = {
        "projects/engine/planted.py": "import decimal\nimport django\n",
        "projects/models/planted.py": "import budgets.engine\nimport projects.access\n",
        "foundation/organisation/planted.py": "",
        "foundation/accounts/planted.py": "import foundation.organisation.planted\n",
    }
    for path, text in plants.items():
        (tmp_path / path).write_text(text)
    status, told = lint_imports(tmp_path)
    assert status != 0
    assert "Contracts: 0 kept, 4 broken." in told


# ── five doors ──────────────────────────────────────────────────────────────────────────────────

DOORS = {"models", "queries", "services", "access", "engine"}
OPEN_BESIDES = {"foundation.accounts.rights"}  # the table of rights: plain data, asked everywhere
UNITS = sorted([*GROUND, *FLOORS[1:]], key=len, reverse=True)


def unit_of(dotted):
    return next((unit for unit in UNITS if f"{dotted}.".startswith(f"{unit}.")), None)


def past_the_doors(sources):
    for source in sources:
        at_home = unit_of(source.path.removesuffix(".py").replace("/", "."))
        for node, dotted in imported(source.tree):
            unit = unit_of(dotted)
            if unit in (None, "foundation", at_home) or any(f"{dotted}.".startswith(f"{o}.") for o in OPEN_BESIDES):
                continue
            if dotted.removeprefix(unit).strip(".").split(".")[0] not in DOORS:
                yield f"{source.place(node)} imports {dotted}"


def test_an_app_is_entered_only_through_its_doors():
    none(past_the_doors(code()))


def test_a_form_borrowed_from_another_app_is_found():
    borrowed = (
        "from projects.forms import TaskForm\nfrom projects import views, queries\nimport foundation.jobs.tasks\n"
    )
    found = list(past_the_doors([Source("budgets/views.py", borrowed), Source("projects/urls.py", borrowed)]))
    assert [line.split(" imports ")[1] for line in found] == [
        "projects.forms.TaskForm",
        "projects.views",
        "foundation.jobs.tasks",
        "foundation.jobs.tasks",
    ]


def hidden_imports(sources):
    """Imports inside functions, and looking a model up by its name: both hide an arrow from the linter."""
    for source in sources:
        for function in functions(source.tree):
            for node, dotted in imported(function):
                if is_ours(dotted):
                    yield f"{source.place(node)} imports {dotted} inside a function"
        for node, name in calls(source.tree):
            if name.split(".")[-1] in {"get_model", "import_module", "import_string", "__import__"}:
                yield f"{source.place(node)} calls {name}"


def test_no_import_hides_in_a_function_and_no_model_is_fetched_by_name():
    none(hidden_imports(code()))


def test_a_hidden_import_is_found():
    text = "def f():\n    from budgets.models import Line\n    import json\n\nm = apps.get_model('budgets', 'Line')\n"
    assert len(list(hidden_imports([Source("projects/queries.py", text)]))) == 2


# ── foreign keys point down ─────────────────────────────────────────────────────────────────────

HEIGHT = {name: height for height, name in enumerate((*GROUND, *FLOORS[1:]))}


def upward_relations(models):
    for model in models:
        here = HEIGHT[model._meta.app_config.name]
        for field in (*model._meta.fields, *model._meta.many_to_many):
            there = field.related_model and HEIGHT.get(field.related_model._meta.app_config.name, -1)
            if there is not None and there > here:
                yield f"{model._meta.label}.{field.name} points up to {field.related_model._meta.label}"


def our_models():
    return [model for model in apps.get_models() if model._meta.app_config.name in HEIGHT]


def test_foreign_keys_point_down_too():
    assert len(our_models()) > 40
    none(upward_relations(our_models()))


def test_a_foreign_key_upwards_is_found(monkeypatch):
    monkeypatch.setitem(HEIGHT, "projects", 99)
    assert any("points up to projects.Project" in line for line in upward_relations(our_models()))


def test_no_relation_leaves_the_type_of_its_target_open():
    generic = [f"{model._meta.label}.{field.name}" for model in our_models() for field in model._meta.private_fields]
    assert generic == []


# ── migrations ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


# ── rooms ───────────────────────────────────────────────────────────────────────────────────────

SPEAKING_PACKAGES = {"models", "queries", "services", "views", "forms"}


def bad_rooms(sources):
    for source in sources:
        folder = source.path.split("/")[-2]
        if source.name in {"utils.py", "helpers.py"}:
            yield f"{source.path}: a name that says nothing"
        if source.name != "__init__.py" or not source.text.strip():
            continue
        if folder not in SPEAKING_PACKAGES:
            yield f"{source.path}: not empty"
        elif functions(source.tree) or re.search(r"^class ", source.text, re.MULTILINE):
            yield f"{source.path}: does more than pass names on"


def test_packages_are_empty_or_pass_names_on_and_no_file_is_a_drawer_for_all_sorts():
    none(bad_rooms(code()))


def test_a_drawer_for_all_sorts_is_found():
    planted = [
        Source("projects/utils.py", ""),
        Source("projects/engine/__init__.py", "from projects.engine import network\n"),
        Source("projects/models/__init__.py", "def f():\n    pass\n"),
        Source("projects/views/__init__.py", "from projects.views.plan import edit_task\n"),
    ]
    assert len(list(bad_rooms(planted))) == 3
