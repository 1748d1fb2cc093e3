"""An official XDatenfelder 3 schema as a compiled form: each top-level group a page, rules executed where they are certain."""

import datetime as dt
import hashlib
import re
from decimal import Decimal

import msgspec

from rathaus.foundation.errors import Invalid
from rathaus.modules.forms import patterns
from rathaus.modules.forms.compiled.binding import bind, linear
from rathaus.modules.forms.compiled.codec import digest
from rathaus.modules.forms.compiled.model import (
    CodeList,
    Element,
    Field,
    Form,
    Group,
    Kind,
    LegalBasis,
    ManualCheck,
    Note,
    Option,
    Page,
    Prefill,
    PrefillMode,
    Source,
)
from rathaus.modules.forms.official.beside import NOTHING, Beside
from rathaus.modules.forms.official.decisions import read_decisions
from rathaus.modules.forms.official.lists import Lists, version_of
from rathaus.modules.forms.official.plan import text_digest, with_rules
from rathaus.modules.forms.official.translation import read_translation
from rathaus.modules.forms.official.walk import numbered
from rathaus.standards import xdatenfelder as xdf

LONG_TEXT = 200
MAX_KEPT = 32
_compiled: dict[tuple[str, ...], Form] = {}
_LINK = re.compile(r"https?://")
_KINDS = {
    "text": Kind.TEXT,
    "text_latin": Kind.TEXT,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "bool": Kind.BOOLEAN,
    "num": Kind.NUMBER,
    "num_int": Kind.INTEGER,
    "num_currency": Kind.MONEY,
    "file": Kind.FILE,
}
# the federal building blocks whose meaning is known: F60000000242 e-mail address, F60000000240 telephone number
_BY_ID = {"F60000000242": Kind.EMAIL, "F60000000240": Kind.PHONE}
_AUTOCOMPLETE = {
    "F60000000227": "family-name",
    "F60000000228": "given-name",
    "F60000000240": "tel",
    "F60000000242": "email",
    "F60000000246": "postal-code",
    "F60000000247": "address-level2",
}


class _Reading:
    """What is gathered on the way: code lists and the rules that stay with people."""

    def __init__(self, known: Lists) -> None:
        self.known = known
        self.lists: dict[str, CodeList] = {}
        self.checks: list[ManualCheck] = []

    def resolves(self, reference: xdf.CodeListRef | None) -> bool:
        return reference is not None and self.known.find(reference) is not None

    def keep(self, field: xdf.Field, name: str, text: str, path: str) -> None:
        """What the form cannot do with a field, for people to decide on."""
        self.checks.append(
            ManualCheck(id=field.id, version=field.version, name=name, text=text, path=path, digest=text_digest(text), open=True)
        )


