"""What a calculation found: the day, the rules it stands on, a sentence for people."""

import datetime as dt
from dataclasses import dataclass

from rathaus.foundation.law.enums import Certainty
from rathaus.foundation.law.ruleset import Rule


@dataclass(frozen=True, slots=True)
class Finding:
    """A day with its reasons. `text` names the day and the norm, for citizen and clerk alike."""

    day: dt.date
    basis: tuple[Rule, ...]
    text: str

    @property
    def unchecked(self) -> bool:
        """Whether a rule it stands on has not been read in its wording."""
        return any(rule.certainty is Certainty.UNCHECKED for rule in self.basis)


def norms(basis: tuple[Rule, ...]) -> str:
    """The norms of the rules, each once, in order."""
    return ", ".join(dict.fromkeys(rule.norm for rule in basis))


def german(day: dt.date) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"
