"""Files of editorial systems, read twice: once to the end to see that nothing is wrong, once to take it over."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from rathaus.foundation.errors import Invalid
from rathaus.standards import pvog, xzufi
from rathaus.standards.xzufi import model


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that was read to its end. `findings` are remarks in German with line and path; `operations` reads it anew.

    A file of `names_only` replaces nothing that is known.
    """

    standard: str
    count: int
    findings: tuple[str, ...]
    operations: Callable[[], Iterator[xzufi.Operation]]
    names_only: bool = False


def open_delivery(path: Path) -> Delivery:
    """XZuFi (.xml), a description of PVOG (.json) or its list (.csv).

    Raises Invalid naming file, line, path and remedy; nothing was taken over then.
    """
    readers = {".xml": _xzufi, ".json": _description, ".csv": _list}
    read = readers.get(path.suffix.lower())
    if read is None:
        raise Invalid(f"{path.name}: Gelesen werden {', '.join(readers)} (XZuFi, Beschreibung und Liste des PVOG).")
    try:
        return read(path)
    except FileNotFoundError:
        raise Invalid(f"{path} gibt es nicht. Prüfen Sie den Namen der Datei.") from None
    except xzufi.XzufiError as error:
        raise Invalid(f"Es wurde nichts übernommen. {path.name}: {error}") from None


def _xzufi(path: Path) -> Delivery:
    with path.open("rb") as file:
        reader = xzufi.Reader(file)
        count = sum(1 for _ in reader)
    return Delivery(f"XZuFi {reader.version}", count, tuple(str(finding) for finding in reader.findings), lambda: _stream(path))


def _stream(path: Path) -> Iterator[xzufi.Operation]:
    with path.open("rb") as file:
        yield from xzufi.Reader(file)


def _description(path: Path) -> Delivery:
    found = pvog.read_description(path.read_bytes())
    operations = [
        *_writes([(found.service, tuple(offer.service for offer in found.offers))]),
        *(xzufi.Write(_form(form, found.service)) for form in found.forms),
    ]
    return Delivery("PVOG", len(operations), tuple(str(finding) for finding in found.findings), lambda: iter(operations))


def _form(form: model.Form, service: model.Service) -> model.Form:
    """In PVOG a form stands inside its service; in XZuFi it names it itself."""
    held = model.Responsibility(id=form.id, services=(service.id,), owner=model.Owner.FORM)
    return msgspec.structs.replace(form, responsibilities=(held,))


def _list(path: Path) -> Delivery:
    listed = pvog.read_list(path.read_bytes())
    operations = _writes([(entry.service, entry.offers) for entry in listed])
    return Delivery("PVOG (Liste)", len(operations), (), lambda: iter(operations), names_only=True)


def _writes(entries: Sequence[tuple[model.Service, Sequence[model.OnlineService]]]) -> list[xzufi.Operation]:
    """In PVOG an online service stands inside each service it is for; in XZuFi it names them itself."""
    offers: dict[model.Identifier, model.OnlineService] = {}
    served: dict[model.Identifier, list[model.Identifier]] = {}
    for service, found in entries:
        for offer in found:
            offers[offer.id] = offer
            served.setdefault(offer.id, []).append(service.id)
    return [
        *(xzufi.Write(service) for service, _ in entries),
        *(
            xzufi.Write(
                msgspec.structs.replace(
                    offer,
                    responsibilities=(model.Responsibility(id=at, services=tuple(served[at]), owner=model.Owner.ONLINE_SERVICE),),
                )
            )
            for at, offer in offers.items()
        ),
    ]
