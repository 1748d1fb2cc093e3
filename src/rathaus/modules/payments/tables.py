"""A fee table, typed, and what it charges. Unknown keys are refused; every expression is type-checked before it is stored."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import msgspec

from rathaus.foundation import expressions
from rathaus.foundation.errors import Invalid
from rathaus.foundation.expressions import Type

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
TAX_NAMES = {
    "sovereign": "hoheitlich, ohne Umsatzsteuer",
    "exempt": "von der Umsatzsteuer befreit",
    "taxable": "enthält Umsatzsteuer",
}


class TaxSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tax treatment from a day on (§ 2b UStG). `percent` stands for taxable items; the amount includes the tax."""

    valid_from: dt.date
    treatment: Literal["sovereign", "exempt", "taxable"]
    basis: str
    percent: int = 0


class TierSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first tier whose condition holds is charged: `cents`, or the expression `amount` in cents."""

    when: str = "true"
    cents: int | None = None
    amount: str | None = None
    label: str = ""


class ItemSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    label: str
    tiers: list[TierSpec]
    tax: list[TaxSpec]
    basis: str = ""
    optional: bool = False  # no tier holds: not charged; otherwise that is an error


class ExemptionSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    when: str
    reason: str
    basis: str


class TableSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`fields` names the facts the expressions may ask for, with their types."""

    code: str
    version: int
    title: str
    legal_basis: str
    valid_from: dt.date
    items: list[ItemSpec]
    valid_until: dt.date | None = None
    fields: dict[str, Literal["boolean", "number", "text", "date"]] = {}
    exemptions: list[ExemptionSpec] = []


@dataclass(frozen=True, slots=True)
class FeeItem:
    """One line of a fee. `tax_cents` is contained in `cents`."""

    key: str
    label: str
    cents: int
    basis: str
    tax: str
    tax_cents: int


@dataclass(frozen=True, slots=True)
class Fee:
    """What is to be paid. With `exempt_reason` nothing is; the items then show what was waived."""

    cents: int
    items: tuple[FeeItem, ...]
    basis: str
    exempt_reason: str = ""
    table_code: str = ""
    table_version: int = 0


def parse(data: object) -> TableSpec:
    """The table, completely checked. Raises Invalid with what is wrong and where."""
    try:
        spec = msgspec.convert(data, TableSpec)
    except msgspec.ValidationError as error:
        raise Invalid(f"Die Gebührentabelle ist nicht lesbar: {error}. Korrigieren Sie die genannte Stelle.") from None
    types = {name: Type(kind) for name, kind in spec.fields.items()}
    for problem in _problems(spec, types):
        raise Invalid(f"Gebührentabelle »{spec.code}«: {problem}")
    return spec


def _problems(spec: TableSpec, types: Mapping[str, Type]) -> "list[str]":
    found = []
    if spec.valid_until is not None and spec.valid_until < spec.valid_from:
        found.append("Die Geltung endet vor ihrem Beginn.")
    if not spec.items:
        found.append("Es fehlt eine Position.")
    if not spec.legal_basis.strip():
        found.append("Es fehlt die Rechtsgrundlage.")
    for item in spec.items:
        if not item.tax or min(tax.valid_from for tax in item.tax) > spec.valid_from:
            found.append(f"Position »{item.key}«: Für den Beginn der Geltung fehlt die Umsatzsteuer-Einordnung.")
        for tier in item.tiers:
            found += [f"Position »{item.key}«: {text}" for text in _tier_problems(tier, types)]
    for exemption in spec.exemptions:
        found += [f"Befreiung »{exemption.reason}«: {text}" for text in _check(exemption.when, types, Type.BOOLEAN)]
    return found


def _tier_problems(tier: TierSpec, types: Mapping[str, Type]) -> list[str]:
    found = _check(tier.when, types, Type.BOOLEAN)
    if (tier.cents is None) == (tier.amount is None):
        found.append("Eine Stufe nennt entweder cents oder amount.")
    if tier.cents is not None and tier.cents < 0:
        found.append("Ein Betrag kann nicht negativ sein.")
    return found + (_check(tier.amount, types, Type.NUMBER) if tier.amount is not None else [])


