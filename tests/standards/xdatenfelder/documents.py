"""A writer of small XDatenfelder documents for the tests, and generated models as plain data."""

import itertools
import re
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

NAMESPACE = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
TEXT = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=20).map(str.strip).filter(bool)
COUNTS = st.tuples(st.integers(0, 5), st.one_of(st.none(), st.integers(1, 9))).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
)
FIELDS = st.fixed_dictionaries(
    {
        "id": st.integers(1, 99_999_999_999).map(lambda n: f"F{n:011d}"),
        "label": TEXT,
        "kind": st.sampled_from(["input", "select", "label", "hidden", "locked"]),
        "datatype": st.sampled_from(["text", "date", "bool", "num", "num_int", "file", "text_latin"]),
        "options": st.lists(st.tuples(st.integers(0, 99).map(lambda n: f"{n:03d}"), TEXT), max_size=3, unique_by=lambda o: o[0]),
        "max_length": st.one_of(st.none(), st.integers(1, 500)),
    }
)
GROUPS = st.recursive(
    FIELDS,
    lambda inner: st.fixed_dictionaries(
        {
            "id": st.integers(1, 99_999_999_999).map(lambda n: f"G{n:011d}"),
            "label": TEXT,
            "children": st.lists(st.tuples(COUNTS, inner), min_size=1, max_size=3),
        }
    ),
    max_leaves=12,
)


def numbered(places, at=None):
    """Each group gets an id of its own: one that stood in itself would be a circle."""
    at = at if at is not None else itertools.count(1)
    return [
        (count, {**data, "id": f"G{next(at):011d}", "children": numbered(data["children"], at)} if "children" in data else data)
        for count, data in places
    ]


SCHEMAS = st.lists(st.tuples(COUNTS, GROUPS), min_size=1, max_size=4).map(numbered)


def code(name, value):
    return f"<x:{name}><code>{value}</code></x:{name}>"


def identity(identifier):
    return f"<x:identifikation><x:id>{identifier}</x:id><x:version>1.0.0</x:version></x:identifikation>"


def element(data):
    name = data.get("name", data["label"])
    head = identity(data["id"]) + f"<x:name>{escape(name)}</x:name>" + code("freigabestatus", "6")
    label = f"<x:bezeichnungEingabe>{escape(data['label'])}</x:bezeichnungEingabe>"
    if "children" in data:
        return f"<x:datenfeldgruppe>{head}{label}{places(data['children'])}</x:datenfeldgruppe>"
    said = data.get("limits", {} if data["max_length"] is None else {"maxLength": str(data["max_length"])})
    limits = "<x:praezisierung" + "".join(f" {key}={quoteattr(value)}" for key, value in said.items()) + "/>" if said else ""
    options = "".join(f"<x:wert><x:code>{c}</x:code><x:name>{escape(n)}</x:name></x:wert>" for c, n in data["options"])
    werte = f"<x:werte>{options}</x:werte>" if options else ""
    body = code("feldart", data["kind"]) + code("datentyp", data["datatype"]) + limits + werte + data.get("more", "")
    return f"<x:datenfeld>{head}{label}{body}</x:datenfeld>"


def rule(more, *, identifier="R00000000001"):
    return f"<x:regel>{identity(identifier)}<x:name>Regel</x:name>{more}</x:regel>"


def places(children):
    return "".join(place(low, high, child) for (low, high), child in children)


def place(low, high, child):
    count = f"{low}:{'*' if high is None else high}"
    return f"<x:struktur><x:anzahl>{count}</x:anzahl><x:enthaelt>{element(child)}</x:enthaelt></x:struktur>"


def schema(children, *, head="", namespace=NAMESPACE, message="stammdatenschema.0102", rules=""):
    body = identity("S00000000001") + "<x:name>Probe</x:name>" + code("freigabestatus", "5") + rules + places(children)
    root = f"x:xdatenfelder.{message}"
    inner = f"<x:stammdatenschema>{body}</x:stammdatenschema>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<{root} xmlns:x="{namespace}">{inner}</{root}>'.encode()


PLAIN = {"id": "F00000000007", "label": "Feld", "kind": "input", "datatype": "text", "options": [], "max_length": None}


def relation(kind="ABL", target="F00000000001", version=""):
    said = f"<x:id>{target}</x:id>" + (f"<x:version>{version}</x:version>" if version else "")
    return f"<x:relation>{code('praedikat', kind)}<x:objekt>{said}</x:objekt></x:relation>"


def _old(kind, identifier, more):
    """An element of edition 2; edition 1 has its id bare."""
    head = f"<x:identifikation><x:id>{identifier}</x:id><x:version>1.2</x:version></x:identifikation><x:name>Name</x:name>"
    return f"<x:{kind}>{head}<x:bezeichnungEingabe/><x:bezug>§ 1</x:bezug>{code('status', 'aktiv')}{more}</x:{kind}>"


_OLD_RULE = _old("regel", "R00000001", "<x:definition>Wenn F00000002, dann</x:definition><x:script>x()</x:script>")
_OLD_LIST = (
    "<x:codelisteReferenz><x:identifikation><x:id>C00000001</x:id></x:identifikation><x:genericodeIdentification>"
    "<x:canonicalIdentification>urn:de:a</x:canonicalIdentification><x:version>2</x:version>"
    "<x:canonicalVersionUri>urn:de:a_2</x:canonicalVersionUri></x:genericodeIdentification></x:codelisteReferenz>"
)


def old_field(limits="", more=""):
    kinds = code("schemaelementart", "RNG") + code("feldart", "input") + code("datentyp", "text")
    return _old("datenfeld", "F00000002", f"{kinds}<x:praezisierung>{escape(limits)}</x:praezisierung><x:inhalt/>{more}")


def old_schema(field=None, *, edition=2, more=""):
    inside = "<x:struktur><x:anzahl>0:1</x:anzahl><x:bezug/><x:enthaelt>{}</x:enthaelt></x:struktur>"
    group = code("schemaelementart", "ABS") + _OLD_RULE + inside.format(field or old_field())
    body = _old("stammdatenschema", "S00000004", more + inside.format(_old("datenfeldgruppe", "G00000003", group)))
    header = "<x:nachrichtID>a1</x:nachrichtID><x:erstellungszeitpunkt>2020-10-10T21:29:27.778Z</x:erstellungszeitpunkt>"
    root = "x:xdatenfelder.stammdatenschema.0102" + ("001" if edition == 1 else "")
    if edition == 1:
        body = re.sub(r"<x:identifikation>(<x:id>\w+</x:id>).*?</x:identifikation>", r"\1", body)
        header = "<x:datum>2019-04-23</x:datum><x:fimId>S00000004</x:fimId><x:version>0.1</x:version>"
    namespace = f"urn:xoev-de:fim:standard:xdatenfelder_{edition}"
    return f'<{root} xmlns:x="{namespace}"><x:header>{header}</x:header>{body}</{root}>'.encode()


EDITION_2 = old_schema(old_field('{"minLength":"1","maxLength":"80"}', _OLD_LIST))
EDITION_1 = old_schema(old_field("Anrede"), edition=1)
