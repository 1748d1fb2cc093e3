"""`rathaus catalogue import-ozg FOLDER | install-demo | search QUERY [--json] | check [--json] | reindex`

and `rathaus catalogue editions KEY [--diff A B]`.
"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rathaus.foundation import clock
from rathaus.foundation.errors import RathausError
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.catalogue.check import check
from rathaus.modules.catalogue.domain.reindex import reindex
from rathaus.modules.catalogue.management import editions


class Command(BaseCommand):
    help = "Leistungskatalog: übernehmen, durchsuchen, prüfen"

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        ozg = commands.add_parser("import-ozg", help="ozg_services.csv und leika_services.csv übernehmen")
        ozg.add_argument("folder", type=Path)
        commands.add_parser("install-demo", help="die beschriebenen Leistungen der Demonstrationsstadt einrichten")
        search = commands.add_parser("search", help="suchen wie auf der Seite")
        search.add_argument("query")
        search.add_argument("--json", action="store_true")
        search.add_argument("--limit", type=int, default=10)
        checks = commands.add_parser("check", help="was der Katalog sagt und was ihm fehlt")
        checks.add_argument("--json", action="store_true")
        editions.add(commands)
        commands.add_parser("reindex", help="den Suchindex vollständig abgleichen")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            getattr(self, "run_" + options["command"].replace("-", "_"))(options)
        except RathausError as error:
            raise CommandError(str(error)) from error

    def run_import_ozg(self, options: dict[str, Any]) -> None:
        done = catalogue.import_ozg(folder=options["folder"], now=clock.now())
        self.stdout.write(
            f"{done.services} Leistungen in {done.ozg_services} OZG-Leistungen und {done.life_events} Lebenslagen: "
            f"{done.created} neu, {done.changed} geändert, {done.unchanged} unverändert, {done.gone} beendet."
        )

    def run_install_demo(self, _options: dict[str, Any]) -> None:
        self.stdout.write(f"{catalogue.install_demo(now=clock.now())} Leistungen eingerichtet oder geändert.")

    def run_search(self, options: dict[str, Any]) -> None:
        found = catalogue.find(options["query"], limit=options["limit"])
        if options["json"]:
            hits = [
                {"key": hit.service.key, "name": hit.service.name, "url": hit.service.url, "described": hit.service.described,
                 "online": bool(hit.service.online_slug), "level": hit.service.level, "score": hit.score}
                for hit in found.hits
            ]  # fmt: skip
            body = {"query": options["query"], "total": found.total, "corrections": found.corrections, "hits": hits}
            self.stdout.write(json.dumps(body, ensure_ascii=False, indent=2))
            return
        for hit in found.hits:
            self.stdout.write(f"{hit.service.key}  {hit.service.name}")
        self.stdout.write(f"{found.total} Treffer")

    def run_check(self, options: dict[str, Any]) -> None:
        result = check(today=clock.today(clock.now()))
        if options["json"]:
            self.stdout.write(json.dumps(asdict(result), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(result.lines()))

    def run_reindex(self, _options: dict[str, Any]) -> None:
        changed, removed = reindex()
        self.stdout.write(f"{changed} Leistungen neu im Index, {removed} entfernt.")

    def run_editions(self, options: dict[str, Any]) -> None:
        self.stdout.write(editions.run(options))
