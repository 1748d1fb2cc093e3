"""What a description should have, what each part weighs and why. Data: change it here, nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass

from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.enums import TextCode
from rathaus.modules.catalogue.languages import PLAIN, SIGN

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the description itself does not say."""

    unit: bool = False  # a unit of ours, or somebody else by name, is in charge
    online: bool = False  # an application can be made here


@dataclass(frozen=True, slots=True)
class Part:
    """`todo` is what an editor does next where it is missing."""

    key: str
    label: str
    weight: int
    reason: str
    todo: str
    there: Callable[[Description, Facts], bool]


def has_text(said: Description, code: TextCode, language: str = "de") -> bool:
    return any(text.code == code and text.language == language and text.text.strip() for text in said.texts)


def _in(language: str) -> Callable[[Description, Facts], bool]:
    return lambda said, _: any(text.language == language and (text.text.strip() or text.links) for text in said.texts)


def _text(code: TextCode) -> Callable[[Description, Facts], bool]:
    return lambda said, _: has_text(said, code)


PARTS: tuple[Part, ...] = (
    Part("unit", "zuständige Stelle", 14, "Wo? Ohne Stelle führt die Seite nirgendwohin.",
         "Wählen Sie die zuständige Stelle.", lambda said, facts: facts.unit or bool(said.unit)),
    Part("short", "Kurztext", 10, "Steht in Suche, Treffern und bei der 115 an erster Stelle.",
         "Schreiben Sie in ein bis zwei Sätzen, worum es geht.", _text(TextCode.SHORT)),
    Part("full", "Volltext", 10, "Pflichtbaustein nach FIM.", "Schreiben Sie den Volltext.", _text(TextCode.FULL)),
    Part("fees", "Kosten", 12, "Was kostet es? Auch „kostenfrei“ ist eine Angabe.",
         "Tragen Sie die Gebühren ein, oder „gebührenfrei“.", lambda said, _: bool(said.fees)),
    Part("ways", "Wege zum Antrag", 10, "Wie wird es erledigt?", "Tragen Sie mindestens einen Weg ein.",
         lambda said, facts: bool(said.ways) or facts.online),
    Part("procedure", "Verfahrensablauf", 7, "Pflichtbaustein nach FIM.", "Beschreiben Sie die Schritte.",
         _text(TextCode.PROCEDURE)),
    Part("requirements", "Voraussetzungen", 6, "Erspart vergebliche Anträge.", "Nennen Sie die Voraussetzungen.",
         _text(TextCode.REQUIREMENTS)),
    Part("documents", "Unterlagen", 7, "Häufigste Frage am Schalter.", "Tragen Sie die nötigen Unterlagen ein.",
         lambda said, _: bool(said.documents) or has_text(said, TextCode.DOCUMENTS)),
    Part("deadlines", "Fristen", 5, "Bis wann? Auch „keine Frist“ ist eine Angabe.", "Tragen Sie die Frist ein.",
         lambda said, _: bool(said.deadlines)),
    Part("durations", "Bearbeitungsdauer", 4, "Wie lange dauert es?", "Tragen Sie ein, wie lange es dauert.",
         lambda said, _: bool(said.durations)),
    Part("legal_basis", "Rechtsgrundlage", 5, "Pflichtbaustein nach FIM.", "Nennen Sie die Rechtsgrundlage.",
         _text(TextCode.LEGAL_BASIS)),
    Part("remedy", "Rechtsbehelf", 2, "Was tun, wenn man nicht einverstanden ist.", "Nennen Sie den Rechtsbehelf.",
         _text(TextCode.REMEDY)),
    Part("terms", "Suchwörter", 2, "Menschen suchen mit anderen Wörtern als das Amt.", "Tragen Sie andere Wörter dafür ein.",
         lambda said, _: bool(said.terms)),
    Part("life_events", "Lebenslagen", 2, "Wege über die Lebenslage.", "Ordnen Sie eine Lebenslage zu.",
         lambda said, _: bool(said.life_events)),
    Part("plain", "Leichte Sprache", 2, "§ 11 BGG: Leichte Sprache in stärkerem Maße.",
         "Lassen Sie den Text in Leichte Sprache übertragen.", _in(PLAIN)),
    Part("sign", "Gebärdensprache", 1, "Verweis auf ein Video, wo es eines gibt.", "Verweisen Sie auf ein Gebärdenvideo.",
         _in(SIGN)),
    Part("english", "Englisch", 1, "Art. 9 SDG-Verordnung verlangt Erläuterungen in einer weiteren Amtssprache der EU.",
         "Lassen Sie den Text übersetzen.", _in(ENGLISH)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Completeness:
    """`percent` of the weights; `missing` the heaviest first."""

    percent: int
    missing: tuple[Part, ...]


def measure(said: Description, facts: Facts) -> Completeness:
    missing = sorted((part for part in PARTS if not part.there(said, facts)), key=lambda part: -part.weight)
    whole = sum(part.weight for part in PARTS)
    return Completeness(round(100 * (whole - sum(part.weight for part in missing)) / whole), tuple(missing))


def by_key(keys: list[str]) -> list[Part]:
    known = {part.key: part for part in PARTS}
    return [known[key] for key in keys if key in known]
