"""From several sources one description: the Kommune before the Land before the federation, part by part.

A text is taken from the most specific source that has it in that language and for that access channel; what is counted or paid
(fees, deadlines, durations, documents, ways, forms) is taken whole from one source, since half a fee table would be wrong. Words
to find a service by are collected from all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from rathaus.modules.catalogue.descriptions import Description, Text


@dataclass(frozen=True, slots=True)
class Layer:
    """A description and the name of who says it."""

    source: str
    description: Description


_WHOLE = ("fees", "deadlines", "durations", "documents", "ways", "forms")
_FIRST = (
    "name", "official_name", "level", "level_source", "type", "trust_level", "written_form", "personal_appearance", "informal",
    "single_contact", "addressees", "sdg_areas", "catalogue_status", "library_status", "unit", "territory", "prominence",
)  # fmt: skip


_SILENT = Description(key="")


def compose(layers: Sequence[Layer]) -> Description:
    """The most specific layer first. Raises ValueError without a layer."""
    if not layers:
        raise ValueError("nothing to compose")
    first = layers[0].description
    values: dict[str, Any] = {name: _first(layers, name) for name in (*_WHOLE, *_FIRST)}
    values["texts"] = _texts(layers)
    values["terms"] = _union(layers, "terms")
    values["life_events"] = _union(layers, "life_events")
    values["other_keys"] = tuple(key for key in _union(layers, "other_keys") if key != first.key)
    return Description(key=first.key, valid_from=first.valid_from, valid_until=first.valid_until, **values)


def _first(layers: Sequence[Layer], name: str) -> Any:
    nothing = getattr(_SILENT, name)  # None, empty or 0; a plain no is an answer
    said = (getattr(layer.description, name) for layer in layers)
    return next((value for value in said if value is not None and value != nothing), nothing)


def _union(layers: Sequence[Layer], name: str) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(entry for layer in layers for entry in getattr(layer.description, name)))


def _texts(layers: Sequence[Layer]) -> tuple[Text, ...]:
    """Each text says where it comes from."""
    taken: dict[tuple[str, str, str], int] = {}
    found: list[Text] = []
    for depth, layer in enumerate(layers):
        for text in layer.description.texts:
            place = (text.code, text.language, text.access_channel)
            if not text.text.strip() and not text.links:
                continue
            if taken.setdefault(place, depth) == depth:
                found.append(text if text.source else msgspec.structs.replace(text, source=layer.source))
    return tuple(found)
