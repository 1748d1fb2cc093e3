"""The command line: `./rathaus COMMAND` runs a management command in the product's environment."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings")
    # imported late: Django reads the settings module named above
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
