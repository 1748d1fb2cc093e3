"""Whether something said for a territory is said for us."""

from collections.abc import Sequence

from rathaus.standards import xzufi
from rathaus.standards.xzufi import model

_LEVELS = (12, 9, 5, 3, 2)


def stem(ars: str) -> str:
    """The beginning that all keys inside share: `150020000000` -> `15002`, `150000000000` -> `15`, nothing but zeros -> empty."""
    digits = "".join(char for char in ars if char.isdigit())
    for length in reversed(_LEVELS):
        if not digits[length:].strip("0"):
            beginning = digits[:length]
            return beginning if beginning.strip("0") else ""
    return digits


def overlaps(territory: str, ours: str) -> bool:
    """One contains the other: what is said for the Land is said for us, what is said for one of our districts as well."""
    one, other = stem(territory), stem(ours)
    return one.startswith(other) or other.startswith(one)


def applies(item: xzufi.XzufiObject, ours: Sequence[str]) -> bool:
    """Nothing said about the territory: it applies where its publisher does, so also with us."""
    if isinstance(item, model.OwnedResponsibility):
        territories = item.responsibility.territories
    else:
        territories = getattr(item, "territories", ())
    return not territories or any(overlaps(territory.value, ars) for territory in territories for ars in ours)
