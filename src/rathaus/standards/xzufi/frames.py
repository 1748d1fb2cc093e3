"""What stands below the root of a message: the parts of the head, the objects to write, the deletions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from rathaus.standards.xzufi.context import Context
from rathaus.standards.xzufi.errors import FindingKind, XzufiError
from rathaus.standards.xzufi.model.transfer import Delete, Header, ObjectClass, Operation, Write
from rathaus.standards.xzufi.reading import reader_of
from rathaus.standards.xzufi.tables import transfer as names
from rathaus.standards.xzufi.tree import Node
from rathaus.standards.xzufi.versions import Version

if TYPE_CHECKING:
    from rathaus.standards.xzufi.leaves import ReadElement

_HEADS: Final = (names.HEAD, "transaktionID", "transaktionPosition")
_MOST_HEADS: Final = 20


class Frames:
    """Takes elements as they end, says what is to be done, and frees their place in the tree.

    `ordinal` counts the frames, `line` is where the last one began.
    """

    def __init__(self, version: Version, context: Context, header: Header, *, skip_errors: bool) -> None:
        self.header, self.ordinal, self.line = header, 0, 0
        self._context, self._skip_errors = context, skip_errors
        prefix = f"{{{version.namespace}}}"
        self._objects: dict[str, ReadElement] = {
            prefix + name: reader_of(struct.cls, version) for name, struct in names.OBJECTS.items()
        }
        self._answers = {prefix + name: prefix + inner for name, inner in names.ANSWERS.items()}
        self._write, self._delete, self._answer = (prefix + name for name in (names.WRITE, names.DELETE, names.ANSWER))
        self._heads_left = _MOST_HEADS
        self._heads = {prefix + name for name in _HEADS}
        self._passed = {prefix + name for name in names.PASSED}
        self._read_delete, self._read_header = reader_of(Delete, version), reader_of(Header, version)
        self._known = {*self._objects, *self._answers, self._write, self._delete, *self._passed}
        self.tags = [*self._objects, *self._answers, self._write, self._delete, *self._heads]

    def take(self, element: Node) -> Sequence[Operation]:
        """Everything that the end of one element means. Elements of the same names deeper inside mean nothing here."""
        tag, parent = element.tag, element.getparent()
        if parent is None:
            return ()
        below_root = parent.getparent() is None
        if tag in self._heads:
            if below_root:
                self._head(element, parent)
            return ()
        if tag in self._answers:
            inner = [child for child in element if child.tag == self._answers[tag]]
            return self._frame(element, inner or [element]) if below_root or parent.tag == self._answer else ()
        if not below_root and not (tag in self._objects and parent.tag == self._answer):
            return ()
        return self._frame(element, [element] if tag in self._objects else [] if tag == self._delete else list(element))

    def leftovers(self, root: Node) -> None:
        """What stands after the last frame."""
        for child in root:
            self._tell(child)

    def _frame(self, frame: Node, items: list[Node]) -> Sequence[Operation]:
        self.ordinal += 1
        self._context.ordinal = self.ordinal
        self.line = frame.sourceline or 0
        try:
            return self._operations(frame, items)
        except XzufiError as error:
            if not self._skip_errors:
                raise
            text = " ".join(part for part in (error.reason, error.remedy) if part)
            self._context.findings.add(FindingKind.ERROR, error.line, error.path, text)
            return ()
        finally:
            self._free(frame)

    def _operations(self, frame: Node, items: list[Node]) -> list[Operation]:
        if frame.tag == self._delete:
            return [self._deletion(frame)]
        if not items:
            self._context.note(frame, "Das Element ist leer.")
        done: list[Operation] = []
        for item in items:
            read = self._objects.get(self._answers.get(item.tag, item.tag))
            if read is None:
                self._context.unknown(item, "Diese Art von Objekt kennt das Modell nicht; es wurde nicht übernommen.")
            else:
                done.append(Write(read(item, self._context)))
        return done

    def _deletion(self, frame: Node) -> Delete:
        found: Delete = self._read_delete(frame, self._context)
        try:
            return Delete(ObjectClass(found.item_class), found.id)
        except ValueError:
            known = ", ".join(ObjectClass)
            reason = f"Die Klasse {str(found.item_class)[:60]!r} ist unbekannt."
            raise self._context.error(frame, reason, f"Bekannt sind: {known}.") from None

    def _head(self, element: Node, root: Node) -> None:
        """Parts of the head, as they come; the first of each counts."""
        self._heads_left -= 1
        if self._heads_left < 0:
            raise self._context.error(element, f"Der Nachrichtenkopf hat mehr als {_MOST_HEADS} Teile.", "Prüfen Sie die Datei.")
        bare = root.makeelement(root.tag)
        bare.append(element)
        found: Header = self._read_header(bare, self._context)
        said = {name: value for name in Header.__struct_fields__ if (value := getattr(found, name)) not in {"", None}}
        fresh = {name: value for name, value in said.items() if getattr(self.header, name) in {"", None}}
        self.header = msgspec.structs.replace(self.header, **fresh)

    def _free(self, frame: Node) -> None:
        """Frees the frame and whatever stands before it; what nobody asked for is told first."""
        parent = frame.getparent()
        while (before := frame.getprevious()) is not None:
            self._tell(before)
            parent.remove(before)
        frame.clear()

    def _tell(self, element: Node) -> None:
        if element.tag not in self._known:
            self._context.unknown(element)
