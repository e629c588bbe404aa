"""The tree of portfolios and programmes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from foundation.layout import form_status
from projects import services
from projects.access import may_anywhere, may_in_portfolio, require_anywhere, require_portfolio
from projects.forms.people import PortfolioForm, ProgrammeForm
from projects.models import Programme
from projects.queries.projects import portfolio_tree


@require_anywhere(Permission.PORTFOLIO_VIEW)
def portfolio_list(request):
    rows = [
        {"portfolio": row, "depth": depth, "programmes": inside, "can_edit": _may_edit(request.user, row)}
        for row, depth, inside in portfolio_tree(request.user)
    ]
    context = {"rows": rows, "can_create": may_anywhere(request.user, Permission.PORTFOLIO_EDIT)}
    return render(request, "projects/portfolios.html", context)


def _may_edit(user, portfolio):
    return may_in_portfolio(user, Permission.PORTFOLIO_EDIT, portfolio)


def _form(request, form, title, **context):
    context |= {"form": form, "title": title}
    return render(request, "projects/tree_form.html", context, status=form_status(form))


@require_anywhere(Permission.PORTFOLIO_EDIT)
def portfolio_add(request):
    form = PortfolioForm(request.POST or None, user=request.user)
    if form.is_valid() and form.takes(lambda **said: services.create_portfolio(by=request.user, **said)):
        messages.success(request, _("{name} is there.").format(name=form.result))
        return redirect("projects:portfolio_list")
    return _form(request, form, _("New portfolio"))


@require_portfolio(Permission.PORTFOLIO_EDIT)
def portfolio_edit(request, portfolio):
    form = PortfolioForm(request.POST or None, instance=portfolio, user=request.user)
    if form.is_valid() and form.takes(lambda **said: services.edit_portfolio(portfolio, by=request.user, **said)):
        messages.success(request, _("{name} is saved.").format(name=form.result))
        return redirect("projects:portfolio_list")
    return _form(request, form, portfolio.name, portfolio=portfolio)


@require_portfolio(Permission.PORTFOLIO_EDIT)
@require_POST
def portfolio_archive(request, portfolio):
    services.archive_portfolio(portfolio, by=request.user, at=timezone.now())
    messages.success(request, _("{name} is in the archive.").format(name=portfolio))
    return redirect("projects:portfolio_list")


@require_portfolio(Permission.PORTFOLIO_EDIT)
def programme_add(request, portfolio):
    form = ProgrammeForm(request.POST or None)
    if form.is_valid() and form.takes(lambda **said: services.create_programme(portfolio, by=request.user, **said)):
        messages.success(request, _("{name} is there.").format(name=form.result))
        return redirect("projects:portfolio_list")
    return _form(request, form, _("New programme in {portfolio}").format(portfolio=portfolio))


def _programme(portfolio, public_id):
    return get_object_or_404(Programme, portfolio=portfolio, public_id=public_id, archived_at=None)


@require_portfolio(Permission.PORTFOLIO_EDIT)
def programme_edit(request, portfolio, programme_id):
    programme = _programme(portfolio, programme_id)
    form = ProgrammeForm(request.POST or None, instance=programme)
    if form.is_valid() and form.takes(lambda **said: services.edit_programme(programme, by=request.user, **said)):
        messages.success(request, _("{name} is saved.").format(name=form.result))
        return redirect("projects:portfolio_list")
    return _form(request, form, programme.name, portfolio=portfolio, programme=programme)


@require_portfolio(Permission.PORTFOLIO_EDIT)
@require_POST
def programme_archive(request, portfolio, programme_id):
    programme = _programme(portfolio, programme_id)
    services.archive_programme(programme, by=request.user, at=timezone.now())
    messages.success(request, _("{name} is in the archive.").format(name=programme))
    return redirect("projects:portfolio_list")
