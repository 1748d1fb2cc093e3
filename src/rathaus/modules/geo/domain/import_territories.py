"""Take over the list of the Amtliche Regionalschlüssel: CSV with `SCHLUESSEL,Bezeichnung,Hinweis`, as in XRepository."""

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from rathaus.foundation import text
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import SYSTEM, Actor, require
from rathaus.modules.geo.enums import LANDS, Kind
from rathaus.modules.geo.keys import IN_ASSOCIATION, INDEPENDENT, UNINCORPORATED, ags_of
from rathaus.modules.geo.models import Territory, TerritoryList
from rathaus.modules.geo.rules import EDIT_PLACES

COLUMNS = ["SCHLUESSEL", "Bezeichnung", "Hinweis"]
NAME = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs"
BATCH, MOST_ERRORS, MOST_BYTES = 500, 20, 20_000_000
UNNAMED = "Den Namen nennt die Liste nicht."
_DAY = re.compile(r"_(\d{4}-\d{2}-\d{2})\.csv$")
_KEY = re.compile(r"[0-9]{12}")
_FIELDS = ["ags", "name", "search_key", "kind", "hint", "listed_on", "source", "valid_until"]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows the list has, how many territories were made of it, and what became of them."""

    day: dt.date
    rows: int
    territories: int
    created: int
    changed: int
    unchanged: int
    gone: int


def import_territories(*, path: Path, now: dt.datetime, day: dt.date | None = None, actor: Actor = SYSTEM) -> Imported:
    """Checks the file to its last line, then takes it over in one transaction; twice gives the same.

    `day` is the day of the list; its name usually says it. What lies around the municipalities (Länder, regions, counties,
    associations) is made from their keys. A territory the list no longer names ends with the day before it. Raises Invalid
    with line and reason; then nothing is taken over.
    """
    require(actor, EDIT_PLACES, today=now.date())
    named = _DAY.search(path.name)
    day = day or (dt.date.fromisoformat(named[1]) if named else None)
    if day is None:
        raise Invalid(f"{path.name} nennt seinen Stand nicht. Geben Sie ihn mit --day an, zum Beispiel --day 2024-10-31.")
    data = _bytes(path)
    listed = _checked(path.name, data)
    wanted = listed | {row.ars: row for row in _around(listed)}
    for row in wanted.values():
        row.listed_on, row.source = day, f"{NAME}, Stand {day:%d.%m.%Y}"
    with transaction.atomic():
        newest = TerritoryList.objects.select_for_update().filter(name=NAME).first()
        if newest and newest.day > day:
            raise Invalid(
                f"Diese Liste ist vom {day:%d.%m.%Y}, übernommen ist schon die vom {newest.day:%d.%m.%Y}. Es bleibt bei dieser."
            )
        created, changed, gone = _write(wanted, day)
        TerritoryList.objects.update_or_create(
            name=NAME, defaults={"day": day, "sha256": hashlib.sha256(data).hexdigest(), "rows": len(listed), "loaded_at": now}
        )
        done = Imported(day, len(listed), len(wanted), created, changed, len(wanted) - created - changed, gone)
        audit.record(
            act="geo.territories_imported",
            actor=actor,
            subject=audit.Subject("territories", NAME),
            payload={"day": day.isoformat(), "rows": done.rows, "created": created, "changed": changed, "gone": gone},
            now=now,
        )
    return done


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Invalid(f"{path.name} ist größer als 20 MB. Das ist keine Gebietsliste.")
        return path.read_bytes()
    except OSError:
        raise Invalid(f"{path} lässt sich nicht lesen. Geben Sie die CSV-Datei der Gebietsliste an.") from None


def _checked(name: str, data: bytes) -> dict[str, Territory]:
    errors: list[str] = []
    found: dict[str, Territory] = {}
    for line, cells in _lines(name, data):
        reason = _wrong(cells, found)
        if reason:
            errors.append(f"Zeile {line}: {reason}")
            continue
        key, label, hint = cells
        found[key] = _territory(key, label, _kind(key, hint), hint)
    if not errors and not found:
        errors.append("Sie enthält keine Zeile.")
    if errors:
        more = f" und {len(errors) - MOST_ERRORS} weitere Fehler" if len(errors) > MOST_ERRORS else ""
        raise Invalid(f"{name}: Es wurde nichts übernommen. " + " ".join(errors[:MOST_ERRORS]) + more)
    return found


def _lines(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        if next(reader, []) != COLUMNS:
            raise Invalid(f"{name}, Zeile 1: erwartet werden die Spalten {', '.join(COLUMNS)}.")
        for cells in reader:
            yield reader.line_num, [text.clean(cell) for cell in cells]
    except UnicodeDecodeError:
        raise Invalid(f"{name} ist keine Textdatei in UTF-8. Speichern Sie sie neu in dieser Kodierung.") from None
    except csv.Error as error:
        raise Invalid(f"{name}: keine lesbare CSV-Datei ({error}). Prüfen Sie die Anführungszeichen.") from None


def _wrong(cells: list[str], known: dict[str, Territory]) -> str:
    if len(cells) != len(COLUMNS):
        return f"die Zeile hat {len(cells)} statt {len(COLUMNS)} Spalten."
    key, label, hint = cells
    if not _KEY.fullmatch(key):
        return f"der Schlüssel {key[:20]!r} hat nicht zwölf Ziffern."
    if key[:2] not in LANDS:
        return f"das Land {key[:2]} gibt es nicht."
    if key in known:
        return f"der Schlüssel {key} kommt zweimal vor."
    if not label or len(label) > 200 or len(hint) > 200:
        return "der Name fehlt, oder Name oder Hinweis ist länger als 200 Zeichen."
    return ""


def _kind(key: str, hint: str) -> Kind:
    if hint.startswith("Stadt-/Ortsteil"):
        return Kind.CITY_PART
    if key[5:9] == INDEPENDENT:
        return Kind.CITY
    return Kind.UNINCORPORATED if key[5] == UNINCORPORATED else Kind.MUNICIPALITY


def _territory(key: str, name: str, kind: Kind, hint: str) -> Territory:
    ags = "" if kind == Kind.CITY_PART else ags_of(key)
    return Territory(ars=key, ags=ags if len(ags) == 8 else "", name=name, search_key=text.match_key(name), kind=kind, hint=hint)


def _around(listed: dict[str, Territory]) -> Iterator[Territory]:
    """Länder, and the regions, counties and associations that the municipalities' keys speak of; their names stand in no list."""
    whole = [row.ars for row in listed.values() if row.kind != Kind.CITY_PART]
    for key in sorted({ars[:2] for ars in listed}):
        if key.ljust(12, "0") in listed:
            continue  # Hamburg and Berlin are Land and municipality at once, and stand in the list as such
        yield _territory(key, LANDS[key], Kind.LAND, "")
    for key in sorted({ars[:3] for ars in whole if ars[2] != "0"}):
        yield _territory(key, f"Region {key}", Kind.REGION, UNNAMED)
    for key in sorted({ars[:5] for ars in whole if ars[5:9] != INDEPENDENT}):
        yield _territory(key, f"Kreis {key}", Kind.COUNTY, UNNAMED)
    for key in sorted({ars[:9] for ars in whole if ars[5] == IN_ASSOCIATION}):
        yield _territory(key, f"Gemeindeverband {key}", Kind.ASSOCIATION, UNNAMED)


