"""The product's own settings, and one address more: the bare page that every other page is measured against."""

from pathlib import Path

from portfolio.settings import *  # noqa: F403
from portfolio.settings import TEMPLATES

ROOT_URLCONF = "tests.bench.bare"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
