"""What the catalogue holds and what it lacks, in numbers and in a list."""

import datetime as dt
from dataclasses import dataclass

from rathaus.modules.catalogue.coverage import PARTS, Coverage, coverage
from rathaus.modules.catalogue.models import Service
from rathaus.modules.catalogue.queries import VALID, completeness
from rathaus.modules.organisation import public as organisation


@dataclass(frozen=True, slots=True)
class Check:
    """`missing` names, for each described service that lacks something, what it lacks (in German); `coverage` counts them all."""

    services: int
    described: int
    with_unit: int
    with_fee: int
    fees_checked: int
    online: int
    missing: dict[str, list[str]]
    coverage: Coverage

    def lines(self) -> list[str]:
        rows = [
            f"Leistungen im Katalog: {self.services}",
            f"davon von der Stadt beschrieben: {self.described}",
            f"  mit zuständiger Stelle: {self.with_unit}",
            f"  mit Angabe zu den Kosten: {self.with_fee} (alle geprüft: {self.fees_checked})",
            f"  online: {self.online}",
        ]
        executed = self.coverage.executed
        rows.append(f"Die Stadt führt selbst aus: {executed.total}")
        rows += [f"  {part.label}: {executed.there[part.key]}" for part in PARTS]
        for levels in self.coverage.maturity:
            known = [f"Stufe {level}: {number}" for level, number in levels.numbers.items() if number]
            rows.append(f"  OZG-Reifegrad {levels.model} (höchstens): {', '.join([*known, f'unbekannt: {levels.unknown}'])}")
        rows += [f"Andere führen aus ({other.label}): {other.number}" for other in self.coverage.others]
        return rows + [f"{name}: es fehlt {', '.join(parts)}" for name, parts in self.missing.items()]


def check(*, today: dt.date) -> Check:
    """Thirteen queries, whatever the number of services."""
    rows = completeness()
    known = {unit.id for unit in organisation.units(today)}
    missing: dict[str, list[str]] = {}
    for row in rows:
        lacks = [
            label
            for label, there in (
                ("der Text", row.has_text),
                ("die Kostenangabe", row.has_fee),
                ("ein Weg zum Antrag", row.has_channel),
                ("die zuständige Stelle", row.unit_id in known),
            )
            if not there
        ]
        if lacks:
            missing[f"{row.key} {row.name}"] = lacks
    return Check(
        services=Service.objects.filter(VALID).count(),
        described=len(rows),
        with_unit=sum(row.unit_id in known for row in rows),
        with_fee=sum(row.has_fee for row in rows),
        fees_checked=sum(row.has_fee and not row.fees_unchecked for row in rows),
        online=sum(bool(row.online_slug or row.online_elsewhere) for row in rows),
        missing=missing,
        coverage=coverage(today=today),
    )
