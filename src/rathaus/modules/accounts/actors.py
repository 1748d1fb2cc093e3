"""From a signed-in account to the Actor that use cases are given."""

import datetime as dt
from typing import Any

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import GUEST, Actor, ActorKind
from rathaus.modules.accounts.enums import Realm
from rathaus.modules.organisation import public as organisation


def actor_of(user: Any, now: dt.datetime) -> Actor:
    """The Actor behind `request.user`: a guest where nobody is signed in or the account is closed."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return GUEST
    if user.realm == Realm.CITIZEN:
        return Actor(kind=ActorKind.CITIZEN, name=str(user), id=user.pk)
    grants = organisation.grants_of(user.person_id, clock.today(now))
    return Actor(kind=ActorKind.STAFF, name=str(user), id=user.pk, person_id=user.person_id, grants=tuple(grants))
