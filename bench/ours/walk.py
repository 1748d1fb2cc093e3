"""The way of one application, as a guest takes it in a browser without JavaScript."""

import itertools
import os

from bench.client import Client

SLUG = "bewohnerparkausweis"
PERSON = {
    "F60000000228": "Erika",
    "F60000000227": "Mustermann",
    "local:strasse_hausnummer": "Weg 2",
    "local:plz_ort": "06108 Halle (Saale)",
}
VEHICLE = {"local:kennzeichen": "HAL-AB 123", "local:registerabfrage": "true"}
DECLARED = {"local:erklaerung": "true"}
_SERIAL = itertools.count(os.getpid() << 12)


def guest(application):
    """A person at an address of their own: the limits for one address shall not bite."""
    number = next(_SERIAL)
    return Client(application, address=f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")


def to_person(client):
    start = client.get(f"/antrag/{SLUG}/")
    return client.post(start.target, {**start.hidden(), "fuer": "self"})


def to_review(client):
    page = to_person(client)
    page = client.post(page.target, {**page.hidden(), **PERSON})
    page = client.post(page.target, {**page.hidden(), **VEHICLE})
    assert page.target.endswith("/pruefen/"), page.target
    return page


def declaration(page):
    """What the last page sends, the puzzle against robots solved (by the browser, so it does not count)."""
    from rathaus.foundation.abuse import challenge

    fields = {**page.hidden(), **DECLARED}
    fields[challenge.SOLUTION] = challenge.solve(fields[challenge.CHALLENGE], challenge.BITS)
    return fields


def submit(client):
    page = to_review(client)
    page = client.post(page.target, declaration(page))
    assert page.target.endswith("/gesendet/"), page.target
    return page
