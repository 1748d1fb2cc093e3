"""Bytes to operations, one after the other. The tree holds one object at a time, so the memory does not grow with the message."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final, Protocol

from rathaus.standards.xzufi.context import Context
from rathaus.standards.xzufi.errors import FindingKind, Findings, XzufiError
from rathaus.standards.xzufi.frames import Frames
from rathaus.standards.xzufi.limits import Limits
from rathaus.standards.xzufi.model.transfer import Header, Operation
from rathaus.standards.xzufi.tables import transfer as names
from rathaus.standards.xzufi.tree import Node, Pushed, local, namespace
from rathaus.standards.xzufi.versions import BY_NAMESPACE, Version

_PROLOG: Final = 256 * 1024
"""Bytes before the root element."""
_DEFAULT: Final = Limits()


class Source(Protocol):
    """A binary stream."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Transfer:
    """A whole message, for small ones."""

    header: Header
    version: Version
    operations: tuple[Operation, ...]
    findings: Findings


class Reader:
    """Iterate once over the operations of a message.

    `version` and `header` are there from the start (the head as far as it stands before the first object); `findings` fill
    while reading. An object that breaks the rules stops the reading with its place; with `skip_errors` it is left out and
    becomes a finding of kind `error`: ask `findings.counts` before anything is kept. What is no XML, too large or of another
    namespace always raises XzufiError.
    """

    def __init__(self, source: Source, *, limits: Limits = _DEFAULT, skip_errors: bool = False) -> None:
        self.findings = Findings()
        self._limits, self._source = limits, source
        head, root = self._root()
        self.version = self._version(root)
        context = Context(self.findings, limits)
        self._frames = Frames(self.version, context, _root_header(root), skip_errors=skip_errors)
        self._steps = self._run(head)
        self._first: Operation | None = next(self._steps, None)

    @property
    def header(self) -> Header:
        return self._frames.header

    @property
    def line(self) -> int:
        """Where the `schreibe` or `loesche` of the last operation began."""
        return self._frames.line

    @property
    def ordinal(self) -> int:
        """How many `schreibe` and `loesche` were met."""
        return self._frames.ordinal

    def __iter__(self) -> Iterator[Operation]:
        if self._first is not None:
            first, self._first = self._first, None
            yield first
        yield from self._steps

    def _root(self) -> tuple[bytes, Node]:
        """Enough bytes to see the root, and the root: its namespace decides what is looked for."""
        pushed, head = Pushed("start"), b""
        while len(head) < _PROLOG and (chunk := self._source.read(self._limits.chunk)):
            head += chunk
            for root in pushed.feed(chunk):
                if root.getroottree().docinfo.internalDTD is not None:
                    raise XzufiError(
                        "Die Nachricht enthält eine Dokumenttypdefinition (DOCTYPE).",
                        "Solche Dateien werden aus Sicherheitsgründen nicht gelesen; lassen Sie sie ohne DOCTYPE liefern.",
                    )
                return head, root
        raise XzufiError("Die Nachricht hat kein Wurzelelement.", "Prüfen Sie, ob die Datei XZuFi enthält.")

    def _version(self, root: Node) -> Version:
        space, name = namespace(root.tag), local(root.tag)
        version = BY_NAMESPACE.get(space)
        if version is None:
            known = ", ".join(version.namespace for version in Version)
            raise XzufiError(
                f"Der Namensraum {space[:200] or '(leer)'} wird nicht gelesen.",
                f"Gelesen werden: {known}.",
                line=root.sourceline or 0,
            )
        said = root.get(names.VERSION_ATTRIBUTE, "")
        if said and not version.value.startswith(said):
            text = f"xzufiVersion sagt {said[:20]!r}, der Namensraum {version}; gelesen wurde nach dem Namensraum."
            self.findings.add(FindingKind.NOTE, root.sourceline, name, text)
        for attribute in root.keys():  # noqa: SIM118 - an element iterates over its children
            if not attribute.startswith("{") and attribute not in {*names.ROOT_ATTRIBUTES, names.VERSION_ATTRIBUTE}:
                text = f"Das Attribut {attribute[:60]!r} kennt das Modell nicht."
                self.findings.add(FindingKind.UNKNOWN, root.sourceline, name, text)
        return version

    def _run(self, head: bytes) -> Iterator[Operation]:
        frames, pushed = self._frames, Pushed("end", self._frames.tags)
        total = since = 0
        chunk = head
        while chunk:
            total, since, before = total + len(chunk), since + len(chunk), frames.ordinal
            for element in pushed.feed(chunk):
                yield from frames.take(element)
            since = since if frames.ordinal == before else 0
            if since > self._limits.object_bytes + len(head):
                raise XzufiError(
                    f"Ein Objekt ist größer als {self._limits.object_bytes // 1024} KiB (nach {frames.ordinal} Objekten).",
                    "Prüfen Sie, ob die Nachricht vollständig ist.",
                )
            if total > self._limits.total_bytes:
                raise XzufiError("Die Nachricht ist größer, als eine Lieferung sein darf.", "Teilen Sie sie.")
            chunk = self._source.read(self._limits.chunk)
        frames.leftovers(pushed.close())


def read_transfer(data: bytes, *, limits: Limits = _DEFAULT, skip_errors: bool = False) -> Transfer:
    """A whole message at once. Raises XzufiError."""
    reader = Reader(BytesIO(data), limits=limits, skip_errors=skip_errors)
    operations = tuple(reader)
    return Transfer(reader.header, reader.version, operations, reader.findings)


def _root_header(root: Node) -> Header:
    said = {own: root.get(name, "").strip() for name, own in names.ROOT_ATTRIBUTES.items()}
    return Header(message=local(root.tag), product=said["product"], maker=said["maker"], product_version=said["product_version"])
