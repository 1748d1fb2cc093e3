"""Our XSD against the one FITKO's conversion makes of the same schema: the same in every declaration but for what is listed."""

import pytest
from lxml import etree

from rathaus.standards import xfall
from rathaus.standards.xdatenfelder import read_schema
from tests.standards.xfall.official import NUMBERS, official_xsd
from tests.standards.xfall.validators import compiled

XS = "{http://www.w3.org/2001/XMLSchema}"
XDF = "{urn:xoev-de:fim:standard:xdatenfelder_3.0.0}"
TOKEN = ("xs:token", (("minLength", "1"),))


def declared(xsd):
    """Every declaration by name in order: the type with its facets, or the kind of the group with its places."""
    root = etree.fromstring(xsd)
    head = {name: root.get(name) for name in ("targetNamespace", "elementFormDefault", "attributeFormDefault")}
    assert root.nsmap[None] == root.get("targetNamespace")
    return head, {element.get("name"): meaning(element) for element in root}


def meaning(element):
    if element.get("type"):
        return element.get("type"), ()
    (holder,) = [child for child in element if child.tag != f"{XS}annotation"]
    (inner,) = holder
    if holder.tag == f"{XS}simpleType":
        return inner.get("base"), tuple((facet.tag.removeprefix(XS), facet.get("value")) for facet in inner)
    places = tuple((place.get("ref"), place.get("minOccurs", "1"), place.get("maxOccurs", "1")) for place in inner)
    return inner.tag.removeprefix(XS), places


def chosen_by_reference(xdf):
    """Fields that choose from a code list elsewhere, straight from the file."""
    root = etree.fromstring(xdf)
    names = set()
    for field in root.iter(f"{XDF}datenfeld"):
        identity = field.find(f"{XDF}identifikation")
        kind = field.findtext(f"{XDF}feldart/code")
        if kind == "select" and field.find(f"{XDF}werte") is None:
            names.add(f"{identity.findtext(f'{XDF}id')}V{identity.findtext(f'{XDF}version')}")
    return names


@pytest.mark.conformance
@pytest.mark.parametrize("number", NUMBERS)
def test_says_what_the_official_xsd_says(standards, number):
    xdf = (standards / f"fim/xdf3/{number}.xdf3.xml").read_bytes()
    ours = xfall.xsd(read_schema(xdf))
    head, declarations = declared(ours)
    official_head, expected = declared(official_xsd(standards, number))
    for name in chosen_by_reference(xdf):
        assert expected[name] == ("xs:string", ())
        expected[name] = TOKEN
    assert head == official_head
    assert declarations == expected
    assert list(declarations) == list(expected)
    compiled(ours)


@pytest.mark.conformance
def test_thirteen_official_xsds_refuse_every_mail_address_and_ours_none(standards):
    refusing = []
    for number in NUMBERS:
        official = (standards / f"fim/xfall-xsd/{number}.xfall.xsd").read_bytes()
        if b'$"/>' in official:
            refusing.append(number)
    assert len(refusing) == 13
    mail = b'<F60000000242V1.1.0 xmlns="urn:fim-de:xfall:datenschema:xdf3">a.b@halle.de</F60000000242V1.1.0>'
    for number in refusing:
        schema = read_schema((standards / f"fim/xdf3/{number}.xdf3.xml").read_bytes())
        assert compiled(xfall.xsd(schema)).validate(etree.fromstring(mail))
        unchanged = (standards / f"fim/xfall-xsd/{number}.xfall.xsd").read_bytes()
        assert not compiled(unchanged).validate(etree.fromstring(mail))
