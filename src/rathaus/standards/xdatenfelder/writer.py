"""The model to bytes, edition 3.0.0: every element in the order of the standard, nothing between them."""

import re
from collections.abc import Iterable, Mapping

from rathaus.standards.xdatenfelder import vocabulary as words
from rathaus.standards.xdatenfelder.errors import XdfError
from rathaus.standards.xdatenfelder.model import (
    Element,
    Field,
    Group,
    Header,
    Keyword,
    LegalBasis,
    Limits,
    Option,
    Part,
    Relation,
    Release,
    Rule,
    Schema,
    Standard,
    Structure,
)
from rathaus.standards.xdatenfelder.parts import NO_HEADER, NO_LIMITS
from rathaus.standards.xdatenfelder.reading.edition3 import EDITION

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_VALUE = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})


def write_schema(schema: Schema) -> bytes:
    """A message stammdatenschema.0102 in UTF-8. Raises XdfError for a schema of edition 1 or 2 and for characters unknown to XML.

    Without a header in the model the message has none; whoever sends it says its id and time there.
    """
    if schema.standard is not Standard.XDF3:
        raise XdfError(
            f"Geschrieben wird nur XDatenfelder 3.0.0, das Schema {schema.id} ist in Ausgabe {schema.standard}. "
            "Überführen Sie es zuerst, etwa mit dem Konverter des FIM-Portals."
        )
    return _message("xdatenfelder.stammdatenschema.0102", schema.header, _schema(schema))


def write_element(element: Element, header: Header = NO_HEADER) -> bytes:
    """A message datenfeldgruppe.0103 or datenfeld.0104 in UTF-8. Raises XdfError for characters unknown to XML."""
    name = "xdatenfelder.datenfeldgruppe.0103" if isinstance(element, Group) else "xdatenfelder.datenfeld.0104"
    return _message(name, header, _element(element))


def _message(name: str, header: Header, body: str) -> bytes:
    head = ""
    if header != NO_HEADER:
        said = (("nachrichtID", header.message_id), ("erstellungszeitpunkt", header.created), ("referenzID", header.reference))
        head = _wrap("header", "".join(_leaf(*pair) for pair in said))
    text = f'<xdf3:{name} xmlns:xdf3="{EDITION.namespace}">{head}{body}</xdf3:{name}>'
    if wrong := _FORBIDDEN.search(text):
        raise XdfError(f"Das Zeichen U+{ord(wrong[0]):04X} kann in XML nicht stehen. Entfernen Sie es.")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()


def _schema(schema: Schema) -> str:
    said = {
        **_head(schema),
        "bezeichnung": "" if schema.title_from_name else _leaf("bezeichnung", schema.title),
        "hilfetext": _leaf("hilfetext", schema.help),
        "ableitungsmodifikationenStruktur": _code("ableitungsmodifikationenStruktur", schema.derivation.structure),
        "ableitungsmodifikationenRepraesentation": _code(
            "ableitungsmodifikationenRepraesentation", schema.derivation.representation
        ),
        "struktur": _places(schema.children),
    }
    if profile := schema.document_profile:
        said["dokumentsteckbrief"] = _wrap("dokumentsteckbrief", _leaf("id", profile.id) + _leaf("version", profile.version))
    return _wrap("stammdatenschema", _ordered(said, words.EDITION_3.schema))


def _element(element: Element) -> str:
    return _group(element) if isinstance(element, Group) else _field(element)


def _group(group: Group) -> str:
    said = {
        **_head(group),
        **_labels(group),
        "art": _code("art", "X" if group.choice else ""),
        "struktur": _places(group.children),
    }
    return _wrap("datenfeldgruppe", _ordered(said, words.EDITION_3.group))


def _field(field: Field) -> str:
    said = {
        **_head(field),
        **_labels(field),
        "feldart": _code("feldart", field.kind.value),
        "datentyp": _code("datentyp", field.datatype),
        "praezisierung": _limits(field.limits),
        "inhalt": _leaf("inhalt", field.content),
        "vorbefuellung": _code("vorbefuellung", field.prefill.value),
        "werte": _options(field.options),
        "codeKey": _leaf("codeKey", field.columns.code),
        "nameKey": _leaf("nameKey", field.columns.name),
        "helpKey": _leaf("helpKey", field.columns.help),
        "maxSize": "" if field.max_bytes is None else _leaf("maxSize", str(field.max_bytes)),
        "mediaType": "".join(_leaf("mediaType", name) for name in field.media_types),
    }
    if reference := field.code_list:
        pairs = ("canonicalIdentification", reference.uri), ("version", reference.version)
        inner = "".join(_leaf(*pair) for pair in (*pairs, ("canonicalVersionUri", reference.version_uri)))
        said["codelisteReferenz"] = _wrap("codelisteReferenz", inner)
    return _wrap("datenfeld", _ordered(said, words.EDITION_3.field))


def _head(thing: Schema | Element) -> dict[str, str]:
    """What schemas, groups and fields say alike."""
    return {
        "identifikation": _identity(thing.id, thing.version),
        "name": _leaf("name", thing.name),
        "beschreibung": _leaf("beschreibung", thing.description),
        "definition": _leaf("definition", thing.definition),
        "bezug": _legal_basis(thing.legal_basis),
        "freigabestatus": _code("freigabestatus", thing.release_state),
        **_release(thing.release),
        "relation": _relations(thing.relations),
        "stichwort": _keywords(thing.keywords),
        "regel": "".join(_rule(rule) for rule in thing.rules),
    }


