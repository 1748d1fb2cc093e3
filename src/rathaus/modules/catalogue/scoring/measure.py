"""All scores of one service at once."""

import datetime as dt
from dataclasses import dataclass

from rathaus.foundation.html import lines
from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.enums import Markup, TextCode
from rathaus.modules.catalogue.scoring import completeness, maturity, readability
from rathaus.modules.catalogue.scoring.completeness import Completeness, Facts
from rathaus.modules.catalogue.scoring.maturity import Maturity
from rathaus.modules.catalogue.scoring.readability import Reading
from rathaus.modules.catalogue.scoring.warnings import Concern, warnings_of

READ = (TextCode.SHORT, TextCode.FULL, TextCode.REQUIREMENTS, TextCode.PROCEDURE, TextCode.HINTS)  # what people read to act


@dataclass(frozen=True, slots=True)
class Scores:
    completeness: Completeness
    reading: Reading
    maturity_1: Maturity
    maturity_2: Maturity
    warnings: tuple[Concern, ...]

    @property
    def next_steps(self) -> list[str]:
        """What to do, the most useful first; warnings say their own."""
        steps = [part.todo for part in self.completeness.missing]
        if self.reading.grade is not None and self.reading.grade >= readability.HARD:
            steps.append(
                f"Der Text ist schwer zu lesen (Stufe {self.reading.grade:.1f}).".replace(".", ",", 1)
                + f" Kürzen Sie Sätze: der längste hat {self.reading.longest} Wörter."
            )
        return [*steps, *filter(None, [self.maturity_1.next_step])]


def measure(said: Description, facts: Facts, *, today: dt.date) -> Scores:
    words = "\n".join(
        lines(text.text) if text.markup == Markup.HTML else text.text
        for text in said.texts
        if text.language == "de" and text.code in READ
    )
    return Scores(
        completeness=completeness.measure(said, facts),
        reading=readability.read(words),
        maturity_1=maturity.model_1(said, facts),
        maturity_2=maturity.model_2(said, facts),
        warnings=warnings_of(said, facts, today=today),
    )
