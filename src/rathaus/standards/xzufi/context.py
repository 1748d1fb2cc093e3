"""What one reading needs everywhere: where an element stands, what is told of it, how much may come."""

from itertools import islice
from typing import Final

from rathaus.standards.xzufi.errors import FindingKind, Findings, XzufiError
from rathaus.standards.xzufi.limits import Limits
from rathaus.standards.xzufi.tree import Node, local
from rathaus.standards.xzufi.versions import XSI

_SIBLINGS: Final = 1000
_XSI_PREFIX: Final = f"{{{XSI}}}"


class Context:
    """What one reading needs everywhere: the findings, the limits and the place of an element."""

    def __init__(self, findings: Findings, limits: Limits) -> None:
        self.findings = findings
        self.limits = limits
        self.ordinal = 0
        """The number of the frame (`schreibe`, `loesche`) in the message: what is done with leaves the tree."""
        self.depth = 0

    def unknown(self, element: Node, text: str = "Dieses Element kennt das Modell nicht; es wurde nicht übernommen.") -> None:
        self._find(FindingKind.UNKNOWN, element, text)

    def note(self, element: Node, text: str) -> None:
        self._find(FindingKind.NOTE, element, text)

    def _find(self, kind: FindingKind, element: Node, text: str) -> None:
        if self.findings.full:
            self.findings.add(kind, 0, "", text)
        else:
            self.findings.add(kind, element.sourceline or 0, self.path(element), text)

    def path(self, element: Node) -> str:
        """Names below the root, numbered where siblings share a name; the frame by its number in the message."""
        steps: list[str] = []
        at = element
        while at is not None and (parent := at.getparent()) is not None:
            name = local(at.tag)
            steps.append(f"{name}[{self.ordinal}]" if parent.getparent() is None else name + _number(at))
            at = parent
        return "/".join(reversed(steps))

    def foreign(self, element: Node, name: str) -> None:
        """An attribute that the model does not know; those of XML Schema itself say nothing."""
        if not name.startswith(_XSI_PREFIX):
            self.unknown(element, f"Das Attribut {local(name)!r} kennt das Modell nicht; es wurde nicht übernommen.")

    def bare(self, element: Node) -> None:
        """Attributes where the model has none."""
        for name in element.keys():  # noqa: SIM118 - an element iterates over its children
            self.foreign(element, name)

    def error(self, element: Node, reason: str, remedy: str = "") -> XzufiError:
        return XzufiError(reason, remedy, line=element.sourceline or 0, path=self.path(element))


def _number(element: Node) -> str:
    before = sum(sibling.tag == element.tag for sibling in islice(element.itersiblings(preceding=True), _SIBLINGS))
    after = element.getnext()
    return f"[{before + 1}]" if before or (after is not None and after.tag == element.tag) else ""
