"""Operations to bytes, one after the other, so that the memory does not grow with the message."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from rathaus.standards.xzufi.errors import Loss, XzufiError
from rathaus.standards.xzufi.model.basics import Part
from rathaus.standards.xzufi.model.transfer import Delete, Header, Operation, XzufiObject
from rathaus.standards.xzufi.tables import transfer as names
from rathaus.standards.xzufi.versions import WRITTEN, XSI, Version
from rathaus.standards.xzufi.writing import PREFIX, Output, attribute, write_part

_NAME: Final = re.compile(r"[A-Za-z_][\w.-]{0,200}", re.ASCII)
_NAME_OF: Final = {struct.cls: (name, struct.xsi_type) for name, struct in names.OBJECTS.items()}


def write_transfer(
    operations: Iterable[Operation], *, header: Header, version: Version = Version.V231, losses: list[Loss] | None = None
) -> Iterator[bytes]:
    """The message in pieces of UTF-8. What the version has no place for goes to `losses`; without that list it is refused.

    Raises XzufiError: 2.1.0 is only read; a text holds what XML cannot carry; a loss without a list to tell it in.
    """
    if version not in WRITTEN:
        raise XzufiError(f"XZuFi {version} wird nur gelesen.", "Wählen Sie 2.2.0 oder 2.3.1.")
    out = Output()
    name = header.message or names.DEFAULT_MESSAGE
    if not _NAME.fullmatch(name):
        raise XzufiError(f"{name[:60]!r} kann kein Wurzelelement sein.", "Nennen Sie den Namen ohne Präfix.")
    root = PREFIX + name
    out.parts.append('<?xml version="1.0" encoding="UTF-8"?>\n')
    attributes = "".join(attribute(name, getattr(header, own)) for name, own in names.ROOT_ATTRIBUTES.items())
    namespaces = f' xmlns:xzufi="{version.namespace}" xmlns:xsi="{XSI}"'
    out.parts.append(f'<{root}{namespaces}{attributes} {names.VERSION_ATTRIBUTE}="{version}">\n')
    _head(header, version, out)
    yield _drained(out, losses)
    for operation in operations:
        _operation(operation, version, out)
        yield _drained(out, losses)
    yield f"</{root}>\n".encode()


def write_object(item: XzufiObject, *, version: Version = Version.V231, losses: list[Loss] | None = None) -> bytes:
    """One object alone, as the content of a message with a single `schreibe`; for comparing and hashing."""
    out = Output()
    _object(item, version, out)
    return _drained(out, losses)


def _head(header: Header, version: Version, out: Output) -> None:
    """The head's rows stand directly below the root; only its own table knows that."""
    before = len(out.parts)
    write_part("_", header, version, out)
    inner = out.parts[before + 1 : -1]
    del out.parts[before:]
    out.parts += [*inner, "\n"] if inner else []


def _operation(operation: Operation, version: Version, out: Output) -> None:
    if isinstance(operation, Delete):
        out.subject = operation.id.key
        write_part(names.DELETE, operation, version, out)
    else:
        out.parts.append(f"<{PREFIX}{names.WRITE}>")
        _object(operation.item, version, out)
        out.parts.append(f"</{PREFIX}{names.WRITE}>")
    out.parts.append("\n")


def _object(item: Part, version: Version, out: Output) -> None:
    name, xsi_type = _NAME_OF[type(item)]
    out.subject = item.id.key  # type: ignore[attr-defined]  # every object has one
    write_part(name, item, version, out, attribute("xsi:type", f"{PREFIX}{xsi_type}") if xsi_type else "")


def _drained(out: Output, losses: list[Loss] | None) -> bytes:
    if out.losses:
        if losses is None:
            first = out.losses[0]
            raise XzufiError(
                f"{first.part}: {first.text}",
                "Wählen Sie Version 2.3.1, oder nehmen Sie den Verlust hin und lassen Sie ihn auflisten.",
                path="/".join(step for step in first.subject if step),
            )
        losses.extend(out.losses)
        out.losses.clear()
    data = "".join(out.parts).encode()
    out.parts.clear()
    return data
