"""What is the floor that knows no app above?"""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "foundation"
