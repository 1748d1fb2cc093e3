"""The list of services of a territory: `|` between the columns, one line for each pair of service and online service."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rathaus.standards.pvog.description import identifier
from rathaus.standards.pvog.opened import PvogError
from rathaus.standards.xzufi.codelists import URN_TEXT_MODULE
from rathaus.standards.xzufi.model.basics import Code, Identifier, LocalizedText, VersionInfo
from rathaus.standards.xzufi.model.modules import TextModule
from rathaus.standards.xzufi.model.online import OnlineService, ServiceLink
from rathaus.standards.xzufi.model.service import Service

COLUMNS: Final = ("ID-LB", "Leikaschlüssel", "Name", "Name2", "Updatedatum", "ID-OD", "Bezeichnung OD", "Links")
MAX_BYTES: Final = 256 * 1024 * 1024
_MOMENT: Final = "%d.%m.%Y %H:%M"


@dataclass(frozen=True, slots=True)
class Listed:
    """A service of the list with what it offers online. Of a service the list knows id, key, names and last change."""

    service: Service
    offers: tuple[OnlineService, ...] = ()


def read_list(data: bytes) -> tuple[Listed, ...]:
    """The services in the order of the list, each once. Raises PvogError with the line."""
    found: dict[str, tuple[Service, dict[Identifier, OnlineService]]] = {}
    for number, row in _rows(data):
        service = _service(row, number)
        known, offers = found.setdefault(service.id.value, (service, {}))
        fresh = tuple(key for key in service.keys if key not in known.keys)
        if fresh:
            known = _with_keys(known, (*known.keys, *fresh))
            found[service.id.value] = (known, offers)
        if row[5]:
            offer = _offer(row, number)
            offers.setdefault(offer.id, offer)
    return tuple(Listed(service, tuple(offers.values())) for service, offers in found.values())


def _with_keys(service: Service, keys: tuple[Identifier, ...]) -> Service:
    return Service(id=service.id, keys=keys, texts=service.texts, version=service.version)


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    if len(data) > MAX_BYTES:
        raise PvogError(f"Die Liste ist größer als {MAX_BYTES // 1024 // 1024} MiB.", "Teilen Sie sie nach Gebieten.")
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise PvogError("Die Liste ist kein UTF-8.", "Speichern Sie sie als UTF-8.") from error
    if not lines or tuple(lines[0].split("|")) != COLUMNS:
        raise PvogError("Die Kopfzeile passt nicht.", f"Erwartet wird: {'|'.join(COLUMNS)}", line=1)
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        row = [value.strip() for value in line.split("|")]
        if len(row) != len(COLUMNS):
            raise PvogError(f"Die Zeile hat {len(row)} Spalten statt {len(COLUMNS)}.", "Prüfen Sie die Zeile.", line=number)
        yield number, row


def _service(row: list[str], number: int) -> Service:
    texts = tuple(
        TextModule(kind=Code(kind, URN_TEXT_MODULE), content=(LocalizedText("de", name),))
        for kind, name in (("02", row[2]), ("03", row[3]))
        if name
    )
    changed = _changed(row[4], number)
    return Service(
        id=_id(row[0], number),
        keys=(Identifier(row[1]),) if row[1] else (),
        texts=texts,
        version=VersionInfo(changed_at=changed) if changed else None,
    )


def _changed(text: str, number: int) -> datetime | None:
    try:
        return datetime.strptime(text, _MOMENT) if text else None  # noqa: DTZ007 - the list gives local time without zone
    except ValueError:
        raise PvogError(f"{text[:40]!r} ist kein Datum.", "Erwartet wird es wie 20.01.2025 00:48.", line=number) from None


def _offer(row: list[str], number: int) -> OnlineService:
    links = tuple(ServiceLink(uri, title=row[6], language="de") for uri in row[7].split() if uri)
    return OnlineService(id=_id(row[5], number), name=(LocalizedText("de", row[6]),) if row[6] else (), links=links)


def _id(text: str, number: int) -> Identifier:
    try:
        return identifier(text)
    except PvogError as error:
        raise PvogError(error.reason, "Prüfen Sie die Zeile.", line=number) from None
