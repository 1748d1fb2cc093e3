"""Small schemas by hand and random ones: groups in groups, choices, elements met again, in two versions, twice in a row."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from rathaus.standards.xdatenfelder import (
    Cardinality,
    CodeListRef,
    Field,
    FieldKind,
    Group,
    Limits,
    Option,
    Schema,
    Structure,
)
from tests.standards.xfall.made import VALUES, is_label

MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{1,63}$"
POSTCODE = "([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}"
COUNTS = ["1:1", "1:1", "0:1", "0:1", "0:*", "1:*", "2:5", "0:3", "2:2"]
AFTER_ITSELF = ["1:1", "0:1", "0:*", "2:2"]


def field(number, datatype="text", *, kind=FieldKind.INPUT, version="1.0.0", **more):
    return Field(f"F{number:011d}", version, f"Feld {number}", f"Feld {number}", "", kind, datatype, **more)


def group(number, *children, version="1.0.0", choice=False):
    """Children as `(element, "0:1")` or elements that stand once."""
    label = f"Gruppe {number}"
    return Group(f"G{number:011d}", version, label, label, "", tuple(placed(child) for child in children), choice=choice)


def placed(child):
    element, count = child if isinstance(child, tuple) else (child, "1:1")
    least, most = count.split(":")
    return Structure(Cardinality(int(least), None if most == "*" else int(most)), element)


def schema(*children, version="1.0.0"):
    return Schema("S00000000001", version, "Probe", "Probe", tuple(placed(child) for child in children))


def made_schema(rng):
    return schema(*_Maker(rng).children(3))


def schemas():
    return st.randoms(use_true_random=False).map(made_schema)


class _Maker:
    """Keeps the elements made so far, to meet them again."""

    def __init__(self, rng):
        self.rng, self.pool = rng, []

    def children(self, depth, *, choice=False):
        found, names = [], set()
        for _ in range(self.rng.randint(2, 4) if choice else self.rng.randint(1, 4)):
            element = self._element(depth)
            while not found and is_label(placed(element)):  # a group of labels alone holds nothing
                element = self._element(depth)
            name = (element.id, element.version)
            if name in names:
                continue
            names.add(name)
            if choice:
                found.append((element, "0:1"))
            elif self.rng.random() < 0.1:
                found += [(element, "1:1"), (element, self.rng.choice(AFTER_ITSELF))]
            else:
                found.append((element, self.rng.choice(COUNTS)))
        return found

    def _element(self, depth):
        known = self.rng.random()
        again = [other for other in self.pool if depth or isinstance(other, Field)]
        if again and known < 0.15:
            return self.rng.choice(again)
        if again and known < 0.25:
            return self._renewed(self.rng.choice(again))
        group_next = depth and self.rng.random() < 0.4
        self.pool.append(self._group(depth) if group_next else made_field(self.rng, len(self.pool) + 1))
        return self.pool[-1]

    def _renewed(self, element):
        for other in self.pool:
            if (other.id, other.version) == (element.id, "2.0.0"):
                return other
        changes = {"version": "2.0.0"}
        if isinstance(element, Field) and element.kind is FieldKind.INPUT and element.datatype == "text":
            changes["limits"] = Limits(max_length=self.rng.randint(1, 9))
        self.pool.append(replace(element, **changes))
        return self.pool[-1]

    def _group(self, depth):
        choice = self.rng.random() < 0.2
        inner = self.children(depth - 1, choice=choice)
        return group(len(self.pool) + 1, *inner, choice=choice)


def made_field(rng, number):
    kind = rng.choice([FieldKind.INPUT] * 6 + [FieldKind.SELECT] * 3 + [FieldKind.LABEL, FieldKind.LOCKED, FieldKind.HIDDEN])
    if kind is FieldKind.SELECT:
        codes = rng.choice([("001", "002", "999"), ("m", "w"), ()])
        reference = CodeListRef("urn:de:probe", "1", "urn:de:probe_1")
        return field(
            number,
            kind=kind,
            options=tuple(Option(code, f"Wert <{code}>") for code in codes),
            code_list=None if codes else reference,
        )
    datatype = rng.choice(list(VALUES))
    return field(number, datatype, kind=kind, limits=_limits(rng, datatype))


def _limits(rng, datatype):
    if datatype in {"text", "text_latin"}:
        least = rng.choice([None, 0, 1, 3])
        return rng.choice(
            [
                Limits(),
                Limits(least, (least or 0) + rng.randint(1, 12)),
                Limits(least),
                Limits(6, 60, pattern=MAIL),
                Limits(5, 5, pattern=POSTCODE),
            ]
        )
    if datatype.startswith("num"):
        low = Decimal(rng.randint(-50, 50))
        return rng.choice([Limits(), Limits(min_value=low), Limits(min_value=low, max_value=low + rng.randint(0, 900))])
    return Limits()
