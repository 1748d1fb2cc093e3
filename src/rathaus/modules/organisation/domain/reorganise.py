"""Reorganisation on a date: one unit ends, another is in charge from that day on."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import Actor, require
from rathaus.modules.organisation import rules
from rathaus.modules.organisation.events import UnitReorganised
from rathaus.modules.organisation.models import Holding, Post, PostRole, Unit


def reorganise(*, unit_id: uuid.UUID, successor_id: uuid.UUID, on: dt.date, actor: Actor, now: dt.datetime) -> None:
    """The unit works until the day before `on`; its posts with their roles and holders go on in the successor.

    Repeating the same call changes nothing. Raises Forbidden, NotFound, Invalid.
    """
    require(actor, rules.REORGANISE, today=clock.today(now))
    with transaction.atomic():
        rows = {row.pk: row for row in Unit.objects.select_for_update().filter(pk__in=[unit_id, successor_id])}
        if unit_id not in rows or successor_id not in rows:
            raise NotFound("Diese Einheit gibt es nicht. Wählen Sie eine aus der Liste.")
        old, new = rows[unit_id], rows[successor_id]
        last = on - dt.timedelta(days=1)
        if old.successor_id == new.pk and old.valid_until == last:
            return
        _check(old, new, on)
        old.valid_until, old.successor = last, new
        old.save(update_fields=["valid_until", "successor"])
        _move_posts(old, new, on)
        audit.record(
            act="organisation.unit_reorganised",
            actor=actor,
            subject=audit.Subject("unit", old.pk),
            payload={"successor": str(new.pk), "on": on.isoformat()},
            now=now,
        )
        event = UnitReorganised(unit_id=str(old.pk), successor_id=str(new.pk), on=on.isoformat())
        events.publish(event, aggregate=("unit", old.pk), now=now)


def _check(old: Unit, new: Unit, on: dt.date) -> None:
    if old.pk == new.pk or old.authority_id != new.authority_id:
        raise Invalid("Die Nachfolge muss eine andere Einheit derselben Behörde sein. Wählen Sie eine andere.")
    if old.successor_id is not None:
        raise Invalid("Diese Einheit hat schon eine Nachfolge. Wählen Sie die Einheit, die heute zuständig ist.")
    if on <= old.valid_from or (old.valid_until is not None and old.valid_until < on):
        raise Invalid("An diesem Tag arbeitet die Einheit nicht. Wählen Sie einen Tag in ihrer Laufzeit.")
    if not new.valid_from <= on or (new.valid_until is not None and new.valid_until < on):
        raise Invalid("An diesem Tag arbeitet die Nachfolge nicht. Wählen Sie einen Tag in ihrer Laufzeit.")


def _move_posts(old: Unit, new: Unit, on: dt.date) -> None:
    last = on - dt.timedelta(days=1)
    goes_on = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    taken = set(new.posts.values_list("slug", flat=True))
    for post in Post.objects.filter(goes_on, unit=old).prefetch_related("roles"):
        slug = post.slug if post.slug not in taken else f"{old.slug}-{post.slug}"[:80]
        twin = Post.objects.create(
            unit=new, slug=slug, title=post.title, valid_from=max(on, post.valid_from), valid_until=post.valid_until
        )
        PostRole.objects.bulk_create(
            PostRole(post=twin, role=role.role, reach=role.reach, service_key=role.service_key, secrecy=role.secrecy)
            for role in post.roles.all()
        )
        for held in Holding.objects.filter(goes_on, post=post):
            Holding.objects.create(
                person_id=held.person_id, post=twin, valid_from=max(on, held.valid_from), valid_until=held.valid_until
            )
            _cut(held, last)
        _cut(post, last)


def _cut(row: Holding | Post, last: dt.date) -> None:
    if row.valid_from > last:
        return  # would only have begun later: outside the old unit's life it has no effect
    row.valid_until = last
    row.save(update_fields=["valid_until"])
