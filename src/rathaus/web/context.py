"""What every page's chrome needs. All of it is lazy: a page that shows no navigation pays for none."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import GUEST, Actor, ActorKind
from rathaus.web import navigation
from rathaus.web.site import site


def actor_of(request: HttpRequest) -> Actor:
    """The actor the accounts middleware found, a guest where there is none.

    Without a session cookie nobody is asked: the page of a guest reads no session and may be cached for all.
    """
    session = getattr(request, "session", None)
    if session is not None and session.session_key is None:
        return GUEST
    actor: Actor = getattr(request, "actor", GUEST)
    return actor


def chrome(request: HttpRequest) -> dict[str, Any]:
    """`realm`, `house` (the operator's names), `actor`, `signed_in`, `navigation`, `demo` for every template."""
    realm = navigation.realm_of(request.path)

    def entries() -> list[navigation.NavLink]:
        today = clock.today(clock.now())
        return navigation.links(realm=realm, actor=actor_of(request), path=request.path, today=today)

    return {
        "realm": realm,
        "house": site(),
        "actor": SimpleLazyObject(lambda: actor_of(request)),
        "signed_in": SimpleLazyObject(lambda: actor_of(request).kind in {ActorKind.CITIZEN, ActorKind.STAFF}),
        "navigation": SimpleLazyObject(entries),
        "demo": settings.RATHAUS_DEMO,
    }
