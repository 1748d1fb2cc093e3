"""Territories and the publishers (Herausgeber) who answer for them."""

from rathaus.standards.xzufi.model.basics import Code, Identifier, Part, Period, Texts, VersionInfo


class AdministrativeCode(Part, frozen=True):
    """`VerwaltungspolitischeKodierung`: the official keys; `ags` has 8 digits, `ars` 12."""

    district: Code | None = None
    region: Code | None = None
    state: Code | None = None
    ags: Code | None = None
    ars: Code | None = None
    nation: Code | None = None
    association: Code | None = None


class TerritoryClass(Part, frozen=True):
    """`Gebietsklasse`."""

    id: Identifier
    secondary_ids: tuple[Identifier, ...] = ()
    name: Texts = ()
    description: Texts = ()
    version: str = ""
    short_name: Texts = ()


class TerritoryKind(Part, frozen=True):
    """`Gebietstyp`: Land, Kreis, Gemeinde ..., with the class it belongs to."""

    id: Identifier
    territory_class: TerritoryClass
    secondary_ids: tuple[Identifier, ...] = ()
    names: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    description: Texts = ()


class Territory(Part, frozen=True):
    """`Gebiet`."""

    id: Identifier
    kind: TerritoryKind
    secondary_ids: tuple[Identifier, ...] = ()
    parents: tuple[Identifier, ...] = ()
    children: tuple[Identifier, ...] = ()
    code: AdministrativeCode | None = None
    name: Texts = ()
    short_name: Texts = ()
    description: Texts = ()
    publisher: "Publisher | None" = None
    version: VersionInfo | None = None
    validity: tuple[Period, ...] = ()


class Publisher(Part, frozen=True):
    """`Herausgeber`: the editorial office. What names no territory holds in `territories`."""

    id: Identifier
    secondary_ids: tuple[Identifier, ...] = ()
    names: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    description: Texts = ()
    territories: tuple[Territory, ...] = ()
