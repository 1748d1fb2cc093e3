"""Who is in charge of what, as objects of XZuFi say it: of a Zuständigkeit, or inside an Organisationseinheit."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rathaus.foundation import html
from rathaus.modules.catalogue.enums import Role
from rathaus.modules.catalogue.exchange.describing import words
from rathaus.modules.catalogue.exchange.territory import overlaps, stem
from rathaus.modules.geo import public as geo
from rathaus.standards import xzufi
from rathaus.standards.xzufi import model

Reference = tuple[str, str]  # scheme and value
_IN_CHARGE = {"", "01"}  # the official list of roles was found in no source; 01 is seen with the name "Zuständige Stelle"
_OTHER_ROLES = (("ansprech", Role.CONTACT), ("antrag", Role.FORM), ("annahme", Role.FORM))


@dataclass(frozen=True, slots=True)
class Claim:
    """A unit says: this is mine. `territories` are those around us, as `geo.shortest` spells them; `condition`: its own words."""

    services: tuple[Reference, ...]
    owner: Reference
    territories: tuple[str, ...]
    role: Role
    condition: str
    periods: tuple[tuple[dt.date | None, dt.date | None], ...]


def served(item: xzufi.XzufiObject) -> tuple[Reference, ...]:
    """Every Leistung that a unit, a form or a responsibility names, and every form that a Leistung names; each once."""
    match item:
        case model.Unit() | model.Form():
            named = (one for held in item.responsibilities for one in held.services)
        case model.OwnedResponsibility():
            named = (one for one in item.responsibility.services)
        case model.Service():
            named = (form for module in item.documents for one in module.incoming for form in one.document.forms)
        case _:
            return ()
    return tuple(dict.fromkeys(map(reference, named)))


def claims(item: xzufi.XzufiObject, ours: Sequence[str]) -> list[Claim]:
    """What of it holds in our territories."""
    return [_claim(held, owner, here) for held, owner in _held(item) if (here := territories_of(held, ours))]


def reference(identifier: model.Identifier) -> Reference:
    scheme, value = identifier.key
    return scheme[:300], value[:300]


def _held(item: xzufi.XzufiObject) -> Iterator[tuple[model.Responsibility, Reference]]:
    if isinstance(item, model.OwnedResponsibility):
        if item.responsibility.owner_kind in {None, model.Owner.UNIT}:
            yield item.responsibility, reference(item.owner_id)
    elif isinstance(item, model.Unit):
        yield from ((held, reference(item.id)) for held in item.responsibilities)


def _claim(held: model.Responsibility, owner: Reference, territories: tuple[str, ...]) -> Claim:
    return Claim(
        services=tuple(dict.fromkeys(reference(one) for one in held.services)),
        owner=owner,
        territories=territories,
        role=role_of(held.role),
        condition=condition_of(held),
        periods=tuple((_day(period.begins), _day(period.ends)) for period in held.validity) or ((None, None),),
    )


def condition_of(held: model.Responsibility) -> str:
    """For whom it holds, in the words of the source; empty for everybody."""
    return "; ".join(filter(None, map(_criterion, held.criteria)))[:300]


def _day(moment: dt.datetime | None) -> dt.date | None:
    return moment.date() if moment else None


def territories_of(held: model.Responsibility, ours: Sequence[str]) -> tuple[str, ...]:
    """Where it holds around us, as `geo.shortest` spells it. Nothing said: where its publisher is, so also here.

    A key that is none of ours, or no regional key at all, is left out.
    """
    if not held.territories:
        return ("",)
    named = [one.value.strip() for one in held.territories if one.value.strip().isascii() and one.value.strip().isdigit()]
    keys = [stem(value) for value in named if any(overlaps(value, ars) for ars in ours)]
    return tuple(dict.fromkeys(geo.shortest(key) for key in keys if not key or geo.is_key(key)))


def role_of(role: model.Code | None) -> Role:
    """By its name where it has one. A code nobody explained makes nobody responsible: it is somebody to turn to."""
    name = role.name.casefold() if role else ""
    for part, found in _OTHER_ROLES:
        if part in name:
            return found
    if "zuständig" in name or (role.code if role else "") in _IN_CHARGE:
        return Role.IN_CHARGE
    return Role.CONTACT


def _criterion(criterion: model.Criterion) -> str:
    span = " bis ".join(filter(None, (criterion.value, criterion.value_to)))
    kind = criterion.kind.name if criterion.kind else ""
    return words(criterion.description) or html.plain(": ".join(filter(None, (kind, span))))
