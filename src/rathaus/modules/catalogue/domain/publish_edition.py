"""Show a released edition to the public: now, on a day, or no longer. What other sources say below it stays."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation import text as texts
from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.catalogue.domain import _editions
from rathaus.modules.catalogue.domain.feed import note_change
from rathaus.modules.catalogue.domain.measure import measure_services
from rathaus.modules.catalogue.domain.refresh import refresh
from rathaus.modules.catalogue.domain.write_edition import lock_published
from rathaus.modules.catalogue.enums import EditionAct, EditionState
from rathaus.modules.catalogue.models import Edition

_BETWEEN = (
    "Seit Sie die Seite geöffnet haben, wurde Fassung {} veröffentlicht. Vergleichen Sie sie mit dieser, bevor Sie sie ersetzen."
)


def publish_edition(*, edition_id: uuid.UUID, version: int, replaces: int | None, actor: Actor, now: dt.datetime) -> Edition:
    """`replaces` is the number of the published edition that the person saw, None where there was none.

    Raises Forbidden, Conflict (another edition is published by now), Invalid.
    """
    with transaction.atomic():
        key = Edition.objects.filter(pk=edition_id).values_list("service_key", flat=True).first()
        current = lock_published(key or "")  # before the edition itself: all lock in the order of the numbers
        edition = _editions.lock(edition_id, EditionAct.PUBLISH, actor=actor, version=version, now=now)
        if (current.number if current else None) != replaces:
            raise Conflict(_BETWEEN.format(current.number if current else "keine"))
        _publish(edition, current, actor=actor, now=now)
    return edition


def schedule_edition(
    *, edition_id: uuid.UUID, version: int, publish_on: dt.date | None, actor: Actor, now: dt.datetime
) -> Edition:
    """On that day it is published by itself (`publish_due`); None takes the day away. Raises Invalid for a day in the past."""
    with transaction.atomic():
        edition = _editions.lock(edition_id, EditionAct.SCHEDULE, actor=actor, version=version, now=now)
        if publish_on is not None and publish_on <= clock.today(now):
            raise Invalid("Dieser Tag ist schon da. Wählen Sie einen späteren, oder veröffentlichen Sie sofort.")
        edition.publish_on = publish_on
        edition.version += 1
        edition.save()
        note = f"für den {publish_on:%d.%m.%Y}" if publish_on else "ohne Tag"
        _editions.tell(edition, EditionAct.SCHEDULE, actor=actor, now=now, note=note)
    return edition


def publish_due(*, now: dt.datetime, today: dt.date) -> list[Edition]:
    """Publishes what is due, each in a transaction of its own; gives those that were.

    One that would replace an edition newer than its own release waits for a person.
    """
    done = []
    due = Edition.objects.filter(state=EditionState.RELEASED, publish_on__lte=today).order_by("publish_on", "number")
    for edition_id, key in list(due.values_list("id", "service_key")):
        with transaction.atomic():
            current = lock_published(key)
            edition = Edition.objects.select_for_update().get(pk=edition_id)
            if edition.state != EditionState.RELEASED or edition.publish_on is None or edition.publish_on > today:
                continue
            if (
                current is not None
                and current.published_at
                and edition.released_at
                and current.published_at > edition.released_at
            ):
                edition.publish_on = None
                edition.version += 1
                edition.save()
                note = f"nicht von selbst veröffentlicht: Fassung {current.number} ist neuer als die Freigabe"
                _editions.tell(edition, EditionAct.SCHEDULE, actor=SYSTEM, now=now, note=note)
                continue
            _publish(edition, current, actor=SYSTEM, now=now, note="am vorgemerkten Tag")
            done.append(edition)
    return done


def withdraw_edition(*, edition_id: uuid.UUID, version: int, note: str, actor: Actor, now: dt.datetime) -> Edition:
    """The city says nothing of its own any more; what the Land or the federation say is shown, or the service ends."""
    note = texts.clean(note, multiline=True)
    with transaction.atomic():
        edition = _editions.lock(edition_id, EditionAct.WITHDRAW, actor=actor, version=version, now=now)
        if not note:
            raise Invalid("Schreiben Sie, warum der Text zurückgezogen wird.", {"note": "Der Grund fehlt."})
        _editions.move(edition, EditionAct.WITHDRAW)
        edition.save()
        _editions.tell(edition, EditionAct.WITHDRAW, actor=actor, now=now, note=note)
        note_change(edition.service_key, now=now, deleted=True)
        refresh([edition.service_key], now=now)
        measure_services([edition.service_key], now=now)
    return edition


def _publish(edition: Edition, current: Edition | None, *, actor: Actor, now: dt.datetime, note: str = "") -> None:
    if current is not None:
        current.state = EditionState.SUPERSEDED
        current.version += 1
        current.save(update_fields=["state", "version"])
    _editions.move(edition, EditionAct.PUBLISH)
    edition.published_by, edition.published_at, edition.publish_on = actor.person_id, now, None
    edition.save()
    _editions.tell(edition, EditionAct.PUBLISH, actor=actor, now=now, note=note)
    note_change(edition.service_key, now=now)
    refresh([edition.service_key], now=now)
    measure_services([edition.service_key], now=now)
