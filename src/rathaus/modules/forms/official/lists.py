"""Code lists supplied beside a schema: found by URI and version, frozen into the form with the digest of their file.

A reference without a version takes the one list that was supplied, and the form says from then on which one it was.
"""

import hashlib
from collections.abc import Sequence

from rathaus.foundation.errors import Invalid
from rathaus.modules.forms.compiled.model import CodeList, Option
from rathaus.modules.forms.official.beside import SuppliedList
from rathaus.standards import genericode
from rathaus.standards import xdatenfelder as xdf

_NAMES = {"name", "bezeichnung", "beschreibung", "langname", "kurzname", "wert", "text"}
"""Column names under which published lists give what people read."""


class Lists:
    """The lists at hand, and which of them the schema used."""

    def __init__(self, supplied: Sequence[SuppliedList]) -> None:
        self._known: dict[str, dict[str, CodeList]] = {}
        self._used: set[tuple[str, str]] = set()
        for one in supplied:
            found = read_list(one)
            versions = self._known.setdefault(found.uri, {})
            if found.version in versions:
                raise Invalid(f"Die Codeliste {found.uri} {found.version} ist zweimal angegeben.")
            versions[found.version] = found

    def find(self, reference: xdf.CodeListRef) -> CodeList | None:
        """The list the schema means. Raises Invalid where several versions could be meant."""
        versions = self._known.get(reference.uri, {})
        wanted = version_of(reference)
        if wanted:
            found = versions.get(wanted)
        elif len(versions) > 1:
            raise Invalid(
                f"Das Schema nennt {reference.uri} ohne Stand, angegeben sind {', '.join(sorted(versions))}. "
                "Geben Sie nur einen an."
            )
        else:
            found = next(iter(versions.values()), None)
        if found is not None:
            self._used.add((found.uri, found.version))
        return found

    def demand_use(self, references: Sequence[xdf.CodeListRef]) -> None:
        """A list that is not used is a mistake: mostly another version. Raises Invalid."""
        wanted = {reference.uri: version_of(reference) or "ohne Stand" for reference in references}
        for uri, versions in self._known.items():
            for version in versions:
                if (uri, version) not in self._used:
                    told = f"Es verlangt {wanted[uri]}." if uri in wanted else "Es verweist nicht auf diese Liste."
                    raise Invalid(f"Die Codeliste {uri} {version} braucht das Schema nicht. {told}")


def version_of(reference: xdf.CodeListRef) -> str:
    """The version, where the schema gives it, alone or at the end of the canonical version URI."""
    if reference.version:
        return reference.version
    prefix = f"{reference.uri}_"
    return reference.version_uri.removeprefix(prefix) if reference.version_uri.startswith(prefix) else ""


def read_list(supplied: SuppliedList) -> CodeList:
    """Raises Invalid."""
    try:
        read = genericode.read(supplied.data)
    except genericode.GenericodeError as error:
        raise Invalid(f"Die Codeliste ist nicht lesbar: {error}") from error
    code = _code_column(read)
    label = _label_column(read, code, supplied.column)
    options = tuple(Option(code=row.get(code, ""), label=row.get(label, "")) for row in read.rows)
    if any(not option.code or not option.label for option in options):
        raise Invalid(f"In der Codeliste {read.uri} {read.version} hat eine Zeile keinen Code oder keinen Namen.")
    if len({option.code for option in options}) != len(options):
        raise Invalid(f"In der Codeliste {read.uri} {read.version} steht ein Code zweimal.")
    return CodeList(uri=read.uri, version=read.version, sha256=hashlib.sha256(supplied.data).hexdigest(), options=options)


def _code_column(read: genericode.CodeList) -> str:
    if not read.keys:
        raise Invalid(f"Die Codeliste {read.uri} {read.version} nennt keine Schlüsselspalte.")
    return read.keys[0]


def _label_column(read: genericode.CodeList, code: str, wanted: str) -> str:
    others = [column for column in read.columns if column.id != code]
    if wanted:
        found = [column.id for column in others if wanted in {column.id, column.name}]
    else:
        named = [column.id for column in others if {column.id.lower(), column.name.lower()} & _NAMES]
        required = [column.id for column in others if column.required]
        found = next((some for some in (named, required, [column.id for column in others]) if len(some) == 1), [])
    if len(found) == 1:
        return found[0]
    names = ", ".join(column.id for column in others)
    raise Invalid(
        f"Welche Spalte der Codeliste {read.uri} {read.version} die Namen enthält, ist nicht eindeutig. "
        f"Nennen Sie sie hinter dem Dateinamen (DATEI#Spalte); zur Wahl stehen {names or 'keine'}."
    )
