"""The page of a service for machines: GovernmentService of schema.org as JSON-LD.

It says nothing that the page does not say: a price only where there is an amount, a provider only who is in charge. What a
person needs to bring hangs on the ApplyAction, because schema.org has no property of a service for it.
"""

import json
import re
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from rathaus.foundation import html
from rathaus.modules.catalogue.enums import FeeKind
from rathaus.modules.catalogue.models import ServiceFee
from rathaus.modules.catalogue.online.entries import OnlineEntry
from rathaus.modules.catalogue.page import ServicePage
from rathaus.modules.catalogue.passages import MACHINE
from rathaus.modules.organisation import public as organisation

ARS = "http://www.destatis.de/schema/1.0/ars"
HOTLINE = "115"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOWN = re.compile(r"(?P<code>\d{5})\s+(?P<town>\S.*)")
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_ld(page: ServicePage) -> SafeString:
    """What stands inside the script element: no character that could end it."""
    return mark_safe(json.dumps(government_service(page), ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))


def government_service(page: ServicePage) -> dict[str, Any]:
    service, url = page.service, settings.RATHAUS_BASE_URL + page.service.url
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": url,
        "url": url,
        "name": service.name,
        "serviceType": service.official_name or service.name,
        "description": _description(page),
        "identifier": "" if service.key.startswith("local:") else _value("Leistungsschlüssel", service.key),
        "provider": _provider(page),
        "availableChannel": _channels(page),
        "offers": [offer for offer in map(_offer, page.fee_rows) if offer],
        "potentialAction": _action(page),
    }
    if page.ours and page.home and page.home.ars:
        area = {"@type": "AdministrativeArea", "name": page.home.name}
        said["areaServed"] = area | {"identifier": _value("Amtlicher Regionalschlüssel", page.home.ars, ARS)}
    return {name: value for name, value in said.items() if value not in ("", [], {}, None)}


def _description(page: ServicePage) -> str:
    """schema.org has no word for a machine translation, so the words say it."""
    short = page.texts.short
    return (f"{MACHINE}: " if short.machine_translated else "") + html.plain(short.html) if short else ""


def _value(name: str, value: str, scheme: str = "") -> dict[str, Any]:
    found = {"@type": "PropertyValue", "name": name, "value": value}
    return found | ({"propertyID": scheme} if scheme else {})


def _provider(page: ServicePage) -> dict[str, Any]:
    organization = "GovernmentOrganization"
    if page.elsewhere:
        link = {"url": page.external_url} if page.external_url else {}
        return {"@type": organization, "name": page.elsewhere} | link
    if not page.ours or page.home is None:
        return {}
    home = {"@type": organization, "name": page.home.name} | ({"url": page.home.website} if page.home.website else {})
    if page.unit is None:
        return home
    return {
        "@type": organization,
        "name": page.unit.name,
        "url": f"{settings.RATHAUS_BASE_URL}/stellen/{page.unit.slug}/",
        "parentOrganization": home,
    }


def _channels(page: ServicePage) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [_elsewhere(one) for one in page.online]
    if page.elsewhere:
        return found
    if page.service.online_slug:
        address = f"{settings.RATHAUS_BASE_URL}/antrag/{page.service.online_slug}/"
        found.append({"@type": "ServiceChannel", "name": "Online", "serviceUrl": address})
    if page.unit:
        place: dict[str, Any] = {
            "@type": "GovernmentOffice",
            "name": page.unit.name,
            "address": postal_address(page.unit.address_lines),
        }
        place |= {"telephone": page.unit.phone} if page.unit.phone else {}
        hours = _hours(page.details) if page.details else []
        place |= {"openingHoursSpecification": hours} if hours else {}
        found.append({"@type": "ServiceChannel", "name": "Vor Ort", "serviceLocation": place})
    phone = page.unit.phone if page.unit and page.unit.phone else HOTLINE
    contact = {"@type": "ContactPoint", "telephone": phone, "contactType": "customer service", "availableLanguage": "de"}
    return [*found, {"@type": "ServiceChannel", "name": "Telefon", "servicePhone": contact}]


def _elsewhere(one: OnlineEntry) -> dict[str, Any]:
    channel: dict[str, Any] = {"@type": "ServiceChannel", "name": one.name, "serviceUrl": one.url}
    return channel | ({"availableLanguage": list(one.languages)} if one.languages else {})


def postal_address(lines: tuple[str, ...]) -> dict[str, Any]:
    """Street and town as far as the lines of a letter tell them apart."""
    found: dict[str, Any] = {"@type": "PostalAddress", "addressCountry": "DE"}
    street = []
    for line in lines:
        if town := _TOWN.fullmatch(line):
            found |= {"postalCode": town["code"], "addressLocality": town["town"]}
        else:
            street.append(line)
    return found | ({"streetAddress": ", ".join(street)} if street else {})


def _hours(details: organisation.Details) -> list[dict[str, Any]]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"https://schema.org/{_DAYS[day]}" for day in hours.days],
            "opens": hours.opens.isoformat("minutes"),
            "closes": hours.closes.isoformat("minutes"),
        }
        for hours in details.hours
    ]


def _offer(fee: ServiceFee) -> dict[str, Any]:
    """Only what is structured: an amount, a range, or that it costs nothing."""
    currency = fee.currency or "EUR"
    offer: dict[str, Any] = {"@type": "Offer", "priceCurrency": currency}
    offer |= {"name": fee.label} if fee.label else {}
    if fee.kind == FeeKind.NONE:
        return offer | {"price": "0.00"}
    if fee.kind == FeeKind.TEXT or fee.cents is None:
        return {}
    if fee.kind == FeeKind.RANGE and fee.cents_to is not None:
        price = {"@type": "PriceSpecification", "priceCurrency": currency}
        price |= {"minPrice": _price(fee.cents), "maxPrice": _price(fee.cents_to)}
        return offer | {"priceSpecification": price}
    return offer | {"price": _price(fee.cents)}


def _price(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def _action(page: ServicePage) -> dict[str, Any]:
    documents = [{"@type": "CreativeWork", "name": document.name} for document in page.documents]
    own = page.service.online_slug if not page.elsewhere else ""
    online = f"{settings.RATHAUS_BASE_URL}/antrag/{own}/" if own else next((one.url for one in page.online), "")
    target = {"target": online} if online else {}
    papers = {"instrument": documents} if documents else {}
    return {"@type": "ApplyAction"} | target | papers if target or papers else {}
