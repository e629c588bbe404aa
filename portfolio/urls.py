"""Which addresses does the site have? Everybody downwards is included here."""

from django.urls import include, path, register_converter

from portfolio import import_routes
from portfolio.views import audit, decisions, home, palette, projects, reports, settings, status
from portfolio.views.figures import open_figure, open_shared_figure
from portfolio.views.refusals import bad_request
from portfolio.views.styleguide import styleguide
from portfolio.views.table import delete_view, save_view, table


class ManyProjects:
    """The scope of a figure over many projects: `all`, or `portfolio:<public id>`."""

    regex = "all|portfolio:[0-9a-f]{8}-[0-9a-f-]{27}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return str(value)


register_converter(ManyProjects, "many_projects")

handler400 = bad_request
_PROJECT = "projects/<uuid:project_id>/"
own = [
    path("portfolio/", table, name="table"),
    path("portfolio/views/", save_view, name="view_save"),
    path("portfolio/views/<uuid:object_id>/delete/", delete_view, name="view_delete"),
    path("portfolio/home/", home.executive, name="executive"),
    path("portfolio/<uuid:portfolio_id>/", home.portfolio, name="portfolio"),
    path("portfolio/<uuid:portfolio_id>/report/", reports.status_report, name="status_report"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("audit/", audit.listed, name="audit"),
    path("audit/checks/", audit.checks, name="checks"),
    path("-/live", status.live, name="live"),
    path("-/ready", status.is_ready, name="ready"),
    path("-/status", status.status, name="status"),
    path(_PROJECT, projects.overview, name="overview"),
    path(_PROJECT + "head/", projects.head, name="head"),
    path(_PROJECT + "history/", projects.history, name="history"),
    path(_PROJECT + "readiness/", projects.readiness, name="readiness"),
    path(_PROJECT + "move/<slug:to>/", projects.move, name="move"),
    path(_PROJECT + "decide/<slug:to>/", projects.decide, name="decide"),
    path(_PROJECT + "health/", projects.override, name="override"),
    path(_PROJECT + "health/<uuid:object_id>/end/", projects.override_end, name="override_end"),
]
figures = [
    path("figures/<uuid:project_id>/<str:key>/", open_figure, name="open"),
    path("figures/<many_projects:scope>/<str:key>/", open_shared_figure, name="open"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("settings/", settings.settings, name="settings"),
    path("palette/", palette.palette, name="palette"),
    path("styleguide/", styleguide, name="styleguide"),
    path("jobs/", include("foundation.jobs.urls")),
    path("", include("foundation.accounts.urls")),
    path("", include(([*own, *import_routes.routes], "portfolio"))),
    path("", include((figures, "figures"))),
    path("", include("projects.urls")),
    path("", include("staffing.urls")),
    path("", include("budgets.urls")),
    path("", include("risks.urls")),
    path("", include("reports.urls")),
]
