"""Elements that need no table: text, numbers, dates, codes, identifiers, amounts."""

from collections.abc import Callable
from typing import Any, Final

from rathaus.standards.xzufi import values as plain
from rathaus.standards.xzufi.context import Context
from rathaus.standards.xzufi.model.basics import Amount, Code, Identifier, Link, LocalizedText
from rathaus.standards.xzufi.tables.base import Leaf
from rathaus.standards.xzufi.tree import Node, local

ReadElement = Callable[[Node, Context], Any]
IDENTIFIER_ATTRIBUTES: Final = {
    "schemeAgencyID": "scheme_agency_id",
    "schemeAgencyName": "scheme_agency_name",
    "schemeDataURI": "scheme_data_uri",
    "schemeID": "scheme_id",
    "schemeName": "scheme_name",
    "schemeURI": "scheme_uri",
    "schemeVersionID": "scheme_version_id",
}


def _text(element: Node, context: Context) -> str:
    """The text as it stands; elements in it are told, never followed."""
    for child in element:
        context.unknown(child, "Hier wird Text erwartet, kein Element; HTML muss maskiert sein.")
    text = element.text or ""
    if len(text) > context.limits.text:
        raise context.error(element, f"Der Text ist länger als {context.limits.text} Zeichen.", "Kürzen Sie ihn.")
    return text


def _string(element: Node, context: Context) -> str:
    context.bare(element)
    return _text(element, context)


def _token(element: Node, context: Context) -> str:
    return _string(element, context).strip()


def _bare_code(element: Node, context: Context) -> str:
    """`JAHR`, or a code element around it."""
    if len(element) and local(element[0].tag) == "code":
        return _code(element, context).code
    return _token(element, context)


def _parsed(leaf: Leaf) -> ReadElement:
    convert = plain.FROM_TEXT[leaf]

    def read(element: Node, context: Context) -> object:
        text = _string(element, context).strip()
        if not text:
            return None
        try:
            return convert(text)
        except plain.BadValue as bad:
            raise context.error(element, bad.reason, bad.remedy) from None

    return read


def _localized(element: Node, context: Context) -> LocalizedText:
    language = ""
    for name, value in element.items():
        if name == "languageCode":
            language = value.strip()
        else:
            context.foreign(element, name)
    return LocalizedText(language, _text(element, context))


def _identifier(element: Node, context: Context) -> Identifier:
    found = {}
    for name, value in element.items():
        attribute = IDENTIFIER_ATTRIBUTES.get(name)
        if attribute is None:
            context.foreign(element, name)
        else:
            found[attribute] = value.strip()
    value = _text(element, context).strip()
    if not value:
        raise context.error(element, "Der Identifikator ist leer.", "Tragen Sie seinen Wert ein.")
    return Identifier(value, **found)


def _code_parts(element: Node, context: Context) -> tuple[str, str, str, str]:
    uri = version = code = label = ""
    for name, value in element.items():
        if name == "listURI":
            uri = value.strip()
        elif name == "listVersionID":
            version = value.strip()
        else:
            context.foreign(element, name)
    if len(element) == 0:
        return _text(element, context).strip(), uri, version, ""
    for child in element:
        name = local(child.tag)
        if name == "code" and not code:
            code = _string(child, context).strip()
        elif name == "name" and not label:
            label = _string(child, context)
        else:
            context.unknown(child)
    return code, uri, version, label


def _code(element: Node, context: Context) -> Code:
    code, uri, version, label = _code_parts(element, context)
    if not code:
        raise context.error(element, "Der Code fehlt.", "Tragen Sie ihn als <code> ein.")
    return Code(code, uri, version, label)


def _key_as_code(element: Node, context: Context) -> Identifier:
    code, uri, version, label = _code_parts(element, context)
    if not code:
        raise context.error(element, "Der Schlüssel fehlt.", "Tragen Sie ihn als <code> ein.")
    return Identifier(code, scheme_uri=uri, scheme_version_id=version, label=label)


def _amount(element: Node, context: Context) -> Amount:
    currency = "EUR"
    for name, value in element.items():
        if name in {"currencyCode", "currencyID"}:
            currency = value.strip()
        else:
            context.foreign(element, name)
    try:
        return Amount(plain.to_decimal(_text(element, context).strip()), plain.to_currency(currency))
    except plain.BadValue as bad:
        raise context.error(element, bad.reason, bad.remedy) from None


def link_as_uri(element: Node, context: Context) -> Link:
    return Link(_token(element, context))


LEAVES: Final[dict[Leaf, ReadElement]] = {
    Leaf.STRING: _string,
    Leaf.TOKEN: _token,
    Leaf.BARE_CODE: _bare_code,
    Leaf.LOCALIZED: _localized,
    Leaf.IDENTIFIER: _identifier,
    Leaf.CODE: _code,
    Leaf.KEY_AS_CODE: _key_as_code,
    Leaf.AMOUNT: _amount,
    Leaf.LINK_AS_URI: link_as_uri,
    **{leaf: _parsed(leaf) for leaf in (Leaf.DATE, Leaf.DATETIME, Leaf.INTEGER, Leaf.BOOLEAN)},
}
