"""Single faults put into valid data, each with the place where it must be found."""

import copy
from collections import Counter
from functools import partial

from rathaus.standards.xdatenfelder import FieldKind, Group
from tests.standards.xfall.made import chance, keyed, made_place


def faults(schema, data):
    """Name, path as the codec writes it, and what makes a copy of the data with that one fault."""
    yield from _faults(schema, data, "", data)


def _faults(holder, here, path, data):
    times = Counter(names(holder.children))
    for key, place in keyed(holder.children):
        if key not in here or times[name_of(place)] > 1:  # one too many may be the first of the next place
            continue
        spot = f"{path}.{key}" if path else key
        held = here[key]
        for name, value in _of(place, held, optional=getattr(holder, "choice", False)):
            if name == "missing" and len(here) == 1:
                continue  # with its last entry gone the group itself is absent
            yield name, spot, partial(_changed, data, here, key, value)
        if isinstance(place.element, Group):
            yield from _alternatives(place.element, held, spot, data)
            for at, inner in enumerate(held if isinstance(held, list) else [held]):
                where = f"{spot}[{at}]" if isinstance(held, list) else spot
                yield from _faults(place.element, inner, where, data)


def name_of(place):
    return place.element.id, place.element.version


def names(places):
    return [name_of(place) for place in places]


def _changed(data, here, key, value):
    memo = {}
    copied = copy.deepcopy(data, memo)
    target = memo[id(here)]
    if value is None:
        del target[key]
    else:
        target[key] = value
    return copied


def _of(place, held, *, optional):
    least, most = 0 if optional else place.cardinality.minimum, place.cardinality.maximum
    values = held if isinstance(held, list) else [held]
    if most is not None:
        yield "too many", [values[0]] * (most + 1)
    if isinstance(place.element, Group):
        if least and _needs(place.element):
            yield "missing", None
        return
    if least:
        yield "missing", None
    if least > 1:
        yield "too few", values[: least - 1]
    for name, value in _values(place.element, values[0]):
        yield name, [value, *values[1:]] if isinstance(held, list) else value


def _needs(group):
    """Whether something must stand in it."""
    return group.choice or any(
        place.cardinality.minimum
        and (_needs(place.element) if isinstance(place.element, Group) else place.element.kind is not FieldKind.LABEL)
        for place in group.children
    )


def _values(field, value):
    limits = field.limits
    if field.kind is FieldKind.SELECT:
        yield "wrong code", "ganz anders" if field.options else ""
    elif field.datatype in {"text", "text_latin"}:
        if limits.max_length is not None and not limits.pattern:
            yield "too long", value + "x" * (limits.max_length + 1 - len(value))
        if limits.min_length:
            yield "too short", value[: limits.min_length - 1]
        if limits.pattern:
            yield "pattern", "#" * max(limits.min_length or 0, 1)
    elif field.datatype.startswith("num"):
        if limits.min_value is not None:
            yield "too small", limits.min_value - 1
        if limits.max_value is not None:
            yield "too large", limits.max_value + 1


def _alternatives(group, held, spot, data):
    if not group.choice:
        return
    for at, inner in enumerate(held if isinstance(held, list) else [held]):
        where = f"{spot}[{at}]" if isinstance(held, list) else spot
        (chosen,) = inner
        others = [(key, place) for key, place in keyed(group.children) if key != chosen]
        for key, place in others[:1]:
            second = made_place(place, chance(0), {}, full=False, wanted=True)
            yield "two alternatives", where, partial(_changed, data, inner, key, second)
