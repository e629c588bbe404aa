"""A11: does any text that somebody typed, imported or gave a file run as a script in a browser or change a paper?"""

from itertools import cycle

import pytest
from django.template import engines

from portfolio.models import ImportBatch
from projects.models import Project
from reports.queries.budget_facts import budget_facts
from tests.attacks.payloads import FILE_NAMES, MARK, PAYLOADS
from tests.attacks.poison import poison
from tests.attacks.sheets import Fields, guests
from tests.attacks.site import POST, SAMPLES, of_scope, rows
from tests.factories import core, imports, money
from tests.reports import papers

INSIDE = of_scope("project", "portfolio", "anywhere", "signed_in")


def test_the_corpus_is_as_large_as_promised():
    assert len(PAYLOADS) >= 200
    assert all(MARK in text for text in PAYLOADS)


def addresses(world):
    """Every address of the inside, filled with the same rows."""
    children, found = {}, {}
    for route in INSIDE:
        model = route.mark.of
        if model and model not in children:
            children[model] = SAMPLES[model](world.own)
        found[route] = route.fill(world.own, children.get(model), world.portfolio, rows(route, world.own))
    return found


def type_into_every_form(found, cast, enter, texts):
    """Send a payload in every free box of every form; → names of the forms that took one."""
    taken, texts = set(), cycle(texts)
    for route, url in found.items():
        client = enter(getattr(cast, (guests(route) or ["adam"])[0]))
        answer, fields = client.get(url), Fields(url)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        fields.feed(answer.content.decode())
        sound = {**fields.found, **POST.get(route.name, {})}
        for name in fields.texts:
            if client.post(url, {**sound, name: next(texts)[:200]}).status_code == 302:
                taken.add(f"{route} {name}")
    return taken


def import_files(world, by):
    header = (*imports.HEADER, f"<img src=x onerror=alert('{MARK}')>")
    for number, name in enumerate(FILE_NAMES):
        line = (f"A-{number}", PAYLOADS[number], PAYLOADS[-number], "Green", "2025-01-10", "2026-09-30", "100", "100",
                PAYLOADS[number * 3], PAYLOADS[number * 5])  # fmt: skip
        imports.done(world.portfolio, imports.table(line, header=header), by=by, name=name)


def showing(every, cast, enter):
    """(who, address) of every page that holds a payload."""
    found = {}
    for route, url in every.items():
        for who in guests(route)[:1]:
            answer = enter(getattr(cast, who)).get(url)
            text = answer.content.decode(errors="replace") if answer.status_code == 200 and not answer.streaming else ""
            if MARK in text and "<html" in text:
                found[url] = who
    return [(who, url) for url, who in found.items()]


def look(pages, cast, visitor):
    """What a script, the console or the policy said on these pages."""
    heard, tabs = [], {}
    for who, url in pages:
        if who not in tabs:
            tabs[who] = visitor(getattr(cast, who))
            tabs[who].on("dialog", lambda dialog: (heard.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        tabs[who].goto(url)
    for tab in tabs.values():
        heard += tab.heard
        tab.heard.clear()
    return heard


@pytest.mark.attack
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_no_text_becomes_a_script_on_any_page(world, cast, enter, visitor):
    money.approved(world.own)
    found = addresses(world)
    assert len(type_into_every_form(found, cast, enter, PAYLOADS)) > 30
    import_files(world, cast.paul)
    assert Project.objects.filter(name__contains=MARK).count() > 10
    assert ImportBatch.objects.filter(file_name__contains=MARK).count() == len(FILE_NAMES)
    assert poison(PAYLOADS) > len(PAYLOADS)
    pages = showing(found, cast, enter)
    assert len(pages) > 80
    assert look(pages, cast, visitor) == []


@pytest.mark.attack
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_with_escaping_out_the_script_is_heard(monkeypatch, world, cast, enter, visitor):
    """The twin: without the template's escape the policy of content stops the script, and says so."""
    poison([f"<img src=/static/x onerror=alert('{MARK}')><script>alert('{MARK}')</script>"])
    monkeypatch.setattr(engines["django"].engine, "autoescape", False)
    pages = [(who, url) for who, url in showing(addresses(world), cast, enter) if url.endswith("/governance/")]
    assert any("policy" in line or "dialog" in line for line in look(pages, cast, visitor))


@pytest.mark.attack
@pytest.mark.django_db
@pytest.mark.parametrize("text", PAYLOADS[::20])
def test_a_report_prints_the_text_as_text(text, world, cast):
    Project.objects.filter(pk=world.own.pk).update(name=text[:200])
    facts = budget_facts(Project.objects.get(pk=world.own.pk), by=cast.pam, on=core.DAY)
    drawn = papers.words(papers.draw("budget", facts)).replace(" ", "").replace("\n", "")
    assert "".join(text[:200].split()) in drawn
