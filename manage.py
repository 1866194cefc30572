"""Django's entry, for those who know `manage.py`; everybody else uses the command `kithkin`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithkin.project.settings")
    execute_from_command_line(sys.argv)
