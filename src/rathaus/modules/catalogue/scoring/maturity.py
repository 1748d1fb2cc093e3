"""How far a service is digital: OZG-Reifegradmodell 1.1 (June 2020, levels 0-4) and 2.0 (July 2025, levels 0-7).

What public sources say, and no more (looked up in November 2026):

- 1.1 has ten criteria; the one with the lowest level decides. The levels in short: 0 nothing about it on the website,
  1 information, 2 help with filling in a form but no application, 3 application with all evidence online, 4 wholly digital,
  evidence once only (BMI, digitale-verwaltung.de; Brandenburg, ozg.brandenburg.de). The questions of criteria 1 to 6 stand in
  the Reifegrad-Check (leitfaden.ozg-umsetzung.de); those of 7 to 10 were not found.
- 2.0 has 13 criteria and levels 0 (offline only) to 7 (end to end digital); 0-3 ask for the online application, 4-6 for
  processes and data inside the administration (ozg.sachsen-anhalt.de, as of 02-2026). The wording of the criteria and of the
  single levels was not found.

A criterion without wording is unknown. Unknown ones only lower a level, so what is said here is "at most" until all are known.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.enums import TextCode
from rathaus.modules.catalogue.scoring.completeness import Facts, has_text

Judge = Callable[[Description, Facts], int | None]


@dataclass(frozen=True, slots=True)
class Criterion:
    """`judge` gives the level this criterion allows at most, None where nothing here says so. `found` names the source."""

    number: int
    name: str
    found: str
    judge: Judge


@dataclass(frozen=True, slots=True)
class Maturity:
    """`at_most` is the lowest level among the criteria known; None where nothing is known. `next_step` in German."""

    model: str
    top: int
    at_most: int | None
    decided_by: str
    unknown: tuple[str, ...]
    next_step: str

    @property
    def text(self) -> str:
        if self.at_most is None:
            return f"unbekannt (Skala 0 bis {self.top})"
        exact = not self.unknown or self.at_most == 0
        return f"{self.at_most} von {self.top}" if exact else f"höchstens {self.at_most} von {self.top}"


def _unknown(_said: Description, _facts: Facts) -> int | None:
    return None


TOP_1, TOP_2 = 4, 7


def _information(said: Description, _facts: Facts) -> int | None:
    """Question 2: is there information on the website? None of it is level 0; with it this criterion holds nothing back."""
    there = any(has_text(said, code) for code in (TextCode.SHORT, TextCode.FULL, TextCode.PROCEDURE))
    return TOP_1 if there else 0


def _application(_said: Description, facts: Facts) -> int | None:
    """Question 1: can the whole application be made online? Without it the service gives information only: level 1.

    A printed form to download is no help with filling in, so it does not make level 2.
    """
    return TOP_1 if facts.online else 1


def _evidence(said: Description, _facts: Facts) -> int | None:
    """Level 4 asks for evidence once only; a service that has papers brought along is not there."""
    return 3 if any(document.mandatory is not False for document in said.documents) else None


_CHECK = "Reifegrad-Check, leitfaden.ozg-umsetzung.de"
MODEL_1: tuple[Criterion, ...] = (
    Criterion(1, "Leistungsbeschreibung", _CHECK, _information),
    Criterion(2, "Antragsprozesse und Kontextintegration", _CHECK, _application),
    Criterion(3, "Nutzerkonto (falls erforderlich)", _CHECK, _unknown),
    Criterion(4, "Authentifizierung (falls erforderlich)", _CHECK, _unknown),
    Criterion(5, "Bezahlprozess (falls erforderlich)", _CHECK, _unknown),
    Criterion(6, "Nachweise (falls erforderlich)", _CHECK, _evidence),
    *(Criterion(number, f"Kriterium {number} (Wortlaut nicht gefunden)", "", _unknown) for number in range(7, 11)),
)
MODEL_2: tuple[Criterion, ...] = tuple(
    Criterion(number, f"Kriterium {number} (Wortlaut nicht gefunden)", "", _unknown) for number in range(1, 14)
)


def model_1(said: Description, facts: Facts) -> Maturity:
    """Level of model 1.1, at most."""
    judged = [(level, rule) for rule in MODEL_1 if (level := rule.judge(said, facts)) is not None]
    level, rule = min(judged, key=lambda pair: pair[0], default=(None, None))
    unknown = tuple(rule.name for rule in MODEL_1 if rule.judge(said, facts) is None)
    return Maturity("1.1", TOP_1, level, rule.name if rule and level != TOP_1 else "", unknown, _NEXT.get(level, ""))


_NEXT: dict[int | None, str] = {
    0: "Beschreiben Sie die Leistung: Kurztext oder Volltext fehlen.",
    1: "Bieten Sie den Antrag online an.",
    3: "Prüfen Sie, ob Nachweise aus Registern abgerufen werden können (einmal angeben genügt).",
}


def model_2(said: Description, facts: Facts) -> Maturity:
    """Level of model 2.0, at most. Its ends alone are published in words: nothing but offline is level 0."""
    offline = not facts.online and _information(said, facts) == 0
    unknown = tuple(rule.name for rule in MODEL_2)
    step = (
        "Beschreiben Sie die Leistung und bieten Sie den Antrag online an."
        if offline
        else ("Die Kriterien des Modells 2.0 fehlen hier im Wortlaut. Mit ihnen ließe sich die Stufe bestimmen.")
    )
    return Maturity("2.0", TOP_2, 0 if offline else None, "nur offline" if offline else "", unknown, step)
