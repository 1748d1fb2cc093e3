"""`rathaus catalogue responsibility [--json] [--strict] [--day DAY] | --load FILE`: the proof, or taking over a file of rules."""

import json
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from rathaus.foundation import clock
from rathaus.modules.catalogue.domain.record_responsibility import replace_responsibilities
from rathaus.modules.catalogue.responsibility.report import KINDS, DayReport, report

MOST_LINES = 200


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("responsibility", help="beweisen, dass jede Leistung überall genau eine Stelle hat")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--strict", action="store_true", help="mit Fehler enden, wenn der Beweis nicht gelingt")
    parser.add_argument("--day", type=date.fromisoformat, default=None, help="statt heute, zum Beispiel 2027-01-01")
    parser.add_argument("--load", type=Path, default=None, help="eine Datei mit Regeln (TOML) übernehmen; zweimal ist wie einmal")


def run(options: dict[str, Any], write: Callable[[str], object]) -> None:
    if options["load"]:
        write(f"{_load(options['load'])} Leistungen geändert.")
        return
    result = report(today=options["day"] or clock.today(clock.now()))
    if options["json"]:
        write(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    else:
        for day in result.days:
            write("\n".join(_lines(day)))
    if options["strict"] and not result.proven:
        raise CommandError("Der Beweis gelingt nicht. Beheben Sie die genannten Lücken und Überschneidungen.")


def _lines(day: DayReport) -> list[str]:
    counts = ", ".join(f"{label}: {sum(one.kind == kind for one in day.findings)}" for kind, label in KINDS.items())
    lines = [
        f"{day.day:%d.%m.%Y}: {day.services} Leistungen, {day.territories} Gemeinden, {day.classes} Fälle geprüft: "
        + ("bewiesen" if day.proven else "nicht bewiesen"),
        f"  {counts}",
    ]
    if day.told:
        lines.append(f"  aus Redaktionssystemen: {day.told} Zuständigkeiten für {day.told_services} Leistungen")
    for one in day.findings[:MOST_LINES]:
        about = ", ".join(filter(None, [f"{one.service_key} {one.service}".strip(), one.territory, one.where]))
        lines.append(f"  {KINDS[one.kind]}: {about}. {one.remedy}")
    if len(day.findings) > MOST_LINES:
        lines.append(f"  und {len(day.findings) - MOST_LINES} weitere; alle mit --json")
    return lines


def _load(path: Path) -> int:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        entries: dict[str, list[dict[str, Any]]] = {}
        for rule in data["rule"]:
            for key in rule["services"]:
                entries.setdefault(key, []).append({name: value for name, value in rule.items() if name != "services"})
        source = data["source"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CommandError(f"{path} lässt sich nicht lesen: {error}. Prüfen Sie Pfad und Schreibweise.") from error
    except (KeyError, TypeError) as error:
        raise CommandError(f"{path}: {error} fehlt. Eine Datei nennt source und Abschnitte [[rule]] mit services.") from error
    return replace_responsibilities(entries=entries, source=source, now=clock.now())
