"""Does any page print a quantity by itself? The names of quantities are asked from the columns, not from a list."""

import re
from functools import cache

import pytest
from django.apps import apps
from django.db import models

from foundation.templatetags import figures as tags
from tests.house.source import FLOORS, Source, none
from tests.house.test_templates import pages

# numbers that name something and measure nothing: a version, a year, a row of a file, a place in an order
NAMES = {
    "attempts", "base_year", "first", "first_fiscal_month", "fiscal_year", "health_rank", "id", "last", "minor_unit",
    "number", "outline", "pages", "position", "project_id", "row", "row_version", "rows", "schedule_version", "seq",
    "source_row", "target", "template_version", "version", "weekday", "year",
}  # fmt: skip
NUMERIC = (models.DecimalField, models.IntegerField, models.FloatField, models.DurationField)
# what stands in an attribute is read by programs: <meter value="{{ job.progress }}">
ATTRIBUTE = re.compile(r"""[\w:-]+\s*=\s*("[^"]*"|'[^']*')""")
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
INSTRUCTION = re.compile(r"\{%.*?%\}", re.DOTALL)
DRAWS = re.compile(r"\{%\s*(figure|entered)\s+\S")


@cache
def quantities():
    """Every numeric column of ours that measures something."""
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in FLOORS]
    fields = (field for model in ours for field in model._meta.fields)
    return frozenset(f.name for f in fields if isinstance(f, NUMERIC) and not isinstance(f, models.AutoField)) - NAMES


def for_people(text):
    """The template without its attributes, so that only what a person reads is left; places stay where they were."""

    def emptied(found):
        return ATTRIBUTE.sub(lambda inner: " " * len(inner[0]), found[0])

    # the tags of the language may hold quotes and angles of their own: they are hidden while tags of HTML are read
    kept = {}

    def hidden(found):
        key = chr(0xE000 + len(kept)) + "\ue8ff" * (len(found[0]) - 1)
        kept[key[0]] = found[0]
        return key

    shown = TAG.sub(emptied, re.sub(r"\{[%{].*?[%}]\}", hidden, text, flags=re.DOTALL))
    return re.sub("([\ue000-\ue8fe])\ue8ff*", lambda found: kept[found[1]], shown)


def printed_by_themselves(files):
    words = "|".join(sorted(quantities()))
    bare = re.compile(rf"\{{\{{\s*(?:[\w.]+\.)?(?:{words}|value)\s*(?:\|[^}}]*)?\}}\}}")
    # {% blocktranslate with n=row.cost %}: the number would stand inside the sentence
    bound = re.compile(rf"\b\w+=(?:[\w.]+\.)?(?:{words}|value)\s*(?=[\s|%])")
    for file in files:
        text = for_people(file.text)
        found = [m.start() for m in bare.finditer(text)]
        for block in re.finditer(r"\{%\s*blocktranslate\b.*?%\}", text, re.DOTALL):
            found += [block.start() + m.start() for m in bound.finditer(block[0])]
        for place in sorted(found):
            line = text.count("\n", 0, place) + 1
            yield f"{file.path}:{line} prints {text[place : place + 40].splitlines()[0]!r} by itself"


def test_the_columns_that_measure_something_are_known():
    assert {"cost", "amount", "share", "probability", "work_min", "percent", "fte", "slip_days"} <= quantities()
    assert len(quantities()) > 60


def test_no_page_prints_a_quantity_by_itself():
    none(printed_by_themselves(page for page in pages() if "/styleguide/" not in page.path))


def test_both_tags_are_given_something_to_print():
    """`{% figure %}` alone would be an error on the page of whoever comes first."""
    for page in pages():
        for found in INSTRUCTION.finditer(page.text):
            if re.match(r"\{%\s*(figure|entered)\b", found[0]):
                assert DRAWS.match(found[0]), f"{page.path}: {found[0]}"


def test_the_two_tags_are_the_only_ones_of_their_library_that_draw():
    assert set(tags.register.tags) == {"figure", "entered"}
    assert set(tags.register.filters) == {"shown"}


@pytest.mark.parametrize(
    "planted",
    [
        "<td>{{ row.amount }}</td>",
        "<td>{{ amount }}</td>",
        '<td class="number">{{ line.work_min|default:"–" }}</td>',
        "{{ allocation.share }} of a day",
        "{{ figure.value }}",
        "<b>{{ employment.fte|safe }}</b>",
        "{% blocktranslate with n=risk.probability %}Chance {{ n }}{% endblocktranslate %}",
        "{% blocktranslate trimmed with who=person.name n=task.percent|default:0 %}x{% endblocktranslate %}",
        "{% if a < b %}{{ row.cost }}{% endif %}",
        '<p title="a > b">{{ row.cost }}</p>',
    ],
)
def test_a_quantity_printed_by_itself_is_found(planted):
    (found,) = printed_by_themselves([Source("templates/x.html", f"<p>\n{planted}</p>")])
    assert found.startswith("templates/x.html:2 prints ")


@pytest.mark.parametrize(
    "clean",
    [
        "{% entered row.amount project.currency_id 'money' %} {% figure facts.cpi %}",
        '<progress max="100" value="{{ job.percent }}">{{ job.state }}</progress>',
        "<rect x='{{ shape.x }}' width='{{ shape.share }}'/>",
        '<a href="?rate={{ rate }}&amp;year={{ year }}">{{ year }}</a>',
        "{{ budget.version }} {{ risk.number }} {{ money.cost.label }} {{ form.amount.errors }}",
        "{% blocktranslate with n=budget.version %}Version {{ n }}{% endblocktranslate %}",
        "{% if row.cost > 0 %}<b>over</b>{% endif %}",
        '{% include "parts/_kpi.html" with fig=money.cost %}',
    ],
)
def test_what_only_looks_like_one_is_left_alone(clean):
    none(printed_by_themselves([Source("templates/x.html", clean)]))
