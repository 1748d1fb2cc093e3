"""The JSON Schema (draft 2020-12) of a schema, shaped as FITKO's conversion XDF3_2_JSON means it.

That conversion (0.02) writes text that is no JSON for any real schema seen, and formats that do not exist. Here: labels are
left out; `date-time` is spelt so; numbers have numeric bounds; a time of day has a pattern, since the format `time`
(RFC 3339) demands a zone; a pattern is anchored, and left out where ECMA-262 cannot say it (`losses` names it).
"""

import math
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import Any

from rathaus.standards.xdatenfelder import Field, Schema
from rathaus.standards.xfall import patterns
from rathaus.standards.xfall.plan import CodeLists, Node, definitions, plan
from rathaus.standards.xfall.values import NOTATIONS, Kind, kind_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Names(StrEnum):
    """How properties are called; what a destination wants is its own setting."""

    VERSIONED = "versioned"  # F60000000227V1.1.0
    BARE = "bare"  # F60000000227


def named(names: Names) -> Callable[[Node], str]:
    """The property of a place. Two places of one id under one parent differ by version or by _2."""
    return (lambda node: node.json_name) if names is Names.VERSIONED else (lambda node: node.key)


def json_schema(schema: Schema, *, names: Names = Names.VERSIONED, code_lists: CodeLists | None = None) -> dict[str, Any]:
    """The JSON Schema as a dict of JSON types. Raises XfallError where one name means two things."""
    root = plan(schema, code_lists)
    name = named(names)
    known = definitions(root)
    return {
        "$schema": DIALECT,
        "$id": f"{name(root)}.schema.json",
        **_texts(root),
        **_group(root, name),
        "$defs": {
            key: {**_texts(node), **(_group(node, name) if node.field is None else _field(node, node.field))}
            for key, node in known.items()
            if node is not root and node.maximum != 0
        },
    }


def _texts(node: Node) -> dict[str, Any]:
    return {"title": node.title, **({"description": node.help} if node.help else {})}


def _group(node: Node, name: Callable[[Node], str]) -> dict[str, Any]:
    children = list(node.contents)
    required = [name(child) for child in children if child.minimum > 0]
    found: dict[str, Any] = {
        "type": "object",
        "properties": {name(child): _place(child) for child in children},
        "additionalProperties": False,
    }
    if node.choice:
        found["oneOf"] = [{"required": [key]} for key in required]
    elif required:
        found["required"] = required
    return found


def _place(node: Node) -> dict[str, Any]:
    reference = {"$ref": f"#/$defs/{node.name}"}
    if not node.repeated:
        return reference
    bounds = {"minItems": node.minimum or None, "maxItems": node.maximum}
    return {"type": "array", "items": reference, **{key: value for key, value in bounds.items() if value is not None}}


def _field(node: Node, field: Field) -> dict[str, Any]:
    kind = kind_of(field)
    if kind is Kind.CODE and node.options:
        return {"type": "string", "oneOf": [{"const": option.code, "description": option.name} for option in node.options]}
    found = {**NOTATIONS[kind].json, **_lengths(field, kind), **_bounds(field, kind)}
    pattern = patterns.ecma(field.limits.pattern) if field.limits.pattern and kind in PATTERNED else ""
    return {**found, "pattern": pattern} if pattern else found


PATTERNED = frozenset({Kind.TEXT, Kind.DATE, Kind.DATETIME})


def _lengths(field: Field, kind: Kind) -> dict[str, int]:
    if kind is not Kind.TEXT:
        return {}
    lengths = {"minLength": field.limits.min_length, "maxLength": field.limits.max_length}
    return {key: value for key, value in lengths.items() if value is not None}


def _bounds(field: Field, kind: Kind) -> dict[str, int | float]:
    least, most = field.limits.min_value, field.limits.max_value
    if kind is Kind.INTEGER:
        least, most = least and Decimal(math.ceil(least)), most and Decimal(math.floor(most))
    elif kind not in {Kind.NUMBER, Kind.MONEY}:
        return {}
    return {key: _plain(value) for key, value in (("minimum", least), ("maximum", most)) if value is not None}


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
