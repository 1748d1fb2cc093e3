"""`rathaus forms check PATH`: what official schemas become here, before anybody installs one."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from rathaus.foundation.errors import Invalid
from rathaus.modules.forms.official import folder
from rathaus.modules.forms.official.undecided import told

NOT_COMPILED, NOT_PUBLISHABLE = 1, 2
_HEAD = (
    "Schema",
    "Felder",
    "Seiten",
    "Regeln",
    "übersetzt",
    "Text",
    "entschieden",
    "offen",
    "Listen",
    "fehlen",
    "ohne Hilfe",
    "Hinweise",
)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="eine Datei oder ein Ordner mit Dateien .xml")
    parser.add_argument("--rules", type=Path, help="Ordner der übersetzten Regeln; ohne Angabe daneben oder ../rules")
    parser.add_argument("--code-lists", type=Path, help="Ordner mit Codelisten (genericode)")
    parser.add_argument("--decisions", type=Path, help="Ordner mit Entscheidungen, eine Datei SCHEMA.toml je Schema")
    parser.add_argument("--json", action="store_true", help="alles als JSON ausgeben")


def run(options: dict[str, Any], write: Callable[[str], object]) -> None:
    """Writes the table or the JSON. Raises SystemExit NOT_COMPILED or NOT_PUBLISHABLE, CommandError for what cannot be read."""
    try:
        results = folder.check(
            options["path"], rules=options["rules"], code_lists=options["code_lists"], decisions=options["decisions"]
        )
    except OSError as error:
        raise CommandError(f"{error.filename} lässt sich nicht lesen: {error.strerror}.") from error
    except Invalid as error:
        raise CommandError(str(error)) from error
    if not results:
        raise CommandError(f"In {options['path']} liegt keine Datei .xml.")
    if options["json"]:
        write(json.dumps(folder.as_json(results), ensure_ascii=False, indent=2))
    else:
        _table(write, results)
    if any(result.coverage is None for result in results):
        raise SystemExit(NOT_COMPILED)
    if not all(result.coverage.publishable for result in results if result.coverage):
        raise SystemExit(NOT_PUBLISHABLE)


def _table(write: Callable[[str], object], results: list[folder.Result]) -> None:
    rows = [_HEAD, *(_row(result) for result in results)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEAD))]
    for row in rows:
        cells = [
            cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        write("  ".join(cells).rstrip())
    for result in results:
        _details(write, result)
    compiled = [result for result in results if result.coverage]
    ready = [result.coverage.id for result in compiled if result.coverage and result.coverage.publishable]
    write(f"\n{len(compiled)} von {len(results)} Schemata lassen sich übersetzen.")
    write(f"Veröffentlichen lassen sich {len(ready)}: {', '.join(ready) or 'keines'}.")


def _details(write: Callable[[str], object], result: folder.Result) -> None:
    if result.coverage is None:
        write(f"\n{result.file}: {result.error}")
        return
    found = result.coverage
    if not found.open_points and not found.accessibility:
        return
    write(f"\n{found.id} {found.version}: {found.title}")
    for point in found.open_points:
        write(f"  von Hand zu prüfen: {told(point)}")
    for finding in found.accessibility:
        write(f"  Zugänglichkeit (WCAG {finding.criterion}) {finding.path}: {finding.text}")


def _row(result: folder.Result) -> tuple[str, ...]:
    found = result.coverage
    if found is None:
        return (result.file, *["-"] * 11)
    numbers = (
        found.fields,
        found.pages,
        found.rules,
        found.translated,
        found.text,
        found.decided,
        len(found.open_points),
        found.lists_inline + found.lists_resolved,
        len(found.lists_missing),
        found.without_help,
        len(found.accessibility),
    )
    return (f"{found.id} {found.version}", *map(str, numbers))
