"""A writer of small XDatenfelder documents for the tests, and generated models as plain data."""

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
SCHEMAS = st.lists(st.tuples(COUNTS, GROUPS), min_size=1, max_size=4)


def code(name, value):
    return f"<x:{name}><code>{value}</code></x:{name}>"


def identity(identifier):
    return f"<x:identifikation><x:id>{identifier}</x:id><x:version>1.0.0</x:version></x:identifikation>"


def element(data):
    head = identity(data["id"]) + f"<x:name>{escape(data['label'])}</x:name>" + code("freigabestatus", "6")
    label = f"<x:bezeichnungEingabe>{escape(data['label'])}</x:bezeichnungEingabe>"
    if "children" in data:
        return f"<x:datenfeldgruppe>{head}{label}{places(data['children'])}</x:datenfeldgruppe>"
    limits = "" if data["max_length"] is None else f"<x:praezisierung maxLength={quoteattr(str(data['max_length']))}/>"
    options = "".join(f"<x:wert><x:code>{c}</x:code><x:name>{escape(n)}</x:name></x:wert>" for c, n in data["options"])
    werte = f"<x:werte>{options}</x:werte>" if options else ""
    body = code("feldart", data["kind"]) + code("datentyp", data["datatype"]) + limits + werte
    return f"<x:datenfeld>{head}{label}{body}</x:datenfeld>"


def places(children):
    return "".join(place(low, high, child) for (low, high), child in children)


def place(low, high, child):
    count = f"{low}:{'*' if high is None else high}"
    return f"<x:struktur><x:anzahl>{count}</x:anzahl><x:enthaelt>{element(child)}</x:enthaelt></x:struktur>"


def schema(children, *, head="", namespace=NAMESPACE, message="stammdatenschema.0102"):
    body = identity("S00000000001") + "<x:name>Probe</x:name>" + code("freigabestatus", "5") + places(children)
    root = f"x:xdatenfelder.{message}"
    inner = f"<x:stammdatenschema>{body}</x:stammdatenschema>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<{root} xmlns:x="{namespace}">{inner}</{root}>'.encode()


PLAIN = {"id": "F00000000007", "label": "Feld", "kind": "input", "datatype": "text", "options": [], "max_length": None}
