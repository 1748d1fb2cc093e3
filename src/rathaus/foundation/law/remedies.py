"""Remedies and the remedy notice (Rechtsbehelfsbelehrung, § 37 Abs. 6 VwVfG, § 58 VwGO)."""

from dataclasses import asdict, dataclass

from rathaus.foundation.errors import Invalid
from rathaus.foundation.law.enums import Act, RemedyKind
from rathaus.foundation.law.ruleset import Rule, RuleSet


@dataclass(frozen=True, slots=True)
class Office:
    """The authority as a notice names it. The competent court is data of the authority; nobody guesses it."""

    name: str
    address: str  # one line: street, postal code, place
    court: str = ""
    court_address: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What can be done against an act, and where it is lodged."""

    kind: RemedyKind
    to_court: bool
    basis: tuple[Rule, ...]


def remedy_for(ruleset: RuleSet, act: Act | str) -> Remedy:
    """The remedy against an act. Raises NotFound where the rule set knows none, ValueError for an unknown act."""
    rule = ruleset.rule(f"remedy.{Act(act)}")
    return Remedy(RemedyKind(rule.value["kind"]), rule.value["to"] == "court", (rule, ruleset.rule("period.remedy")))


_PERIODS = {("months", 1): "innerhalb eines Monats"}


@dataclass(frozen=True, slots=True)
class RemedyNotice:
    """Heading and body; paragraphs are parted by an empty line."""

    title: str
    text: str

    def __str__(self) -> str:
        return f"{self.title}\n\n{self.text}"


def remedy_notice(ruleset: RuleSet, act: Act | str, authority: Office) -> RemedyNotice:
    """The remedy notice in plain German: period, remedy and what the word means, addressee, form.

    Raises Invalid where the addressee is not known: a notice without it would leave a year to object (§ 58 Abs. 2 VwGO).
    """
    remedy = remedy_for(ruleset, act)
    period = ruleset.rule("period.remedy").value
    within = next(text for (unit, count), text in _PERIODS.items() if period.get(unit) == count)
    if not authority.name or not authority.address:
        raise Invalid(
            "Name und Anschrift der Behörde fehlen. Tragen Sie beides bei der Behörde ein, bevor Sie den Bescheid erlassen."
        )
    if remedy.to_court and not (authority.court and authority.court_address):
        raise Invalid(
            f"Gegen diesen Bescheid ist die Klage gegeben, für »{authority.name}« ist aber kein Gericht hinterlegt. "
            "Tragen Sie Gericht und Anschrift bei der Behörde ein."
        )
    template = _ACTION if remedy.kind is RemedyKind.ACTION else _OBJECTION
    text = template.format(within=within, **asdict(authority))
    if suspensive := ruleset.found.get(f"remedy.suspensive.{Act(act)}"):
        text += f"\n\nAuch wenn Sie dagegen vorgehen, müssen Sie den festgesetzten Betrag zunächst zahlen ({suspensive.norm})."
    return RemedyNotice("Rechtsbehelfsbelehrung", text)


_OBJECTION = """\
Gegen diesen Bescheid können Sie {within} nach Bekanntgabe Widerspruch erheben. \
Widerspruch bedeutet: Die Behörde prüft ihre Entscheidung noch einmal.

Der Widerspruch ist zu richten an: {name}, {address}.

Sie können ihn schriftlich, in einer gesetzlich zugelassenen elektronischen Form oder zur Niederschrift bei der Behörde \
einlegen. Zur Niederschrift bedeutet: Sie sprechen dort vor, und Ihr Widerspruch wird aufgeschrieben. \
Eine einfache E-Mail genügt nicht."""

_ACTION = """\
Gegen diesen Bescheid können Sie {within} nach Bekanntgabe Klage erheben. \
Klage bedeutet: Ein Gericht prüft die Entscheidung der Behörde.

Die Klage ist zu richten an: {court}, {court_address}. Sie richtet sich gegen: {name}, {address}.

Sie können sie schriftlich, in einer gesetzlich zugelassenen elektronischen Form oder zur Niederschrift der Geschäftsstelle \
des Gerichts erheben. Zur Niederschrift bedeutet: Sie sprechen dort vor, und Ihre Klage wird aufgeschrieben. \
Eine einfache E-Mail genügt nicht."""
