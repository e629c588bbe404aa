"""What waits for my word: everything, or all of one kind?"""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from foundation.access import signed_in
from portfolio import queries
from portfolio.forms.decisions import DecisionFilter
from portfolio.queries.decisions import kinds_for, waiting, waiting_of
from projects.access import portfolios_visible_to

PER_PAGE = 50


@signed_in
@require_safe
def decisions(request):
    """The most urgent of all kinds, or with `?kind=gates&page=2` all of one; `?portfolio=`: only of its projects."""
    user = request.user
    form = DecisionFilter(request.GET, kinds=kinds_for(user), portfolios=portfolios_visible_to(user))
    if not form.is_valid():
        raise BadRequest("not a question of this page")
    portfolio, key = form.cleaned_data["portfolio"], form.cleaned_data["kind"]
    projects = queries.shown_to(user, portfolio=portfolio) if portfolio else None
    kinds = kinds_for(user, projects=projects)
    chosen = next((kind for kind in kinds if kind.key == key), None)
    shown = _one(chosen, user, projects, form.cleaned_data["page"] or 1, portfolio) if chosen else _all(user, projects)
    context = {"portfolio": portfolio, "chips": _chips(kinds, chosen, portfolio), "as_of": timezone.localdate()}
    return render(request, "portfolio/decisions.html", context | shown)


def _all(user, projects):
    return {"waiting": waiting(user, projects=projects, shown=PER_PAGE)}


def _address(portfolio, **more):
    kept = {"portfolio": portfolio.public_id} if portfolio else {}
    return f"{reverse('portfolio:decisions')}?{urlencode(kept | more)}".removesuffix("?")


def _chips(kinds, chosen, portfolio):
    """(words, address, is it shown) of everything and of each kind."""
    return [
        ("", _address(portfolio), chosen is None),
        *((kind.label, _address(portfolio, kind=kind.key), kind is chosen) for kind in kinds),
    ]


def _one(kind, user, projects, number, portfolio):
    """One page of a kind; behind the last stands the first."""

    def page(at):
        return waiting_of(kind, user, projects=projects, first=(at - 1) * PER_PAGE, until=at * PER_PAGE)

    found = page(number)
    if number > 1 and not found.rows:
        number, found = 1, page(1)
    pages = max(1, -(-found.count // PER_PAGE))
    return {"waiting": found, "pager": {
        "number": number, "pages": pages, "count": found.count,
        "prev_url": _address(portfolio, kind=kind.key, page=number - 1) if number > 1 else "",
        "next_url": _address(portfolio, kind=kind.key, page=number + 1) if number < pages else "",
    }}  # fmt: skip
