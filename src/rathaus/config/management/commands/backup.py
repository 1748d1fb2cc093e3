"""`rathaus backup FOLDER`: while everything runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from rathaus.config.backup import writing
from rathaus.foundation import clock


class Command(BaseCommand):
    help = "Sichert Datenbank, Dateien und Schlüssel im laufenden Betrieb in einen neuen Ordner."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="neuer oder leerer Ordner")

    def handle(self, *, folder: Path, **_options: Any) -> None:
        manifest = writing.write(folder.resolve(), now=clock.now())
        self.stdout.write(
            f"Gesichert: Datenbank, {manifest['blobs']} Dateien, {manifest['keys']} Schlüssel in {folder}.\n"
            f"Bewahren Sie {folder}/keys getrennt vom Rest auf: Wer beides hat, hat alles."
        )
