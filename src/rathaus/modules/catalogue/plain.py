"""A description written by hand: the short form of `services_*.toml` and of recipes. What is wrong is said in German."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from rathaus.foundation import text
from rathaus.foundation.errors import Invalid
from rathaus.modules.catalogue.descriptions import Deadline, Description, Document, Duration, Fee, Term, Text, Way
from rathaus.modules.catalogue.enums import Certainty, Channel, DurationKind, ExecutingLevel, FeeKind, TermKind, TextCode
from rathaus.modules.catalogue.naming import is_official

Data = Mapping[str, Any]
TEXTS = {
    "short": TextCode.SHORT,
    "text": TextCode.FULL,
    "requirements": TextCode.REQUIREMENTS,
    "procedure": TextCode.PROCEDURE,
    "hints": TextCode.HINTS,
    "legal_basis": TextCode.LEGAL_BASIS,
    "remedy": TextCode.REMEDY,
}
KEYS = frozenset(TEXTS) | {
    "key", "name", "official_name", "synonyms", "keywords", "life_events", "documents", "fees", "deadline", "promise_days",
    "unit", "territory", "channels", "level", "level_source", "prominence", "trust_level", "written_form",
    "personal_appearance", "informal",
}  # fmt: skip


def read(data: Data) -> Description:
    """Raises Invalid naming every fault."""
    faults = list(faults_of(data))
    if faults:
        raise Invalid(f"Die Leistung {data.get('key', '?')} kann nicht übernommen werden: " + "; ".join(faults))
    words = [(TermKind.SYNONYM, "synonyms"), (TermKind.KEYWORD, "keywords")]
    return Description(
        key=data["key"],
        name=data["name"],
        official_name=data.get("official_name", ""),
        terms=tuple(Term(text=word, kind=kind) for kind, name in words for word in data.get(name, ())),
        texts=tuple(
            Text(code=code, text=text.clean(data[name], multiline=True)) for name, code in TEXTS.items() if data.get(name)
        ),
        fees=tuple(msgspec.convert(dict(fee), Fee) for fee in data.get("fees", ())),
        deadlines=(Deadline(text=data["deadline"]),) if data.get("deadline") else (),
        durations=(Duration(kind=DurationKind.PROMISE, amount=data["promise_days"]),) if data.get("promise_days") else (),
        documents=tuple(_document(entry) for entry in data.get("documents", ())),
        ways=tuple(Way(channel=Channel(channel)) for channel in data.get("channels", ())),
        life_events=tuple(data.get("life_events", ())),
        level=ExecutingLevel(data.get("level", ExecutingLevel.MUNICIPAL)),
        level_source=data.get("level_source", "Angabe der Stadt"),
        trust_level=data.get("trust_level", ""),
        written_form=data.get("written_form"),
        personal_appearance=data.get("personal_appearance"),
        informal=data.get("informal"),
        unit=data.get("unit", ""),
        territory=data.get("territory", ""),
        prominence=data.get("prominence", 0),
    )


def _document(entry: str | Data) -> Document:
    """A document is a name, or `{name, text, mandatory}`."""
    return Document(name=entry) if isinstance(entry, str) else Document(**entry)


def faults_of(data: Data) -> Iterator[str]:
    """What is wrong with the data, in German; nothing where it can be installed."""
    if unknown := set(data) - KEYS:
        yield f"unbekannte Angaben {', '.join(sorted(unknown))}"
    key = str(data.get("key", ""))
    if not is_official(key) and not key.startswith("local:"):
        yield f"{key!r} ist weder ein Leistungsschlüssel (99 und zwölf Ziffern) noch beginnt es mit local:"
    if not data.get("name"):
        yield "der Name fehlt"
    if data.get("level", "municipal") not in ExecutingLevel.values:
        yield f"level {data['level']!r} gibt es nicht; möglich sind {', '.join(ExecutingLevel.values)}"
    for channel in data.get("channels", ()):
        if channel not in Channel.values:
            yield f"den Weg {channel!r} gibt es nicht; möglich sind {', '.join(Channel.values)}"
    for number, fee in enumerate(data.get("fees", ()), 1):
        yield from (f"Gebühr {number}: {fault}" for fault in _fee_faults(fee))


def _fee_faults(fee: Data) -> Iterator[str]:
    if fee.get("kind") not in FeeKind.values:
        yield f"kind fehlt oder ist falsch; möglich sind {', '.join(FeeKind.values)}"
        return
    if fee["kind"] in {FeeKind.FIXED, FeeKind.RANGE} and not isinstance(fee.get("cents"), int):
        yield "cents (ganze Zahl) fehlt"
    if fee["kind"] != FeeKind.NONE and not fee.get("legal_basis"):
        yield "legal_basis fehlt: keine Gebühr ohne Rechtsgrundlage"
    if fee.get("certainty") == Certainty.CHECKED and not (fee.get("source") and fee.get("as_of")):
        yield "eine geprüfte Gebühr braucht source und as_of"
    try:
        msgspec.convert(dict(fee), Fee)
    except msgspec.ValidationError as error:
        yield f"{error}"
