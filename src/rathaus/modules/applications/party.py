"""Applicant, represented person, recipient: three things, asked on one page, made from the same parts as every form.

What the service's own form asks (names by their FIM ids) is not asked here again.
"""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications.enums import ActsFor, Ground
from rathaus.modules.cases import public as cases
from rathaus.modules.forms import public as forms

GIVEN, FAMILY, EMAIL = "F60000000228", "F60000000227", "F60000000242"
STREET, CITY = "local:strasse_hausnummer", "local:plz_ort"
REPRESENTED, RECIPIENT, IDENTITY = "local:vertretene_person", "local:empfang", "local:identitaet"
GROUND, PROOF, PRINCIPAL, SCOPE = "local:grund", "local:nachweis", "local:vollmachtgeber", "local:vollmacht"
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


@lru_cache(maxsize=128)
def own_fields(form: forms.CompiledForm) -> dict[str, str]:
    """FIM id to the first place where the service's form asks it (outside repeated groups)."""
    found: dict[str, str] = {}
    for path, place in form.places.items():
        if isinstance(place.element, forms.Field) and not place.loops:
            found.setdefault(place.element.id, path)
    return found


def party_form(
    form: forms.CompiledForm,
    *,
    acts_for: str,
    channel: str,
    grounds: tuple[Ground, ...] = tuple(Ground),
    mandate: accounts.MandateInfo | None = None,
) -> forms.CompiledForm:
    """The page about the persons for this service, this way of acting and this channel.

    `mandate` is that of the Servicekonto: it says who is represented and why, so that neither is asked.
    """
    asked = frozenset(own for own, ids in _ASKED_BY_FORM.items() if ids & own_fields(form).keys())
    found = _variant(asked, acts_for == ActsFor.OTHER, channel, grounds)
    return found if mandate is None else _with_mandate(found, mandate)


@lru_cache(maxsize=128)
def _variant(asked: frozenset[str], for_other: bool, channel: str, grounds: tuple[Ground, ...]) -> forms.CompiledForm:  # noqa: FBT001  (cache key)
    dropped = set(asked)
    dropped |= set() if for_other and grounds else {REPRESENTED, RECIPIENT}
    dropped |= set() if channel == "counter" else {IDENTITY}
    full = _full()
    kept = tuple(
        _as_asked(element, channel, grounds) if isinstance(element, forms.Group) and element.id == REPRESENTED else element
        for element in full.pages[0].elements
        if element.id not in dropped
    )
    return _with_elements(full, kept)


def _with_elements(form: forms.Form, elements: tuple[forms.Element, ...]) -> forms.CompiledForm:
    page = msgspec.structs.replace(form.pages[0], elements=elements)
    return forms.CompiledForm(msgspec.structs.replace(form, pages=(page,)))


def _as_asked(group: forms.Group, channel: str, grounds: tuple[Ground, ...]) -> forms.Group:
    """The represented person with the grounds this service allows.

    Online the paper is attached; at the counter it was seen, with a letter it came along. Nobody chose before typing
    whether a letter speaks for another person: there the group is voluntary.
    """
    children = []
    for child in group.children:
        if isinstance(child, forms.Field) and child.id == GROUND:
            child = msgspec.structs.replace(child, options=tuple(o for o in child.options if o.code in grounds))  # noqa: PLW2901
        elif isinstance(child, forms.Field) and child.id == PROOF and channel != "online":
            child = msgspec.structs.replace(child, required_if=None)  # noqa: PLW2901
        children.append(child)
    found = msgspec.structs.replace(group, children=tuple(children))
    if channel == "paper":
        hint = "Nur ausfüllen, wenn der Brief den Antrag für eine andere Person stellt."
        found = msgspec.structs.replace(found, minimum=0, hint=hint)
    return found


