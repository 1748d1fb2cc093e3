"""Security Event Tokens (RFC 8417): an event, signed with PS512 by whoever it happened at."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from rathaus.standards.fitconnect import jws
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.events import AuthenticationTags, Event, Problem, Subject, Verb
from rathaus.standards.fitconnect.jwk import PrivateKey, PublicKey

TYP = "secevent+jwt"
BASE = "https://schema.fitko.de/fit-connect/events/"

LEAD = dt.timedelta(minutes=5)
"""How far the clock of the issuer may be ahead."""

_WHAT = "Ereignis"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ISSUER = rf"^(?:https?://\S+|{_UUID})\Z"

FindKey = Callable[[str, str], PublicKey]
"""(issuer, kid) -> the key that this issuer has published. Whose issuers are believed is for the caller to know."""


def sign(event: Event, key: PrivateKey) -> str:
    """The token. `event.issued_at` counts in whole seconds."""
    content: dict[str, Any] = {}
    if event.tags is not None:
        content["authenticationTags"] = _write_tags(event.tags)
    if event.problems:
        content["problems"] = [_write_problem(problem) for problem in event.problems]
    payload = {
        **({"$schema": event.schema} if event.schema else {}),
        "iss": event.issuer,
        "iat": int(event.issued_at.timestamp()),
        "jti": str(event.token_id),
        "sub": f"{event.subject}:{event.subject_id}",
        "txn": f"case:{event.case_id}",
        "events": {f"{BASE}{event.verb}-{event.subject}": content},
    }
    return jws.sign(payload, key, typ=TYP).decode("ascii")


def verify(token: str, *, find_key: FindKey, now: dt.datetime) -> Event:
    """The event, signed by a key that held when it was issued. Raises FitConnectError, and whatever `find_key` raises."""
    opened = jws.open_token(token.encode("ascii", "replace"), typ=TYP, what=_WHAT)
    event = _read(opened.payload)
    key = find_key(event.issuer, opened.kid)
    jws.verify(opened, key, what=_WHAT)
    if event.issued_at > now + LEAD:
        raise FitConnectError(f"{_WHAT}: es trägt eine Zeit in der Zukunft. Prüfen Sie die Uhr dieses Rechners.")
    if not key.is_valid(event.issued_at):
        raise FitConnectError(f"{_WHAT}: der Schlüssel {key.kid} galt nicht, als es ausgestellt wurde.")
    return event


def _write_tags(tags: AuthenticationTags) -> dict[str, Any]:
    return {
        "metadata": tags.metadata,
        **({} if tags.data is None else {"data": tags.data}),
        **({"attachments": {str(name): tag for name, tag in tags.attachments.items()}} if tags.attachments else {}),
    }


def _write_problem(problem: Problem) -> dict[str, str]:
    parts = {"type": problem.type, "title": problem.title, "detail": problem.detail, "instance": problem.instance}
    return {name: text for name, text in parts.items() if text}


class _Content(msgspec.Struct):
    authentication_tags: AuthenticationTags | UnsetType = msgspec.field(default=UNSET, name="authenticationTags")
    problems: tuple[Problem, ...] = ()


class _Claims(msgspec.Struct):
    iss: Annotated[str, Meta(pattern=_ISSUER)]
    iat: Annotated[int, Meta(ge=0, le=2**33)]
    jti: UUID
    sub: Annotated[str, Meta(pattern=rf"^(submission|reply):{_UUID}\Z")]
    txn: Annotated[str, Meta(pattern=rf"^case:{_UUID}\Z")]
    events: dict[str, _Content]
    schema: str = msgspec.field(default="", name="$schema")


def _read(payload: Mapping[str, Any]) -> Event:
    try:
        claims = msgspec.convert(payload, _Claims)
    except msgspec.ValidationError as error:
        raise FitConnectError(f"{_WHAT}: eine Angabe fehlt oder ist falsch ({str(error).rpartition(' - at ')[2]}).") from None
    if len(claims.events) != 1:
        raise FitConnectError(f"{_WHAT}: genau ein Ereignis erwartet, nicht {len(claims.events)}.")
    [(name, content)] = claims.events.items()
    subject, _, subject_id = claims.sub.partition(":")
    verb = name.removeprefix(BASE).removesuffix(f"-{subject}")
    if name != f"{BASE}{verb}-{subject}" or verb not in list(Verb):
        raise FitConnectError(f"{_WHAT}: „{name}“ ist kein Ereignis von FIT-Connect, das zu {claims.sub} gehören kann.")
    return Event(
        verb=Verb(verb),
        issuer=claims.iss,
        subject_id=UUID(subject_id),
        case_id=UUID(claims.txn.partition(":")[2]),
        issued_at=dt.datetime.fromtimestamp(claims.iat, dt.UTC),
        token_id=claims.jti,
        subject=Subject(subject),
        tags=content.authentication_tags or None,
        problems=content.problems,
        schema=claims.schema,
    )
