"""A11: is hostile text that somebody typed printed on paper as the text that it is?"""

import pytest

from projects.models import Project
from reports.queries.budget_facts import budget_facts
from tests.attacks.payloads import MARK, PAYLOADS
from tests.factories import core
from tests.reports import papers

pytestmark = pytest.mark.attack


def test_the_corpus_is_as_large_as_promised():
    assert len(PAYLOADS) >= 200
    assert all(MARK in text for text in PAYLOADS)


@pytest.mark.django_db
@pytest.mark.parametrize("text", PAYLOADS[::20])
def test_a_report_prints_the_text_as_text(text, world, cast):
    Project.objects.filter(pk=world.own.pk).update(name=text[:200])
    facts = budget_facts(Project.objects.get(pk=world.own.pk), by=cast.pam, on=core.DAY)
    drawn = papers.words(papers.draw("budget", facts)).replace(" ", "").replace("\n", "")
    assert "".join(text[:200].split()) in drawn
