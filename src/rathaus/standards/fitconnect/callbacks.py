"""Callbacks: the delivery service says over HTTP that there is something to fetch.

docs.fitko.de, „Verwendung von Callbacks“: `callback-authentication` is HMAC-SHA512 in hex, with the secret of the destination,
over `callback-timestamp`, a full stop and the body; older than five minutes it does not count. A callback brings no content: an
entry that is not understood loses nothing, whoever asks the service finds it there.
"""

import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from rathaus.standards.fitconnect import jose
from rathaus.standards.fitconnect.errors import FitConnectError

AUTHENTICATION, TIMESTAMP = "callback-authentication", "callback-timestamp"
LONGEST_AGE = dt.timedelta(minutes=5)
MOST_BYTES = 1024 * 1024
_BASE = "https://schema.fitko.de/fit-connect/submission-api/callbacks/"
_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)


class CallbackKind(StrEnum):
    SUBMISSIONS = "new-submissions"
    EVENTS = "new-events"
    REPLIES = "new-replies"


class Notice(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """What the callback points to; whatever it does not name is UNSET."""

    destination_id: UUID | UnsetType = UNSET
    submission_id: UUID | UnsetType = UNSET
    reply_id: UUID | UnsetType = UNSET
    case_id: UUID | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class Callback:
    kind: CallbackKind
    notices: tuple[Notice, ...]


def write(callback: Callback) -> bytes:
    """Of new submissions the documented form, with the deprecated `submissionIds` beside it; the others in the same way."""
    body: dict[str, Any] = {"type": f"{_BASE}{callback.kind}"}
    if callback.kind is CallbackKind.SUBMISSIONS:
        body["submissionIds"] = [notice.submission_id for notice in callback.notices]
    return msgspec.json.encode(body | {callback.kind.removeprefix("new-"): callback.notices})


def authenticate(body: bytes, *, secret: str, now: dt.datetime) -> dict[str, str]:
    """The two headers for a body that is sent now."""
    timestamp = str(int(now.timestamp()))
    return {AUTHENTICATION: _hmac(timestamp, body, secret), TIMESTAMP: timestamp}


def check(body: bytes, headers: Mapping[str, str], *, secret: str, now: dt.datetime) -> None:
    """`headers` in lower case. Raises FitConnectError; the answer to the caller is then 401 and nothing happens."""
    given, timestamp = headers.get(AUTHENTICATION, ""), headers.get(TIMESTAMP, "")
    if not secret:
        raise FitConnectError("Für diesen Zustellpunkt ist kein Callback-Geheimnis hinterlegt.")
    if not _SECONDS.fullmatch(timestamp):
        raise FitConnectError(f"Callback: die Zeit ({TIMESTAMP}) fehlt oder ist keine.")
    if not hmac.compare_digest(_hmac(timestamp, body, secret).encode(), given.encode()):
        raise FitConnectError("Callback: der Prüfwert stimmt nicht. Prüfen Sie, ob beide Seiten dasselbe Geheimnis haben.")
    if abs(now.timestamp() - int(timestamp)) > LONGEST_AGE.total_seconds():
        raise FitConnectError("Callback: älter als fünf Minuten oder aus der Zukunft. Prüfen Sie die Uhr dieses Rechners.")


def read(body: bytes) -> Callback:
    """Raises FitConnectError. To be called after `check`."""
    if len(body) > MOST_BYTES:
        raise FitConnectError(f"Callback: mehr als {MOST_BYTES} Bytes.")
    found = jose.read_object(body, "Callback")
    kind = str(found.get("type")).removeprefix(_BASE)
    if found.get("type") != f"{_BASE}{kind}" or kind not in list(CallbackKind):
        raise FitConnectError("Callback: diese Art (type) ist nicht bekannt.")
    lists = [value for name, value in found.items() if isinstance(value, list) and name != "submissionIds"]
    try:
        notices = [msgspec.convert(entry, Notice) for entries in lists for entry in entries]
        old = [Notice(submission_id=UUID(text)) for text in found.get("submissionIds", ())]
    except (msgspec.ValidationError, ValueError, TypeError, AttributeError):
        raise FitConnectError("Callback: die Kennungen sind nicht lesbar.") from None
    known = {notice.submission_id for notice in notices}
    return Callback(CallbackKind(kind), (*notices, *(notice for notice in old if notice.submission_id not in known)))


def _hmac(timestamp: str, body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha512).hexdigest()
