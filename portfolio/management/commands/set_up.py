"""How does an empty site get its organisation and its first administrator?

`manage.py set_up --organisation "City of Example" --currency EUR --zone Europe/Berlin --country DE
--administrator ada@example.org --name "Ada Adeyemi"`

It may be run again: what is there stays, and the administrator gets a new link to set a password.
"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foundation.errors import Refused
from portfolio.services.set_up import House, set_up


class Command(BaseCommand):
    help = "Set up the organisation and its first administrator on an empty site."

    def add_arguments(self, parser):
        parser.add_argument("--organisation", required=True, help="its name")
        parser.add_argument("--currency", required=True, help="reporting currency, such as EUR")
        parser.add_argument("--currencies", default="", help="further currencies, such as USD,GBP")
        parser.add_argument("--zone", default="UTC", help="time zone, such as Europe/Berlin")
        parser.add_argument("--fiscal-month", type=int, default=1, help="first month of the fiscal year")
        parser.add_argument("--country", default="", help="country of the public holidays, such as DE")
        parser.add_argument("--administrator", required=True, help="e-mail address")
        parser.add_argument("--name", default="", help="of the administrator")
        parser.add_argument("--site", default="", help="address of the site, such as https://plumbline.example.org")

    def handle(self, *, site, **asked):
        codes = tuple(code.strip().upper() for code in asked["currencies"].split(",") if code.strip())
        house = House(
            asked["organisation"], asked["currency"].upper(), asked["zone"], asked["fiscal_month"],
            asked["country"].upper(), codes,
        )  # fmt: skip
        try:
            path = set_up(house, email=asked["administrator"], name=asked["name"], today=timezone.localdate())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        except ValidationError as error:
            raise CommandError(f"{asked['administrator']}: {error.messages[0]}") from error
        self.stdout.write(f"{asked['administrator']} sets a password here, once and within three days:")
        self.stdout.write(f"{site.rstrip('/')}{path}")
