"""What machines read in the page of a service, against the vocabulary of schema.org."""

import json
import re

import pytest
from django.core.cache import cache

from rathaus.modules.catalogue.domain.set_online import set_online
from rathaus.modules.catalogue.models import Responsibility, Service
from tests.modules.catalogue.factories import install
from tests.modules.organisation.factories import authority, unit

pytestmark = pytest.mark.django_db
KEY = "99108001020000"
PAGE = f"/leistungen/bewohnerparkausweis-verlaengern-{KEY}/"

# the properties we use, by type, as https://schema.org/<type> lists them (own or inherited; release 29, looked up 2026-11)
THING = {"name", "url", "identifier", "description", "potentialAction"}
PROPERTIES = {
    "GovernmentService": THING | {"serviceType", "provider", "areaServed", "availableChannel", "offers"},
    "GovernmentOrganization": THING | {"parentOrganization"},
    "AdministrativeArea": THING,
    "PropertyValue": THING | {"value", "propertyID"},
    "ServiceChannel": THING | {"serviceUrl", "serviceLocation", "servicePhone"},
    "GovernmentOffice": THING | {"address", "telephone", "openingHoursSpecification"},
    "PostalAddress": THING | {"streetAddress", "postalCode", "addressLocality", "addressCountry"},
    "OpeningHoursSpecification": THING | {"dayOfWeek", "opens", "closes"},
    "ContactPoint": THING | {"telephone", "contactType", "availableLanguage"},
    "Offer": THING | {"price", "priceCurrency", "priceSpecification"},
    "PriceSpecification": THING | {"minPrice", "maxPrice", "priceCurrency"},
    "ApplyAction": THING | {"target", "instrument"},
    "CreativeWork": THING,
}


@pytest.fixture(autouse=True)
def _city(now):
    cache.clear()
    authority(name="Stadt Halle")
    hours = [{"days": [0, 1], "opens": "08:00:00", "closes": "12:30:00"}]
    unit("strassenverkehr", name="Straßenverkehr", phone="0345 1", details={"hours": hours})
    install(now)


def said(client, path=PAGE):
    cache.clear()
    page = client.get(path).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert len(found) == 1
    return json.loads(found[0])


def wrong(node, path=""):
    """Types and properties that are not in the list."""
    if isinstance(node, list):
        return [fault for entry in node for fault in wrong(entry, path)]
    if not isinstance(node, dict):
        return [] if node not in ("", None) else [f"{path} is empty"]
    known = PROPERTIES.get(node.get("@type"), set()) | {"@type", "@id", "@context"}
    faults = [f"{path}.{name} of {node.get('@type')}" for name in node if name not in known]
    return faults + [fault for name, value in node.items() for fault in wrong(value, f"{path}.{name}")]


def test_everything_the_page_says_in_words_of_the_vocabulary(client, now):
    set_online(service_key=KEY, slug="bewohnerparkausweis", now=now)
    found = said(client)
    assert wrong(found) == []
    assert found["@context"] == "https://schema.org"
    assert found["@type"] == "GovernmentService"
    assert found["url"].endswith(PAGE)
    assert found["provider"]["name"] == "Straßenverkehr"
    assert found["provider"]["parentOrganization"]["name"] == "Stadt Halle"
    assert found["areaServed"]["identifier"]["value"] == "150020000000"
    assert found["offers"] == [{"@type": "Offer", "priceCurrency": "EUR", "name": "ein Jahr", "price": "30.70"}]
    online, place, phone = found["availableChannel"]
    assert online["serviceUrl"].endswith("/antrag/bewohnerparkausweis/")
    assert place["serviceLocation"]["address"]["postalCode"] == "06100"
    assert place["serviceLocation"]["openingHoursSpecification"][0]["closes"] == "12:30"
    assert phone["servicePhone"]["telephone"] == "0345 1"
    assert [entry["name"] for entry in found["potentialAction"]["instrument"]] == ["Fahrzeugschein", "Vollmacht"]


def test_no_word_can_end_the_element(client, now):
    evil = "</script><script>alert(1)</script> & \u2028"
    install(now, short=evil, documents=[evil])
    page = client.get(PAGE).content.decode()
    assert "<script>alert" not in page
    assert said(client)["potentialAction"]["instrument"][0]["name"] == evil


def test_fees_in_words_have_no_price_and_ranges_have_two(client, now):
    fees = [
        {"kind": "text", "text": "nach Aufwand", "legal_basis": "x"},
        {"kind": "range", "cents": 1000, "cents_to": 2050, "legal_basis": "x"},
        {"kind": "none"},
    ]
    install(now, fees=fees)
    offers = said(client)["offers"]
    assert wrong(offers) == []
    assert [offer.get("price") for offer in offers] == [None, "0.00"]
    assert (offers[0]["priceSpecification"]["minPrice"], offers[0]["priceSpecification"]["maxPrice"]) == ("10.00", "20.50")


def test_who_is_not_in_charge_is_no_provider(client):
    row = Responsibility.objects.get()
    Responsibility.objects.filter(pk=row.pk).update(
        unit_id=None, external_name="Landkreis", external_url="https://kreis.example/"
    )
    found = said(client)
    assert wrong(found) == []
    assert found["provider"] == {"@type": "GovernmentOrganization", "name": "Landkreis", "url": "https://kreis.example/"}
    assert "areaServed" not in found
    assert "availableChannel" not in found


def test_a_bare_service_claims_nothing(client, now):
    Service.objects.create(key="99102013002000", slug="hundesteuer", name="Hundesteuer", sort_key="hundesteuer", source="Katalog")
    found = said(client, "/leistungen/hundesteuer-99102013002000/")
    assert wrong(found) == []
    assert not {"provider", "areaServed", "offers", "potentialAction"} & set(found)
    assert found["availableChannel"][0]["servicePhone"]["telephone"] == "115"
