"""The tables as a page for people: which element stands where, and on what we believe it (`docs/kochbuch/xzufi-elemente.md`)."""

from collections.abc import Iterator

from rathaus.standards.xzufi.tables import TABLES
from rathaus.standards.xzufi.tables.base import Kind, Leaf, Place, Row, Struct, Table, Union, Unwrapped
from rathaus.standards.xzufi.tables.transfer import DEFAULT_MESSAGE, OBJECTS
from rathaus.standards.xzufi.versions import WRITTEN, Version

_INTRODUCTION = f"""# XZuFi: Elemente und Reihenfolge, wie Rathaus sie schreibt

Diese Seite entsteht aus den Tabellen des Codecs (`python -m rathaus.standards.xzufi`), und ein Test vergleicht sie
mit dem, was geschrieben wird. Ein amtliches Schema (XSD) oder eine amtliche Beispieldatei von XZuFi lag uns nicht
vor. Deshalb sagt jede Zeile, worauf sie beruht:

- **gesehen**: Der Name kam in Dateien oder Leseprogrammen vor, die im Einsatz sind.
- **Objektmodell**: Das veröffentlichte Objektmodell (FIM-Portal, `Leistung231`, `Leistung220`) nennt die Angabe; die
  Schreibweise im XML folgt aus den gesehenen Namen.
- **angenommen**: Keine öffentliche Quelle nennt den Namen.

Die **Reihenfolge** der Zeilen ist die, in der geschrieben wird. Sie folgt dem Objektmodell, wo dieses etwas sagt, und
ist für jede Tabelle eine Annahme; beim Lesen ist die Reihenfolge gleichgültig. Angenommen sind auch der Namensraum
von 2.3.1 (`{Version.V231.namespace}`), der Name des Wurzelelements (`{DEFAULT_MESSAGE}`, wenn nichts anderes
angegeben ist; gelesen wird jedes), und dass eine Auswahl durch `xsi:type` angezeigt wird (gelesen wird sie auch
ohne). Beim Lesen gelten die Namen beider Versionen zugleich. Was keine Tabelle kennt, wird mit Zeile und Pfad
gemeldet.

Vielfachheit: `1` genau einmal, `?` höchstens einmal, `*` beliebig oft. `@` kennzeichnet ein Attribut.
"""


def page() -> str:
    """The whole page in Markdown."""
    return "\n".join([_INTRODUCTION, *(line for table in TABLES.values() for line in _section(table))])


def _section(table: Table) -> Iterator[str]:
    name = next((f" (`{name}`)" for name, struct in OBJECTS.items() if struct.cls is table.cls), "")
    yield f"## {table.cls.__name__}{name}\n"
    columns = {version: [_cells(row, version) for row in table.ordered(new=version.new)] for version in WRITTEN}
    same = columns[Version.V220] == columns[Version.V231]
    for version in (Version.V231,) if same else reversed(WRITTEN):
        if not same:
            yield f"In {version}:\n"
        yield "| Element | Anzahl | Inhalt | im Modell | beruht auf |"
        yield "|---|---|---|---|---|"
        for cells in columns[version]:
            yield f"| {' | '.join(cells)} |"
        yield ""


def _cells(row: Row, version: Version) -> tuple[str, ...]:
    place = row.place(new=version.new)
    assert place is not None  # noqa: S101 - `ordered` leaves out what has no place
    frame = f"`{place.within}` / " if place.within else ""
    name = f"{frame}`{'@' if row.in_attribute else ''}{place.name}`"
    return name, _count(row, place), _content(place.kind), f"`{row.attribute}`", row.evidence.value


def _count(row: Row, place: Place) -> str:
    return "*" if place.most is None else "1" if row.required else "?"


def _content(kind: Kind) -> str:
    if isinstance(kind, Leaf):
        return kind.value
    if isinstance(kind, Struct):
        return kind.cls.__name__
    if isinstance(kind, Unwrapped):
        return kind.kind.cls.__name__
    if isinstance(kind, Union):
        return " oder ".join(f"{cls.__name__} (`{name}`)" for cls, name in kind.members)
    raise TypeError(kind)
