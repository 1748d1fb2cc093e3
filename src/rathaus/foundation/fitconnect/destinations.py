"""What a destination says of itself, and its keys."""

from uuid import UUID

import msgspec

from rathaus.foundation.fitconnect.connection import Connection
from rathaus.foundation.fitconnect.errors import NotDeliverable, Unavailable
from rathaus.standards.fitconnect import jwk
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.jwk import PublicKey, Purpose


class OfferedSchema(msgspec.Struct, frozen=True, rename="camel"):
    schema_uri: str = ""
    mime_type: str = ""


class OfferedService(msgspec.Struct, frozen=True, rename="camel"):
    identifier: str = ""
    submission_schemas: tuple[OfferedSchema, ...] = ()
    regions: tuple[str, ...] = ()


class Destination(msgspec.Struct, frozen=True, rename="camel"):
    """Names beyond these are passed over; `services` may be empty where the service lists none."""

    destination_id: UUID
    status: str
    encryption_kid: str
    services: tuple[OfferedService, ...] = msgspec.field(default=(), name="publicServices")


def find_destination(connection: Connection, destination_id: UUID) -> Destination:
    """Raises NotDeliverable where it rests."""
    try:
        found = msgspec.convert(connection.get_json(f"/v2/destinations/{destination_id}"), Destination)
    except msgspec.ValidationError as error:
        raise Unavailable(f"destination: {error}") from None
    if found.status != "active":
        raise NotDeliverable("Der Zustellpunkt nimmt zurzeit nichts an. Fragen Sie die zuständige Stelle.")
    return found


def check_offer(destination: Destination, *, service: str, schema_uri: str) -> None:
    """Before anything is encrypted, for the delivery service cannot look inside. Raises NotDeliverable."""
    named = [offered for offered in destination.services if offered.identifier]
    if not named:
        return
    fitting = [offered for offered in named if offered.identifier == service]
    if not fitting:
        raise NotDeliverable(f"Der Zustellpunkt bietet die Leistung {service} nicht an. Prüfen Sie die Zuständigkeit.")
    schemas = {schema.schema_uri for offered in fitting for schema in offered.submission_schemas}
    if schemas and schema_uri not in schemas:
        raise NotDeliverable(f"Der Zustellpunkt verlangt Daten nach {', '.join(sorted(schemas))}, nicht nach {schema_uri}.")


def find_encryption_key(connection: Connection, destination: Destination) -> PublicKey:
    """Raises FitConnectError for a key off the rules and for one that has run out."""
    key = _find_key(connection, destination.destination_id, destination.encryption_kid, Purpose.ENCRYPTION)
    if not key.is_valid(connection.now()):
        raise FitConnectError(f"Der Schlüssel {key.kid} des Zustellpunkts gilt zurzeit nicht. Verständigen Sie die Stelle.")
    return key


def find_signature_key(connection: Connection, destination_id: UUID, kid: str) -> PublicKey:
    return _find_key(connection, destination_id, kid, Purpose.SIGNATURE)


def _find_key(connection: Connection, destination_id: UUID, kid: str, purpose: Purpose) -> PublicKey:
    if not kid.isascii() or not kid.replace("-", "").replace("_", "").replace(".", "").isalnum():
        raise FitConnectError("Die Kennung eines Schlüssels (kid) enthält unerlaubte Zeichen.")
    found = jwk.read_public(connection.get_json(f"/v2/destinations/{destination_id}/keys/{kid}"), purpose)
    if found.kid != kid:
        raise FitConnectError(f"Der Zustelldienst hat statt des Schlüssels {kid} einen anderen geliefert.")
    return found
