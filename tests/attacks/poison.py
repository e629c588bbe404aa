"""How does hostile text come into every row that a page may show?"""

from itertools import cycle

from django.db import DatabaseError, models, transaction

from foundation.accounts.models import Person
from projects.models import Charter, Portfolio, Programme, Project
from tests.attacks.site import SAMPLES
from tests.factories import core, money, plan, staffing

# no person types these: a WBS number is written by the plan, a zone stands in a list, a key is drawn by lot
CHOSEN = {"wbs_code", "zone", "file_key"}
MORE = (Project, Charter, Portfolio, Programme, Person)


def _free_text(model):
    for field in model._meta.concrete_fields:
        wanted = isinstance(field, models.CharField | models.TextField) and not field.choices and not field.primary_key
        if wanted and not isinstance(field, models.EmailField) and field.name not in CHOSEN:
            yield field


def fill(project):
    """One row of everything inside the project, with work and money behind it."""
    core.programme(project.portfolio)
    money.approved(project)
    made = [make(project) for make in SAMPLES.values()]
    plan.task(project, "Second")
    money.entry(project)
    staffing.approved(project)
    return made


def poison(texts):
    """Put the texts one after the other into every column of free text; → how many rows took one.

    A rule of the database that refuses a text is right to do so: that column keeps what it had.
    """
    taken, texts = 0, cycle(texts)
    for model in {*SAMPLES, *MORE}:
        for row in model._base_manager.all():
            for field in _free_text(model):
                text = next(texts)[: field.max_length or 5_000]
                try:
                    with transaction.atomic():
                        taken += model._base_manager.filter(pk=row.pk).update(**{field.attname: text})
                except DatabaseError:
                    continue
    return taken
