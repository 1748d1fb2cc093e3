"""The session engine: rows in the database, bound to a realm, with an idle and an absolute limit.

Sessions run on the real clock: moving the demonstration clock signs nobody out.
"""

import datetime as dt
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from rathaus.foundation import clock
from rathaus.modules.accounts.enums import Realm
from rathaus.modules.accounts.models import Session
from rathaus.modules.accounts.realms import RULES

TOUCH_EVERY = dt.timedelta(minutes=1)
USER_KEY = "_auth_user_id"


def moment() -> dt.datetime:
    """The real time, whatever the demonstration clock shows."""
    return clock.real_now()


class SessionStore(DatabaseStore):
    """Citizens' sessions. A key of the other realm is unknown here."""

    realm = Realm.CITIZEN
    device = ""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        row = Session.objects.filter(session_key=self.session_key, realm=self.realm, expire_date__gt=moment()).first()
        if row is None:
            self._session_key = None
        self._row = row
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = moment()
        signed_in = data.get(USER_KEY)
        start = self._row.created_at if self._row is not None and str(self._row.user_id) == str(signed_in) else now
        self._row = Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            realm=self.realm,
            user_id=signed_in,
            device=self.device,
            created_at=start,
            seen_at=now,
            expire_date=limit(self.realm, created_at=start, seen_at=now),
        )
        return self._row

    def touch(self) -> None:
        """Moves the idle limit on, at most once a minute."""
        if self._row is None:
            return
        now = moment()
        if now - self._row.seen_at < TOUCH_EVERY:
            return
        ends = limit(self.realm, created_at=self._row.created_at, seen_at=now)
        Session.objects.filter(session_key=self.session_key).update(seen_at=now, expire_date=ends)
        self._row.seen_at, self._row.expire_date = now, ends

    @property
    def ends_at(self) -> dt.datetime | None:
        """When this session ends if this request is the last; None for a session that is not stored."""
        self.is_empty()  # loads it
        if self._row is None:
            return None
        now = moment()
        if now - self._row.seen_at < TOUCH_EVERY:
            return self._row.expire_date
        return limit(self.realm, created_at=self._row.created_at, seen_at=now)


class StaffSessionStore(SessionStore):
    realm = Realm.STAFF


def limit(realm: Realm, *, created_at: dt.datetime, seen_at: dt.datetime) -> dt.datetime:
    """The earlier of the idle and the absolute limit."""
    rules = RULES[realm]
    return min(seen_at + rules.idle, created_at + rules.absolute)


STORES: dict[Realm, type[SessionStore]] = {Realm.CITIZEN: SessionStore, Realm.STAFF: StaffSessionStore}
