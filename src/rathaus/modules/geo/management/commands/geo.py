"""`rathaus geo import-territories FILE | apply-changes [FILE] | install-places FILE | install-demo | address LINE`"""

import tomllib
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rathaus.foundation import clock
from rathaus.foundation.errors import RathausError
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation


class Command(BaseCommand):
    help = "Gebiete, Stadtteile und Straßen: übernehmen und nachsehen"

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        listed = commands.add_parser(
            "import-territories", help="die Liste der Regionalschlüssel (CSV) übernehmen; zweimal ist wie einmal"
        )
        listed.add_argument("file", type=Path)
        listed.add_argument("--day", type=date.fromisoformat, default=None, help="Stand der Liste, wenn ihr Name ihn nicht nennt")
        changes = commands.add_parser(
            "apply-changes", help="Änderungen von Schlüsseln (TOML) übernehmen; ohne Datei die mitgelieferten"
        )
        changes.add_argument("file", type=Path, nargs="?")
        places = commands.add_parser("install-places", help="Stadtteile, Straßen und Flächen (TOML) übernehmen")
        places.add_argument("file", type=Path)
        commands.add_parser("install-demo", help="Stadtteile und Straßen der Vorführstadt")
        address = commands.add_parser("address", help="wo eine Anschrift liegt; sie wird nicht gespeichert")
        address.add_argument("line")
        address.add_argument("--ars", default="", help="Regionalschlüssel der Gemeinde, sonst die eigene")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            getattr(self, "run_" + options["command"].replace("-", "_"))(options)
        except RathausError as error:
            raise CommandError(str(error)) from error

    def run_import_territories(self, options: dict[str, Any]) -> None:
        done = geo.import_territories(path=options["file"], day=options["day"], now=clock.now())
        self.stdout.write(
            f"Stand {done.day:%d.%m.%Y}: {done.rows} Zeilen, {done.territories} Gebiete: {done.created} neu, "
            f"{done.changed} geändert, {done.unchanged} unverändert, {done.gone} beendet."
        )

    def run_apply_changes(self, options: dict[str, Any]) -> None:
        given = {"path": options["file"]} if options["file"] else {}
        self.stdout.write(f"{geo.apply_changes(now=clock.now(), **given)} Nachfolgen neu.")

    def run_install_places(self, options: dict[str, Any]) -> None:
        try:
            data = tomllib.loads(options["file"].read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise CommandError(f"{options['file']} lässt sich nicht lesen: {error}. Prüfen Sie Pfad und Schreibweise.") from error
        self._installed(geo.install_places(data=data, now=clock.now()))

    def run_install_demo(self, _options: dict[str, Any]) -> None:
        self._installed(geo.install_demo(now=clock.now()))

    def _installed(self, done: Any) -> None:
        self.stdout.write(
            f"{done.districts} Stadtteile, {done.streets} Straßen, {done.ranges} Hausnummernbereiche, {done.areas} Flächen."
        )

    def run_address(self, options: dict[str, Any]) -> None:
        ars = options["ars"] or organisation.main_authority().ars
        found = geo.locate(options["line"], ars=ars, day=clock.today(clock.now()))
        if found.problem:
            raise CommandError(
                f"Nicht gefunden ({found.problem}). Gemeint vielleicht: {', '.join(found.suggestions) or 'nichts Ähnliches'}"
            )
        names = geo.get_names(found.place.area_ids)
        self.stdout.write(
            f"{found.place.street}: Stadtteil {found.place.district}, Flächen: {', '.join(sorted(names.values())) or '-'}"
        )
