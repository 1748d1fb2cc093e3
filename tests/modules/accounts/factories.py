"""Accounts and signed-in clients for tests of every room."""

import datetime as dt
import uuid
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from rathaus.modules.accounts.enums import Realm, Source, TrustLevel
from rathaus.modules.accounts.models import ProfileValue, User
from rathaus.modules.accounts.realms import RULES
from rathaus.modules.accounts.sessions import STORES
from rathaus.modules.organisation.models import Person

PASSWORD = "ein langer Satz 2026"
CREATED = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
BACKEND = "rathaus.modules.accounts.backends.RealmBackend"


def citizen(email: str = "erika@example.org", *, confirmed: bool = True, **fields: Any) -> User:
    user = User(realm=Realm.CITIZEN, email=email, **{"name": "Erika Mustermann", "created_at": CREATED, **fields})
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=confirmed, primary=True)
    return user


def staff(email: str = "amt@example.org", *, person: Person | None = None, **fields: Any) -> User:
    person_id = person.pk if person else uuid.uuid4()
    user = User(realm=Realm.STAFF, email=email, person_id=person_id, **{"name": "Anna Amt", "created_at": CREATED, **fields})
    user.set_password(PASSWORD)
    user.save()
    return user


def value(user: User, fim_id: str, text: str, *, level: str = TrustLevel.NONE, source: str = Source.SELF) -> ProfileValue:
    return ProfileValue.objects.create(user=user, fim_id=fim_id, value=text, source=source, trust_level=level, at=CREATED)


def sign_in(client: Client, user: User) -> Client:
    """Signs the client in without the pages: a session of the account's realm, in that realm's cookie."""
    rules = RULES[Realm(user.realm)]
    store = STORES[rules.realm]()
    store["_auth_user_id"] = str(user.pk)
    store["_auth_user_backend"] = BACKEND
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.save()
    client.cookies[rules.cookie] = str(store.session_key)
    client.cookies[rules.cookie]["path"] = rules.path
    return client
