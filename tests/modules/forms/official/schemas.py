"""Small official schemas with rules, and translations of them, for the tests."""

import json
from xml.sax.saxutils import escape

from rathaus.modules.forms.compiled.model import Form
from rathaus.modules.forms.official.index import Index
from rathaus.modules.forms.official.placed import read_placed
from rathaus.modules.forms.sources import xdf as source
from rathaus.standards import xdatenfelder as xdf
from rathaus.standards.xdatenfelder import rules as official
from tests.standards.xdatenfelder import documents as docs

WHERE, INLAND, ABROAD, ASKED, NOTE = "F00000000001", "G00000000002", "G00000000003", "F00000000004", "F00000000005"


def field(identifier, name, datatype="text", *, kind="input", options=(), count="1:1", rules=(), inner=""):
    body = docs.identity(identifier) + f"<x:name>{escape(name)}</x:name>" + docs.code("freigabestatus", "6")
    body += f"<x:bezeichnungEingabe>{escape(name)}</x:bezeichnungEingabe>" + "".join(rules)
    body += docs.code("feldart", kind) + docs.code("datentyp", datatype) + inner
    if options:
        werte = "".join(f"<x:wert><x:code>{c}</x:code><x:name>{escape(n)}</x:name></x:wert>" for c, n in options)
        body += f"<x:werte>{werte}</x:werte>"
    return _place(count, f"<x:datenfeld>{body}</x:datenfeld>")


def group(identifier, name, *children, count="1:1", rules=()):
    body = docs.identity(identifier) + f"<x:name>{escape(name)}</x:name>" + docs.code("freigabestatus", "6")
    body += f"<x:bezeichnungEingabe>{escape(name)}</x:bezeichnungEingabe>" + "".join(rules) + "".join(children)
    return _place(count, f"<x:datenfeldgruppe>{body}</x:datenfeldgruppe>")


def rule(identifier, text, version="1.0.0"):
    head = docs.identity(identifier).replace("1.0.0", version)
    typ = docs.code("typ", "K")
    return f"<x:regel>{head}<x:name>Regel {identifier}</x:name><x:freitextRegel>{escape(text)}</x:freitextRegel>{typ}</x:regel>"


def _place(count, element):
    return f"<x:struktur><x:anzahl>{count}</x:anzahl><x:enthaelt>{element}</x:enthaelt></x:struktur>"


def schema(*children, rules=()):
    body = docs.identity("S00000000001") + "<x:name>Probe</x:name>" + docs.code("freigabestatus", "5")
    body += "".join(rules) + "".join(children)
    root = "x:xdatenfelder.stammdatenschema.0102"
    inner = f"<x:stammdatenschema>{body}</x:stammdatenschema>"
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns:x="{docs.NAMESPACE}">{inner}</{root}>'.encode()


def address(*rules):
    """A group that asks where an address is, with both kinds of addresses."""
    return group(
        "G00000000010",
        "Anschrift",
        field(WHERE, "Wo?", kind="select", options=[("001", "Inland"), ("002", "Ausland")]),
        group(INLAND, "Inland", field("F00000000006", "Ort"), count="0:1"),
        group(ABROAD, "Ausland", field("F00000000007", "Staat"), count="0:1"),
        field(ASKED, "Gefragt?", "bool"),
        field(NOTE, "Angabe", count="0:1"),
        rules=rules,
    )


IF_INLAND = (
    f'Wenn das Feld {WHERE} "Wo?" = 001 "Inland", dann muss die Gruppe {INLAND} "Inland" befüllt sein. '
    f'Wenn das Feld {WHERE} "Wo?" <> 001 "Inland", dann darf die Gruppe {INLAND} "Inland" nicht befüllt sein.'
)


def translated(*entries, context=("G00000000010",)):
    """Entries (action, target, condition, text) at one group."""
    listed = [
        {
            "rule_id": context[-1],
            "actions": [action],
            "target_id": target,
            "source_id": None,
            "condition": condition,
            "text": text,
            "context": list(context),
        }
        for action, target, condition, text in entries
    ]
    return json.dumps({"fim_id": "S00000000001", "fim_version": "1.0.0", "translated_rules": listed}).encode()


def name(identifier):
    return {"identifier": f"self.{identifier}"}


def equal(identifier, value):
    return {"equal": [name(identifier), value]}


def not_equal(identifier, value):
    return {"not_equal": [name(identifier), value]}


TRANSLATED_INLAND = (
    ("required", INLAND, equal(WHERE, "001"), "Inland muss befüllt sein."),
    ("forbidden", INLAND, not_equal(WHERE, "001"), "Inland darf nicht befüllt sein."),
)


def index_of(data) -> tuple[xdf.Schema, Form, Index]:
    form = source.read(data)
    return xdf.read_schema(data), form, Index(form)


def placed_of(data, translation=None):
    read, _form, index = index_of(data)
    return read_placed(read, official.read_translated(translation) if translation else None, index)
