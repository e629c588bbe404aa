#!/usr/bin/env python3
"""How does a person run one command of the site?"""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
