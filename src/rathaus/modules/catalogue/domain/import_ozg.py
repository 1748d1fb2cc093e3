"""Take over the OZG catalogue: `ozg_services.csv` and `leika_services.csv` as in the implementation catalogue of October 2019."""

import csv
import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from rathaus.foundation import text
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.catalogue.domain.heed_responsibilities import heed, naming_keys
from rathaus.modules.catalogue.domain.sources import hold_sources
from rathaus.modules.catalogue.enums import LEVEL_OF_TYPE, ExecutingLevel
from rathaus.modules.catalogue.index import SERVICES, index_keys
from rathaus.modules.catalogue.models import LifeEvent, OzgService, Service, SourceFile
from rathaus.modules.catalogue.naming import is_official, plain_name, slug_of

OZG_FILE, LEIKA_FILE = "ozg_services.csv", "leika_services.csv"
SOURCE = "OZG-Umsetzungskatalog, Oktober 2019"
LEVEL_SOURCE = "Typisierung laut OZG-Umsetzungskatalog, Oktober 2019"
BATCH = 500
MOST_ERRORS = 20
_COLUMNS = {
    OZG_FILE: ("ozg_id", "name", "situation", "subject"),
    LEIKA_FILE: ("leika_key", "name", "type", "ozg_id", "legal_basis", "law", "law_short"),
}
_UPDATED = ["official_name", "type", "legal_basis", "ozg_service", "digest"]
_UPDATED_IF_BARE = ["name", "slug", "sort_key", "executing_level", "level_source"]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows the files have and what became of them. `gone` services are no longer in the file and were ended."""

    life_events: int
    ozg_services: int
    services: int
    created: int
    changed: int
    unchanged: int
    gone: int


def import_ozg(*, folder: Path, now: dt.datetime, actor: Actor = SYSTEM) -> Imported:
    """Checks both files from the first to the last line, then takes them over in one transaction. Twice gives the same.

    Services the city describes keep their name, texts and level. Raises Invalid with file, line and reason of what is
    wrong; nothing is taken over then.
    """
    _check(folder)
    with transaction.atomic():
        hold_sources()
        events = _life_events(folder)
        bundles = _ozg_services(folder, events)
        counts, seen = _services(folder, bundles, now.date())
        gone = _end_missing(seen, now)
        done = Imported(len(events), len(bundles), len(seen), counts["created"], counts["changed"], counts["unchanged"], gone)
        for name, rows in ((OZG_FILE, len(bundles)), (LEIKA_FILE, len(seen))):
            digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            SourceFile.objects.update_or_create(name=name, defaults={"sha256": digest, "rows": rows, "loaded_at": now})
        audit.record(
            act="catalogue.imported",
            actor=actor,
            subject=audit.Subject("catalogue", "ozg"),
            payload={"services": done.services, "created": done.created, "changed": done.changed, "gone": done.gone},
            now=now,
        )
    return done


def _rows(folder: Path, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells. Raises Invalid for a missing file, wrong columns, or bytes that are no UTF-8."""
    path = folder / name
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if tuple(reader.fieldnames or ()) != _COLUMNS[name]:
                raise Invalid(f"{name}, Zeile 1: erwartet werden die Spalten {', '.join(_COLUMNS[name])}.")
            for row in reader:
                if None in row or None in row.values():
                    raise Invalid(f"{name}, Zeile {reader.line_num}: die Zeile hat nicht {len(_COLUMNS[name])} Spalten.")
                yield reader.line_num, {key: text.clean(value) for key, value in row.items()}
    except FileNotFoundError:
        raise Invalid(f"{path} fehlt. Geben Sie den Ordner an, in dem {OZG_FILE} und {LEIKA_FILE} liegen.") from None
    except UnicodeDecodeError:
        raise Invalid(f"{name} ist keine Textdatei in UTF-8. Speichern Sie sie neu in dieser Kodierung.") from None
    except csv.Error as error:
        raise Invalid(f"{name}: keine lesbare CSV-Datei ({error}). Prüfen Sie die Anführungszeichen.") from None


def _check(folder: Path) -> None:
    errors: list[str] = []
    bundles: set[str] = set()
    keys: dict[str, int] = {}
    for line, row in _rows(folder, OZG_FILE):
        reason = _wrong_bundle(row, bundles)
        if reason:
            errors.append(f"{OZG_FILE}, Zeile {line}: {reason}")
        bundles.add(row["ozg_id"])
    for line, row in _rows(folder, LEIKA_FILE):
        reason = _wrong_service(row, bundles, keys)
        if reason:
            errors.append(f"{LEIKA_FILE}, Zeile {line}: {reason}")
        keys.setdefault(row["leika_key"], line)
    if errors:
        more = f" und {len(errors) - MOST_ERRORS} weitere Fehler" if len(errors) > MOST_ERRORS else ""
        raise Invalid("Es wurde nichts übernommen. " + " ".join(errors[:MOST_ERRORS]) + more)


