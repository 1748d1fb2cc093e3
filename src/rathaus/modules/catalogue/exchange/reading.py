"""Files of editorial systems, read twice: once to the end to see that nothing is wrong, once to take it over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rathaus.foundation.errors import Invalid
from rathaus.standards import xzufi


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that was read to its end. `findings` are remarks in German with line and path; `operations` reads it anew."""

    standard: str
    count: int
    findings: tuple[str, ...]
    operations: Callable[[], Iterator[xzufi.Operation]]


def open_delivery(path: Path) -> Delivery:
    """Raises Invalid naming file, line, path and remedy; nothing was taken over then."""
    try:
        with path.open("rb") as file:
            reader = xzufi.Reader(file)
            count = sum(1 for _ in reader)
    except FileNotFoundError:
        raise Invalid(f"{path} gibt es nicht. Prüfen Sie den Namen der Datei.") from None
    except xzufi.XzufiError as error:
        raise Invalid(f"Es wurde nichts übernommen. {path.name}: {error}") from None
    return Delivery(f"XZuFi {reader.version}", count, tuple(str(finding) for finding in reader.findings), lambda: _stream(path))


def _stream(path: Path) -> Iterator[xzufi.Operation]:
    with path.open("rb") as file:
        yield from xzufi.Reader(file)
