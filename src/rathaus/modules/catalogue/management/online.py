"""`rathaus catalogue online list | add FILE | check | sender SLUG | report SLUG`: online services of others."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db.models import Q

from rathaus.foundation import clock
from rathaus.modules.catalogue.domain import online_services as online
from rathaus.modules.catalogue.domain.check_links import collect_links
from rathaus.modules.catalogue.domain.project_online import without_address
from rathaus.modules.catalogue.domain.take_status import enter_sender
from rathaus.modules.catalogue.models import OnlineService, Responsibility, Service, Source
from rathaus.modules.catalogue.online.entries import shown

Write = Callable[[str], object]


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("online", help="Onlinedienste anderer eintragen und prüfen")
    acts = parser.add_subparsers(dest="act", required=True)
    listing = acts.add_parser("list", help="alle, mit Anbieter und Herkunft")
    listing.add_argument("--json", action="store_true")
    adding = acts.add_parser("add", help="eine Datei (TOML) übernehmen; zweimal ist wie einmal")
    adding.add_argument("file", type=Path)
    checking = acts.add_parser("check", help="was fehlt: Bedeutung von Parametern, Adressen, Leistungen, Erreichbarkeit")
    checking.add_argument("--strict", action="store_true", help="mit Fehler enden, wenn etwas fehlt")
    sending = acts.add_parser("sender", help="einen Anbieter eintragen, der den Stand meldet")
    sending.add_argument("slug")
    sending.add_argument("--name", required=True)
    sending.add_argument("--key", required=True, help="öffentlicher Ed25519-Schlüssel, Base64")
    reporting = acts.add_parser("report", help="festlegen, wer den Stand eines Onlinedienstes meldet")
    reporting.add_argument("slug", help="Kürzel des Onlinedienstes")
    reporting.add_argument("sender", nargs="?", default="", help="Kürzel des Absenders; leer: niemand mehr")


def run(options: dict[str, Any], write: Write) -> None:
    now = clock.now()
    match options["act"]:
        case "list":
            _list(write, as_json=options["json"])
        case "add":
            _add(options["file"], write)
        case "check":
            lines = findings()
            write("\n".join(lines) or "Es fehlt nichts.")
            if lines and options["strict"]:
                raise CommandError(f"{len(lines)} Befunde. Das Kochbuch sagt, was zu tun ist.")
        case "sender":
            enter_sender(slug=options["slug"], name=options["name"], public_key=options["key"], now=now)
            write(f"{options['slug']} ist eingetragen. Meldungen gehen an /onlinedienste/stand/{options['slug']}/.")
        case "report":
            online.report_status(slug=options["slug"], sender=options["sender"], now=now)
            write(f"{options['slug']}: {options['sender'] or 'niemand'} meldet den Stand.")


def _list(write: Write, *, as_json: bool) -> None:
    rows = OnlineService.objects.select_related("sender")
    if as_json:
        said = [
            {"slug": row.slug, "name": row.name, "provider": row.provider, "url": row.url, "origin": row.origin,
             "valid_from": row.valid_from.isoformat() if row.valid_from else None,
             "valid_until": row.valid_until.isoformat() if row.valid_until else None,
             "sender": row.sender.slug if row.sender else None}
            for row in rows
        ]  # fmt: skip
        write(json.dumps(said, ensure_ascii=False, indent=2))
        return
    for row in rows:
        write(f"{row.slug}  {row.name} ({row.provider}), Herkunft {row.origin}")
    write(f"{len(rows)} Onlinedienste anderer")


def _add(path: Path, write: Write) -> None:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CommandError(f"{path} lässt sich nicht lesen: {error}. Prüfen Sie Pfad und Schreibweise.") from error
    if unknown := set(data) - {"source", "online", "parameter"}:
        raise CommandError(f"{path}: unbekannte Abschnitte {', '.join(sorted(unknown))}. Möglich sind source, online, parameter.")
    now = clock.now()
    if "parameter" in data:
        write(f"{online.map_parameters(rules=data['parameter'], now=now)} Parameter haben eine Bedeutung.")
    if "online" in data:
        unknown_keys = online.replace_online_services(entries=data["online"], origin=data.get("source", ""), now=now)
        write(f"{len(data['online'])} Onlinedienste eingetragen.")
        for key in sorted(unknown_keys):
            write(f"  {key} steht nicht im Katalog und wird nicht gezeigt.")
    collect_links(now=now)


def findings() -> list[str]:
    """One line for each thing that is missing, with its remedy. A number of queries that grows only with the sources."""
    rows = list(OnlineService.objects.select_related("sender"))
    lines = []
    for row, entry in ((row, found) for found in shown(rows, facts={}).values() for row in rows if row.slug == found.slug):
        for name in entry.unmapped:
            must = any(one["name"] == name and one["required"] for one in row.parameters)
            word = "verlangt den Parameter" if must else "kennt den Parameter"
            kind = next((one["kind"] for one in row.parameters if one["name"] == name), "")
            lines.append(
                f"{row.slug}: {word} {name}" + (f" (Typ {kind})" if kind else "") + ", der hier noch keine Bedeutung hat. "
                "Der Link geht ohne ihn hinaus. Ordnen Sie ihn in einem Abschnitt [[parameter]] zu."
            )
        if row.sender is not None and not any(one["value"] == "reference" for one in row.parameters):
            lines.append(
                f"{row.slug}: {row.sender.name} soll den Stand melden, aber kein Parameter trägt das Kennzeichen (reference)."
            )
        if entry.down_since:
            lines.append(f"{row.slug}: antwortet seit {clock.local(entry.down_since):%d.%m.%Y, %H:%M} Uhr nicht ({row.url}).")
    for source in Source.objects.all():
        lines += [f"{source.slug}: {name} hat keine Adresse, die wir zeigen können (https)." for name in without_address(source)]
    named = Responsibility.objects.exclude(online_slug="").exclude(online_slug__in=[row.slug for row in rows])
    own = Service.objects.exclude(online_slug="").values("online_slug")
    lines += [
        f"{key}: eine Zuständigkeit nennt den Onlinedienst {slug}, den es nicht gibt."
        for slug, key in named.exclude(Q(online_slug__in=own)).values_list("online_slug", "service__key").order_by("online_slug")
    ]
    return lines