def _with_mandate(form: forms.CompiledForm, mandate: accounts.MandateInfo) -> forms.CompiledForm:
    """Who is represented and why stands there and is not asked. Not cached: it names a person."""
    told = (
        forms.Field(id=PRINCIPAL, kind=forms.Kind.LOCKED, label="Sie handeln für", content=mandate.principal_name, minimum=0),
        forms.Field(id=SCOPE, kind=forms.Kind.LOCKED, label="Vollmacht", content=scope_text(mandate), minimum=0),
    )
    elements: list[forms.Element] = []
    for element in form.pages[0].elements:
        if isinstance(element, forms.Group) and element.id == REPRESENTED:
            asked = tuple(child for child in element.children if child.id in {STREET, CITY})
            elements.append(msgspec.structs.replace(element, children=(*told, *asked)))
        else:
            elements.append(element)
    return _with_elements(form.form, tuple(elements))


def scope_text(mandate: accounts.MandateInfo) -> str:
    """`Servicekonto, ab 01.11.2026 bis 30.11.2026, nur für diese Leistung`."""
    until = f" bis {mandate.valid_until:%d.%m.%Y}" if mandate.valid_until else ""
    what = "nur für diese Leistung" if mandate.service_key else "für alle Leistungen"
    return f"im Servicekonto erteilt, ab {mandate.valid_from:%d.%m.%Y}{until}, {what}"


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
    mandate: accounts.MandateInfo | None = None,
) -> tuple[cases.PartyData, ...]:
    """The persons of the case from the checked values of both. A mandate of the Servicekonto is kept as it stands now."""
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
    return (applicant, *_others(party, mandate))


def _name(given: str, family: str) -> str:
    return " ".join(part for part in (given, family) if part)


def _others(party: Mapping[str, Any], mandate: accounts.MandateInfo | None) -> list[cases.PartyData]:
    found = []
    if mandate is not None:
        found.append(
            cases.PartyData(
                role=cases.PartyRole.REPRESENTED,
                name=mandate.principal_name,
                address_lines=_lines(party, REPRESENTED),
                account_id=mandate.principal_id,
                identity={"represented_by": str(Ground.MANDATE), "mandate": _frozen(mandate)},
            )
        )
    represented = _name(party.get(f"{REPRESENTED}.{GIVEN}", ""), party.get(f"{REPRESENTED}.{FAMILY}", ""))
    if represented:
        found.append(
            cases.PartyData(
                role=cases.PartyRole.REPRESENTED,
                name=represented,
                address_lines=_lines(party, REPRESENTED),
                identity={"represented_by": party.get(f"{REPRESENTED}.{GROUND}", "")},
            )
        )
    if recipient := party.get(f"{RECIPIENT}.local:name"):
        found.append(cases.PartyData(role=cases.PartyRole.RECIPIENT, name=recipient, address_lines=_lines(party, RECIPIENT)))
    return found


def _frozen(mandate: accounts.MandateInfo) -> dict[str, Any]:
    """The mandate as it was when it was used: who may, for what, how long."""
    return {
        "id": str(mandate.id),
        "service_key": mandate.service_key,
        "valid_from": mandate.valid_from.isoformat(),
        "valid_until": mandate.valid_until.isoformat() if mandate.valid_until else "",
        "accepted_at": mandate.accepted_at.isoformat() if mandate.accepted_at else "",
    }


def represented_values(values: Mapping[str, str]) -> dict[str, str]:
    """What a mandate shares of the principal, as typed answers: the address as a whole, or not at all."""
    known = known_of(values)
    lines = {f"{REPRESENTED}.{STREET}": known.get("address:street"), f"{REPRESENTED}.{CITY}": known.get("address:city")}
    return {key: text for key, text in lines.items() if text} if all(lines.values()) else {}


def _lines(party: Mapping[str, Any], group: str) -> tuple[str, ...]:
    return tuple(str(party[key]) for key in (f"{group}.{STREET}", f"{group}.{CITY}") if party.get(key))
