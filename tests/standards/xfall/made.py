"""Random valid data for any schema, worked out from the model alone, not from the codec.

`made_values(schema, chance(7))` is the same on every run; `values(schema)` is the strategy of it. Data come as the codec
reads them back: no empty groups, no empty lists.
"""

import datetime as dt
import random
import string
import uuid
from decimal import Decimal

from hypothesis import strategies as st

from rathaus.standards.xdatenfelder import CodeListRef, Field, FieldKind, Group
from tests.standards.xfall.patterns import matching

MORE = 3
"""How many occurrences beyond the least where there is no limit."""
LETTERS = string.ascii_letters + "äöüßÄÖÜẞéčłşČ̣ẋȞ̢ŒÞđ'’-. "
SIGNS = LETTERS + '\n\t\r<>&"]]€§½😀\u2028\u00a0'


def chance(seed):
    return random.Random(seed)  # noqa: S311 - no secret


SEEDS = st.integers(0, 2**32 - 1).map(chance)


def is_label(place):
    return isinstance(place.element, Field) and place.element.kind is FieldKind.LABEL


def keyed(places):
    """The places that can hold something, with their keys: from the second place of an id on with a number."""
    seen = {}
    for place in places:
        count = seen[place.element.id] = seen.get(place.element.id, 0) + 1
        if not is_label(place):
            yield place.element.id if count == 1 else f"{place.element.id}_{count}", place


def made_values(schema, rng, *, code_lists=None, full=False):
    """Valid data of the schema; `full` fills in everything that is possible."""
    return _group(schema.children, rng, code_lists or {}, full=full, choice=False)


def values(schema, **options):
    return st.randoms(use_true_random=False).map(lambda rng: made_values(schema, rng, **options))


def _group(places, rng, lists, *, full, choice, wanted=False):
    """The entries of a group; `wanted` makes sure that there is one."""
    entries = list(keyed(places))
    if choice and entries:
        entries = [rng.choice(entries)]
    found = {}
    for key, place in entries:
        value = made_place(place, rng, lists, full=full, wanted=choice)
        if value is not None:
            found[key] = value
    if wanted and not found and entries:
        key, place = rng.choice(entries)
        found[key] = made_place(place, rng, lists, full=full, wanted=True)
    return {key: value for key, value in found.items() if value is not None}


def made_place(place, rng, lists, *, full, wanted):
    """What stands at one place, None for nothing; `wanted` makes sure that it is something."""
    least, most = place.cardinality.minimum, place.cardinality.maximum
    top = min(most, least + MORE) if most is not None else least + MORE
    count = rng.randint(max(least, int(wanted or full)), max(top, 1))
    element = place.element
    if isinstance(element, Group):
        held = [
            _group(element.children, rng, lists, full=full, choice=element.choice, wanted=wanted or full or rng.random() < 0.7)
            for _ in range(count)
        ]
        held = [value for value in held if value]
    else:
        held = [made_value(element, rng, lists) for _ in range(count)]
    if not held:
        return None
    return held if most is None or most > 1 else held[0]


def made_value(field, rng, lists=None):
    if field.kind is FieldKind.SELECT:
        return _code(field, rng, lists or {})
    return VALUES[field.datatype](field, rng)


def _code(field, rng, lists):
    reference = field.code_list or CodeListRef("")
    options = field.options or lists.get(reference.version_uri) or lists.get(reference.uri)
    if options:
        return rng.choice(options).code
    return rng.choice(["000", "de", "15002000", "A 1", "urn:x"])


def _text(field, rng):
    limits = field.limits
    least = limits.min_length or 0
    most = least + 40 if limits.max_length is None else limits.max_length
    if limits.pattern:
        return matching(limits.pattern, rng, least, most)
    length = rng.choice([least, most, rng.randint(least, most)])
    return "".join(rng.choice(SIGNS) for _ in range(length))


def _bounds(field, rng, scale):
    limits = field.limits
    low = limits.min_value if limits.min_value is not None else (limits.max_value or Decimal(0)) - 1000
    high = limits.max_value if limits.max_value is not None else max(low, Decimal(0)) + 100000
    first, last = -int(-low * scale // 1), int(high * scale // 1)
    return Decimal(rng.choice([first, last, rng.randint(first, last)])) / scale


def _day(rng):
    return dt.date(1850, 1, 1) + dt.timedelta(days=rng.randrange(100_000))


def _time(rng):
    clock = dt.time(rng.randrange(24), rng.randrange(60), rng.randrange(60))
    return clock.replace(microsecond=rng.choice([0, 0, 250_000, 1]))


def _moment(rng):
    zone = dt.timezone(dt.timedelta(minutes=rng.choice([0, 60, 120, -210])))
    return dt.datetime.combine(_day(rng), _time(rng), tzinfo=zone)


VALUES = {
    "text": _text,
    "text_latin": _text,
    "obj": lambda _field, rng: "".join(rng.choice(LETTERS) for _ in range(rng.randint(0, 12))),
    "date": lambda _field, rng: _day(rng),
    "time": lambda _field, rng: _time(rng),
    "datetime": lambda _field, rng: _moment(rng),
    "bool": lambda _field, rng: rng.random() < 0.5,
    "num_int": lambda field, rng: _bounds(field, rng, 1),
    "num": lambda field, rng: _bounds(field, rng, 1000),
    "num_currency": lambda field, rng: _bounds(field, rng, 100),
    "file": lambda _field, rng: uuid.UUID(int=rng.getrandbits(128), version=4),
}
