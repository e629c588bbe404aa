"""What must be done before the demo can serve its first page?

Migrations, static files, and the demo's data when there is none yet. Each does nothing when there
is nothing to do, so it runs at every start, and an update of the checkout needs no further step.
"""

import os

import django
from django.core.management import call_command

STEPS = (("migrate", {"interactive": False}), ("collectstatic", {"interactive": False}), ("demo", {}))


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
    django.setup()
    for command, options in STEPS:
        print(f"--- {command}", flush=True)
        call_command(command, verbosity=1, **options)


if __name__ == "__main__":
    prepare()
