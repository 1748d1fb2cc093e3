"""Thousands of relations are read by another way than a few odd ones: both must say the same."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards.xdatenfelder import Relation, XdfError, read_schema
from tests.standards.xdatenfelder import documents as docs
from tests.standards.xdatenfelder import models

BLANK = st.sampled_from(["", "", "\n  ", "<!-- c -->"])


@st.composite
def written(draw, relation):
    """One relation in any lawful spelling."""
    kind, target, version = relation
    blank = [draw(BLANK) for _ in range(8)]
    code = draw(st.sampled_from([kind, f" {kind} ", f"<![CDATA[{kind}]]>", f"{kind[:1]}<!-- c -->{kind[1:]}"]))
    said = draw(st.sampled_from(["", " listURI='urn:a' listVersionID='1'"]))
    name = draw(st.sampled_from(["", "<name>N</name>"]))
    number = f"{blank[0]}<x:version>{version}</x:version>" if version else draw(st.sampled_from(["", "<x:version/>"]))
    objekt = f"<x:objekt>{blank[1]}<x:id>{target}</x:id>{number}{blank[2]}</x:objekt>"
    praedikat = f"<x:praedikat{said}>{blank[3]}<code>{code}</code>{name}{blank[4]}</x:praedikat>"
    inner = [praedikat, objekt] if draw(st.booleans()) else [objekt, praedikat]
    return f"<x:relation>{blank[5]}{inner[0]}{blank[6]}{inner[1]}{blank[7]}</x:relation>"


def read(text):
    return read_schema(docs.schema([((1, 1), {**docs.PLAIN, "more": text})])).children[0].element.relations


@given(st.data(), st.lists(models.RELATION, max_size=6))
def test_any_spelling_says_the_same(data, relations):
    assert read("".join(data.draw(written(relation)) for relation in relations)) == tuple(relations)


@given(st.lists(models.RELATION, max_size=6))
def test_the_plain_spelling_says_the_same(relations):
    assert read("".join(docs.relation(*relation) for relation in relations)) == tuple(relations)


TWO = docs.relation() + docs.relation("ERS", "G00000000002", "1.0.0")

FIRST = "<x:id>F00000000001</x:id>"
PREDICATES = "<x:relation><x:praedikat><code>ABL</code></x:praedikat><x:praedikat><code>ERS</code></x:praedikat></x:relation>"
TARGETS = f"<x:relation><x:objekt>{FIRST}</x:objekt><x:objekt>{FIRST}</x:objekt></x:relation>"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        # one says too much where its neighbour says too little: the sums are right, the relations are not
        (PREDICATES + TARGETS, "'praedikat' steht mehrfach"),
        (TWO.replace(FIRST, "").replace("<x:version>", f"{FIRST}<x:version>"), "'id' fehlt"),
        (TWO.replace("<x:version>", "<x:version>1.0</x:version><x:version>"), "'version' steht mehrfach"),
        (TWO.replace("<code>ABL</code>", "").replace("<code>ERS</code>", "<code>ERS</code><code>ABL</code>"), "'code' fehlt"),
        (TWO.replace("F00000000001", "").replace("G00000000002", "G1<![CDATA[]]>"), "'id' fehlt"),
        (TWO.replace("<x:objekt>", "<x:objekt>lose", 1), "Text gehört nicht hierher"),
        (TWO.replace("<x:id>", "<x:id a='1'>", 1), "Attribut 'a'"),
        (TWO.replace("<x:relation>", "<x:relation a='1'>", 1), "Attribut 'a'"),
        (TWO.replace("<x:praedikat>", "<x:praedikat a='1'>", 1), "Attribut 'a'"),
    ],
)
def test_sums_do_not_hide_a_broken_one(text, says):
    with pytest.raises(XdfError, match=says):
        read(text)


def test_a_field_of_eighty_thousand_nodes():
    many = [Relation("ABL", f"F{at:011d}", "1.0.0" if at % 50 == 0 else "") for at in range(20_000)]
    assert read("".join(docs.relation(*relation) for relation in many)) == tuple(many)


@pytest.mark.conformance
def test_the_official_field_with_thousands(standards):
    """Against the standard library's parser, which knows none of our shortcuts."""
    data = (standards / "fim/xdf3/S05000001319.xdf3.xml").read_bytes()
    x = f"{{{docs.NAMESPACE}}}"
    said = [
        (
            relation.findtext(f"{x}praedikat/code"),
            relation.findtext(f"{x}objekt/{x}id"),
            relation.findtext(f"{x}objekt/{x}version", ""),
        )
        for relation in ET.fromstring(data).iter(f"{x}relation")  # noqa: S314 - an official file
    ]
    schema = read_schema(data)
    found = [*schema.relations, *(relation for _path, place in schema.walk() for relation in place.element.relations)]
    assert len(said) > 16_000
    assert sorted(found) == sorted(said)
