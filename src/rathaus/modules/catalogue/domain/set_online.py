"""Say that a service can be applied for online, or no longer."""

import datetime as dt

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import SYSTEM, Actor, ActorKind
from rathaus.modules.catalogue import rules
from rathaus.modules.catalogue.domain import _editions
from rathaus.modules.catalogue.events import ServiceOnline
from rathaus.modules.catalogue.index import index_keys
from rathaus.modules.catalogue.models import Service


def set_online(*, service_key: str, slug: str, now: dt.datetime, actor: Actor = SYSTEM) -> None:
    """`slug` is that of the offer at `/antrag/<slug>/`; empty takes it away.

    Raises Forbidden for whoever may not publish the texts of the service, NotFound for an unknown key.
    """
    day = clock.today(now)
    if actor.kind is not ActorKind.SYSTEM:
        _editions.demand(rules.PUBLISH, scope=_editions.scope_of(service_key, "", day=day), actor=actor, day=day)
    with transaction.atomic():
        service = Service.objects.select_for_update().filter(key=service_key).first()
        if service is None:
            raise NotFound(
                f"Die Leistung {service_key} steht nicht im Katalog. Übernehmen Sie zuerst den Katalog oder beschreiben Sie sie."
            )
        if service.online_slug == slug:
            return
        service.online_slug = slug
        service.version += 1
        service.save(update_fields=["online_slug", "version"])
        index_keys([service.key])
        audit.record(
            act="catalogue.service_online",
            actor=actor,
            subject=audit.Subject("service", service.key),
            payload={"slug": slug},
            now=now,
        )
        events.publish(ServiceOnline(service_key=service.key, slug=slug), aggregate=("service", service.id), now=now)