def _release(release: Release) -> dict[str, str]:
    return {
        "statusGesetztAm": _leaf("statusGesetztAm", release.status_date),
        "statusGesetztDurch": _leaf("statusGesetztDurch", release.status_by),
        "gueltigAb": _leaf("gueltigAb", release.valid_from),
        "gueltigBis": _leaf("gueltigBis", release.valid_until),
        "versionshinweis": _leaf("versionshinweis", release.version_note),
        "veroeffentlichungsdatum": _leaf("veroeffentlichungsdatum", release.published),
        "letzteAenderung": _leaf("letzteAenderung", release.last_change),
    }


def _labels(element: Element) -> dict[str, str]:
    return {
        "bezeichnungEingabe": "" if element.label_from_name else _leaf("bezeichnungEingabe", element.label),
        "bezeichnungAusgabe": _leaf("bezeichnungAusgabe", element.label_output),
        "schemaelementart": _code("schemaelementart", element.element_kind.value if element.element_kind else ""),
        "hilfetextEingabe": _leaf("hilfetextEingabe", element.help),
        "hilfetextAusgabe": _leaf("hilfetextAusgabe", element.help_output),
    }


def _rule(rule: Rule) -> str:
    said = {
        "identifikation": _identity(rule.id, rule.version),
        "name": _leaf("name", rule.name),
        "beschreibung": _leaf("beschreibung", rule.description),
        "freitextRegel": _leaf("freitextRegel", rule.text),
        "bezug": _legal_basis(rule.legal_basis),
        "stichwort": _keywords(rule.keywords),
        "fachlicherErsteller": _leaf("fachlicherErsteller", rule.author),
        "letzteAenderung": _leaf("letzteAenderung", rule.last_change),
        "typ": _code("typ", rule.kind),
        "param": "".join(_part(part) for part in rule.parameters),
        "skript": _leaf("skript", rule.script),
        "ziel": "".join(_part(part) for part in rule.targets),
        "fehler": "".join(_part(part) for part in rule.errors),
    }
    return _wrap("regel", _ordered(said, words.EDITION_3.rule))


def _places(places: Iterable[Structure]) -> str:
    return "".join(
        _wrap("struktur", _count(place) + _legal_basis(place.legal_basis) + _wrap("enthaelt", _element(place.element)))
        for place in places
    )


def _count(place: Structure) -> str:
    maximum = place.cardinality.maximum
    return _leaf("anzahl", f"{place.cardinality.minimum}:{'*' if maximum is None else maximum}")


def _identity(identifier: str, version: str) -> str:
    return _wrap("identifikation", _leaf("id", identifier) + _leaf("version", version))


def _legal_basis(found: Iterable[LegalBasis]) -> str:
    return "".join(_leaf("bezug", basis.text, link=basis.link) for basis in found)


def _keywords(found: Iterable[Keyword]) -> str:
    return "".join(_leaf("stichwort", keyword.text, uri=keyword.uri) for keyword in found)


def _relations(found: Iterable[Relation]) -> str:
    predicates = {kind: _code("praedikat", kind) for kind in words.RELATIONS}
    return "".join(
        f"<xdf3:relation>{predicates[kind]}<xdf3:objekt>{_leaf('id', identifier)}{_leaf('version', version)}"
        "</xdf3:objekt></xdf3:relation>"
        for kind, identifier, version in found
    )


def _limits(limits: Limits) -> str:
    said = {
        "minLength": "" if limits.min_length is None else str(limits.min_length),
        "maxLength": "" if limits.max_length is None else str(limits.max_length),
        "minValue": limits.lower,
        "maxValue": limits.upper,
        "pattern": limits.pattern,
    }
    return "" if limits == NO_LIMITS else _leaf("praezisierung", limits.note, empty=True, **said)


def _options(options: tuple[Option, ...]) -> str:
    inner = "".join(
        _wrap("wert", _leaf("code", option.code) + _leaf("name", option.name) + _leaf("hilfe", option.help)) for option in options
    )
    return _wrap("werte", inner) if inner else ""


def _part(part: Part) -> str:
    if not all(words.PART_NAME.fullmatch(name) for name in (part.name, *(name for name, _value in part.attributes))):
        raise XdfError(f"{part.name[:40]!r} oder eines seiner Attribute ist kein Name, wie XML ihn kennt.")
    tag = f"xdf3:{part.name}" if part.qualified else part.name
    attributes = "".join(f' {name}="{value.translate(_VALUE)}"' for name, value in part.attributes)
    inner = "".join(_part(inner) for inner in part.parts) if part.parts else part.text.translate(_TEXT)
    return f"<{tag}{attributes}>{inner}</{tag}>"


def _ordered(said: Mapping[str, str], order: tuple[str, ...]) -> str:
    return "".join(said.get(name, "") for name in order)


def _code(name: str, code: str) -> str:
    if not code:
        return ""
    uri, version = words.LISTS[name]
    inner = f"<code>{code.translate(_TEXT)}</code>"
    return f'<xdf3:{name} listURI="{uri}" listVersionID="{version}">{inner}</xdf3:{name}>'


def _leaf(name: str, text: str, *, empty: bool = False, **attributes: str) -> str:
    """An element with text; nothing where there is neither text nor attribute, unless `empty`."""
    said = "".join(f' {key}="{value.translate(_VALUE)}"' for key, value in attributes.items() if value)
    return f"<xdf3:{name}{said}>{text.translate(_TEXT)}</xdf3:{name}>" if text or said or empty else ""


def _wrap(name: str, inner: str) -> str:
    return f"<xdf3:{name}>{inner}</xdf3:{name}>"
