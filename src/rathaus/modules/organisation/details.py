"""What people need to know of a unit to visit, write or call: kept as one typed value beside the unit.

The shape follows the Organisationseinheit of XZuFi: addresses, opening hours with exceptions, accessibility, payment kinds,
contact persons.
"""

import datetime as dt
from typing import Any

import msgspec

from rathaus.foundation.errors import Invalid
from rathaus.modules.organisation.enums import AddressKind, PaymentKind


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    pass


class Hours(_Part, frozen=True):
    """Open on these weekdays (0 Monday to 6 Sunday) from `opens` until `closes`, local time; `note` for instance "mit Termin"."""

    days: tuple[int, ...]
    opens: dt.time
    closes: dt.time
    note: str = ""


class Deviation(_Part, frozen=True):
    """On the days from `begins` to `ends` (both included) other hours count, or none at all."""

    begins: dt.date
    ends: dt.date
    spans: tuple[tuple[dt.time, dt.time], ...] = ()
    reason: str = ""


class Address(_Part, frozen=True):
    kind: AddressKind
    lines: tuple[str, ...]
    note: str = ""


class ContactPerson(_Part, frozen=True):
    """Who may be called; only what the person agreed to or the office makes public."""

    name: str
    topic: str = ""
    phone: str = ""
    email: str = ""
    room: str = ""


class Accessibility(_Part, frozen=True):
    """None: not checked, and said so."""

    step_free: bool | None = None
    lift: bool | None = None
    toilet: bool | None = None
    parking: bool | None = None
    guidance: bool | None = None
    induction_loop: bool | None = None
    sign_language: bool | None = None
    text: str = ""
    checked_on: dt.date | None = None


class Details(_Part, frozen=True):
    summary: str = ""
    website: str = ""
    hours: tuple[Hours, ...] = ()
    exceptions: tuple[Deviation, ...] = ()
    open_on_holidays: bool = False
    by_appointment: bool = False
    addresses: tuple[Address, ...] = ()
    transport: str = ""
    accessibility: Accessibility = Accessibility()
    payment: tuple[PaymentKind, ...] = ()
    contacts: tuple[ContactPerson, ...] = ()


def read(data: Any) -> Details:
    """From the plain data of a file or of the table. Raises Invalid saying where it does not fit."""
    try:
        details = msgspec.convert(data, Details, strict=False)
    except msgspec.ValidationError as error:
        raise Invalid(f"Die Angaben zur Stelle passen nicht: {error}") from None
    if faults := list(_faults(details)):
        raise Invalid("Die Angaben zur Stelle passen nicht: " + "; ".join(faults))
    return details


def as_plain(details: Details) -> dict[str, Any]:
    """For the table."""
    plain: dict[str, Any] = msgspec.to_builtins(details)
    return plain


def _faults(details: Details) -> list[str]:
    found = []
    for hours in details.hours:
        if not hours.days or not all(0 <= day <= 6 for day in hours.days):
            found.append("ein Wochentag fehlt oder liegt nicht zwischen 0 (Montag) und 6 (Sonntag)")
        if hours.opens >= hours.closes:
            found.append(f"von {hours.opens:%H:%M} bis {hours.closes:%H:%M} Uhr endet vor dem Anfang")
    for exception in details.exceptions:
        if exception.begins > exception.ends:
            found.append(f"die Ausnahme ab {exception.begins:%d.%m.%Y} endet vor ihrem Anfang")
        found += [
            f"von {opens:%H:%M} bis {closes:%H:%M} Uhr endet vor dem Anfang"
            for opens, closes in exception.spans
            if opens >= closes
        ]
    return found
