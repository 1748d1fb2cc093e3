"""Accounts for a demonstration: every role once, two citizens. Refused outside a demonstration."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from rathaus.foundation.errors import Forbidden
from rathaus.modules.accounts import fim
from rathaus.modules.accounts.enums import Realm, Source, TrustLevel
from rathaus.modules.accounts.models import ProfileValue, User, fold_email
from rathaus.modules.organisation import public as organisation


def install_demo_people(data: Mapping[str, Any], now: dt.datetime) -> Sequence[User]:
    """Creates what is missing, by address; an existing account keeps its password. In the order of the file.

    `data` has `password`, `staff` (email, person) and `citizen` (email, values by FIM id). Raises Forbidden outside a
    demonstration, NotFound for a person the organisation does not have.
    """
    if not settings.RATHAUS_DEMO:
        raise Forbidden("Demonstrationskonten gibt es nur in einer Demonstration. Setzen Sie dafür RATHAUS_DEMO=1.")
    hashed = cache(partial(make_password, data["password"]))  # one for all: the password is public, a hash costs a second
    with transaction.atomic():
        staff = [_staff(entry, hashed, now) for entry in data.get("staff", ())]
        citizens = [_citizen(entry, hashed, now) for entry in data.get("citizen", ())]
    return [*staff, *citizens]


def _staff(entry: Mapping[str, Any], hashed: Callable[[], str], now: dt.datetime) -> User:
    person = organisation.find_person(entry["person"])
    return _account(Realm.STAFF, entry["email"], person.name, hashed, now, person_id=person.id)


def _citizen(entry: Mapping[str, Any], hashed: Callable[[], str], now: dt.datetime) -> User:
    values = entry.get("values", {})
    user = _account(Realm.CITIZEN, entry["email"], fim.full_name(values), hashed, now)
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    for key, value in values.items():
        fields = {"value": value, "source": Source.SELF, "trust_level": TrustLevel.NONE, "at": now}
        ProfileValue.objects.get_or_create(user=user, fim_id=key, defaults=fields)
    return user


def _account(realm: Realm, email: str, name: str, hashed: Callable[[], str], now: dt.datetime, **fields: Any) -> User:
    if user := User.objects.by_email(realm, email):
        return user
    user = User(realm=realm, email=fold_email(email), name=name, password=hashed(), demo=True, created_at=now, **fields)
    user.save()
    return user
