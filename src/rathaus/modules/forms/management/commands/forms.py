"""`rathaus forms check | lint | diff | xfall-xsd | json-schema | convert`: official schemas on the command line."""

import json
import sys
from argparse import ArgumentParser
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rathaus.modules.forms.management import coverage_report
from rathaus.standards import xdatenfelder as xdf
from rathaus.standards import xfall

WORDS = {
    xdf.Severity.CRITICAL: "kritisch",
    xdf.Severity.METHODICAL: "methodisch",
    xdf.Severity.WARNING: "Warnung",
    xdf.Severity.NOTE: "Hinweis",
}
CHANGES = {
    xdf.ChangeKind.ADDED: "neu",
    xdf.ChangeKind.REMOVED: "entfallen",
    xdf.ChangeKind.MOVED: "verschoben",
    xdf.ChangeKind.CHANGED: "geändert",
}
NAMES = {"versioned": xfall.Names.VERSIONED, "bare": xfall.Names.BARE}


class Command(BaseCommand):
    help = "Amtliche Datenschemata prüfen, vergleichen und für andere Programme übersetzen"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        check = commands.add_parser("check", help="was ausgeführt wird, was offen ist, was sich veröffentlichen lässt")
        coverage_report.add_arguments(check)
        lint = commands.add_parser("lint", help="die Prüfungen der FIM-Redaktionen; Rückgabe 1 bei einem kritischen Befund")
        lint.add_argument("schema", type=Path)
        lint.add_argument("--json", action="store_true")
        diff = commands.add_parser("diff", help="Unterschied zweier Fassungen eines Schemas")
        diff.add_argument("old", type=Path)
        diff.add_argument("new", type=Path)
        commands.add_parser("xfall-xsd", help="das XML-Schema der Antragsdaten").add_argument("schema", type=Path)
        schema = commands.add_parser("json-schema", help="das JSON Schema (2020-12) der Antragsdaten")
        convert = commands.add_parser("convert", help="Antragsdaten prüfen und von XML in JSON oder umgekehrt bringen")
        for command in (schema, convert):
            command.add_argument("schema", type=Path)
            told = "Namen der Felder in JSON: mit Version oder nur die Kennung"
            command.add_argument("--names", choices=sorted(NAMES), default="versioned", help=told)
        convert.add_argument("data", type=Path, help="eine Datei .xml oder .json")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (Django's signature)
        try:
            getattr(self, f"_{options['command'].replace('-', '_')}")(options)
        except (xdf.XdfError, xfall.XfallError) as error:
            raise CommandError(str(error)) from error

    def _check(self, options: dict[str, Any]) -> None:
        coverage_report.run(options, self.stdout.write)

    def _lint(self, options: dict[str, Any]) -> None:
        findings = xdf.lint(_schema(options["schema"]))
        if options["json"]:
            told = [
                {"number": one.number, "severity": one.severity.value, "path": list(one.path), "message": one.message}
                for one in findings
            ]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            for one in findings:
                self.stdout.write(f"{one.number} {WORDS[one.severity]}: {one.message}")
            counted = {word: sum(one.severity is kind for one in findings) for kind, word in WORDS.items()}
            self.stdout.write(", ".join(f"{word}: {count}" for word, count in counted.items()))
        if any(one.severity is xdf.Severity.CRITICAL for one in findings):
            sys.exit(1)

    def _diff(self, options: dict[str, Any]) -> None:
        changes = xdf.differences(_schema(options["old"]), _schema(options["new"]))
        for change in changes:
            self.stdout.write(f"{CHANGES[change.kind]}: {'/'.join(change.path) or 'das Schema selbst'}{_values(change)}")
        if not changes:
            self.stdout.write("Kein Unterschied.")

    def _xfall_xsd(self, options: dict[str, Any]) -> None:
        self.stdout.write(xfall.xsd(_third_edition(options["schema"])).decode("utf-8"))

    def _json_schema(self, options: dict[str, Any]) -> None:
        made = xfall.json_schema(_third_edition(options["schema"]), names=NAMES[options["names"]])
        self.stdout.write(json.dumps(made, ensure_ascii=False, indent=1))

    def _convert(self, options: dict[str, Any]) -> None:
        schema, names = _third_edition(options["schema"]), NAMES[options["names"]]
        given: Path = options["data"]
        if given.suffix == ".xml":
            written = xfall.write_json(schema, xfall.read_xml(schema, _bytes(given)), names=names)
        elif given.suffix == ".json":
            written = xfall.write_xml(schema, xfall.read_json(schema, _bytes(given), names=names))
        else:
            raise CommandError(f"{given} endet weder auf .xml noch auf .json. Benennen Sie die Datei nach ihrem Inhalt.")
        self.stdout.write(written.decode("utf-8"))


def _schema(path: Path) -> xdf.Schema:
    return xdf.read_schema(_bytes(path))


def _third_edition(path: Path) -> xdf.Schema:
    """XFall of editions 1 and 2 has another namespace, which no source at hand names."""
    schema = _schema(path)
    if schema.standard is not xdf.Standard.XDF3:
        raise CommandError(
            f"{path} ist kein XDatenfelder 3. Antragsdaten werden nur dafür übersetzt; holen Sie das Schema in der neuen Ausgabe."
        )
    return schema


def _values(change: xdf.Change) -> str:
    """What it was and is, where that is a word or a number; of everything else the attribute alone."""
    if change.kind is not xdf.ChangeKind.CHANGED:
        return ""
    plain = all(isinstance(value, str | int | Decimal | None) for value in (change.old, change.new))
    return f" ({change.attribute}: {change.old} → {change.new})" if plain else f" ({change.attribute})"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} lässt sich nicht lesen: {error.strerror}. Prüfen Sie den Namen.") from error
