"""Which addresses does the site have? Everybody downwards is included here."""

from django.urls import include, path

from portfolio import import_routes
from portfolio.views.figures import open_figure, open_shared_figure
from portfolio.views.styleguide import styleguide

own = []
figures = [
    path("figures/<uuid:project_id>/<str:key>/", open_figure, name="open"),
    path("figures/<slug:scope>/<str:key>/", open_shared_figure, name="open"),
]

urlpatterns = [
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
