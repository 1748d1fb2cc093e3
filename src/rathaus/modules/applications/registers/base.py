"""What a register can be asked, and nothing more: a yes/no question with facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from rathaus.foundation.plugins import ConfigProblem


@dataclass(frozen=True, slots=True)
class Verdict:
    """`yes` None: the register could not say. `note` is for the clerk and names no third person."""

    yes: bool | None
    note: str


class Register(Protocol):
    identifier: str
    label: str
    questions: Mapping[str, str]  # key to the question in German

    def ask(self, question: str, facts: Mapping[str, str]) -> Verdict:
        """May talk to another system; raises nothing it can answer with `yes=None`."""

    def check_config(self) -> list[ConfigProblem]:
        """See foundation.plugins."""
