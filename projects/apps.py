"""Which name has this app?"""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
