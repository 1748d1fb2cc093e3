"""Broken and hostile messages: an XdfError in German that names the place, and nothing else, ever."""

import re

import pytest

from rathaus.standards.xdatenfelder import MAX_BYTES, MAX_DEPTH, XdfError, read_schema
from rathaus.standards.xdatenfelder.lint import CHECKS, How
from rathaus.standards.xdatenfelder.reading import elements, markup
from tests.standards.xdatenfelder import documents as docs

PLAIN = docs.schema([((1, 1), docs.PLAIN)])
BOMB = (
    "<!DOCTYPE x [<!ENTITY a '"
    + "ha" * 500
    + "'>"
    + "".join(f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 20}'>" for i in range(8))
    + "]>"
)
UNREAD = "DOCTYPE|kein wohlgeformtes XML"


def nested(depth, identifier="G{:011d}"):
    data = docs.PLAIN
    for at in range(depth):
        data = {"id": identifier.format(at), "label": "Gruppe", "children": [((1, 1), data)]}
    return [((1, 1), data)]


def field(**changes):
    return docs.schema([((1, 1), {**docs.PLAIN, **changes})])


def more(text):
    return field(more=text)


def without(name):
    return re.sub(rf"<x:{name}>.*?</x:{name}>".encode(), b"", PLAIN, count=1)


def rules(text):
    return docs.schema([((1, 1), docs.PLAIN)], rules=text)


ART = b"Gruppe</x:bezeichnungEingabe><x:art><code>Y</code></x:art>"

