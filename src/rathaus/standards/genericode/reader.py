"""Bytes to the model. Every refusal is a GenericodeError: German, with the place."""

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as _Node

from rathaus.standards import safe_xml
from rathaus.standards.genericode.model import CodeList, Column

NAMESPACE = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 100
MAX_TEXT = 20_000


class GenericodeError(ValueError):
    """The file is no genericode list, or breaks it. `path` names the place."""

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(f"{message} (Stelle: {path})" if path else message)
        self.path = path


def read(data: bytes) -> CodeList:
    """Raises GenericodeError."""
    root = _root(data)
    identity = _one(root, "Identification", "CodeList")
    columns, keys = _columns(_one(root, "ColumnSet", "CodeList"))
    version = _text(identity, "Version", "Identification", needed=True)
    uri = _text(identity, "CanonicalUri", "Identification", needed=True)
    rows = tuple(_rows(_one(root, "SimpleCodeList", "CodeList"), columns))
    if not rows:
        raise GenericodeError("Die Liste hat keine Zeile.", "SimpleCodeList")
    return CodeList(
        uri=uri,
        version=version,
        version_uri=_text(identity, "CanonicalVersionUri", "Identification") or f"{uri}_{version}",
        name=_text(identity, "LongName", "Identification") or _text(identity, "ShortName", "Identification"),
        columns=columns,
        keys=keys,
        rows=rows,
    )


def _root(data: bytes) -> _Node:
    try:
        root = safe_xml.parse(data, most=MAX_BYTES)
    except safe_xml.Unreadable as error:
        raise GenericodeError(str(error)) from error
    if root.tag != f"{{{NAMESPACE}}}CodeList":
        raise GenericodeError("Die Datei ist keine Codeliste in genericode 1.0.")
    return root


def _children(node: _Node, name: str) -> list[_Node]:
    """Below the root the elements stand without a namespace."""
    return [child for child in node if child.tag == name]


def _one(node: _Node, name: str, path: str) -> _Node:
    found = _children(node, name)
    if len(found) != 1:
        raise GenericodeError(f"Das Element {name!r} {'steht mehrfach' if found else 'fehlt'}.", path)
    return found[0]


def _text(node: _Node, name: str, path: str, *, needed: bool = False) -> str:
    """The first element of the name; lists carry some of them in several languages."""
    text = next((_content(child, f"{path}/{name}") for child in _children(node, name)), "")
    if needed and not text:
        raise GenericodeError(f"Das Element {name!r} fehlt oder ist leer.", path)
    return text


def _content(node: _Node, path: str) -> str:
    if len(node):
        raise GenericodeError("Hier wird ein Text erwartet, kein Element.", path)
    text = (node.text or "").strip()
    if len(text) > MAX_TEXT:
        raise GenericodeError(f"Der Text ist länger als {MAX_TEXT} Zeichen.", path)
    return text


def _columns(node: _Node) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    columns: list[Column] = []
    for at, child in enumerate(_children(node, "Column"), start=1):
        path = f"ColumnSet/Column[{at}]"
        identifier = child.get("Id", "").strip()
        if not identifier or identifier in {column.id for column in columns}:
            raise GenericodeError("Die Spalte hat keine eigene Id.", path)
        columns.append(Column(identifier, _text(child, "ShortName", path) or identifier, child.get("Use") == "required"))
        if len(columns) > MAX_COLUMNS:
            raise GenericodeError(f"Die Liste hat mehr als {MAX_COLUMNS} Spalten.", path)
    if not columns:
        raise GenericodeError("Die Liste hat keine Spalte.", "ColumnSet")
    return tuple(columns), _keys(node, {column.id for column in columns})


def _keys(node: _Node, known: set[str]) -> tuple[str, ...]:
    """Keys of one column; keys of several identify nothing alone."""
    recommended: list[str] = []
    others: list[str] = []
    for at, child in enumerate(_children(node, "Key"), start=1):
        refs = [reference.get("Ref", "") for reference in _children(child, "ColumnRef")]
        if any(reference not in known for reference in refs):
            raise GenericodeError("Der Schlüssel nennt eine Spalte, die es nicht gibt.", f"ColumnSet/Key[{at}]")
        if len(refs) == 1:
            marked = any(
                etree.QName(inner).localname == "recommendedKeyColumn" for inner in child.iter() if isinstance(inner.tag, str)
            )
            (recommended if marked else others).extend(refs)
    return tuple(dict.fromkeys((*recommended, *others)))


def _rows(node: _Node, columns: tuple[Column, ...]) -> Iterator[dict[str, str]]:
    order = [column.id for column in columns]
    for number, row in enumerate(_children(node, "Row"), start=1):
        if number > MAX_ROWS:
            raise GenericodeError(f"Die Liste hat mehr als {MAX_ROWS} Zeilen.", "SimpleCodeList")
        path = f"SimpleCodeList/Row[{number}]"
        found: dict[str, str] = {}
        following = 0
        for value in _children(row, "Value"):
            column = value.get("ColumnRef") or (order[following] if following < len(order) else "")
            if column not in order or column in found:
                raise GenericodeError(f"Der Wert gehört zu keiner Spalte, die noch frei ist: {column[:40]!r}.", path)
            following = order.index(column) + 1
            found[column] = _text(value, "SimpleValue", path)
        missing = next((column.name for column in columns if column.required and not found.get(column.id)), "")
        if missing:
            raise GenericodeError(f"Die Spalte {missing!r} ist Pflicht und leer.", path)
        yield found