def _write(wanted: dict[str, Territory], day: dt.date) -> tuple[int, int, int]:
    known = {row.ars: row for row in Territory.objects.select_for_update()}
    new = [row for ars, row in wanted.items() if ars not in known]
    Territory.objects.bulk_create(new, BATCH)
    touched, changed = [], 0
    for ars, row in wanted.items():
        old = known.get(ars)
        if old is None:
            continue
        row.id = old.id
        row.valid_from = old.valid_from
        row.valid_until = None if old.valid_until and old.valid_until < day else old.valid_until
        if any(getattr(row, field) != getattr(old, field) for field in _FIELDS):
            touched.append(row)
            changed += any(
                getattr(row, field) != getattr(old, field) for field in _FIELDS if field not in {"listed_on", "source"}
            )
    Territory.objects.bulk_update(touched, _FIELDS, BATCH)
    gone = [row for ars, row in known.items() if ars not in wanted and _ends(row, day)]
    for row in gone:
        row.valid_until = day - dt.timedelta(days=1)
    Territory.objects.bulk_update(gone, ["valid_until"], BATCH)
    return len(new), changed, len(gone)


def _ends(row: Territory, day: dt.date) -> bool:
    """Named by an older list, and nobody has said since that it begins later or has ended."""
    return row.listed_on is not None and row.valid_until is None and (row.valid_from is None or row.valid_from < day)
