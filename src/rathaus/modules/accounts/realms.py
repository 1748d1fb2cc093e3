"""The two realms: their paths, cookies and limits. The path of a request alone decides which realm it is in."""

import datetime as dt
from dataclasses import dataclass

from rathaus.modules.accounts.enums import Realm


@dataclass(frozen=True, slots=True)
class RealmRules:
    """`idle`: signed out after so long without a request; `absolute`: after so long in any case."""

    realm: Realm
    cookie: str
    path: str
    urlconf: str
    idle: dt.timedelta
    absolute: dt.timedelta


RULES = {
    Realm.CITIZEN: RealmRules(
        realm=Realm.CITIZEN,
        cookie="rathaus_konto",
        path="/",
        urlconf="rathaus.config.urls",
        idle=dt.timedelta(minutes=30),
        absolute=dt.timedelta(hours=8),
    ),
    Realm.STAFF: RealmRules(
        realm=Realm.STAFF,
        cookie="rathaus_amt",
        path="/amt/",
        urlconf="rathaus.config.urls_staff",
        idle=dt.timedelta(minutes=60),
        absolute=dt.timedelta(hours=10),
    ),
}


def realm_of(path: str) -> Realm:
    """Staff pages stand under `/amt/`, everything else belongs to the citizens."""
    return Realm.STAFF if path == "/amt" or path.startswith("/amt/") else Realm.CITIZEN