def read(data: bytes, *, beside: Beside = NOTHING) -> Form:
    """The compiled form of an XDatenfelder 3 message with what was supplied beside it. Raises Invalid.

    The same schema gives another form with other rules, lists or decisions: its version carries the digest (`1.2.0+5f3a…`).
    The same bytes are compiled once in a process.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    key = (sha256, *beside.digests)
    if key not in _compiled:
        if len(_compiled) >= MAX_KEPT:
            _compiled.clear()
        _compiled[key] = _read(data, sha256, beside)
    return _compiled[key]


def _read(data: bytes, sha256: str, beside: Beside) -> Form:
    try:
        schema = xdf.read_schema(data)
    except xdf.XdfError as error:
        raise Invalid(str(error)) from error
    reading = _Reading(Lists(beside.code_lists))
    pages = _pages(schema, reading)
    reading.known.demand_use([found for _path, place in schema.walk() if (found := getattr(place.element, "code_list", None))])
    form = Form(
        key=schema.id,
        version=schema.version,
        title=schema.title,
        intro=schema.help,
        legal_basis=_bases(schema.legal_basis),
        pages=linear([(page, None) for page in pages]),
        code_lists=reading.lists,
        manual_checks=tuple(reading.checks),
        source=Source(
            kind="xdf3",
            sha256=sha256,
            id=schema.id,
            version=schema.version,
            beside=beside.digests,
        ),
    )
    translation, decisions = read_translation(beside.translation, schema), read_decisions(beside.decisions, schema.id)
    bound = bind(with_rules(form, schema, translation, decisions))
    return msgspec.structs.replace(bound, version=f"{schema.version}+{digest(bound)[:12]}")


def _pages(schema: xdf.Schema, reading: _Reading) -> list[Page]:
    pages: list[Page] = []
    loose: list[Element] = []

    def flush() -> None:
        if loose:
            pages.append(Page(id=f"seite-{len(pages) + 1}", title="Weitere Angaben", elements=tuple(loose)))
            loose.clear()

    for element, place in zip(_children(schema.children, "", reading), schema.children, strict=True):
        if isinstance(place.element, xdf.Group):
            flush()
            pages.append(Page(id=f"seite-{len(pages) + 1}", title=place.element.label, elements=(element,)))
        else:
            loose.append(element)
    flush()
    return pages


def _children(places: tuple[xdf.Structure, ...], parent: str, reading: _Reading) -> list[Element]:
    result: list[Element] = []
    for identifier, place in numbered(places):
        path = f"{parent}.{identifier}" if parent else identifier
        if isinstance(place.element, xdf.Group):
            result.append(_group(place, place.element, identifier, path, reading))
        else:
            result.append(_field(place, place.element, identifier, path, reading))
    return result


def _group(place: xdf.Structure, group: xdf.Group, identifier: str, path: str, reading: _Reading) -> Group:
    return Group(
        id=identifier,
        label=group.label,
        label_output=group.label_output,
        help=group.help,
        minimum=place.cardinality.minimum,
        maximum=place.cardinality.maximum,
        choice=group.choice,
        legal_basis=_bases((*place.legal_basis, *group.legal_basis)),
        fim_version=group.version,
        children=tuple(_children(group.children, path, reading)),
    )


def _field(place: xdf.Structure, field: xdf.Field, identifier: str, path: str, reading: _Reading) -> Field | Note:
    if field.kind is xdf.FieldKind.LABEL:
        return Note(id=identifier, title=field.label, text=field.content or field.label, fim_version=field.version)
    kind = _kind(field, path, reading)
    limits = field.limits
    locked = kind is Kind.LOCKED
    return Field(
        id=identifier,
        kind=kind,
        label=field.label,
        label_output=field.label_output,
        help=field.help,
        minimum=0 if locked else place.cardinality.minimum,
        maximum=1 if locked else place.cardinality.maximum,
        min_length=limits.min_length or None,
        max_length=limits.max_length,
        min_value=_bound(field, limits.min_value, limits.min_text, path, reading),
        max_value=_bound(field, limits.max_value, limits.max_text, path, reading),
        pattern="" if kind is Kind.EMAIL else _pattern(field, path, reading),
        latin=field.datatype == "text_latin",
        options=tuple(Option(code=option.code, label=option.name, help=option.help) for option in field.options),
        code_list=_code_list(field, reading),
        max_bytes=field.max_bytes,
        media_types=field.media_types,
        content=field.content if locked else "",
        prefill=_prefill(field),
        autocomplete=_AUTOCOMPLETE.get(field.id, ""),
        legal_basis=_bases((*place.legal_basis, *field.legal_basis)),
        fim_version=field.version,
    )


def _kind(field: xdf.Field, path: str, reading: _Reading) -> Kind:
    if field.kind in {xdf.FieldKind.LOCKED, xdf.FieldKind.HIDDEN}:
        if not field.content:
            text = "Das Feld füllt nach dem Schema der Dienst selbst. Ergänzen Sie den Inhalt, wenn er gebraucht wird."
            reading.keep(field, f"Feld „{field.label}“", text, path)
        return Kind.LOCKED
    if field.kind is xdf.FieldKind.SELECT and (field.options or reading.resolves(field.code_list)):
        return Kind.CHOICE
    if field.kind is xdf.FieldKind.SELECT:
        listed = field.code_list
        named = f"{listed.uri} {version_of(listed) or '(ohne Stand)'}" if listed else "ohne Namen"
        text = f"Die Codeliste {named} liegt nicht vor; die Angabe ist freier Text. Prüfen Sie, ob sie zur Liste passt."
        reading.keep(field, f"Codeliste zu „{field.label}“", text, path)
        return Kind.TEXT
    if field.datatype not in _KINDS:
        text = f"Der Datentyp {field.datatype} wird als freier Text erfragt. Prüfen Sie die Angabe."
        reading.keep(field, f"Feld „{field.label}“", text, path)
    kind = _BY_ID.get(field.id) or _KINDS.get(field.datatype, Kind.TEXT)
    if (
        kind is Kind.TEXT
        and (field.limits.max_length is None or field.limits.max_length > LONG_TEXT)
        and not field.limits.pattern
    ):
        return Kind.TEXTAREA
    return kind


def _bound(field: xdf.Field, number: Decimal | None, text: str, path: str, reading: _Reading) -> str:
    """A number or a day; any other bound is for people to decide on."""
    if number is not None:
        return f"{number:f}"
    if field.datatype == "date" and _is_day(text):
        return text
    if text:
        reading.keep(field, f"Grenze von „{field.label}“", f"Die Grenze {text} wird nicht geprüft. Prüfen Sie die Angabe.", path)
    return ""


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _pattern(field: xdf.Field, path: str, reading: _Reading) -> str:
    if not field.limits.pattern:
        return ""
    try:
        return patterns.simple(field.limits.pattern)
    except Invalid as error:
        reading.keep(field, f"Muster von „{field.label}“", f"{error} Muster: {field.limits.pattern}", path)
        return ""


def _code_list(field: xdf.Field, reading: _Reading) -> str:
    """The reference is kept even where the list itself is not at hand: nothing is dropped silently."""
    if field.code_list is None or field.options:
        return ""
    reference, version = field.code_list, version_of(field.code_list)
    found = reading.known.find(reference) or CodeList(uri=reference.uri, version=version)
    if not version:
        found = msgspec.structs.replace(found, version_open=True)
    key = f"{found.uri}_{found.version}" if found.version else found.uri
    reading.lists.setdefault(key, found)
    return key


def _prefill(field: xdf.Field) -> Prefill | None:
    """The account offers its data by FIM id wherever the field exists; the schema's mode may demand a proven source."""
    if field.prefill is xdf.Prefill.MANDATORY:
        return Prefill(source=field.id, mode=PrefillMode.MANDATORY)
    if field.prefill is xdf.Prefill.OPTIONAL or field.id in _AUTOCOMPLETE:
        return Prefill(source=field.id)
    return None


def _bases(found: tuple[xdf.LegalBasis, ...]) -> tuple[LegalBasis, ...]:
    """Each norm once, in order."""
    return tuple(
        dict.fromkeys(LegalBasis(text=basis.text, link=basis.link if _LINK.match(basis.link) else "") for basis in found)
    )
