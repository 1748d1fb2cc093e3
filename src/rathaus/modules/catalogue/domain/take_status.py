"""A provider reports how an application stands: believed only with its signature, once, and while the person consents."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlsplit

from django.db import transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import SYSTEM, Actor, require
from rathaus.modules.accounts import public as accounts
from rathaus.modules.catalogue.domain.follow_status import CONSENT_VERSION, PURPOSE, UNCHANGED_FOR
from rathaus.modules.catalogue.models import Handover, StatusMessage, StatusSender
from rathaus.modules.catalogue.naming import slug_of
from rathaus.modules.catalogue.online import handover
from rathaus.modules.catalogue.rules import EDIT_RESPONSIBILITY
from rathaus.modules.catalogue.status.base import Notice, Unreadable
from rathaus.modules.catalogue.status.registry import plugins

WINDOW = dt.timedelta(hours=24)  # a message is sent again for so long where we did not answer
KEEP = dt.timedelta(days=30)  # the ids of messages; longer than WINDOW, so that none can come back


class Taken(StrEnum):
    """`OLDER`: something newer is known already."""

    TAKEN = "taken"
    KNOWN = "known"
    OLDER = "older"


def take_status(*, sender: str, body: bytes, headers: Mapping[str, str], now: dt.datetime) -> Taken:
    """Raises NotFound for an unknown sender or reference, Untrusted, Unreadable (also where it is not of these days), Conflict.

    Conflict: its id was used for another message. Forbidden: the person does not consent any more.
    """
    known = StatusSender.objects.filter(slug=sender, active=True).first()
    if known is None:
        raise NotFound("unknown sender")
    notice = plugins.get(known.plugin).read(sender=sender, public_key=known.public_key, body=body, headers=headers)
    if abs(now - notice.sent_at) > WINDOW or not now - UNCHANGED_FOR <= notice.changed_at <= now + WINDOW:
        raise Unreadable("sent_at, changed_at: not of these days")
    digest = hashlib.sha256(body).hexdigest()
    with transaction.atomic():
        # one sender's messages wait for each other: two with one id never meet
        StatusSender.objects.select_for_update().get(pk=known.pk)
        before = StatusMessage.objects.filter(sender=known, message_id=notice.message_id).first()
        if before is not None:
            if before.sha256 != digest:
                raise Conflict("this id was used for another message")
            return Taken.KNOWN
        row = Handover.objects.select_related("online_service").filter(
            reference=notice.reference, online_service__sender=known
        ).first()  # fmt: skip
        if row is None:
            raise NotFound("unknown reference")
        if not accounts.has_consent(row.account_id, PURPOSE, version=CONSENT_VERSION):
            raise Forbidden("consent ended")
        StatusMessage.objects.create(sender=known, message_id=notice.message_id, sha256=digest, taken_at=now)
        if row.changed_at is not None and row.changed_at >= notice.changed_at:
            return Taken.OLDER
        _apply(row, notice)
    return Taken.TAKEN


def _apply(row: Handover, notice: Notice) -> None:
    """Raises NotFound where the person has stopped following meanwhile."""
    found = Handover.objects.filter(pk=row.pk).update(
        case_number=notice.case_number,
        title=notice.title,
        note=notice.note,
        state=notice.state,
        changed_at=notice.changed_at,
        url=notice.url if _at_home(notice.url, row.online_service.url) else "",
    )
    if not found:
        raise NotFound("unknown reference")


def _at_home(url: str, service_url: str) -> bool:
    """A provider leads people to the host of its own service alone."""
    return bool(url) and not handover.faults(url) and urlsplit(url).netloc == urlsplit(service_url).netloc


def enter_sender(
    *, slug: str, name: str, public_key: str, now: dt.datetime, plugin: str = "signed", actor: Actor = SYSTEM
) -> None:
    """A new sender, or the known one with a new key. Raises Invalid for a key or way of reporting we do not know."""
    require(actor, EDIT_RESPONSIBILITY, today=now.date())
    if slug != slug_of(slug) or not name.strip():
        raise Invalid("Ein Absender hat ein Kürzel aus kleinen Buchstaben, Ziffern und Bindestrichen und einen Namen (--name).")
    try:
        fault = plugins.get(plugin).key_fault(public_key)
    except KeyError:
        raise Invalid(f"Das Verfahren {plugin!r} gibt es nicht.") from None
    if fault:
        raise Invalid(f"Der Schlüssel passt nicht: {fault}.")
    with transaction.atomic():
        values = {"name": name, "public_key": public_key, "plugin": plugin, "active": True}
        StatusSender.objects.update_or_create(slug=slug, defaults=values)
        audit.record(
            act="catalogue.online_sender",
            actor=actor,
            subject=audit.Subject("catalogue", "online"),
            payload={"slug": slug, "name": name, "public_key": public_key},
            now=now,
        )


def sweep_messages(*, now: dt.datetime) -> int:
    return StatusMessage.objects.filter(taken_at__lt=now - KEEP).delete()[0]
