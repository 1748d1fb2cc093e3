"""The event log of a submission, every entry verified by its issuer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rathaus.foundation.fitconnect import destinations
from rathaus.foundation.fitconnect.connection import Connection
from rathaus.foundation.fitconnect.errors import Unavailable
from rathaus.standards.fitconnect import jwk, sets
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.events import Event, IssuerKind, Verb
from rathaus.standards.fitconnect.jwk import PublicKey, Purpose

PAGE = 100
MOST = 10_000  # entries; a longer log is no log


@dataclass(frozen=True, slots=True)
class Entry:
    """`token` is the proof: it is to be kept, for the service forgets it 730 days after the last event."""

    token: str
    event: Event


def read_log(connection: Connection, submission_id: UUID, *, destination_id: UUID) -> tuple[Entry, ...]:
    """In the order of the service. Only the service itself and the submission's destination are believed.

    Raises FitConnectError for an entry that is neither's or speaks of another submission.
    """
    find_key = _finder(connection, destination_id)
    found = []
    for token in pages(connection, f"/v2/submissions/{submission_id}/events", "eventLog"):
        event = sets.verify(str(token), find_key=find_key, now=connection.now())
        if event.subject_id != submission_id:
            raise FitConnectError("Das Ereignisprotokoll enthält ein Ereignis zu einer anderen Einreichung.")
        found.append(Entry(str(token), event))
    return tuple(found)


def find_event(entries: tuple[Entry, ...], *verbs: Verb, kind: IssuerKind | None = None) -> Entry | None:
    """The last of these."""
    fitting = [entry for entry in entries if entry.event.verb in verbs and kind in {None, entry.event.issuer_kind}]
    return fitting[-1] if fitting else None


def pages(connection: Connection, path: str, name: str) -> list[Any]:
    """A list that comes in parts, whole."""
    found: list[Any] = []
    while len(found) < MOST:
        joint = "&" if "?" in path else "?"
        part = connection.get_json(f"{path}{joint}offset={len(found)}&limit={PAGE}").get(name)
        if not isinstance(part, list):
            raise Unavailable(f"no {name}")
        found += part
        if len(part) < PAGE:
            return found
    raise Unavailable(f"more than {MOST} {name}")


def _finder(connection: Connection, destination_id: UUID) -> Callable[[str, str], PublicKey]:
    """Keys of the service from its own address, whatever address an event names; of destinations, those of this one alone."""
    service: dict[str, PublicKey] = {}
    known: dict[str, PublicKey] = {}

    def find(issuer: str, kid: str) -> PublicKey:
        if issuer == str(destination_id):
            if kid not in known:
                known[kid] = destinations.find_signature_key(connection, destination_id, kid)
            return known[kid]
        if not issuer.startswith(("https://", "http://")):
            raise FitConnectError("Ein Ereignis stammt weder vom Zustelldienst noch von der zuständigen Stelle.")
        if not service:
            service.update(_service_keys(connection.get_json("/.well-known/jwks.json", signed_in=False)))
        if kid not in service:
            raise FitConnectError(f"Der Zustelldienst kennt den Schlüssel {kid} nicht, mit dem ein Ereignis signiert ist.")
        return service[kid]

    return find


def _service_keys(found: Mapping[str, Any]) -> dict[str, PublicKey]:
    """Those for signatures; others may stand beside them."""
    entries = found.get("keys")
    if not isinstance(entries, list):
        raise Unavailable("no keys")
    fitting = [entry for entry in entries if isinstance(entry, dict) and entry.get("alg") == Purpose.SIGNATURE]
    keys = [jwk.read_public(entry, Purpose.SIGNATURE) for entry in fitting]
    return {key.kid: key for key in keys}
