"""`rathaus inquiries install [FILE]`: what the city promises for which kind of inquiry."""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from rathaus.foundation import clock
from rathaus.foundation.errors import RathausError
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.servicecentre import public as servicecentre


class Command(BaseCommand):
    help = "Richtet das Kontaktformular ein: Arten von Anfragen, Fristen, Stellen, Datenschutzhinweis."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        install = actions.add_parser("install", help="eine Datei (TOML) übernehmen; in der Vorführung geht es ohne Datei")
        install.add_argument("file", type=Path, nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        file: Path | None = options["file"]
        if file is None and not settings.RATHAUS_DEMO:
            raise CommandError("Nennen Sie Ihre Datei. Wie sie aussieht, steht in docs/kochbuch/kontakt.md.")
        try:
            data = servicecentre.demo_setup() if file is None else tomllib.loads(file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise CommandError(f"{file} lässt sich nicht lesen: {error}. Prüfen Sie Pfad und Schreibweise.") from error
        try:
            row = servicecentre.install_setup(data=data, actor=SYSTEM, now=clock.now())
        except RathausError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Kontaktformular eingerichtet: Version {row.version}, gültig ab {row.valid_from:%d.%m.%Y}")
