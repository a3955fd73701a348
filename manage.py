#!/usr/bin/env python
"""Django's commands, on the local servers where no others are named."""

import os
import sys

from django.core.management import execute_from_command_line

from jenifer import embedded
from jenifer.env import SettingError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jenifer.settings")
    try:
        with embedded.provided():
            execute_from_command_line(sys.argv)
    except (embedded.EmbeddedError, SettingError) as error:
        sys.exit(str(error))
