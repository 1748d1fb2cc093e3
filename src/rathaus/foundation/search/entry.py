"""What an owner gives to an index."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

Facets = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: `fields` by name (see the index's weights), `suggestions` the names offered while typing.

    `boost` lifts a document among equals: 0.2 counts a fifth more.
    """

    key: str
    title: str
    fields: Mapping[str, str]
    facets: Facets = field(default_factory=dict)
    boost: float = 0.0
    suggestions: tuple[str, ...] = ()
