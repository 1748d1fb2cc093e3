"""The way back: a value as a person would have typed it, for prefill, correction and examples."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rathaus.modules.forms.answers.keys import count_key, template
from rathaus.modules.forms.answers.reading import DATE_PARTS
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Field, Kind


def typed(form: CompiledForm, values: Mapping[str, Any]) -> dict[str, str]:
    """Typed answers that read back as `values`; unknown keys and uploads are left out."""
    places = form.places
    result: dict[str, str] = {}
    for key, value in values.items():
        place = places.get(template(key))
        if place is None or not isinstance(place.element, Field) or place.element.kind is Kind.FILE or value is None:
            continue
        _write(place.element, key, value, result)
        _count(key, result)
    return result


def _write(field: Field, key: str, value: Any, result: dict[str, str]) -> None:
    match field.kind:
        case Kind.DATE:
            day = dt.date.fromisoformat(str(value))
            result.update(
                zip((f"{key}.{part}" for part in DATE_PARTS), (str(day.day), str(day.month), f"{day.year:04d}"), strict=True)
            )
        case Kind.BOOLEAN | Kind.CONSENT:
            result[key] = "true" if value is True else "false"
        case Kind.CHOICES:
            result[key] = "\n".join(value)
        case Kind.MONEY:
            sign, cents = ("-" if value < 0 else ""), abs(int(value))
            result[key] = f"{sign}{cents // 100},{cents % 100:02d}"
        case Kind.NUMBER:
            result[key] = str(value).replace(".", ",")
        case _:
            result[key] = str(value)


def _count(key: str, result: dict[str, str]) -> None:
    """Repeated elements need as many occurrences as the keys name."""
    at = key.find("[")
    while at != -1:
        base, number = key[:at], int(key[at + 1 : key.index("]", at)])
        name = count_key(base)
        result[name] = str(max(int(result.get(name, "0")), number + 1))
        at = key.find("[", at + 1)
