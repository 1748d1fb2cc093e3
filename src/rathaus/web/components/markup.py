"""Escaping for flat strings: what Django's `conditional_escape` does, without its detour for lazy texts."""

from collections.abc import Mapping
from html import escape

from django.utils.safestring import SafeString, mark_safe


def esc(value: object) -> str:
    """Safe HTML as it is, anything else as escaped text."""
    if isinstance(value, SafeString):
        return value
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


def attributes(values: Mapping[str, object]) -> SafeString:
    """`{"id": "a", "required": True, "hidden": None}` as ` id="a" required`; None and False are left out."""
    parts = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        parts.append(f" {name}" if value is True else f' {name}="{esc(value)}"')
    return mark_safe("".join(parts))
