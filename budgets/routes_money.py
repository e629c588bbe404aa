"""Which addresses do budgets, ledger, forecasts and baselines have?"""

from django.urls import path

from budgets.views import actuals, baselines, budgets, forecasts, home, ledger, organisation, overview, reserves

P = "projects/<uuid:project_id>/"
ONE = "<uuid:object_id>/"

routes = [
    path("finance/", home.home, name="home"),
    path("finance/figures/<str:key>/", home.total, name="total"),
    path("finance/rates/", organisation.rates, name="rates"),
    path("finance/rates/add/", organisation.add_rate, name="rate_add"),
    path("finance/periods/", organisation.periods, name="periods"),
    path(f"finance/periods/{ONE}move/", organisation.period_move, name="period_move"),
    path("finance/categories/", organisation.categories, name="categories"),
    path("finance/categories/add/", organisation.add_category, name="category_add"),
    path(f"{P}budget/", overview.overview, name="overview"),
    path(f"{P}budget/panel/", overview.panel, name="panel"),
    path(f"{P}budget/versions/", budgets.versions, name="versions"),
    path(f"{P}budget/versions/add/", budgets.add_version, name="version_add"),
    path(f"{P}budget/versions/{ONE}", budgets.version, name="version"),
    path(f"{P}budget/versions/{ONE}submit/", budgets.submit_version, name="version_submit"),
    path(f"{P}budget/versions/{ONE}approve/", budgets.approve_version, name="version_approve"),
    path(f"{P}budget/versions/{ONE}return/", budgets.return_version, name="version_return"),
    path(f"{P}budget/versions/{ONE}funding/", budgets.receive_funding, name="version_fund"),
    path(f"{P}budget/versions/{ONE}lines/add/", budgets.add_line, name="line_add"),
    path(f"{P}budget/versions/{ONE}lines/spread/", budgets.spread_lines, name="lines_spread"),
    path(f"{P}budget/lines/{ONE}edit/", budgets.edit_line, name="line_edit"),
    path(f"{P}budget/lines/{ONE}delete/", budgets.delete_line, name="line_delete"),
    path(f"{P}budget/reserves/", reserves.reserves, name="reserves"),
    path(f"{P}budget/reserves/set/", reserves.set_reserve, name="reserve_set"),
    path(f"{P}budget/reserves/{ONE}move/", reserves.move_reserve, name="reserve_move"),
    path(f"{P}budget/ledger/", ledger.ledger, name="ledger"),
    path(f"{P}budget/ledger/post/", ledger.post_entry, name="entry_post"),
    path(f"{P}budget/ledger/timesheets/", ledger.post_timesheets, name="timesheets_post"),
    path(f"{P}budget/ledger/import/", actuals.choose_file, name="actuals_choose"),
    path(f"{P}budget/ledger/import/template/", actuals.template_file, name="actuals_template"),
    path(f"{P}budget/ledger/import/<str:token>/", actuals.preview, name="actuals_preview"),
    path(f"{P}budget/ledger/import/<str:token>/confirm/", actuals.confirm, name="actuals_confirm"),
    path(f"{P}budget/ledger/import/<str:token>/give-up/", actuals.give_up, name="actuals_give_up"),
    path(f"{P}budget/ledger/{ONE}", ledger.entry, name="entry"),
    path(f"{P}budget/ledger/{ONE}reverse/", ledger.reverse_entry, name="entry_reverse"),
    path(f"{P}budget/forecasts/", forecasts.forecasts, name="forecasts"),
    path(f"{P}budget/forecasts/add/", forecasts.add_forecast, name="forecast_add"),
    path(f"{P}budget/earned-value/", forecasts.earned, name="earned"),
    path(f"{P}budget/earned-value/snapshot/", forecasts.take_snapshot, name="snapshot_take"),
    path(f"{P}baselines/{ONE}money/", baselines.baseline, name="baseline"),
    path(f"{P}baselines/{ONE}approve/", baselines.approve_baseline, name="baseline_approve"),
    path(f"{P}baselines/{ONE}check/", baselines.check_baseline, name="baseline_check"),
]
