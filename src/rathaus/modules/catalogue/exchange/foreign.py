"""A unit of somebody else, as its source describes it: what people need to reach it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from rathaus.foundation import html
from rathaus.modules.catalogue.exchange.describing import GERMAN, words
from rathaus.standards.xzufi import model

_PHONE = "01"  # as `writing` writes it; the official list of channels was found in no source
MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Foreign:
    """All of it is plain text in German; `told_on` is the day on which the source last changed it here."""

    name: str
    url: str = ""
    address_lines: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    opening_hours: tuple[str, ...] = ()
    accessibility: str = ""
    told_on: dt.date | None = None


def foreign_of(unit: model.Unit, *, told_on: dt.date | None = None) -> Foreign:
    return Foreign(
        name=words(unit.names())[:200] or unit.id.value[:200],
        url=next(
            (link.uri for link in unit.websites if link.uri.startswith(("https://", "http://")) and len(link.uri) <= 200), ""
        ),
        address_lines=tuple(_address(unit)),
        phone=next((contact.address.strip()[:40] for contact in unit.contacts if _is_phone(contact)), ""),
        email=next((contact.address.strip()[:254] for contact in unit.contacts if _is_email(contact)), ""),
        opening_hours=tuple(_hours(unit))[:MOST_LINES],
        accessibility=words(unit.accessibility),
        told_on=told_on,
    )


def _address(unit: model.Unit) -> Iterator[str]:
    """The first address with a street, else the first one: a house can be visited, a post box cannot."""
    address = next((entry for entry in unit.addresses if entry.street), next(iter(unit.addresses), None))
    if address is None:
        return
    lines = (
        words(address.addition),
        f"{address.street} {address.house_number}",
        f"Postfach {address.post_box}" if address.post_box and not address.street else "",
        f"{address.postal_code} {address.place}",
    )
    yield from filter(None, (" ".join(html.plain(line).split())[:200] for line in lines))


def _is_phone(contact: model.Contact) -> bool:
    """Only what is called a telephone: a fax machine must not be rung up."""
    channel = contact.channel
    named = (channel.name.casefold() if channel else "") or ("tel" if channel and channel.code == _PHONE else "")
    return "tel" in named and "fax" not in named and any(char.isdigit() for char in contact.address)


def _is_email(contact: model.Contact) -> bool:
    name, at, host = contact.address.strip().partition("@")
    return bool(name and at and "." in host) and not any(char.isspace() or char in "<>\"'" for char in contact.address.strip())


def _hours(unit: model.Unit) -> Iterator[str]:
    """In words where the source has words; else day by day, as far as the days have names."""
    said = next((html.lines(entry.text) for entry in unit.opening_hours_text if entry.language in GERMAN), "")
    if said.casefold() not in html.PLACEHOLDERS:
        yield from (line[:200] for line in said.splitlines())
        return
    for group in unit.opening_hours:
        for time in group.times:
            if time.day and time.day.name and time.opens and time.closes:
                yield f"{time.day.name}: {time.opens[:5]} bis {time.closes[:5]} Uhr"[:200]