# what is refused, what the message says, and the number of the official check that asks for it
REFUSED = {
    "nothing": (b"", "kein wohlgeformtes XML", 0),
    "noise": (b"\x00\xff\xfe", "kein wohlgeformtes XML", 0),
    "truncated": (PLAIN[:-30], "kein wohlgeformtes XML", 0),
    "bomb": (docs.schema([((1, 1), docs.PLAIN)], head=BOMB), "DOCTYPE", 0),
    "bomb that goes off": (field(label="&i;").replace(b"?>", b"?>" + BOMB.encode(), 1).replace(b"&amp;", b"&"), UNREAD, 0),
    "bomb in an attribute": (
        PLAIN.replace(b"?>", b"?>" + BOMB.encode(), 1).replace(b"<x:anzahl>", b'<x:anzahl a="&i;">'),
        UNREAD,
        0,
    ),
    "outer DTD": (docs.schema([((1, 1), docs.PLAIN)], head='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), "DOCTYPE", 0),
    "unknown namespace": (docs.schema([((1, 1), docs.PLAIN)], namespace="urn:xoev-de:fim:standard:xdatenfelder_9"), "_9", 0),
    "no namespace": (b"<schema/>", "'leer'", 0),
    "other message": (docs.schema([((1, 1), docs.PLAIN)], message="datenfeld.0104"), "Die Nachricht ist", 0),
    "no field": (docs.schema([]), "enthält kein Feld", 1078),
    "too deep": (docs.schema(nested(MAX_DEPTH + 1)), "tiefer als", 0),
    "deeper than the parser": (b"<a>" * 300 + b"</a>" * 300, "kein wohlgeformtes XML", 0),
    "a group in itself": (docs.schema(nested(2, "G00000000001")), "enthält sich selbst.*Zirkel", 1026),
    "no count": (PLAIN.replace(b"<x:anzahl>1:1</x:anzahl>", b""), "'anzahl' fehlt", 1021),
    "never": (docs.schema([((0, 0), docs.PLAIN)]), "unmöglich", 1021),
    "count of no form": (PLAIN.replace(b"1:1", b"1-1"), "keine Anzahl wie", 1046),
    "count the wrong way round": (docs.schema([((3, 2), docs.PLAIN)]), "unmöglich", 1047),
    "markup in an id": (field(id="F7<x:boese/>"), "Text erwartet", 0),
    "the id of a group": (field(id="G00000000007"), "keine Kennung", 1039),
    "two ids": (PLAIN.replace(b"<x:id>F", b"<x:id>F1</x:id><x:id>F"), "'id' steht mehrfach", 0),
    "no id": (PLAIN.replace(b"<x:id>F00000000007</x:id>", b""), "'id' fehlt", 1038),
    "no identity": (without("identifikation"), "'identifikation' fehlt", 1038),
    "no version": (PLAIN.replace(b"<x:version>1.0.0</x:version>", b""), "'version' fehlt", 1135),
    "version of no form": (PLAIN.replace(b"1.0.0</x:version>", b"neu</x:version>"), "keine Versionsnummer", 0),
    "no name": (without("name"), "'name' fehlt", 1002),
    "two names": (PLAIN.replace(b"<x:name>Feld", b"<x:name>A</x:name><x:name>B"), "'name' steht mehrfach", 0),
    "unknown element": (more("<x:neu/>"), "'neu' gehört nicht hierher", 0),
    "element of another standard": (more("<neu xmlns='urn:a'/>"), "'neu' gehört nicht hierher", 0),
    "unknown attribute": (PLAIN.replace(b"<x:name>", b'<x:name lang="de">'), "Attribut 'lang'", 0),
    "attribute of the root": (PLAIN.replace(b" xmlns:x", b' a="1" xmlns:x'), "Attribut 'a'", 0),
    "stray text": (PLAIN.replace(b"<x:struktur>", b"<x:struktur>lose"), "Text gehört nicht hierher", 0),
    "text behind": (PLAIN.replace(b"</x:anzahl>", b"</x:anzahl>lose"), "Text gehört nicht hierher", 0),
    "no kind": (without("feldart"), "'feldart' fehlt", 1027),
    "unknown kind": (field(kind="eval"), "Codeliste", 1027),
    "unknown datatype": (field(datatype="eval"), "Codeliste", 1028),
    "unknown state": (PLAIN.replace(b"<code>6</code>", b"<code>10</code>"), "'10' steht nicht", 1032),
    "empty code": (PLAIN.replace(b"<code>6</code>", b"<code/>"), "'code' fehlt", 1032),
    "two codes": (PLAIN.replace(b"<code>6</code>", b"<code>6</code><code>6</code>"), "'code' steht mehrfach", 1032),
    "unknown prefill": (more(docs.code("vorbefuellung", "immer")), "'immer'", 1030),
    "unknown element kind": (more(docs.code("schemaelementart", "XXX")), "'XXX'", 1031),
    "unknown group kind": (docs.schema(nested(1)).replace(b"Gruppe</x:bezeichnungEingabe>", ART), "'Y'", 1042),
    "unknown change of structure": (rules(docs.code("ableitungsmodifikationenStruktur", "4")), "'4'", 1033),
    "unknown change of texts": (rules(docs.code("ableitungsmodifikationenRepraesentation", "2")), "'2'", 1034),
    "length of no number": (field(max_length="zwei"), "keine Zahl", 1060),
    "lower length of no number": (field(limits={"minLength": "1_0"}), "keine Zahl", 1059),
    "length beyond reason": (field(max_length="9" * 5000), "keine Zahl", 1060),
    "bound of no number": (field(datatype="num", limits={"minValue": "viel"}), "keine Zahl", 1062),
    "upper bound of no number": (field(datatype="num", limits={"maxValue": "1e999"}), "keine Zahl", 1063),
    "whole bound of no number": (field(datatype="num_int", limits={"minValue": "viel"}), "keine Zahl", 1065),
    "whole upper bound of no number": (field(datatype="num_int", limits={"maxValue": "viel"}), "keine Zahl", 1066),
    "two limits": (field(max_length="1", more="<x:praezisierung/>"), "'praezisierung' steht mehrfach", 0),
    "one code twice": (field(options=[("1", "a"), ("1", "b")]), "zweimal", 1045),
    "value without a name": (field(options=[("1", "")]), "'name' fehlt", 0),
    "two elements in one place": (
        PLAIN.replace(b"</x:datenfeld></x:enthaelt>", b"</x:datenfeld><x:datenfeld/></x:enthaelt>"),
        "Genau ein Datenfeld",
        0,
    ),
    "no day": (more("<x:statusGesetztAm>31.12.2025</x:statusGesetztAm>"), "kein Datum", 0),
    "no day of the calendar": (more("<x:gueltigAb>2025-02-30</x:gueltigAb>"), "kein Datum", 0),
    "no moment": (more("<x:letzteAenderung>2025-12-31</x:letzteAenderung>"), "kein Zeitpunkt", 0),
    "unknown relation": (more(docs.relation(kind="LIEB")), "'LIEB'", 1029),
    "relation to nothing": (more(docs.relation(target="")), "'id' fehlt", 1091),
    "relation without object": (more("<x:relation><x:praedikat><code>ABL</code></x:praedikat></x:relation>"), "'objekt'", 1091),
    "relation to no id": (more(docs.relation(target="alle")), "keine Kennung", 1039),
    "relation with an attribute": (more(docs.relation().replace("<x:objekt>", "<x:objekt a='1'>")), "Attribut 'a'", 0),
    "relation with more": (more(docs.relation().replace("</x:objekt>", "</x:objekt><x:neu/>")), "'neu'", 0),
    "part of another standard": (rules(docs.rule("<x:param><neu xmlns='urn:a'/></x:param>")), "'neu'", 0),
    "endless part": (rules(docs.rule("<x:param>" + "<x:a>" * 30 + "</x:a>" * 30 + "</x:param>")), "tiefer als", 0),
    "rule of another kind": (rules(docs.rule("", identifier="F1")), "keine Kennung der Art R", 1039),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses(name):
    data, says, number = REFUSED[name]
    with pytest.raises(XdfError, match=says) as caught:
        read_schema(data)
    assert caught.value.number == number


def test_every_check_of_the_reader_is_shown_here():
    shown = {number for _data, _says, number in REFUSED.values()}
    assert {number for number, (_severity, how) in CHECKS.items() if how is How.READING} <= shown
    assert all(CHECKS[number][1] in {How.READING, How.BOTH} for number in shown - {0})


def test_reads_no_file_through_an_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    head = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    with pytest.raises(XdfError, match="DOCTYPE") as caught:
        read_schema(docs.schema([((1, 1), {**docs.PLAIN, "label": "&e;"})], head=head).replace(b"&amp;", b"&"))
    assert "geheim" not in str(caught.value)


def test_refuses_size_before_parsing():
    with pytest.raises(XdfError, match="größer als"):
        read_schema(b"<" * (MAX_BYTES + 1))


def test_refuses_too_many_places(monkeypatch):
    monkeypatch.setattr(elements, "MAX_PLACES", 3)
    with pytest.raises(XdfError, match="mehr als 3"):
        read_schema(docs.schema([((1, 1), docs.PLAIN)] * 4))


def test_refuses_a_text_without_end(monkeypatch):
    monkeypatch.setattr(markup, "MAX_TEXT", 10)
    with pytest.raises(XdfError, match="länger als 10 Zeichen"):
        read_schema(more("<x:definition>elf Zeichen</x:definition>"))
