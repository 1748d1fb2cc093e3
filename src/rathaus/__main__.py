"""The command line: `./rathaus COMMAND` runs a management command in the product's environment."""

import os
import sys

UNPREPARED = "In dieser Datenbank steht noch nichts, oder sie gehört zu einer älteren Version. Abhilfe: ./rathaus prepare"
_MISSING = ("no such table", "no such column", "does not exist")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings")
    # imported late: Django reads the settings module named above
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError, ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError) as error:
        if not any(words in str(error) for words in _MISSING):
            raise
        sys.exit(UNPREPARED)


if __name__ == "__main__":
    main()
