"""`rathaus organisation install FILE` and `rathaus organisation reorganise UNIT SUCCESSOR DATE`."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rathaus.foundation import clock
from rathaus.foundation.errors import RathausError
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.organisation import public as organisation


class Command(BaseCommand):
    help = "Richtet Behörden, Einheiten, Stellen und Personen ein oder legt Einheiten zusammen."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        install = actions.add_parser("install", help="eine Organisationsdatei (TOML) übernehmen; zweimal schadet nicht")
        install.add_argument("file", type=Path)
        change = actions.add_parser("reorganise", help="eine Einheit geht an einem Tag in einer anderen auf")
        change.add_argument("unit")
        change.add_argument("successor")
        change.add_argument("date", type=dt.date.fromisoformat, help="der erste Tag der Nachfolge, zum Beispiel 2027-01-01")
        change.add_argument("--authority", default=None, help="Kürzel der Behörde, wenn es mehrere gibt")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        try:
            (self._install if options["action"] == "install" else self._reorganise)(options)
        except RathausError as error:
            raise CommandError(str(error)) from error

    def _install(self, options: dict[str, Any]) -> None:
        try:
            data = tomllib.loads(options["file"].read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise CommandError(f"{options['file']} lässt sich nicht lesen: {error}. Prüfen Sie Pfad und Schreibweise.") from error
        done = organisation.install_organisation(data, now=clock.now())
        print(f"{done.authorities} Behörden, {done.units} Einheiten, {done.posts} Stellen, {done.persons} Personen.")

    def _reorganise(self, options: dict[str, Any]) -> None:
        unit, successor = (organisation.find_unit(options[key], authority=options["authority"]) for key in ("unit", "successor"))
        organisation.reorganise(unit_id=unit.id, successor_id=successor.id, on=options["date"], actor=SYSTEM, now=clock.now())
        print(f"{unit.name} geht am {options['date']:%d.%m.%Y} über in: {successor.name}")
