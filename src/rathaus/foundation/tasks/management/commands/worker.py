"""`rathaus worker`: events, audit, mail, tasks and the schedule in one process."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from rathaus.foundation.tasks.worker import Worker


class Command(BaseCommand):
    help = "Startet die Hintergrundarbeit: Ereignisse, Protokoll, E-Mail, Aufgaben, Zeitplan. Ende mit Strg+C oder SIGTERM."

    requires_system_checks = []  # a start must not fail on what `rathaus check` shows the operator

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--task-threads", type=int, default=2, help="gleichzeitige Aufgaben (Standard: 2)")

    def handle(self, *, task_threads: int, **_options: Any) -> None:
        sys.exit(Worker(task_threads=task_threads).run())
