"""Does every address say who may enter, and is every right asked somewhere?"""

import re

from django.urls import URLPattern, get_resolver, path

from foundation.access import Mark, public
from foundation.accounts.rights import Permission
from tests.house.planned import PLANNED
from tests.house.source import Source, code, none

SCOPES = {"public", "signed_in", "project", "portfolio", "anywhere"}
# routes whose views are not ours and cannot carry a mark, each with the reason why it is open to whom it is
THIRD_PARTY = {}


def addresses(resolver=None, before="", space=""):
    """(route, full name, view) of every address of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, f"{space}{entry.name}" if entry.name else None, entry.callback
        else:
            yield from addresses(entry, route, f"{space}{entry.namespace}:" if entry.namespace else space)


def mark_of(view):
    owner = getattr(view, "view_class", None) or getattr(view, "cls", None)
    return getattr(view, "mark", None) or getattr(owner, "mark", None)


def unmarked(found):
    for route, name, view in found:
        if name in THIRD_PARTY:
            continue
        mark = mark_of(view)
        if not isinstance(mark, Mark):
            yield f"/{route} ({name}): the view says not who may enter"
        elif mark.scope not in SCOPES:
            yield f"/{route} ({name}): {mark.scope} is no scope"
        elif mark.scope in {"project", "portfolio", "anywhere"} and not isinstance(mark.permission, Permission):
            yield f"/{route} ({name}): names no permission of the table"


def test_every_address_says_who_may_enter():
    found = list(addresses())
    assert found
    none(unmarked(found))


def test_the_declared_routes_of_others_exist():
    assert set(THIRD_PARTY) <= {name for _route, name, _view in addresses()}


def nobody_asked(request):
    """A view without a mark."""


def test_an_unmarked_view_and_a_mark_without_right_are_found():
    wrong = public(nobody_asked)
    wrong.mark = Mark("project")
    planted = [("a/", "a:b", nobody_asked), ("c/", "c:d", wrong), ("e/", "e:f", public(nobody_asked))]
    assert [line.split(" ")[0] for line in unmarked(planted)] == ["/a/", "/c/"]


UNNAMESPACED = {"home", "styleguide", "settings", "palette"}
NAME = re.compile(r"^[a-z]+:[a-z_]+$")


def badly_named(found):
    for route, name, _view in found:
        if not name or not (NAME.match(name) or name in UNNAMESPACED or route.startswith("-/")):
            yield f"/{route} is called {name}, not app:noun_verb"
        if re.search(r"<int:(pk|id|\w+_id)>|<(pk|id)>", route):
            yield f"/{route} shows a row's number; addresses carry public ids"


def test_addresses_have_speaking_names_and_show_no_row_numbers():
    none(badly_named(addresses()))


def test_a_row_number_in_an_address_is_found():
    shown = [str(path(f"lines/<int:{key}>/", nobody_asked).pattern) for key in ("pk", "line_id")]
    assert len(list(badly_named((route, "budgets:line_edit", nobody_asked) for route in shown))) == 2
    none(badly_named([("lines/<uuid:object_id>/", "budgets:line_edit", nobody_asked)]))


# ── rights ──────────────────────────────────────────────────────────────────────────────────────


# the table itself, and what decides only whether a tab is drawn: neither keeps anybody out
SHOWS_ONLY = re.compile(r"accounts/rights\.py$|/(frame|navigation|rail)\.py$|/templatetags/")


def asked(files):
    """The permissions that views, services and queries name."""
    text = "\n".join(file.text for file in files if not SHOWS_ONLY.search(file.path))
    words = set(re.findall(r"Permission\.([A-Z_]+)", text))
    quoted = set(re.findall(r"[\"']([a-z_]+\.[a-z_]+)[\"']", text))
    return {right for right in Permission if right.name in words or right.value in quoted}


def test_every_right_is_asked_somewhere_or_stands_in_the_plan():
    none(f"{right}: nobody asks for it" for right in sorted(set(Permission) - asked(code()) - set(PLANNED)))


def test_the_plan_holds_no_right_that_is_asked_already():
    assert set(PLANNED) <= set(Permission)
    none(f"{right}: is asked, take it out of tests/house/planned.py" for right in sorted(set(PLANNED) & asked(code())))


def test_a_right_is_found_by_name_and_by_value():
    text = "@require(Permission.BUDGET_EDIT)\nmay(user, 'risk.view', project)\n"
    assert asked([Source("a.py", text)]) == {Permission.BUDGET_EDIT, Permission.RISK_VIEW}
    assert asked([Source("foundation/accounts/rights.py", text)]) == set()
