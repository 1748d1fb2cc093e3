"""What a check says."""

from dataclasses import dataclass
from typing import NamedTuple

from rathaus.standards.xdatenfelder.lint.table import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """`number` and `severity` are those of the official list; `path` is the path of ids as `Schema.walk` gives it.

    A fault of the schema itself has an empty path; a rule's id stands behind that of its element. `message` is German, names
    the place and the remedy.
    """

    number: int
    severity: Severity
    message: str
    path: tuple[str, ...]

    @property
    def refuses(self) -> bool:
        """A schema with such a fault should not be taken over."""
        return self.severity is Severity.CRITICAL


class Hit(NamedTuple):
    """What a check yields: `detail` fills the message, `below` leads from the checked element to the faulty one."""

    number: int
    detail: str = ""
    below: tuple[str, ...] = ()
