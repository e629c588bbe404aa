"""Which name has this app?"""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "budgets"
