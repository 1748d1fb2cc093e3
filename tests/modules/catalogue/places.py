"""A city with two districts, three units and one service, for tests of responsibility."""

from rathaus.modules.catalogue.domain.install_service import resolve_units
from rathaus.modules.catalogue.domain.record_responsibility import record_responsibility
from rathaus.modules.organisation.models import Authority
from tests.modules.catalogue.factories import install
from tests.modules.geo import factories as geo
from tests.modules.organisation import factories as organisation

KEY = "99108001020000"
PAGE = f"/leistungen/bewohnerparkausweis-verlaengern-{KEY}/"
HALLE = geo.HALLE


def city(now, *, default="strassenverkehr"):
    """`default` empty: the service names no unit."""
    authority = Authority.objects.first() or organisation.authority(address_lines=["Markt 1a", "06100 Ort"])
    for slug in ("strassenverkehr", "amt-nord", "amt-sued"):
        organisation.unit(slug, of=authority, phone="0345 1", email=f"{slug}@example.org")
    geo.install(now)
    install(now, **({"unit": default} if default else {"unit": ""}))
    resolve_units(now=now)


def rule(now, **data):
    return record_responsibility(service_key=KEY, data={"territory": HALLE, **data}, now=now)
