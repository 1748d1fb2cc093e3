"""What this room tells others: frozen copies of its rows."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the profile with its provenance. `label` is what people read about it."""

    value: str
    source: str
    trust_level: str
    at: dt.datetime

    @property
    def proven(self) -> bool:
        return self.trust_level != "none"


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """A citizen's account. `trust_level` is the lowest among name values: what can be said of the person as a whole."""

    id: uuid.UUID
    name: str
    email: str
    trust_level: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConsentInfo:
    id: uuid.UUID
    purpose: str
    version: str
    text: str
    given_at: dt.datetime
    revoked_at: dt.datetime | None

    @property
    def in_force(self) -> bool:
        return self.revoked_at is None


@dataclass(frozen=True, slots=True)
class MandateInfo:
    """Vollmacht. `service_key` empty: for everything."""

    id: uuid.UUID
    principal_id: uuid.UUID
    principal_name: str
    agent_id: uuid.UUID | None
    agent_email: str
    agent_name: str
    service_key: str
    valid_from: dt.date
    valid_until: dt.date | None
    accepted_at: dt.datetime | None
    ended_at: dt.datetime | None
    created_at: dt.datetime
    ended_by: str = ""
    shares_address: bool = False
    uses: "tuple[MandateUseInfo, ...]" = ()

    def covers(self, service_key: str) -> bool:
        return self.service_key in {"", service_key}

    def expired(self, day: dt.date) -> bool:
        return self.valid_until is not None and self.valid_until < day


@dataclass(frozen=True, slots=True)
class MandateUseInfo:
    """An act done by virtue of the mandate: its service and its number."""

    title: str
    reference: str
    at: dt.datetime
