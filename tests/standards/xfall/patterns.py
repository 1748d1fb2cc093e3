"""A text that matches a pattern, drawn from a `random.Random`: the plain part of regular expressions, as schemas use it."""

import re
from re import _constants as op
from re import _parser

REPEATS = 8


def matching(pattern, rng, least=0, most=200):
    """A matching text of a length in between; stray anchors at the ends are ignored as everywhere."""
    plain = pattern.removeprefix("^").removesuffix("$")
    parsed = _parser.parse(plain)
    for _ in range(500):
        text = "".join(_sign(item, rng) for item in parsed)
        if least <= len(text) <= most and re.fullmatch(plain, text):
            return text
    raise AssertionError(f"nothing of length {least} to {most} found for {pattern!r}")


def _sign(item, rng):
    what, value = item
    if what is op.LITERAL:
        return chr(value)
    if what is op.ANY:
        return rng.choice("aZ9 ")
    if what is op.IN:
        return rng.choice(_members(value))
    if what is op.SUBPATTERN:
        return "".join(_sign(inner, rng) for inner in value[3])
    if what is op.BRANCH:
        return "".join(_sign(inner, rng) for inner in rng.choice(value[1]))
    if what is op.MAX_REPEAT:
        low, high, inner = value
        count = rng.randint(low, min(high, low + REPEATS))
        return "".join(_sign(each, rng) for _ in range(count) for each in inner)
    raise AssertionError(f"{what} is not drawn")


def _members(parts):
    found = []
    for what, value in parts:
        if what is op.LITERAL:
            found.append(chr(value))
        elif what is op.RANGE:
            found += [chr(code) for code in range(value[0], value[1] + 1)]
        elif what is op.CATEGORY and value is op.CATEGORY_DIGIT:
            found += "0123456789"
        else:
            raise AssertionError(f"{what} is not drawn")
    return found
