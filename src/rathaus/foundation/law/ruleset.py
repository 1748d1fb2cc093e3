"""Dated rules from the TOML files, and the set that holds for one Land, one regime, one day."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from rathaus.foundation.errors import NotFound
from rathaus.foundation.law.enums import LAND_NAMES, Certainty, Regime

ANY = "*"
FILES = ("bund.toml", *(f"{land}.toml" for land in LAND_NAMES))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `land` is empty for federal law; `regime` is `*` where it holds for all."""

    key: str
    land: str
    regime: str
    norm: str
    source: str
    valid_from: dt.date
    valid_until: dt.date | None  # the last day
    certainty: Certainty
    percent: int
    note: str
    value: Mapping[str, Any]

    def valid_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules for one Land, one regime, one day. The Land's rule goes before the federal one."""

    land: str
    regime: Regime
    day: dt.date
    found: Mapping[str, Rule]

    def rule(self, key: str) -> Rule:
        """Raises NotFound, naming the neighbours, where the house knows no such rule."""
        if rule := self.found.get(key):
            return rule
        group = key.partition(".")[0]
        known = ", ".join(sorted(k for k in self.found if k.partition(".")[0] == group)) or "nichts"
        raise NotFound(
            f"Für {LAND_NAMES[self.land]}, {self.regime}, {self.day:%d.%m.%Y} ist »{key}« nicht hinterlegt. Bekannt: {known}. "
            "Ergänzen Sie die Regel mit Fundstelle in den Rechtsdaten."
        )

    def unchecked(self) -> list[Rule]:
        """The rules whose wording nobody has read yet, for the operator and the legal office."""
        return [rule for rule in self.found.values() if rule.certainty is Certainty.UNCHECKED]


def rules(land: str, regime: str, day: dt.date) -> RuleSet:
    """The rule set that holds on a day. Raises NotFound for a Land or regime the house does not know."""
    if land not in LAND_NAMES or regime not in [known.value for known in Regime]:
        raise NotFound(
            f"Für Land »{land}« und Rechtsregime »{regime}« sind keine Regeln hinterlegt. "
            f"Bekannt sind die Länder {', '.join(LAND_NAMES)} und die Regime {', '.join(Regime)}."
        )
    return _resolve(land, Regime(regime), require_day(day))


def require_day(day: dt.date) -> dt.date:
    """The day itself. TypeError for a moment: a moment belongs to a day only in a time zone."""
    if isinstance(day, dt.datetime):
        raise TypeError("law counts in days: pass clock.today(moment)")
    return day


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of every file, checked."""
    folder = resources.files(__package__) / "data"
    found: list[Rule] = []
    for name in FILES:
        data = tomllib.loads((folder / name).read_text(encoding="utf-8"))
        found += [_read(entry, land="" if name == "bund.toml" else name[:2]) for entry in data["rule"]]
    return tuple(found)


def _read(entry: dict[str, Any], *, land: str) -> Rule:
    values = dict(entry)
    certainty = Certainty(values.pop("certainty"))
    rule = Rule(
        key=values.pop("key"),
        land=land,
        regime=values.pop("regime", ANY),
        norm=values.pop("norm"),
        source=values.pop("source"),
        valid_from=values.pop("valid_from"),
        valid_until=values.pop("valid_until", None),
        certainty=certainty,
        percent=100 if certainty is Certainty.READ else values.pop("percent"),
        note=values.pop("note", ""),
        value=values.pop("value"),
    )
    if values or rule.regime not in {ANY, *Regime} or not 0 < rule.percent <= 100:
        raise ValueError(f"rule {rule.key} ({land or 'bund'}): {values or rule.regime}")
    return rule


@cache
def _resolve(land: str, regime: Regime, day: dt.date) -> RuleSet:
    best: dict[str, tuple[tuple[bool, bool], Rule]] = {}
    for rule in all_rules():
        if rule.land not in {"", land} or rule.regime not in {ANY, regime} or not rule.valid_on(day):
            continue
        rank = (rule.land == land, rule.regime == regime)
        if rule.key in best and best[rule.key][0] == rank:
            raise ValueError(f"two rules {rule.key} for {land}, {regime}, {day}")
        if rule.key not in best or rank > best[rule.key][0]:
            best[rule.key] = (rank, rule)
    return RuleSet(land, regime, day, {key: rule for key, (_rank, rule) in sorted(best.items())})
