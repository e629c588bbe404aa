"""Which addresses does this app have?"""

from budgets import routes_cases, routes_money

app_name = "budgets"
urlpatterns = [*routes_money.routes, *routes_cases.routes]
