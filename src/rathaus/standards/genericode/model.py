"""A code list: who it is, its columns in order, its rows."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """`required` as in `Use="required"`."""

    id: str
    name: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class CodeList:
    """`keys` are the columns that identify a row alone, the recommended one first. `rows` map column ids to values."""

    uri: str
    version: str
    version_uri: str
    name: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
