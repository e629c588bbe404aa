"""Which name has this app?"""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
