"""What does the top app set up when the site starts?"""

from django.apps import AppConfig

from portfolio.celery import app as celery_app  # noqa: F401  tasks bind to it on import


class PortfolioConfig(AppConfig):
    name = "portfolio"
