"""Where does a portfolio file come in, and where does a person find what came?"""

from django.urls import path

from portfolio.views import imports

_ONE = "portfolio/<uuid:portfolio_id>/imports/<uuid:object_id>/"

routes = [
    path("portfolio/imports/", imports.list_imports, name="import_list"),
    path("portfolio/imports/new/", imports.choose_portfolio, name="import_choose"),
    path("portfolio/<uuid:portfolio_id>/imports/new/", imports.upload_file, name="import_upload"),
    path(_ONE, imports.open_import, name="import_open"),
    path(f"{_ONE}columns/", imports.map_columns, name="import_map"),
    path(f"{_ONE}run/", imports.run_import, name="import_run"),
    path(f"{_ONE}projects/", imports.list_projects, name="import_projects"),
    path(f"{_ONE}undo/", imports.undo_import, name="import_undo"),
    path(f"{_ONE}file/", imports.download_file, name="import_file"),
]
