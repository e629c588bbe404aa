"""Which addresses does the site have, and how is each of them filled with objects of a project?"""

import importlib
import pkgutil
import re
import uuid
from dataclasses import dataclass
from types import ModuleType

import pytest
from django.urls import reverse

import tests.factories
from budgets.models import BenefitMeasure
from foundation.access import Mark
from foundation.accounts.models import Person
from foundation.accounts.rights import RIGHTS, Role
from portfolio.models import ImportBatch, SavedView
from staffing.models import Absence
from tests.conftest import CAST
from tests.factories import core, money, plan, reports, staffing
from tests.house.test_addresses import addresses, mark_of

# how a word in an address is filled when it is not the id of a project, portfolio or its child
WORDS = {
    "key": "projects.forecast_finish",
    "kind": "budget",
    "number": "1",
    "scope": "all",
    "to": "proposed",
    "year": "2026",
}


def _gathered(name):
    """The dict `name` of every module of factories, in one."""
    found = {}
    for module in pkgutil.iter_modules(tests.factories.__path__):
        loaded: ModuleType = importlib.import_module(f"tests.factories.{module.name}")
        found.update(getattr(loaded, name, {}))
    return found


SAMPLES, POST = _gathered("SAMPLES"), _gathered("POST")


def _batch(project):
    return {"object_id": SAMPLES[ImportBatch](project).public_id}


def _paper(project):
    return {"document_id": reports.document(project.portfolio).public_id}


def _programme(project):
    return {"programme_id": core.programme(project.portfolio).public_id}


def _sheet(project):
    made = staffing.sheet(staffing.worker(project))
    staffing.line(made, plan.task(project))
    type(made).objects.filter(pk=made.pk).update(state="submitted")
    return {"object_id": made.public_id}


def _absence(project):
    holder = Person.objects.filter(user__isnull=False, name="Tom Tanaka").first() or staffing.worker(project)
    away = Absence.objects.filter(person=holder).first() or staffing.absence(holder)
    return {"object_id": away.public_id}


def _view(_project):
    made = SavedView.objects.create(user=core.person("Somebody else").user, name="Late", query="health=off_track")
    return {"object_id": made.public_id}


def _person(project):
    role = core.role(staffing.worker(project), Role.TEAM_MEMBER, project=project)
    return {"person_id": role.person.public_id, "role_id": role.public_id}


# rows for the words of addresses whose gate names no model: a function of the project, by the start of the name
ROWS = {
    "portfolio:view_": _view,
    "portfolio:import_": _batch,
    "reports:portfolio_": _paper,
    "projects:programme_": _programme,
    "projects:person": _person,
    "staffing:person_": lambda project: {"object_id": staffing.worker(project).public_id},
    "staffing:employment_": lambda project: {"object_id": staffing.employment(core.person()).public_id},
    "staffing:role_": lambda project: {"object_id": staffing.role().public_id},
    "staffing:absence_": _absence,
    "staffing:my_absence_": _absence,
    "staffing:sheet_": _sheet,
    "budgets:period_": lambda project: {"object_id": money.period().public_id},
    "budgets:my_value": lambda project: {"object_id": SAMPLES[BenefitMeasure](project).public_id},
}


def rows(route, project):
    """What stands for the words of the address that no gate fills, as rows of this project or its portfolio."""
    if route.mark.of or not set(route.words) - {"project_id", "portfolio_id"}:
        return {}
    made = next((make for start, make in ROWS.items() if route.name.startswith(start)), None)
    return made(project) if made else {}


@dataclass(frozen=True)
class Route:
    """One address: its name, who may enter, and the names of its words."""

    name: str
    mark: Mark
    words: tuple

    def fill(self, project=None, child=None, portfolio=None, rows=None):
        """The address with the ids of these objects; a word that nobody knows is a random id."""
        known = {
            **(rows or {}),
            "project_id": project and project.public_id,
            "object_id": child.public_id if child else (rows or {}).get("object_id"),
            "portfolio_id": portfolio and portfolio.public_id,
        }
        kwargs = {word: known.get(word) or WORDS.get(word) or uuid.uuid4() for word in self.words}
        return reverse(self.name, kwargs=kwargs)

    @property
    def unknown(self):
        """Does the address hold a word that no sample fills, so that 404 is the right answer for everybody?"""
        filled = {"project_id", "portfolio_id", "object_id" if self.mark.of else "project_id"}
        return any(word not in filled and word not in WORDS or word == "key" for word in self.words)

    def __str__(self):
        return self.name


def routes():
    """Every named address with a mark, once."""
    seen = {}
    for route, name, view in addresses():
        mark = mark_of(view)
        if name and mark:
            words = tuple(re.findall(r"<(?:\w+:)?(\w+)>", route))
            seen[name, words] = Route(name, mark, words)
    return list(seen.values())


def of_scope(*scopes):
    return [route for route in routes() if route.mark.scope in scopes]


def chunks(found, size=16):
    """The routes as a few parameters of a test: to build the world for each of them alone takes minutes."""
    parts = [found[at : at + size] for at in range(0, len(found), size)]
    return pytest.mark.parametrize("routes", parts, ids=lambda part: f"{part[0]}+{len(part) - 1}")


def sample(route, project):
    """A row of the model that the address is about, inside the project."""
    return SAMPLES[route.mark.of](project) if route.mark.of else None


def holds(who, permission):
    """Does the role of this member of the cast hold the permission?"""
    role = CAST[who][1]
    return role is not None and permission in RIGHTS[role]


def sees(who, project_key):
    """Does this member of the cast see the project `own`, `foreign` or `far` at all?"""
    role, scope = CAST[who][1], CAST[who][2]
    if role is None or not holds(who, "project.view"):
        return False
    if scope is None:
        return True
    return project_key == "own" or (scope == "portfolio" and project_key == "foreign")
