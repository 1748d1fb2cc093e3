"""Acts of a web process: `python -m tests.foundation.tasks.killapp.drive NAME COUNT` writes traces and publishes, one by one."""

import datetime as dt
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from rathaus.foundation.events import public as events  # noqa: E402
from tests.foundation.events.factories import Opened  # noqa: E402
from tests.foundation.tasks.killapp.models import Trace  # noqa: E402


def main(name, count):
    now = dt.datetime.now(dt.UTC)
    for number in range(count):
        thing = f"{name}-{number % 7}"
        with transaction.atomic():
            Trace.objects.create(kind="act", thing=thing)
            events.publish(Opened(thing), aggregate=("thing", thing), now=now)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
