"""`rathaus privacy export|erase ACCOUNT` and `rathaus privacy retention`, for the rights of persons (Art. 15-20 DSGVO)."""

import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.foundation.privacy import public as privacy


class Command(BaseCommand):
    help = "Datenkopie, Löschung und Ablauf von Fristen."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        export = actions.add_parser("export", help="die Daten eines Kontos als ZIP-Datei")
        export.add_argument("account", type=uuid.UUID)
        export.add_argument("--file", type=Path, required=True, help="wohin; wird nur für Sie lesbar angelegt")
        erase = actions.add_parser("erase", help="ein Konto löschen; zeigt, was bleibt und warum")
        erase.add_argument("account", type=uuid.UUID)
        erase.add_argument("--yes", action="store_true", help="wirklich löschen")
        actions.add_parser("retention", help="löschen, was abgelaufen ist")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        {"export": self._export, "erase": self._erase, "retention": self._retention}[options["action"]](options)

    def _export(self, options: dict[str, Any]) -> None:
        file: Path = options["file"]
        try:
            file.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise CommandError(f"{file} kann nicht angelegt werden ({error.strerror}). Nennen Sie eine neue Datei.") from error
        file.write_bytes(privacy.person_pack(options["account"], now=clock.now()))
        print(f"Datenkopie: {file}")

    def _erase(self, options: dict[str, Any]) -> None:
        if not options["yes"]:
            raise CommandError("Das lässt sich nicht rückgängig machen. Wiederholen Sie den Befehl mit --yes.")
        report = privacy.erase_person(options["account"], actor=SYSTEM, now=clock.now())
        print("Gelöscht. Nichts bleibt." if report.complete else "Gelöscht. Es bleibt:")
        for label, item in report.kept:
            print(f"- {label}: {item.what}. {item.reason}{f', bis {item.until:%d.%m.%Y}' if item.until else ''}")

    def _retention(self, options: dict[str, Any]) -> None:
        del options
        for module, number in privacy.sweep(now=clock.now()).items():
            print(f"{module}: {number} gelöscht")
