"""What in a description contradicts itself, has no basis or is too old. A warning never blocks."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rathaus.foundation import money
from rathaus.foundation.html import lines
from rathaus.modules.catalogue.descriptions import Description, Fee
from rathaus.modules.catalogue.enums import FeeKind, Markup
from rathaus.modules.catalogue.languages import PLAIN
from rathaus.modules.catalogue.scoring.completeness import Facts

FEE_AGE = dt.timedelta(days=365)  # a fee nobody has looked at for a year; statutes of fees are often changed by the turn of it


@dataclass(frozen=True, slots=True)
class Concern:
    """`slot` names the part of the form it is about; `text` says what is wrong and what to do."""

    code: str
    slot: str
    text: str


LABELS = {
    "fee_only_in_text": "Betrag nur im Text",
    "fee_only_in_table": "Betrag nur in der Tabelle",
    "fee_without_basis": "Gebühr ohne Rechtsgrundlage",
    "fee_old": "Gebühr älter als ein Jahr",
    "fee_undated": "Gebühr ohne Stand",
    "deadline_in_words": "Frist nur in Worten",
    "text_expired": "Text abgelaufen",
    "unit_missing": "Stelle fehlt",
    "plain_language_missing": "Leichte Sprache fehlt",
    "machine_translated": "maschinell übersetzt, ungeprüft",
}

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,(?:\d{2}|--?|–))?|\d+(?:,(?:\d{2}|--?|–))?"
_SIGN = r"(?:€|EUR\b|Euro\b)"
_AMOUNT = re.compile(
    rf"(?:(?P<sign>€|\bEUR)\s*(?P<after>{_NUMBER}))|"
    rf"(?P<first>{_NUMBER})(?:\s*{_SIGN})?\s*(?:bis(?: zu)?|und|oder|–|-)\s*(?P<second>{_NUMBER})\s*{_SIGN}|"
    rf"(?P<before>{_NUMBER})\s*{_SIGN}",
    re.IGNORECASE,
)


def amounts(text: str) -> set[int]:
    """The amounts in euro that a text names, in cents: `30,70 €`, `EUR 12`, `10 bis 20 Euro`, `5,- Euro`."""
    found = set()
    for match in _AMOUNT.finditer(text):
        for number in (match["after"], match["first"], match["second"], match["before"]):
            if number:
                found.add(money.parse_cents(re.sub(r",[-–]+$", "", number)))
    return found


def warnings_of(said: Description, facts: Facts, *, today: dt.date) -> tuple[Concern, ...]:
    """In the order of the form."""
    return tuple(_all(said, facts, today))


def _all(said: Description, facts: Facts, today: dt.date) -> Iterator[Concern]:
    if not (facts.unit or said.unit):
        yield Concern("unit_missing", "unit", "Keine zuständige Stelle: Wählen Sie eine aus.")
    for text in said.texts:
        where = f"text-{text.code.value}"
        if text.valid_until and text.valid_until < today:
            yield Concern("text_expired", where, f"{text.code.label}: galt bis {text.valid_until:%d.%m.%Y}. Erneuern Sie ihn.")
        if text.machine_translated:
            yield Concern(
                "machine_translated", where, f"{text.code.label} ({text.language}): maschinell übersetzt. Lassen Sie ihn prüfen."
            )
    yield from _amounts(said)
    for number, fee in enumerate(said.fees, 1):
        yield from (Concern(code, "fees", f"Gebühr {number}: {text}") for code, text in _fee(fee, today))
    for number, deadline in enumerate(said.deadlines, 1):
        if deadline.amount is None and not deadline.month_day and deadline.text:
            yield Concern(
                "deadline_in_words", "deadlines", f"Frist {number} steht nur in Worten. Tragen Sie Dauer oder Stichtag ein."
            )
    if not any(text.language == PLAIN and (text.text.strip() or text.links) for text in said.texts):
        yield Concern("plain_language_missing", "texts", "Ein Text in Leichter Sprache fehlt.")


def _amounts(said: Description) -> Iterator[Concern]:
    """Not each amount in a text is a fee (fines, limits of income): a person decides. The table is read with its words."""
    german = [text for text in said.texts if text.language == "de"]
    written = set().union(*(amounts(_words(text.text, text.markup)) for text in german)) if german else set()
    if not written:
        return
    table = {cents for fee in said.fees for cents in (fee.cents, fee.cents_to) if cents is not None and fee.currency == "EUR"}
    table_words = set().union(*(amounts(fee.text) | amounts(fee.label) for fee in said.fees)) if said.fees else set()
    if only := written - table - table_words - {0}:
        yield Concern(
            "fee_only_in_text", "fees", f"Im Text steht {_list(only)}, in der Gebührentabelle nicht. Gleichen Sie beides ab."
        )
    if only := table - written - {0}:
        yield Concern("fee_only_in_table", "fees", f"In der Gebührentabelle steht {_list(only)}, der Text nennt andere Beträge.")


def _words(text: str, markup: Markup) -> str:
    return lines(text) if markup == Markup.HTML else text


def _list(cents: set[int]) -> str:
    return ", ".join(money.format_cents(amount) for amount in sorted(cents))


def _fee(fee: Fee, today: dt.date) -> Iterator[tuple[str, str]]:
    if fee.kind != FeeKind.NONE and not fee.legal_basis:
        yield "fee_without_basis", "Die Rechtsgrundlage fehlt. Nennen Sie Satzung oder Gesetz mit Fundstelle."
    if fee.as_of is None:
        yield "fee_undated", "Der Stand fehlt. Tragen Sie ein, wann Sie den Betrag geprüft haben."
    elif today - fee.as_of > FEE_AGE:
        yield "fee_old", f"Der Stand ist vom {fee.as_of:%d.%m.%Y}. Prüfen Sie, ob der Betrag noch gilt."
