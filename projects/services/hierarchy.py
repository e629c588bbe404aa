"""How do portfolios and programmes come, change and go into the archive?"""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.services import record
from foundation.changes import change
from foundation.errors import Refused
from projects.models import Portfolio, Programme


def _code_is_free(model, code, own=None):
    if model.objects.filter(code__iexact=code).exclude(pk=getattr(own, "pk", None)).exists():
        raise Refused(_("This code is taken."), field="code")


@transaction.atomic
def create_portfolio(*, by, code, name, reporting_currency, parent=None, owner=None):
    _code_is_free(Portfolio, code)
    own = {"parent": parent, "owner": owner, "reporting_currency": reporting_currency}
    portfolio = Portfolio.objects.create(code=code, name=name, created_by=by, **own)
    record("portfolio.created", portfolio, by=by)
    return portfolio


@transaction.atomic
def edit_portfolio(portfolio, *, by, version, **values):
    """Change a portfolio; it may hang below another one, never below itself."""
    _code_is_free(Portfolio, values.get("code", portfolio.code), portfolio)
    above = values.get("parent")
    while above is not None:
        if above.pk == portfolio.pk:
            raise Refused(_("A portfolio cannot hang below itself."), field="parent")
        above = above.parent
    portfolio = change(portfolio, version=version, by=by, **values)
    record("portfolio.edited", portfolio, by=by)
    return portfolio


@transaction.atomic
def archive_portfolio(portfolio, *, by, at):
    """Take an empty portfolio out of sight; what hangs in it is named."""
    portfolio = Portfolio.objects.select_for_update(of=("self",)).get(pk=portfolio.pk)
    inside = [*portfolio.children.filter(archived_at=None), *portfolio.programmes.filter(archived_at=None)]
    inside += portfolio.projects.filter(archived_at=None)
    return _archive(portfolio, "portfolio.archived", inside, by, at)


def _archive(row, act, inside, by, at):
    if inside:
        names = ", ".join(str(each) for each in inside[:5])
        more = _(" and {n} more").format(n=len(inside) - 5) if len(inside) > 5 else ""
        raise Refused(_("It is not empty: {names}{more}.").format(names=names, more=more))
    row.archived_at, row.updated_by = at, by
    row.save(update_fields=["archived_at", "updated_by"])
    record(act, row, by=by)
    return row


@transaction.atomic
def create_programme(portfolio, *, by, code, name, owner=None):
    _code_is_free(Programme, code)
    programme = Programme.objects.create(portfolio=portfolio, code=code, name=name, owner=owner, created_by=by)
    record("programme.created", programme, by=by)
    return programme


@transaction.atomic
def edit_programme(programme, *, by, version, **values):
    _code_is_free(Programme, values.get("code", programme.code), programme)
    programme = change(programme, version=version, by=by, **values)
    record("programme.edited", programme, by=by)
    return programme


@transaction.atomic
def archive_programme(programme, *, by, at):
    """Take an empty programme out of sight; the projects in it are named."""
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    return _archive(programme, "programme.archived", list(programme.projects.filter(archived_at=None)), by, at)
