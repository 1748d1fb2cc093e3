"""Labels and texts: present, told apart, in Latin letters, of the recommended length."""

from collections.abc import Iterator

from rathaus.standards.xdatenfelder.lint import latin
from rathaus.standards.xdatenfelder.lint.context import Context
from rathaus.standards.xdatenfelder.lint.findings import Hit
from rathaus.standards.xdatenfelder.model import Element, Field, LegalBasis, Rule, Schema

_SHORT, _HELP, _LONG, _CODE = 255, 500, 5000, 20

_Text = tuple[str, str, int]
"""What it is, the text, and how long it should be at most."""


def of_schema(schema: Schema, _context: Context) -> Iterator[Hit]:
    if schema.title_from_name:
        yield Hit(1050)
    if schema.help and not schema.title_from_name and schema.title == schema.help:
        yield Hit(1098)
    title = "" if schema.title_from_name else schema.title
    yield from _texts([("Bezeichnung", title, _SHORT), ("Hilfetext", schema.help, _HELP), *_common(schema)])
    yield from _addresses(schema)


def of_element(element: Element, _context: Context) -> Iterator[Hit]:
    label = "" if element.label_from_name else element.label
    if not label:
        yield Hit(1009)
    if not element.label_output:
        yield Hit(1010)
    if (element.help and label == element.help) or (element.help_output and element.label_output == element.help_output):
        yield Hit(1098)
    own: list[_Text] = [
        ("Bezeichnung Eingabe", label, _SHORT),
        ("Bezeichnung Ausgabe", element.label_output, _SHORT),
        ("Hilfetext Eingabe", element.help, _HELP),
        ("Hilfetext Ausgabe", element.help_output, _HELP),
    ]
    yield from _texts([*own, *_common(element), *(_field(element) if isinstance(element, Field) else ())])
    yield from _addresses(element)
    if isinstance(element, Field) and element.code_list is not None:
        for uri in (element.code_list.uri, element.code_list.version_uri):
            if len(uri) > _SHORT:
                yield Hit(1137, _over(uri, _SHORT))


def of_rule(rule: Rule, _context: Context) -> Iterator[Hit]:
    yield from _texts(
        [
            ("Name", rule.name, _SHORT),
            ("Freitextregel", rule.text, _LONG),
            ("Beschreibung", rule.description, _LONG),
            ("Fachlicher Ersteller", rule.author, _SHORT),
            *_bases(rule.legal_basis),
        ]
    )
    yield from _addresses(rule)


def _common(thing: Schema | Element) -> Iterator[_Text]:
    yield "Name", thing.name, _SHORT
    yield "Definition", thing.definition, _LONG
    yield "Beschreibung", thing.description, _LONG
    yield "Status gesetzt durch", thing.release.status_by, _SHORT
    yield "Versionshinweis", thing.release.version_note, _SHORT
    yield from _bases(thing.legal_basis)


def _field(field: Field) -> Iterator[_Text]:
    yield "Inhalt", field.content, _LONG
    yield "Muster", field.limits.pattern, _HELP
    for option in field.options:
        yield "Code", option.code, _CODE
        yield "Name eines Werts", option.name, _SHORT
        yield "Hilfe eines Werts", option.help, _HELP


def _bases(found: tuple[LegalBasis, ...]) -> Iterator[_Text]:
    for basis in found:
        yield "Handlungsgrundlage", basis.text, _SHORT


def _texts(texts: list[_Text]) -> Iterator[Hit]:
    for name, text, limit in texts:
        if strange := latin.outside(text):
            yield Hit(1131, f"{name}: {strange[:10]}")
        if len(text) > limit:
            yield Hit(1136, f"{name}, {_over(text, limit)}")


def _addresses(thing: Schema | Element | Rule) -> Iterator[Hit]:
    for keyword in thing.keywords:
        if len(keyword.text) > _HELP:
            yield Hit(1136, f"Stichwort, {_over(keyword.text, _HELP)}")
        if len(keyword.uri) > _SHORT:
            yield Hit(1137, _over(keyword.uri, _SHORT))
    for basis in thing.legal_basis:
        # the editors' list of lengths names none for links; that of other addresses is used
        if len(basis.link) > _SHORT:
            yield Hit(1138, _over(basis.link, _SHORT))


def _over(text: str, limit: int) -> str:
    return f"{len(text)} statt höchstens {limit} Zeichen"
