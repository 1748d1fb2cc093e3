"""`rathaus catalogue import-ozg | search | check | responsibility | online | editions | source | unit | import | ...`"""

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
from rathaus.modules.catalogue.domain.compare import compare_delivery
from rathaus.modules.catalogue.domain.harvest import harvest
from rathaus.modules.catalogue.domain.import_objects import import_objects, services_in_words
from rathaus.modules.catalogue.domain.map_unit import foreign_units, map_unit
from rathaus.modules.catalogue.domain.reindex import reindex
from rathaus.modules.catalogue.domain.sources import enter_source, find_source
from rathaus.modules.catalogue.enums import SourceKind, SourceLevel
from rathaus.modules.catalogue.exchange import offering
from rathaus.modules.catalogue.exchange.reading import open_delivery
from rathaus.modules.catalogue.management import editions, online, responsibility
from rathaus.standards import xzufi

KINDS = {"new": "neu", "changed": "geändert", "gone": "entfällt"}


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
        responsibility.add_parser(commands)
        online.add_parser(commands)
        editions.add(commands)
        commands.add_parser("reindex", help="den Suchindex vollständig abgleichen")

        source = commands.add_parser("source", help="ein Redaktionssystem eintragen, von dem Texte kommen")
        source.add_argument("slug", help="Kürzel, zum Beispiel redaktion-land")
        source.add_argument("--name", default="")
        source.add_argument("--level", choices=SourceLevel.values, default=SourceLevel.LAND)
        source.add_argument("--kind", choices=SourceKind.values, default=SourceKind.XZUFI)
        source.add_argument("--url", default="", help="Adresse des Bereitstelldienstes")
        mapping = commands.add_parser(
            "unit", help="sagen, welche Stelle einer Quelle eine von uns ist; ohne Kennung: alle zeigen"
        )
        mapping.add_argument("slug", help="Kürzel der Quelle")
        mapping.add_argument("value", nargs="?", default="", help="Kennung der Stelle bei der Quelle")
        mapping.add_argument("unit", nargs="?", default="", help="Kürzel unserer Stelle; ohne: die Zuordnung aufheben")
        taking = commands.add_parser("import", help="eine Lieferung in XZuFi oder aus dem PVOG übernehmen")
        taking.add_argument("file", type=Path)
        taking.add_argument("--source", required=True)
        harvesting = commands.add_parser("harvest", help="abrufen, was eine Quelle geändert hat")
        harvesting.add_argument("slug")
        comparing = commands.add_parser("diff", help="was eine Lieferung ändern würde; ändert nichts")
        comparing.add_argument("file", type=Path)
        comparing.add_argument("--source", required=True)
        comparing.add_argument("--json", action="store_true")
        giving = commands.add_parser("export", help="die eigenen Leistungen als XZuFi schreiben")
        giving.add_argument("file", type=Path)
        giving.add_argument("--xzufi-version", choices=["2.2.0", "2.3.1"], default="2.3.1")
        giving.add_argument("--key", action="append", default=[], help="nur diese Leistung; mehrfach möglich")

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
                 "online": hit.service.online, "level": hit.service.level, "score": hit.score, "keys": list(hit.keys)}
                for hit in found.hits
            ]  # fmt: skip
            body = {
                "query": options["query"],
                "total": found.total,
                "unsure": found.unsure,
                "corrections": found.corrections,
                "hits": hits,
            }
            self.stdout.write(json.dumps(body, ensure_ascii=False, indent=2))
            return
        for hit in found.hits:
            more = f"  (und {len(hit.others)} weitere)" if hit.others else ""
            self.stdout.write(f"{hit.service.key}  {hit.service.name}{more}")
        self.stdout.write(f"{found.total} Treffer")

    def run_check(self, options: dict[str, Any]) -> None:
        result = check(today=clock.today(clock.now()))
        if options["json"]:
            self.stdout.write(json.dumps(asdict(result), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(result.lines()))

    def run_responsibility(self, options: dict[str, Any]) -> None:
        responsibility.run(options, self.stdout.write)

    def run_online(self, options: dict[str, Any]) -> None:
        online.run(options, self.stdout.write)

    def run_reindex(self, _options: dict[str, Any]) -> None:
        changed, removed = reindex()
        self.stdout.write(f"{changed} Leistungen neu im Index, {removed} entfernt.")

    def run_source(self, options: dict[str, Any]) -> None:
        source = enter_source(
            slug=options["slug"],
            name=options["name"],
            level=options["level"],
            kind=options["kind"],
            feed_url=options["url"],
        )
        self.stdout.write(f"Quelle {source.slug} ({source.name}, Ebene {source.get_level_display()}) ist eingetragen.")

    def run_unit(self, options: dict[str, Any]) -> None:
        source = find_source(options["slug"])
        if options["value"]:
            number = map_unit(source=source, value=options["value"], unit=options["unit"], now=clock.now())
            self.stdout.write(f"Zugeordnet: {options['unit'] or 'keine von uns'}. {number} Zuständigkeiten neu eingetragen.")
            return
        found = foreign_units(source)
        if not found:
            self.stdout.write(f"{source.name} nennt noch keine Stellen.")
        for value, name, unit, number in found:
            self.stdout.write(f"{value}  {name}  {f'-> {unit}' if unit else f'{number} Zuständigkeiten'}")

    def run_import(self, options: dict[str, Any]) -> None:
        source = find_source(options["source"])
        delivery = open_delivery(options["file"])
        for finding in delivery.findings:
            self.stderr.write(finding)
        taken = import_objects(source=source, operations=delivery.operations(), now=clock.now(), only_new=delivery.names_only)
        self.stdout.write(f"{delivery.standard}, {delivery.count} Objekte gelesen: {taken.text}")

    def run_harvest(self, options: dict[str, Any]) -> None:
        self.stdout.write(harvest(source=find_source(options["slug"]), now=clock.now()).text)

    def run_diff(self, options: dict[str, Any]) -> None:
        source = find_source(options["source"])
        delivery = open_delivery(options["file"])
        changes = compare_delivery(source=source, operations=delivery.operations(), now=clock.now(), only_new=delivery.names_only)
        if options["json"]:
            self.stdout.write(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2))
            return
        for change in changes:
            parts = f": {', '.join(change.parts)}" if change.parts else ""
            self.stdout.write(f"{change.key}  {KINDS[change.kind]}  {change.name}{parts}")
        self.stdout.write(f"Würde sich ändern: {services_in_words(len(changes))}.")

    def run_export(self, options: dict[str, Any]) -> None:
        losses: list[xzufi.Loss] = []
        header = xzufi.Header(product="Rathaus", maker="Rathaus", created_at=clock.now())
        version = xzufi.Version(options["xzufi_version"])
        with options["file"].open("wb") as file:
            for piece in xzufi.write_transfer(offering.everything(options["key"]), header=header, version=version, losses=losses):
                file.write(piece)
        for loss in losses:
            self.stderr.write(str(loss))
        self.stdout.write(f"{options['file']} geschrieben (XZuFi {version}).")

    def run_editions(self, options: dict[str, Any]) -> None:
        self.stdout.write(editions.run(options))
