"""Take over what became of territories: a TOML file of our own with one `[[change]]` for each old and new key."""

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from rathaus.foundation import text
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import SYSTEM, Actor, require
from rathaus.modules.geo.enums import Certainty, Kind
from rathaus.modules.geo.keys import INDEPENDENT, ags_of
from rathaus.modules.geo.models import Succession, Territory
from rathaus.modules.geo.rules import EDIT_PLACES

KEYS = frozenset({"old", "new", "day", "source", "certainty", "name"})
SHIPPED = Path(__file__).parent.parent / "changes.toml"


def apply_changes(*, path: Path = SHIPPED, now: dt.datetime, actor: Actor = SYSTEM) -> int:
    """Ends the old keys with the day before, begins the new ones, links both; twice gives the same. The number of new links.

    The old key must be known; a new one is created under `name` or the old name. Raises Invalid naming every fault by its
    number in the file; then nothing is taken over.
    """
    require(actor, EDIT_PLACES, today=now.date())
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Invalid(f"{path} lässt sich nicht lesen: {error}. Prüfen Sie Pfad und Schreibweise.") from None
    given = data.get("change")
    changes = [entry for entry in given if isinstance(entry, dict)] if isinstance(given, list) else []
    with transaction.atomic():
        keys = [str(entry.get(side, "")) for entry in changes for side in ("old", "new")]
        known = {row.ars: row for row in Territory.objects.select_for_update().filter(ars__in=keys)}
        faults = list(_faults(data, known))
        if faults:
            raise Invalid(f"{path.name}: Es wurde nichts übernommen. " + " ".join(faults))
        linked = [_apply(entry, known) for entry in changes]
        if any(linked):
            audit.record(
                act="geo.changes_applied",
                actor=actor,
                subject=audit.Subject("territories", path.name),
                payload={"changes": [[entry["old"], entry["new"], entry["day"].isoformat()] for entry in changes]},
                now=now,
            )
    return sum(linked)


def _faults(data: Mapping[str, Any], known: Mapping[str, Territory]) -> Iterator[str]:
    changes = data.get("change")
    if set(data) != {"change"} or not isinstance(changes, list) or not changes:
        yield "Erwartet werden Abschnitte [[change]] mit old, new, day und source."
        return
    if not all(isinstance(entry, dict) for entry in changes):
        yield "change ist keine Liste von Abschnitten [[change]]."
        return
    for number, entry in enumerate(changes, 1):
        yield from (f"Änderung {number}: {fault}" for fault in _entry_faults(entry, known))


def _entry_faults(entry: Mapping[str, Any], known: Mapping[str, Territory]) -> Iterator[str]:
    if unknown := set(entry) - KEYS:
        yield f"unbekannte Angaben {', '.join(sorted(unknown))}."
    for side in ("old", "new"):
        key = entry.get(side)
        if not (isinstance(key, str) and len(key) == 12 and key.isascii() and key.isdigit()):
            yield f"{side} hat nicht zwölf Ziffern."
    if type(entry.get("day")) is not dt.date:
        yield "day ist kein Tag (JJJJ-MM-TT)."
    if not isinstance(entry.get("source"), str) or not entry["source"]:
        yield "source fehlt: keine Änderung ohne Quelle."
    if entry.get("certainty", "unchecked") not in Certainty.values:
        yield f"certainty ist {' oder '.join(Certainty.values)}."
    yield from _key_faults(entry, known)


def _key_faults(entry: Mapping[str, Any], known: Mapping[str, Territory]) -> Iterator[str]:
    old, day = entry.get("old"), entry.get("day")
    if old == entry.get("new"):
        yield "old und new sind gleich."
    elif isinstance(old, str) and old not in known:
        yield f"den Schlüssel {old} kennt das Verzeichnis nicht. Übernehmen Sie zuerst die Gebietsliste."
    elif isinstance(old, str) and type(day) is dt.date:
        begin = known[old].valid_from
        if begin and day <= begin:
            yield f"der Schlüssel {old} gilt erst ab {begin:%d.%m.%Y}, er kann nicht vorher enden."


def _apply(entry: Mapping[str, Any], known: dict[str, Territory]) -> bool:
    old, day = known[entry["old"]], entry["day"]
    new = known.get(entry["new"])
    if new is None:
        name = text.clean(entry.get("name", old.name))
        kind = Kind.CITY if entry["new"][5:9] == INDEPENDENT else old.kind
        new = Territory.objects.create(
            ars=entry["new"], ags=ags_of(entry["new"]), name=name, search_key=text.match_key(name), kind=kind, valid_from=day,
            source=entry["source"][:200],
        )  # fmt: skip
        known[new.ars] = new
    if old.valid_until is None or old.valid_until >= day:
        old.valid_until = day - dt.timedelta(days=1)
        old.save(update_fields=["valid_until"])
    _link, made = Succession.objects.update_or_create(
        old=old,
        new=new,
        defaults={"day": day, "source": entry["source"], "certainty": entry.get("certainty", Certainty.UNCHECKED)},
    )
    return made
