"""lxml as the codec uses it: a push parser that expands nothing and fetches nothing."""

from typing import Any, Literal, TypeAlias

from rathaus.standards import safe_xml
from rathaus.standards.xzufi.errors import XzufiError

Node: TypeAlias = Any
"""An element. The stubs of lxml give its line as `...` and its attributes as bytes, hence no narrower type."""


class Pushed:
    """Bytes in, elements out, at the start or the end of those with one of `tags` (None: all)."""

    def __init__(self, event: Literal["start", "end"], tags: list[str] | None = None) -> None:
        from lxml import etree  # a heavy library: a process that only writes or shows never loads it

        self._wrong = (etree.XMLSyntaxError, ValueError)
        self._parser = etree.XMLPullParser(events=(event,), tag=tags, **safe_xml.OPTIONS)

    def feed(self, chunk: bytes) -> "list[Node]":
        """Raises XzufiError where the bytes are no well-formed XML, or nested deeper than 256 levels."""
        try:
            self._parser.feed(chunk)
            return [element for _event, element in self._parser.read_events()]
        except self._wrong as error:
            raise _not_xml(error) from error

    def close(self) -> Node:
        """The root, after the last byte."""
        try:
            return self._parser.close()
        except self._wrong as error:
            raise _not_xml(error) from error


def _not_xml(error: Exception) -> XzufiError:
    return XzufiError(
        f"Die Nachricht ist kein wohlgeformtes XML: {str(error)[:200]}",
        "Lassen Sie sich die Datei neu liefern.",
        line=getattr(error, "lineno", 0) or 0,
    )


def local(tag: object) -> str:
    """The name without its namespace; empty for what is no element."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""
