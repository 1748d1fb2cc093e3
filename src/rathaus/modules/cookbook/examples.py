"""`examples/`: filled examples with the expected outcome, run through the rooms that would do the real work."""

import datetime as dt
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from rathaus.foundation.errors import Invalid, RathausError
from rathaus.modules.applications import public as applications


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`pages` in their order and `errors` by field are always compared; the others where they are given."""

    pages: tuple[str, ...]
    errors: tuple[str, ...]
    subject: str | None = None
    checks: tuple[str, ...] | None = None  # keys of the points a clerk finds, in their order
    fee: int | None = None  # cents; 0 without a fee and for an exemption
    exempt: str | None = None  # the reason of the exemption; "" for none
    rulings: dict[str, str] | None = None  # the operative part by kind of decision


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`today` is the day on which the example is filled in; without it, the day on which it is run."""

    title: str
    answers: dict[str, Any]
    expect: Expected
    today: dt.date | None = None


def parse(raw: bytes, *, place: str) -> Example:
    """Raises Invalid with file and place."""
    try:
        return msgspec.convert(tomllib.loads(raw.decode("utf-8")), Example)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise Invalid(f"{place}: kein gültiges TOML: {error}.") from error
    except msgspec.ValidationError as error:
        raise Invalid(f"{place}: {error}. Vergleichen Sie mit docs/kochbuch/rezept.md.") from error


def faults(examples: Mapping[str, Example], *, offer_id: uuid.UUID, now: dt.datetime) -> list[str]:
    """What came out otherwise than expected, by example. Opens cases: only inside a transaction that is rolled back."""
    found = []
    for name, example in examples.items():
        day = example.today
        at = now if day is None else dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
        try:
            outcome = applications.rehearse(offer_id=offer_id, values=plain_days(example.answers), now=at)
        except RathausError as error:
            found.append(f"examples/{name}: {error}")
            continue
        found += [f"examples/{name}: {text}" for text in _differences(example.expect, outcome)]
    return found


def plain_days(answers: Mapping[str, Any]) -> dict[str, Any]:
    """TOML knows days; the form knows them as text."""
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in answers.items()}


def _differences(expected: Expected, outcome: applications.Outcome) -> Iterator[str]:
    yield from _differ("Seiten", expected.pages, outcome.pages)
    yield from _differ("Fehler", expected.errors, outcome.errors)
    if outcome.errors:
        return  # such an application is never received
    yield from _differ("Betreff", expected.subject, outcome.subject)
    yield from _differ("Prüfpunkte", expected.checks, outcome.checks)
    yield from _differ("Gebühr in Cent", expected.fee, outcome.fee_cents)
    yield from _differ("Befreiung", expected.exempt, outcome.exempt_reason)
    for kind, text in (expected.rulings or {}).items():
        yield from _differ(f"Tenor „{kind}“", text, outcome.rulings.get(kind, "(diesen Weg gibt es nicht)"))
    for kind, names in outcome.unfilled.items():
        yield f"Im Tenor „{kind}“ bleibt {', '.join(names)} ohne Antwort: So ein Bescheid ginge nicht hinaus."


def _differ(what: str, expected: object, got: object) -> Iterator[str]:
    if expected is not None and expected != got:
        yield f"{what}: erwartet {_words(expected)}, herausgekommen ist {_words(got)}."


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nichts"
    return f"„{value}“" if isinstance(value, str) else str(value)
