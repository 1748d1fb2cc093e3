"""Access tokens: client credentials in the body of the form (`client_secret_post`), valid for half an hour."""

import datetime as dt
import hmac
from urllib.parse import parse_qs

from rathaus.config.demo.deliveryservice.messages import Answer, Refused, Request, as_json
from rathaus.config.demo.deliveryservice.model import ApiClient, Scope, State
from rathaus.standards.fitconnect import jose

LIFETIME = dt.timedelta(seconds=1800)


def issue(state: State, request: Request, now: dt.datetime) -> Answer:
    """RFC 6749, sections 4.4 and 5.2. Basic authentication is not a way in."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return as_json({"error": "invalid_request"}, 400)
    form = {name: values[0] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items() if len(values) == 1}
    client = state.clients.get(form.get("client_id", ""))
    if client is None or not hmac.compare_digest(client.secret.encode(), form.get("client_secret", "").encode()):
        return as_json({"error": "invalid_client"}, 401)
    if form.get("grant_type") != "client_credentials":
        return as_json({"error": "unsupported_grant_type"}, 400)
    token = jose.encode(state.random(32)).decode("ascii")
    state.tokens[token] = (client.identifier, now + LIFETIME)
    return as_json({
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": int(LIFETIME.total_seconds()),
        "scope": " ".join(sorted(client.scopes)),
    })  # fmt: skip


def caller(state: State, request: Request, now: dt.datetime, *scopes: Scope) -> ApiClient:
    """Whoever the token was issued to. Raises Refused: 401 without a valid token, 403 without one of the scopes."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    identifier, until = state.tokens.get(token, ("", now))
    if kind != "Bearer" or now >= until:
        raise Refused(401, "Unauthorized")
    client = state.clients[identifier]
    if not client.scopes & frozenset(scopes):
        raise Refused(403, "Insufficient scope")
    return client
