"""How is the database brought up to date? As Django does it, without its needless redrawing."""

from django.core.management.commands import migrate

from foundation.migrating import drawn_once_per_run


class Command(migrate.Command):
    def handle(self, *args, **options):
        with drawn_once_per_run():
            return super().handle(*args, **options)
