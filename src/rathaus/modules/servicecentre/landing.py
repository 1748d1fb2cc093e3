"""Where an inquiry lands: with the unit in charge of the service, where somebody works; else with the contact unit."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from rathaus.foundation.permissions.public import Secrecy
from rathaus.modules.applications import public as applications
from rathaus.modules.cases import public as cases
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.organisation import public as organisation
from rathaus.modules.servicecentre.setup import SERVICE_KEY, KindSpec, SetupSpec

_APPLY = "/antrag/"


@dataclass(frozen=True, slots=True)
class Landing:
    """The unit that answers, and the classes of the case: those of the service where the unit works under them."""

    unit: organisation.UnitInfo
    secrecy: frozenset[Secrecy]


def service_at(path: str) -> catalogue.ServiceInfo | None:
    """The service a page speaks of: its own page, or the start of its application. Two queries at most."""
    key = catalogue.key_at(path)
    if not key and path.startswith(_APPLY):
        slug = path.removeprefix(_APPLY).split("/")[0]
        key = next((offer.service_key for offer in applications.all_offers() if offer.slug == slug), "")
    return catalogue.names([key]).get(key) if key else None


def land(spec: SetupSpec, kind: KindSpec, service_key: str, *, day: dt.date) -> Landing:
    """Raises NotFound where a unit the setup names has ended without a successor."""
    home = organisation.main_authority()
    if kind.unit:
        return Landing(_living(kind.unit, home.slug, day), frozenset())
    if service_key:
        secrecy = cases.secrecy_of_service(service_key)
        for unit in _candidates(service_key, home, day):
            if cases.somebody_works(unit.id, SERVICE_KEY, secrecy, today=day):
                return Landing(unit, secrecy)
    return Landing(_living(spec.contact_unit, home.slug, day), frozenset())


def _living(slug: str, authority: str, day: dt.date) -> organisation.UnitInfo:
    """The unit of this name, or what became of it."""
    unit = organisation.find_unit(slug, authority=authority)
    successor = organisation.successor_of(unit.id, day)
    return unit if successor == unit.id else organisation.get_units([successor])[successor]


def _candidates(service_key: str, home: organisation.AuthorityInfo, day: dt.date) -> Iterator[organisation.UnitInfo]:
    """The unit in charge for everybody, the one that decides applications, and the units above them."""
    in_charge = catalogue.responsible_unit(service_key, ars=home.ars, day=day)
    deciding = [offer.unit_id for offer in applications.offers([service_key]).get(service_key, ())]
    seen = set()
    for start in (in_charge, *deciding):
        current = start
        while current is not None and current not in seen:
            seen.add(current)
            unit = organisation.get_units([current]).get(current)
            if unit is None or unit.authority_id != home.id:
                break
            if unit.valid_until is None or day <= unit.valid_until:
                yield unit
            current = unit.parent_id
