"""The page of elements says what the writer does: same names, same order, in both versions."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from lxml import etree

from rathaus.standards.xzufi import Version
from rathaus.standards.xzufi.documentation import page
from rathaus.standards.xzufi.model.basics import Amount, Code, Identifier, Link, LocalizedText
from rathaus.standards.xzufi.model.responsibility import Owner
from rathaus.standards.xzufi.model.service import Shape
from rathaus.standards.xzufi.model.transfer import ObjectClass
from rathaus.standards.xzufi.tables import TABLES
from rathaus.standards.xzufi.tables.base import Evidence, Leaf, Struct, Union, Unwrapped
from rathaus.standards.xzufi.versions import WRITTEN, XSI, XSI_TYPE
from rathaus.standards.xzufi.writing import Output, write_part
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "kochbuch" / "xzufi-elemente.md"
VALUES = {
    Leaf.STRING: "x",
    Leaf.TOKEN: "x",
    Leaf.BARE_CODE: "TAG",
    Leaf.INTEGER: 1,
    Leaf.BOOLEAN: True,
    Leaf.DATE: dt.date(2026, 1, 2),
    Leaf.DATETIME: dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
    Leaf.AMOUNT: Amount(Decimal(1)),
    Leaf.CODE: Code("1"),
    Leaf.LOCALIZED: LocalizedText("de", "x"),
    Leaf.IDENTIFIER: Identifier("1"),
    Leaf.KEY_AS_CODE: Identifier("1"),
    Leaf.LINK_AS_URI: Link("x"),
}
TYPED = {"shape": Shape.DETAIL, "owner": Owner.UNIT}


def filled(cls, version, *, whole):
    """A part with every attribute this version has (or only what is required)."""
    fields = {}
    for row in TABLES[cls].rows:
        place = row.place(new=version.new)
        if place is None or not (whole or row.required):
            continue
        value = TYPED[row.attribute] if place.kind is Leaf.XSI_TYPE else of_kind(place.kind, version)
        several = any(there is not None and there.most is None for there in (row.new, row.old))
        fields[row.attribute] = (value,) if several else value
    if cls.__name__ == "Delete":
        fields["item_class"] = ObjectClass.UNIT
    return cls(**fields)


def of_kind(kind, version):
    if isinstance(kind, Leaf):
        return VALUES[kind]
    if isinstance(kind, Unwrapped):
        return kind.cls(**{kind.attribute: filled(kind.kind.cls, version, whole=False)})
    cls = kind.members[0][0] if isinstance(kind, Union) else kind.cls
    assert isinstance(kind, Struct | Union)
    return filled(cls, version, whole=False)


def written(cls, version):
    """The names as they stand in XML: attributes, then elements, those in a frame as `frame/name`."""
    out = Output()
    write_part("teil", filled(cls, version, whole=True), version, out)
    frame = f'<r xmlns:xzufi="{version.namespace}" xmlns:xsi="{XSI}">{"".join(out.parts)}</r>'
    element = etree.fromstring(frame)[0]
    names = ["@xsi:type" if name == XSI_TYPE else f"@{name}" for name in element.keys()]  # noqa: SIM118
    frames = {place.within for row in TABLES[cls].rows if (place := row.place(new=version.new)) is not None}
    for child in element:
        name = etree.QName(child).localname
        if name in frames and len(child) and child[0].tag not in {"code", "name"}:
            names += [f"{name}/{etree.QName(inner).localname}" for inner in child]
        else:
            names.append(name)
    return names


def told():
    """The names of the page, by class and version."""
    found = {}
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        cls = section.split("\n")[0].split(" ")[0]
        for part in re.split(r"\n(?=In 2\.\d\.\d:)", section):
            version = re.match(r"In (\S+):", part)
            names = [
                re.sub(r"`| ", "", line.split("|")[1]) for line in part.splitlines() if line.startswith("| ") and "`" in line
            ]
            for each in [Version(version[1])] if version else WRITTEN:
                if names:
                    found[cls, each] = names
    return found


def test_the_page_is_the_one_the_tables_make():
    assert PAGE.read_text(encoding="utf-8") == page(), "Run: python -m rathaus.standards.xzufi > docs/kochbuch/xzufi-elemente.md"


@pytest.mark.parametrize("version", WRITTEN)
def test_the_writer_keeps_the_order_of_the_page(version):
    names = told()
    assert {cls.__name__: written(cls, version) for cls in TABLES} == {
        cls.__name__: names[cls.__name__, version] for cls in TABLES
    }


def test_every_attribute_of_every_part_stands_in_a_table():
    outside = {"Header": {"message", "product", "maker", "product_version"}}
    for cls, table in TABLES.items():
        listed = [row.attribute for row in table.rows]
        assert len(set(listed)) == len(listed)
        assert set(cls.__struct_fields__) - set(listed) == outside.get(cls.__name__, set())


def test_what_is_assumed_is_marked():
    """Of a unit only what was seen or stands in the object model may claim more than an assumption."""
    for cls in TABLES:
        if cls.__module__.endswith((".unit", ".online")):
            rows = {row.attribute for row in TABLES[cls].rows if row.evidence is Evidence.MODEL}
            assert rows <= {"parameters"}, cls
