"""Categories and pictures."""

from rathaus.standards.xzufi.model import category
from rathaus.standards.xzufi.tables.base import Evidence, Leaf, Struct, Table, row, since_231
from rathaus.standards.xzufi.tables.territory import ID, SECONDARY

CATEGORY = Struct(category.Category)

TABLES = (
    Table(
        category.Copyright,
        (
            row("note", "copyrightHinweis", Leaf.LOCALIZED, many=True),
            row("uri", "copyrightUrl", Leaf.TOKEN),
        ),
    ),
    Table(
        category.Image,
        (
            row("name", "bezeichnung", Leaf.LOCALIZED, many=True),
            row("alternative", "alternativeBeschreibung", Leaf.LOCALIZED, many=True),
            row("file_id", "dateiID", Leaf.IDENTIFIER, within="dateiReferenz", old_within="dateiReferenz"),
            row("file_uri", "dateiUrl", Leaf.TOKEN, within="dateiReferenz", old_within="dateiReferenz"),
            row("copyright", "copyright", Struct(category.Copyright)),
        ),
    ),
    Table(
        category.CategoryClass,
        (
            ID,
            SECONDARY,
            since_231("kind", "typ", Leaf.CODE),
            row("name", "bezeichnung", Leaf.LOCALIZED, many=True, evidence=Evidence.SEEN),
            row("description", "beschreibung", Leaf.LOCALIZED, many=True),
            row("version", "version", Leaf.STRING),
        ),
    ),
    Table(
        category.Category,
        (
            ID,
            SECONDARY,
            row("parent", "uebergeordneteKategorieID", Leaf.IDENTIFIER, evidence=Evidence.SEEN),
            row("children", "untergeordneteKategorieID", Leaf.IDENTIFIER, many=True),
            row("category_class", "klasse", Struct(category.CategoryClass), evidence=Evidence.SEEN),
            row("name", "bezeichnung", Leaf.LOCALIZED, many=True, evidence=Evidence.SEEN),
            row("description", "beschreibung", Leaf.LOCALIZED, many=True, evidence=Evidence.SEEN),
            since_231("pictogram", "piktogrammID", Struct(category.Image)),
        ),
        old_order=("id", "secondary_ids", "parent", "children", "name", "description", "category_class"),
    ),
)
