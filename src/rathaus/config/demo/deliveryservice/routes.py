"""Which address leads where, and what is demanded of every request."""

import datetime as dt
import re
from collections.abc import Callable
from uuid import UUID

from rathaus.config.demo.deliveryservice import casefile, deadlines, fetching, sending, tokens
from rathaus.config.demo.deliveryservice.messages import Answer, Refused, Request, as_json
from rathaus.config.demo.deliveryservice.model import Call, Scope, State
from rathaus.standards.fitconnect.jwk import write_public

BASE = "/submission-api"
TOKEN = "/token"  # noqa: S105  (an address)
KEYS = f"{BASE}/.well-known/jwks.json"

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SEND, _SUBSCRIBE = frozenset({Scope.SEND}), frozenset({Scope.SUBSCRIBE})
_ROUTES: dict[tuple[str, str], tuple[frozenset[Scope], Callable[..., Answer]]] = {
    ("GET", "/v2/destinations/ID"): (_SEND | _SUBSCRIBE, sending.show_destination),
    ("GET", "/v2/destinations/ID/keys/*"): (_SEND | _SUBSCRIBE, sending.show_key),
    ("POST", "/v2/submissions"): (_SEND, sending.announce),
    ("PUT", "/v2/submissions/ID/attachments/ID"): (_SEND, sending.attach),
    ("PUT", "/v2/submissions/ID"): (_SEND, sending.submit),
    ("GET", "/v2/submissions"): (_SUBSCRIBE, fetching.waiting),
    ("GET", "/v2/submissions/ID"): (_SUBSCRIBE, fetching.show),
    ("GET", "/v2/submissions/ID/attachments/ID"): (_SUBSCRIBE, fetching.show_attachment),
    ("GET", "/v2/submissions/ID/events"): (_SEND | _SUBSCRIBE, casefile.show_submission),
    ("GET", "/v2/cases/ID/events"): (_SEND | _SUBSCRIBE, casefile.show_case),
    ("POST", "/v2/cases/ID/events"): (_SUBSCRIBE, casefile.add),
}


def answer(state: State, request: Request, now: dt.datetime) -> Answer:
    """Never raises: what cannot be done is an answer too."""
    deadlines.sweep(state, now)
    try:
        return _answer(state, request, now)
    except Refused as refused:
        return refused.answer


def _answer(state: State, request: Request, now: dt.datetime) -> Answer:
    if not request.headers.get("user-agent"):
        raise Refused(403, "Forbidden", detail="A User-Agent is required.")
    if (request.method, request.path) == ("POST", TOKEN):
        return tokens.issue(state, request, now)
    if (request.method, request.path) == ("GET", KEYS):
        return as_json({"keys": [write_public(state.key.public)]})
    shape, parts = _shape(request.path.removeprefix(BASE))
    found = _ROUTES.get((request.method, shape)) if request.path.startswith(BASE) else None
    if found is None:
        known = any(route == shape for _, route in _ROUTES)
        raise Refused(405, "Method Not Allowed") if known else Refused(404, "Not Found")
    scopes, handle = found
    return handle(Call(state, request, tokens.caller(state, request, now, *scopes), now), *parts)


def _shape(path: str) -> tuple[str, list[UUID | str]]:
    """The address with `ID` for each id and `*` for the name of a key; the ids and the name in their order."""
    names = path.split("/")
    parts: list[UUID | str] = []
    for place, name in enumerate(names):
        if _ID.fullmatch(name):
            names[place] = "ID"
            parts.append(UUID(name))
        elif place and names[place - 1] == "keys":
            names[place] = "*"
            parts.append(name)
    return "/".join(names), parts
