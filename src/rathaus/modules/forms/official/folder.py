"""A folder of official schemas, each with what lies beside it, compiled and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from rathaus.foundation.errors import Invalid
from rathaus.modules.forms.official.beside import Beside, SuppliedList
from rathaus.modules.forms.official.coverage import Coverage, coverage
from rathaus.modules.forms.official.lists import read_list, version_of
from rathaus.modules.forms.sources import xdf as source
from rathaus.standards import xdatenfelder as xdf


@dataclass(frozen=True, slots=True)
class Result:
    """`coverage` is None where the file does not compile; `error` says why."""

    file: str
    coverage: Coverage | None
    error: str = ""


def check(path: Path, *, rules: Path | None, code_lists: Path | None, decisions: Path | None) -> list[Result]:
    """Every `.xml` of the folder, or the one file, by name. Raises OSError where something cannot be read."""
    files = sorted(path.glob("*.xml")) if path.is_dir() else [path]
    home = path if path.is_dir() else path.parent
    lists = _lists(code_lists)
    beside = [rules] if rules else [home, home.parent / "rules"]
    return [_result(file, beside, lists, decisions) for file in files]


def _result(file: Path, rules: Sequence[Path], lists: Sequence[tuple[str, str, SuppliedList]], decisions: Path | None) -> Result:
    data = file.read_bytes()
    try:
        schema = xdf.read_schema(data)
        beside = Beside(
            translation=_first(folder / f"{schema.id}.translated-rules.json" for folder in rules),
            decisions=_first([decisions / f"{schema.id}.toml"]) if decisions else None,
            code_lists=tuple(_wanted(schema, lists)),
        )
        return Result(file.name, coverage(source.read(data, beside=beside), schema))
    except (xdf.XdfError, Invalid) as error:
        return Result(file.name, None, str(error))


def _first(paths: Any) -> bytes | None:
    return next((path.read_bytes() for path in paths if path.is_file()), None)


def _lists(folder: Path | None) -> list[tuple[str, str, SuppliedList]]:
    """URI, version and file of each list; raises Invalid for one that is none."""
    found = []
    for file in sorted(folder.glob("*.xml")) if folder else ():
        supplied = SuppliedList(file.read_bytes())
        try:
            read = read_list(supplied)
        except Invalid as error:
            raise Invalid(f"{file.name}: {error}") from error
        found.append((read.uri, read.version, supplied))
    return found


def _wanted(schema: xdf.Schema, lists: Sequence[tuple[str, str, SuppliedList]]) -> list[SuppliedList]:
    """Of the lists at hand those the schema asks for."""
    asked = [place.element.code_list for _path, place in schema.walk() if isinstance(place.element, xdf.Field)]
    versions = {(reference.uri, version_of(reference)) for reference in asked if reference}
    return [supplied for uri, version, supplied in lists if {(uri, version), (uri, "")} & versions]


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """The same figures for other programs."""
    rows = []
    for result in results:
        found = msgspec.to_builtins(result.coverage) if result.coverage else {}
        ready = bool(result.coverage and result.coverage.publishable)
        rows.append({"file": result.file, "compiles": bool(found), "error": result.error, "publishable": ready, **found})
    return {
        "schemas": rows,
        "compile": sum(row["compiles"] for row in rows),
        "publishable": [row["id"] for row in rows if row["publishable"]],
    }