def _wrong_bundle(row: Mapping[str, str], known: set[str]) -> str:
    if not row["ozg_id"].isascii() or not row["ozg_id"].isdigit():
        return f"die OZG-Nummer {row['ozg_id']!r} besteht nicht aus Ziffern."
    if row["ozg_id"] in known:
        return f"die OZG-Nummer {row['ozg_id']} kommt zweimal vor."
    if not row["name"] or not row["situation"] or not row["subject"]:
        return "Name, Lebenslage oder Themenfeld fehlt."
    return ""


def _wrong_service(row: Mapping[str, str], bundles: set[str], keys: Mapping[str, int]) -> str:
    key = row["leika_key"]
    if not is_official(key):
        return f"{key!r} ist kein Leistungsschlüssel (99 und zwölf Ziffern)."
    if key in keys:
        return f"der Schlüssel {key} steht schon in Zeile {keys[key]}."
    if not row["name"]:
        return "der Name fehlt."
    if row["ozg_id"] and row["ozg_id"] not in bundles:
        return f"die OZG-Nummer {row['ozg_id']} steht nicht in {OZG_FILE}."
    return ""


def _life_events(folder: Path) -> dict[str, LifeEvent]:
    found: dict[str, LifeEvent] = {}
    for _, row in _rows(folder, OZG_FILE):
        name = row["situation"]
        if name not in found:
            values = {"name": plain_name(name), "subject": plain_name(row["subject"]), "position": len(found)}
            found[name], _ = LifeEvent.objects.update_or_create(slug=slug_of(name), defaults=values)
    return found


def _ozg_services(folder: Path, events: Mapping[str, LifeEvent]) -> dict[str, OzgService]:
    rows = [
        OzgService(ozg_id=row["ozg_id"], name=row["name"], life_event=events[row["situation"]])
        for _, row in _rows(folder, OZG_FILE)
    ]
    OzgService.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["ozg_id"], update_fields=["name", "life_event"]
    )
    return {row.ozg_id: row for row in OzgService.objects.all()}


def _services(folder: Path, bundles: Mapping[str, OzgService], day: dt.date) -> tuple[dict[str, int], set[str]]:
    known = {key: (digest, described) for key, digest, described in Service.objects.values_list("key", "digest", "described")}
    counts = {"created": 0, "changed": 0, "unchanged": 0}
    seen: set[str] = set()
    batch: list[Service] = []
    for _, row in _rows(folder, LEIKA_FILE):
        service = _service(row, bundles)
        seen.add(service.key)
        digest, described = known.get(service.key, ("", False))
        counts["unchanged" if digest == service.digest else "changed" if service.key in known else "created"] += 1
        if digest != service.digest:
            service.described = described
            batch.append(service)
        if len(batch) == BATCH:
            _write(batch, day)
            batch = []
    _write(batch, day)
    return counts, seen


def _service(row: Mapping[str, str], bundles: Mapping[str, OzgService]) -> Service:
    name = row["name"][:400]
    return Service(
        key=row["leika_key"],
        slug=slug_of(name),
        name=name,
        sort_key=text.sort_key(name),
        official_name=name,
        source=SOURCE,
        type=row["type"][:20],
        executing_level=LEVEL_OF_TYPE.get(row["type"], ExecutingLevel.UNKNOWN),
        level_source=LEVEL_SOURCE,
        ozg_service=bundles.get(row["ozg_id"]),
        legal_basis=row["legal_basis"],
        digest=hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest(),
    )


def _write(batch: list[Service], day: dt.date) -> None:
    for described, fields in ((True, _UPDATED), (False, [*_UPDATED, *_UPDATED_IF_BARE])):
        rows = [service for service in batch if service.described is described]
        Service.objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=fields)
    if batch:
        keys = [service.key for service in batch]
        heed(naming_keys(keys), day=day)
        index_keys(keys)


def _end_missing(seen: set[str], now: dt.datetime) -> int:
    rows = Service.objects.filter(source=SOURCE, described=False, valid_until=None)
    gone = [key for key in rows.values_list("key", flat=True) if key not in seen]
    Service.objects.filter(key__in=gone).update(valid_until=now.date())
    SERVICES.remove(gone)
    return len(gone)
