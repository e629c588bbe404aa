"""Which name has this app?"""

from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "risks"