def _check(text: str, types: Mapping[str, Type], expect: Type) -> list[str]:
    try:
        expressions.check(expressions.from_text(text), types, expect=expect)
    except expressions.ExpressionError as error:
        return [f"»{text}«: {error}"]
    return []


def canonical(spec: TableSpec) -> bytes:
    return msgspec.json.encode(spec, order="deterministic")


def digest(spec: TableSpec) -> str:
    return hashlib.sha256(canonical(spec)).hexdigest()


def charge(spec: TableSpec, *, on: dt.date, values: Mapping[str, object]) -> Fee:
    """The fee for these facts on this day. Raises Invalid where a fact is unreadable or no tier fits."""
    typed = {name: _typed(name, Type(kind), values.get(name)) for name, kind in spec.fields.items()}
    lookup = typed.get
    items = tuple(found for item in spec.items if (found := _item(spec, item, on=on, lookup=lookup)) is not None)
    basis = "; ".join(dict.fromkeys(item.basis for item in items)) or spec.legal_basis
    for exemption in spec.exemptions:
        if expressions.holds(expressions.from_text(exemption.when), lookup, on):
            return Fee(0, items, exemption.basis, exemption.reason, spec.code, spec.version)
    return Fee(sum(item.cents for item in items), items, basis, "", spec.code, spec.version)


def _item(spec: TableSpec, item: ItemSpec, *, on: dt.date, lookup: Callable[[str], object]) -> FeeItem | None:
    for tier in item.tiers:
        if not expressions.holds(expressions.from_text(tier.when), lookup, on):
            continue
        cents = tier.cents if tier.cents is not None else _amount(tier.amount or "0", on=on, lookup=lookup)
        tax = max(
            (entry for entry in item.tax if entry.valid_from <= on), key=lambda entry: entry.valid_from, default=item.tax[0]
        )
        percent = tax.percent if tax.treatment == "taxable" else 0
        name = TAX_NAMES[tax.treatment] + (f" ({percent} %)" if percent else "") + f", {tax.basis}"
        tax_cents = round_half_up(Fraction(cents * percent, 100 + percent))
        return FeeItem(item.key, tier.label or item.label, cents, item.basis or spec.legal_basis, name, tax_cents)
    if item.optional:
        return None
    raise Invalid(
        f"Für »{item.label}« nennt die Gebührentabelle bei diesen Angaben keinen Betrag. "
        "Prüfen Sie die Angaben oder ergänzen Sie die Tabelle."
    )


def _amount(text: str, *, on: dt.date, lookup: Callable[[str], object]) -> int:
    value = expressions.evaluate(expressions.from_text(text), lookup, on)
    if not isinstance(value, Fraction) or value < 0:
        raise Invalid("Aus diesen Angaben lässt sich die Gebühr nicht berechnen. Prüfen Sie, ob alle Angaben da sind.")
    return round_half_up(value)


def round_half_up(value: Fraction) -> int:
    """To whole cents, a half upwards (kaufmännisch); for values >= 0."""
    return int((value * 2 + 1) // 2)


def _typed(name: str, kind: Type, value: object) -> object:  # noqa: PLR0911  (one return for each kind of fact)
    """A fact as the expressions need it; forms keep dates and numbers as text."""
    if value is None or value == "":
        return None
    match kind, value:
        case (Type.TEXT, str()) | (Type.BOOLEAN, bool()):
            return value
        case Type.TEXT, int() if not isinstance(value, bool):
            return str(value)
        case Type.BOOLEAN, "true" | "false":
            return value == "true"
        case Type.NUMBER, int() | Decimal() if not isinstance(value, bool):
            return value
        case Type.NUMBER, str() if _NUMBER.fullmatch(value) and len(value) <= 20:
            return Decimal(value.replace(",", "."))
        case Type.DATE, dt.date() if not isinstance(value, dt.datetime):
            return value
        case Type.DATE, str():
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                pass
    raise Invalid(f"Die Angabe »{name}« lässt sich für die Gebühr nicht lesen. Prüfen Sie sie.")
