"""`form.toml`: a form as plain text. Local fields are named `local:...`, FIM fields by their official id.

key = "hund-anmelden"; version = "1.0.0"; title = "..."
[[page]]             id, title, intro, when
[[page.element]]     id, kind, label, hint, ..., when, required_when
[[page.element.element]]   inside kind = "group"
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import msgspec

from rathaus.foundation import expressions
from rathaus.foundation.errors import Invalid
from rathaus.modules.forms import patterns
from rathaus.modules.forms.compiled.binding import bind, linear
from rathaus.modules.forms.compiled.codec import decode_hook, encode_hook
from rathaus.modules.forms.compiled.model import (
    CodeList,
    Condition,
    Effect,
    Element,
    Field,
    Form,
    Group,
    Kind,
    LegalBasis,
    ManualCheck,
    Note,
    Page,
    Prefill,
    Rule,
    Source,
)

MAX_BYTES = 512 * 1024
_FORM = {"format", "key", "version", "title", "intro", "minutes", "needed", "language"}
_FORM |= {"legal_basis", "code_list", "rule", "manual_check", "page"}
_PAGE = {"id", "title", "intro", "when", "element"}
_FIELD = set(Field.__struct_fields__) - {"visible_if", "required_if", "minimum", "maximum", "fim_version", "demanded", "rules"}
_GROUP = set(Group.__struct_fields__) - {
    "visible_if",
    "required_if",
    "minimum",
    "maximum",
    "children",
    "fim_version",
    "demanded",
    "rules",
}
_COMMON = {"kind", "when", "required_when", "required", "min", "max", "rule"}
_REMEDIES = {
    "rules": "Regeln schreiben Sie als [[page.element.rule]], eine Tabelle je Regel.",
    "element": 'Unterelemente hat nur kind = "group". Machen Sie eine Gruppe daraus oder nehmen Sie sie heraus.',
    "children": "Unterelemente schreiben Sie als [[page.element.element]].",
}
_NAMED = re.compile("(?:Seite|Element) „([^“]+)“")


def read(data: bytes) -> Form:
    """The compiled form of a `form.toml`. Raises Invalid with the place: page, element and line."""
    if len(data) > MAX_BYTES:
        raise Invalid(f"form.toml ist größer als {MAX_BYTES // 1024} KB.")
    try:
        text = data.decode("utf-8")
        raw = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise Invalid(f"form.toml ist nicht lesbar: {error}") from error
    try:
        return _built(raw, data)
    except Invalid as error:
        if line := _line_of(str(error), text):
            raise Invalid(f"form.toml, Zeile {line}: {error}", error.fields) from error
        raise


def _line_of(message: str, text: str) -> int:
    """The line where the page or element begins that a message names last; 0 where it names none that is found."""
    for name in reversed(_NAMED.findall(message)):
        found = re.search(rf"^\s*id\s*=\s*([\"']){re.escape(name)}\1", text, re.MULTILINE)
        if found:
            return text.count("\n", 0, found.start()) + 1
    return 0


def _built(raw: Mapping[str, Any], data: bytes) -> Form:
    _only(raw, _FORM, "form.toml")
    if raw.get("format") != Form.FORMAT:
        raise Invalid(f"form.toml: format = {Form.FORMAT} wird erwartet.")
    pages = [_page(entry, f"Seite {at}") for at, entry in enumerate(_tables(raw, "page", "form.toml"), start=1)]
    form = Form(
        key=_text(raw, "key", "form.toml"),
        version=_text(raw, "version", "form.toml"),
        title=_text(raw, "title", "form.toml"),
        intro=raw.get("intro", "").strip(),
        minutes=raw.get("minutes", 0),
        needed=tuple(raw.get("needed", ())),
        language=raw.get("language", "de"),
        legal_basis=_convert(raw.get("legal_basis", []), tuple[LegalBasis, ...], "legal_basis"),
        code_lists=_convert(raw.get("code_list", {}), dict[str, CodeList], "code_list"),
        rules=tuple(_rule(entry, "Regel") for entry in _tables(raw, "rule", "form.toml")),
        manual_checks=_convert(raw.get("manual_check", []), tuple[ManualCheck, ...], "manual_check"),
        pages=linear(pages),
        source=Source(kind="toml", sha256=hashlib.sha256(data).hexdigest()),
    )
    return bind(_convert(msgspec.to_builtins(form, enc_hook=encode_hook), Form, "form.toml"))


def _page(raw: Mapping[str, Any], where: str) -> tuple[Page, Condition | None]:
    where = f"Seite „{raw.get('id', where)}“"
    _only(raw, _PAGE, where)
    elements = tuple(_element(entry, where) for entry in _tables(raw, "element", where))
    page = Page(
        id=_text(raw, "id", where), title=_text(raw, "title", where), intro=raw.get("intro", "").strip(), elements=elements
    )
    return page, _condition(raw.get("when"), where)


def _element(raw: Mapping[str, Any], outer: str) -> Element:
    identifier = _text(raw, "id", outer)
    where = f"{outer}, Element „{identifier}“"
    kind = _text(raw, "kind", where)
    shown = _condition(raw.get("when"), where)
    if kind == "note":
        _only(raw, {"id", "kind", "text", "title", "level", "when"}, where)
        return Note(
            id=identifier,
            text=_text(raw, "text", where),
            title=raw.get("title", ""),
            level=raw.get("level", ""),
            visible_if=shown,
        )
    known = _GROUP if kind == "group" else _FIELD
    _only(raw, known | _COMMON | ({"element"} if kind == "group" else set()), where)
    plain = {name: value for name, value in raw.items() if name in known and name not in {"kind", "prefill"}}
    minimum, maximum = _counts(raw, where)
    common = {**plain, "minimum": minimum, "maximum": maximum}
    rules = tuple(_rule(entry, where) for entry in _tables(raw, "rule", where))
    conditions = {"visible_if": shown, "required_if": _condition(raw.get("required_when"), where), "rules": rules}
    if kind == "group":
        children = tuple(_element(entry, where) for entry in _tables(raw, "element", where))
        group = _convert({"type": "group", **common, "children": []}, Group, where)
        built: Group = msgspec.structs.replace(group, children=children, **conditions)
        return built
    if kind not in {known_kind.value for known_kind in Kind}:
        raise Invalid(f"{where}: Die Art „{kind}“ gibt es nicht. Erlaubt: {', '.join(sorted(Kind))}, group, note.")
    if "pattern" in plain:
        common["pattern"] = patterns.simple(str(plain["pattern"]))
    field = _convert({"type": "field", "kind": kind, **common}, Field, where)
    prefill = raw.get("prefill")
    if prefill is not None:
        source = {"source": prefill} if isinstance(prefill, str) else prefill
        conditions["prefill"] = _convert(source, Prefill, where)
    if field.kind in {Kind.CHOICE, Kind.CHOICES} and not field.options and not field.code_list:
        raise Invalid(f"{where}: Eine Auswahl braucht options oder code_list.")
    built_field: Field = msgspec.structs.replace(field, **conditions)
    return built_field


def _counts(raw: Mapping[str, Any], where: str) -> tuple[int, int | None]:
    """`required` (default true) for single elements, `min` and `max` for repeated ones; max = 0 means without limit."""
    required = raw.get("required", True)
    minimum, maximum = raw.get("min", 1 if required else 0), raw.get("max", 1)
    if not (isinstance(required, bool) and isinstance(minimum, int) and isinstance(maximum, int)) or minimum < 0 or maximum < 0:
        raise Invalid(f"{where}: required ist true oder false, min und max sind ganze Zahlen ab 0.")
    if maximum and maximum < max(minimum, 1):
        raise Invalid(f"{where}: max ist kleiner als min.")
    return minimum, maximum or None


def _rule(raw: Mapping[str, Any], where: str) -> Rule:
    _only(raw, {"effect", "target", "when", "message"}, where)
    try:
        effect = Effect(_text(raw, "effect", where))
    except ValueError:
        raise Invalid(f"{where}: effect ist require, forbid oder valid.") from None
    return Rule(
        effect=effect, target=raw.get("target", ""), condition=_condition(raw.get("when"), where), message=raw.get("message", "")
    )


def _condition(source: object, where: str) -> Condition | None:
    if source is None:
        return None
    try:
        return Condition(expressions.parse(source))
    except expressions.ExpressionError as error:
        raise Invalid(f"{where}: {error}") from error


def _only(raw: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(raw) - known)
    if unknown:
        remedy = _REMEDIES.get(unknown[0], f"Erlaubt: {', '.join(sorted(known))}.")
        raise Invalid(f"{where}: „{unknown[0]}“ ist unbekannt. {remedy}")


def _tables(raw: Mapping[str, Any], name: str, where: str) -> list[Mapping[str, Any]]:
    found = raw.get(name, [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise Invalid(f"{where}: {name} wird als [[{name}]] geschrieben.")
    return found


def _text(raw: Mapping[str, Any], name: str, where: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Invalid(f"{where}: {name} fehlt.")
    return value.strip()


def _convert(raw: object, kind: Any, where: str) -> Any:
    try:
        return msgspec.convert(raw, kind, dec_hook=decode_hook)
    except msgspec.ValidationError as error:
        raise Invalid(f"{where}: {error}") from error
