"""Which projects may this person see, and what may he do there? The one gate.

`require(permission)` finds the project among those visible to the person (else 404), asks the
table of rights (else 403), hands the project to the view and marks the view. Children are loaded
only through their project, so an id of another project is a missing id.
"""

from dataclasses import dataclass, field
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from foundation.access import Mark
from foundation.accounts.rights import RIGHTS, Role
from projects.models import Portfolio, Project, RoleAssignment


@dataclass(frozen=True)
class Grants:
    """What one person holds today: role names by scope; portfolios already include their descendants."""

    organisation: frozenset[str] = frozenset()
    portfolios: dict[int, frozenset[str]] = field(default_factory=dict)
    programmes: dict[int, frozenset[str]] = field(default_factory=dict)
    projects: dict[int, frozenset[str]] = field(default_factory=dict)

    def roles_on(self, project):
        held = set(self.organisation)
        held |= self.portfolios.get(project.portfolio_id, frozenset())
        held |= self.programmes.get(project.programme_id, frozenset())
        held |= self.projects.get(project.pk, frozenset())
        return held

    def roles_anywhere(self):
        scopes = (self.portfolios, self.programmes, self.projects)
        return set(self.organisation).union(*(roles for scope in scopes for roles in scope.values()))


def _grows(into, key, role):
    into[key] = into.get(key, frozenset()) | {role}


def _with_descendants(portfolios):
    """Roles held on a portfolio hold on every portfolio below it."""
    if not portfolios:
        return portfolios
    parents = dict(Portfolio.objects.values_list("pk", "parent_id"))
    full = {}
    for pk in parents:
        above, held = pk, frozenset()
        while above is not None:
            held, above = held | portfolios.get(above, frozenset()), parents.get(above)
        if held:
            full[pk] = held
    return full


def grants_of(user, *, on=None):
    """The person's grants on the day `on`; read once per request and kept on the user object."""
    if not user.is_authenticated or not user.is_active:
        return Grants()
    kept = getattr(user, "_grants", None)
    if kept is not None and on is None:
        return kept
    organisation, portfolios, programmes, projects = set(), {}, {}, {}
    rows = RoleAssignment.objects.filter(person__user=user, days__contains=on or timezone.localdate())
    for role, portfolio, programme, project in rows.values_list("role", "portfolio", "programme", "project"):
        if project is not None:
            _grows(projects, project, role)
        elif programme is not None:
            _grows(programmes, programme, role)
        elif portfolio is not None:
            _grows(portfolios, portfolio, role)
        else:
            organisation.add(role)
    user._grants = Grants(frozenset(organisation), _with_descendants(portfolios), programmes, projects)
    return user._grants


def _granting(scope, permission):
    return [pk for pk, roles in scope.items() if permission is None or _any_grants(roles, permission)]


def _any_grants(roles, permission):
    return any(permission in RIGHTS[Role(role)] for role in roles)


# a role that opens no project at all (the administrator's) makes none visible
_SEES_PROJECTS = "project.view"


def visible_to(user, permission=_SEES_PROJECTS):
    """The projects on which the person holds `permission` (default: may see them at all)."""
    grants = grants_of(user)
    if may_everywhere(user, permission):
        return Project.objects.filter(archived_at__isnull=True)
    where = (
        Q(portfolio__in=_granting(grants.portfolios, permission))
        | Q(programme__in=_granting(grants.programmes, permission))
        | Q(pk__in=_granting(grants.projects, permission))
    )
    return Project.objects.filter(where, archived_at__isnull=True)


def held_as(user, role):
    """The projects on which the person holds this role itself, on the project or in a scope around it."""
    grants = grants_of(user)
    if role in grants.organisation:
        return Project.objects.filter(archived_at__isnull=True)
    portfolios, programmes, projects = (
        [pk for pk, roles in scope.items() if role in roles]
        for scope in (grants.portfolios, grants.programmes, grants.projects)
    )
    where = Q(portfolio__in=portfolios) | Q(programme__in=programmes) | Q(pk__in=projects)
    return Project.objects.filter(where, archived_at__isnull=True)


def may_everywhere(user, permission):
    """Does the person hold `permission` in the whole organisation?"""
    return _any_grants(grants_of(user).organisation, permission)


def covers(user, permission, narrower):
    """Does the person hold `permission` wherever he holds `narrower`, as far as his roles say? Asks no row."""
    grants = grants_of(user)
    if may_everywhere(user, permission):
        return True
    if may_everywhere(user, narrower):
        return False
    scopes = (grants.portfolios, grants.programmes, grants.projects)
    return all(set(_granting(scope, narrower)) <= set(_granting(scope, permission)) for scope in scopes)


