"""`python -m bench.answers`, in the environment of an instance with the demonstration city: the share of good answers."""

import os
import sys


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings")
    django.setup()
    from django.conf import settings
    from django.test import Client

    from bench.answers.measure import lines, measure

    host = next((name for name in settings.ALLOWED_HOSTS if name != "*"), "localhost").lstrip(".")
    answers = measure(Client(headers={"host": host}))
    sys.stdout.write("\n".join(lines(answers)) + "\n")
    return 0 if sum(answer.good for answer in answers) >= 0.95 * len(answers) and not any(one.wrong for one in answers) else 1


if __name__ == "__main__":
    sys.exit(main())
