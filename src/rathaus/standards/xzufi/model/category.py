"""Categories: life and business situations, subjects and other trees that services hang in."""

from rathaus.standards.xzufi.model.basics import Code, Identifier, Part, Texts


class Copyright(Part, frozen=True):
    note: Texts = ()
    uri: str = ""


class Image(Part, frozen=True):
    """`Bild`: by identifier or by address."""

    name: Texts = ()
    alternative: Texts = ()
    file_id: Identifier | None = None
    file_uri: str = ""
    copyright: Copyright | None = None


class CategoryClass(Part, frozen=True):
    """`Kategorieklasse`: the tree a category belongs to. `kind` since 2.3.1."""

    id: Identifier
    secondary_ids: tuple[Identifier, ...] = ()
    kind: Code | None = None
    name: Texts = ()
    description: Texts = ()
    version: str = ""


class Category(Part, frozen=True):
    """`Kategorie` (2.2.0: `Leistungskategorie`)."""

    id: Identifier
    category_class: CategoryClass | None = None
    secondary_ids: tuple[Identifier, ...] = ()
    parent: Identifier | None = None
    children: tuple[Identifier, ...] = ()
    name: Texts = ()
    description: Texts = ()
    pictogram: Image | None = None
