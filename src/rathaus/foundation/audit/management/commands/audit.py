"""`rathaus audit verify | head | rotate-key | guard`: the chain of acts, for whoever runs the house."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from rathaus.foundation import clock
from rathaus.foundation.audit import guards
from rathaus.foundation.audit.checking import check
from rathaus.foundation.audit.proofs import signed_head
from rathaus.foundation.audit.publication import head_json
from rathaus.foundation.audit.rotation import rotate
from rathaus.foundation.audit.verify import KnownHead
from rathaus.foundation.permissions.public import SYSTEM


class Command(BaseCommand):
    help = "Prüft das Protokoll, zeigt seinen Stand, wechselt seinen Schlüssel."
    requires_system_checks = []  # the chain can be checked while anything else is broken

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        verify = commands.add_parser("verify", help="rechnet die ganze Kette nach; Rückgabe 1, wenn etwas nicht stimmt")
        verify.add_argument("--against", type=Path, help="ein früher aufbewahrter Kopf (JSON), mit dem die Kette beginnen muss")
        commands.add_parser("head", help="gibt den neuesten signierten Kopf als JSON aus, zum Aufbewahren außer Haus")
        commands.add_parser("rotate-key", help="ein neuer Schlüssel übernimmt, vom alten bestätigt")
        commands.add_parser("guard", help="setzt die Schutzauslöser der Datenbank neu")

    def handle(self, *_args: Any, **options: Any) -> None:
        {"verify": self.verify, "head": self.head, "rotate-key": self.rotate_key, "guard": self.guard}[options["command"]](
            options
        )

    def verify(self, options: dict[str, Any]) -> None:
        report = check(now=clock.now(), known=_known(options["against"]))
        if report.finding:
            raise CommandError(f"Das Protokoll ist beschädigt. {report.finding}")
        self.stdout.write(
            f"Das Protokoll ist unversehrt: {report.size} Einträge, {report.heads} signierte Köpfe, "
            f"{report.erased} Inhalte rechtmäßig gelöscht, {report.pending} Einträge noch ohne Nummer."
        )

    def head(self, _options: dict[str, Any]) -> None:
        head = signed_head()
        if head is None:
            raise CommandError("Das Protokoll hat noch keinen signierten Kopf. Starten Sie den Hintergrunddienst.")
        self.stdout.write(json.dumps(head_json(head), indent=2))

    def rotate_key(self, _options: dict[str, Any]) -> None:
        name = rotate(actor=SYSTEM, now=clock.now())
        self.stdout.write(f"Der neue Schlüssel gilt. Fingerabdruck: {name}. Sichern Sie jetzt den Schlüsselordner.")

    def guard(self, _options: dict[str, Any]) -> None:
        guards.install(connection)
        self.stdout.write("Die Schutzauslöser sind gesetzt.")


def _known(path: Path | None) -> KnownHead | None:
    if path is None:
        return None
    try:
        head = json.loads(path.read_text(encoding="utf-8"))
        return KnownHead(size=int(head["size"]), root=bytes.fromhex(head["root"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(
            f"{path} ist kein aufbewahrter Kopf ({error}). Erwartet wird die Ausgabe von: rathaus audit head."
        ) from error
