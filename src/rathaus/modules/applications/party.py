"""Applicant, represented person, recipient: three things, asked on one page, made from the same parts as every form.

What the service's own form asks (names by their FIM ids) is not asked here again.
"""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from rathaus.modules.applications.enums import ActsFor
from rathaus.modules.cases import public as cases
from rathaus.modules.forms import public as forms

GIVEN, FAMILY, EMAIL = "F60000000228", "F60000000227", "F60000000242"
STREET, CITY = "local:strasse_hausnummer", "local:plz_ort"
REPRESENTED, RECIPIENT, IDENTITY = "local:vertretene_person", "local:empfang", "local:identitaet"
_STREET_PARTS = ("F60000000243", "F60000000244")
_CITY_PARTS = ("F60000000246", "F60000000247")
_ASKED_BY_FORM = {
    GIVEN: {GIVEN},
    FAMILY: {FAMILY},
    EMAIL: {EMAIL},
    STREET: {_STREET_PARTS[0]},
    CITY: {_CITY_PARTS[1]},
}


@lru_cache(maxsize=1)
def _full() -> forms.Form:
    return forms.read_form((Path(__file__).parent / "party.toml").read_bytes())


def own_fields(form: forms.CompiledForm) -> dict[str, str]:
    """FIM id to the first place where the service's form asks it (outside repeated groups)."""
    found: dict[str, str] = {}
    for path, place in form.places.items():
        if isinstance(place.element, forms.Field) and not place.loops:
            found.setdefault(place.element.id, path)
    return found


def party_form(form: forms.CompiledForm, *, acts_for: str, channel: str) -> forms.CompiledForm:
    """The page about the persons for this service, this way of acting and this channel."""
    asked = frozenset(own for own, ids in _ASKED_BY_FORM.items() if ids & own_fields(form).keys())
    return _variant(asked, acts_for == ActsFor.OTHER, channel)


@lru_cache(maxsize=64)
def _variant(asked: frozenset[str], for_other: bool, channel: str) -> forms.CompiledForm:  # noqa: FBT001  (cache key)
    dropped = set(asked)
    dropped |= set() if for_other else {REPRESENTED, RECIPIENT}
    dropped |= set() if channel == "counter" else {IDENTITY}
    full = _full()
    page = full.pages[0]
    kept = tuple(_as_asked(element, channel) for element in page.elements if element.id not in dropped)
    return forms.CompiledForm(msgspec.structs.replace(full, pages=(msgspec.structs.replace(page, elements=kept),)))


def _as_asked(element: forms.Element, channel: str) -> forms.Element:
    """Nobody chose before typing whether a letter speaks for another person: its group is voluntary."""
    if channel == "paper" and element.id == REPRESENTED:
        hint = "Nur ausfüllen, wenn der Brief den Antrag für eine andere Person stellt."
        return msgspec.structs.replace(element, minimum=0, hint=hint)
    return element


def known_of(values: Mapping[str, str]) -> dict[str, str]:
    """What the account knows, by prefill source of the party page."""
    street = " ".join(values[part] for part in _STREET_PARTS if values.get(part))
    city = " ".join(values[part] for part in _CITY_PARTS if values.get(part))
    return {**values, **({"address:street": street} if street else {}), **({"address:city": city} if city else {})}


def parties(
    form: forms.CompiledForm,
    answers: Mapping[str, Any],
    party: Mapping[str, Any],
    *,
    account_id: Any,
    staff: Any,
    now: dt.datetime,
) -> tuple[cases.PartyData, ...]:
    """The persons of the case from the checked values of both."""
    own = own_fields(form)

    def told(identifier: str) -> str:
        return str(party.get(identifier) or answers.get(own.get(identifier, ""), "") or "")

    identity: dict[str, Any] = {}
    if (seen := party.get(f"{IDENTITY}.local:ausweis")) and staff:
        identity = {"method": "sight", "document": seen, "by": str(staff), "at": now.isoformat()}
    street = str(party.get(STREET) or " ".join(filter(None, (told(part) for part in _STREET_PARTS))))
    city = str(party.get(CITY) or " ".join(filter(None, (told(part) for part in _CITY_PARTS))))
    applicant = cases.PartyData(
        role=cases.PartyRole.APPLICANT,
        name=_name(told(GIVEN), told(FAMILY)),
        address_lines=tuple(filter(None, (street, city))),
        email=told(EMAIL),
        phone=told("F60000000240"),
        account_id=account_id,
        identity=identity,
    )
    return (applicant, *_others(party))


def _name(given: str, family: str) -> str:
    return " ".join(part for part in (given, family) if part)


def _others(party: Mapping[str, Any]) -> list[cases.PartyData]:
    found = []
    represented = _name(party.get(f"{REPRESENTED}.{GIVEN}", ""), party.get(f"{REPRESENTED}.{FAMILY}", ""))
    if represented:
        found.append(
            cases.PartyData(
                role=cases.PartyRole.REPRESENTED,
                name=represented,
                address_lines=_lines(party, REPRESENTED),
                identity={"represented_by": party.get(f"{REPRESENTED}.local:grund", "")},
            )
        )
    if recipient := party.get(f"{RECIPIENT}.local:name"):
        found.append(cases.PartyData(role=cases.PartyRole.RECIPIENT, name=recipient, address_lines=_lines(party, RECIPIENT)))
    return found


def _lines(party: Mapping[str, Any], group: str) -> tuple[str, ...]:
    return tuple(str(party[key]) for key in (f"{group}.{STREET}", f"{group}.{CITY}") if party.get(key))
