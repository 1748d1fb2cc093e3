"""Begin a new edition of the city's own text: empty, from the published one, or from an old one."""

import datetime as dt

from django.db import IntegrityError, transaction

from rathaus.foundation import clock
from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.domain import _editions
from rathaus.modules.catalogue.enums import IN_WORK, EditionAct, EditionState
from rathaus.modules.catalogue.models import Edition, Service
from rathaus.modules.catalogue.naming import is_official

SOURCE = "Redaktion der Stadt"


def draft_edition(*, service_key: str, actor: Actor, now: dt.datetime, number: int | None = None, name: str = "") -> Edition:
    """A draft that says what edition `number` says (an old one: restored), else what the published one says, else nothing.

    Asked twice it gives the draft that is there. Raises Conflict where a draft is already under review, Invalid for an unknown
    key without a name, or a number that does not exist.
    """
    for last_try in (False, True):
        try:
            with transaction.atomic():
                return _draft(service_key, name, number, actor=actor, now=now)
        except (
            IntegrityError
        ):  # two began a new service at once and took the same number: the second finds the draft of the first
            if last_try:
                raise
    raise AssertionError("unreachable")


def _draft(service_key: str, name: str, number: int | None, *, actor: Actor, now: dt.datetime) -> Edition:
    list(Service.objects.select_for_update().filter(key=service_key).values_list("key", flat=True))  # one at a time
    editions = list(Edition.objects.filter(service_key=service_key))
    origin = _origin(editions, number)
    description = _begin(service_key, name, origin)
    _editions.demand_right(EditionAct.WRITE, description=description, actor=actor, day=clock.today(now))
    for edition in editions:
        if edition.state == EditionState.DRAFT and number is None:
            return edition
        if edition.state in IN_WORK:
            raise Conflict(
                f"An dieser Leistung wird schon gearbeitet: Fassung {edition.number} ist {edition.get_state_display()}. "
                "Schließen Sie diese Fassung zuerst ab, oder verwerfen Sie sie."
            )
    draft = Edition.objects.create(
        service_key=service_key,
        number=max((edition.number for edition in editions), default=0) + 1,
        content=descriptions.encode(description).decode(),
        sha256=descriptions.digest(description),
        source=SOURCE,
        based_on=origin.number if origin else None,
        written_by=actor.person_id,
        written_by_name=actor.name[:200],
        written_at=now,
    )
    note = f"aus Fassung {origin.number}" if origin else "neu begonnen"
    _editions.tell(draft, EditionAct.WRITE, actor=actor, now=now, note=note)
    return draft


def _origin(editions: list[Edition], number: int | None) -> Edition | None:
    if number is None:
        return next((edition for edition in editions if edition.state == EditionState.PUBLISHED), None)
    found = next((edition for edition in editions if edition.number == number), None)
    if found is None:
        raise Invalid(f"Fassung {number} gibt es nicht. Wählen Sie eine aus der Liste der Fassungen.")
    return found


def _begin(key: str, name: str, origin: Edition | None) -> Description:
    if origin is not None:
        return descriptions.decode(origin.content)
    known = Service.objects.filter(key=key).values_list("name", flat=True).first()
    if known is None and (not name or not (is_official(key) or key.startswith("local:"))):
        raise Invalid(
            "Eine neue Leistung braucht einen Namen und einen Schlüssel: 99 und zwölf Ziffern, oder local: und ein Kürzel."
        )
    return Description(key=key, name=name or known or "")
