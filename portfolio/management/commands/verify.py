"""Does everything that must agree agree? `manage.py verify [--demo] [--json]`; exit code 1 when something does not."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portfolio.models import Health, ProjectFacts
from portfolio.queries.verification import Finding, verify
from portfolio.services import refresh_touched


class Command(BaseCommand):
    help = "Check every reconciliation, the chain of acts and the causes of red projects."

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="also: the demo has projects in every health")
        parser.add_argument("--json", action="store_true", help="the findings as JSON")

    def handle(self, *args, **options):
        refresh_touched(now=timezone.now())
        found = verify() + (demo() if options["demo"] else [])
        self.stdout.write(as_json(found) if options["json"] else as_text(found))
        wrong = [finding.name for finding in found if finding.rows]
        if wrong:
            raise CommandError(f"not sound: {', '.join(wrong)}")


def demo():
    """A demo without trouble, or without calm, shows nothing."""
    seen = set(ProjectFacts.objects.values_list("health", flat=True))
    missing = tuple(code for code in (Health.ON_TRACK, Health.AT_RISK, Health.OFF_TRACK) if code not in seen)
    return [Finding("healths missing in the demo", len(missing), tuple(map(str, missing)))]


def as_json(found):
    rows = [{"name": f.name, "rows": f.rows, "first": list(f.first)} for f in found]
    return json.dumps({"sound": not any(f.rows for f in found), "findings": rows}, ensure_ascii=False, indent=2)


def as_text(found):
    lines = []
    for finding in found:
        lines.append(f"{'ok  ' if not finding.rows else 'BAD '} {finding.name}: {finding.rows}")
        lines.extend(f"       {row}" for row in finding.first)
    return "\n".join(lines)