def portfolios_visible_to(user, permission="portfolio.view"):
    """The portfolios in which the person holds `permission`, on the portfolio or on a project inside."""
    grants = grants_of(user)
    if may_everywhere(user, permission):
        return Portfolio.objects.filter(archived_at__isnull=True)
    where = (
        Q(pk__in=_granting(grants.portfolios, permission))
        | Q(programmes__in=_granting(grants.programmes, permission))
        | Q(projects__in=_granting(grants.projects, permission))
    )
    return Portfolio.objects.filter(where, archived_at__isnull=True).distinct()


def whole_portfolios(user, permission):
    """The portfolios in which the person holds `permission` on the whole portfolio: what `require_portfolio` opens."""
    grants = grants_of(user)
    rows = Portfolio.objects.filter(archived_at__isnull=True)
    if may_everywhere(user, permission):
        return rows
    return rows.filter(pk__in=_granting(grants.portfolios, permission))


def may(user, permission, project):
    """Does the person hold `permission` on this project?"""
    return _any_grants(grants_of(user).roles_on(project), permission)


def may_in_portfolio(user, permission, portfolio):
    """Does the person hold `permission` on the whole portfolio (not only on a project inside)?"""
    grants = grants_of(user)
    held = grants.organisation | grants.portfolios.get(portfolio.pk, frozenset())
    return _any_grants(held, permission)


def may_anywhere(user, permission):
    """Does the person hold `permission` in any scope?"""
    return _any_grants(grants_of(user).roles_anywhere(), permission)


SHOWN_WITH = ("portfolio", "programme", "currency", "manager", "sponsor")  # what pages say of their project


def require(permission, *, of=None):
    """Gate of a project page: `view(request, project)`, or `view(request, project, child)` with `of=Model`.

    The address gives `project_id` and, with `of`, `object_id` (both public ids). 404 for what the
    person cannot see, 403 for a permission that he lacks on a project that he sees.
    """

    def decorate(view):
        @wraps(view)
        def entry(request, project_id, object_id=None, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            projects = visible_to(request.user).select_related(*SHOWN_WITH)
            project = get_object_or_404(projects, public_id=project_id)
            if not may(request.user, permission, project):
                raise PermissionDenied
            if of is None:
                return view(request, project, **kwargs)
            return view(request, project, child_of(project, of, object_id), **kwargs)

        entry.mark = Mark("project", permission, of)
        return entry

    return decorate


def child_of(project, model, public_id):
    """The row of `model` with this public id inside `project`, else 404 as if it did not exist."""
    return get_object_or_404(model, public_id=public_id, **{model.PROJECT_PATH: project.pk})


def require_portfolio(permission):
    """Gate of a page of one portfolio: `view(request, portfolio)`; the address gives `portfolio_id`."""

    def decorate(view):
        @wraps(view)
        def entry(request, portfolio_id, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            seen = Portfolio.objects.filter(public_id=portfolio_id, archived_at__isnull=True).first()
            if seen is None or not portfolios_visible_to(request.user).filter(pk=seen.pk).exists():
                raise Http404
            if not may_in_portfolio(request.user, permission, seen):
                raise PermissionDenied
            return view(request, seen, **kwargs)

        entry.mark = Mark("portfolio", permission)
        return entry

    return decorate


def require_anywhere(permission):
    """Gate of a page without a project: the permission in any scope; the view shows `visible_to` rows."""

    def decorate(view):
        @wraps(view)
        def entry(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may_anywhere(request.user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        entry.mark = Mark("anywhere", permission)
        return entry

    return decorate


def people_with(permission, project):
    """Users who hold `permission` on the project today: whom to ask for a decision."""
    from_roles = [role.value for role, held in RIGHTS.items() if permission in held]
    above = [project.portfolio_id]
    parents = dict(Portfolio.objects.values_list("pk", "parent_id"))
    while parents.get(above[-1]):
        above.append(parents[above[-1]])
    everywhere = Q(portfolio=None, programme=None, project=None)
    where = everywhere | Q(portfolio__in=above) | Q(project=project)
    if project.programme_id:
        where |= Q(programme=project.programme_id)
    rows = RoleAssignment.objects.filter(where, role__in=from_roles, days__contains=timezone.localdate())
    return [row.person.user for row in rows.select_related("person__user") if row.person.user_id]
