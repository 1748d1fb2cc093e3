"""What a submission must pass before it is accepted (docs.fitko.de, „Einreichung überprüfen“).

Every fault is one of a few kinds; which `type` FIT-Connect wants for each is not known from any source at hand, so `TYPES` says
`about:blank` (RFC 7807, section 4.2) until somebody has read the list and enters it.
"""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from rathaus.foundation.fitconnect.errors import Unfit
from rathaus.standards.fitconnect import events, jwe, metadata
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.events import AuthenticationTags, Event, Problem
from rathaus.standards.fitconnect.jwk import PrivateKey
from rathaus.standards.fitconnect.metadata import Hash, Metadata


class Fault(StrEnum):
    TAGS = "tags"
    DECRYPTION = "decryption"
    METADATA = "metadata"
    HASH = "hash"
    MEDIA_TYPE = "media type"
    ATTACHMENTS = "attachments"


TYPES: Mapping[Fault, str] = dict.fromkeys(Fault, "about:blank")
_TITLES = {
    Fault.TAGS: "Die Prüfwerte passen nicht zu den Inhalten.",
    Fault.DECRYPTION: "Ein Inhalt lässt sich nicht entschlüsseln.",
    Fault.METADATA: "Die Metadaten entsprechen nicht dem Schema.",
    Fault.HASH: "Ein Hashwert stimmt nicht.",
    Fault.MEDIA_TYPE: "Der Medientyp stimmt nicht mit den Metadaten überein.",
    Fault.ATTACHMENTS: "Die Anlagen stimmen nicht mit den Metadaten überein.",
}


def problem(fault: Fault, instance: str, detail: str = "") -> Problem:
    return Problem(TYPES[fault], _TITLES[fault], detail, instance)


def check_tags(event: Event, at_hand: AuthenticationTags) -> None:
    try:
        events.check_tags(event, at_hand)
    except FitConnectError as error:
        raise Unfit((problem(Fault.TAGS, "submission", str(error)),)) from None


def open_metadata(token: bytes, keys: Mapping[str, PrivateKey]) -> Metadata:
    opened = _open(token, keys, "metadata")
    try:
        return metadata.read(opened.plaintext)
    except FitConnectError as error:
        raise Unfit((problem(Fault.METADATA, "metadata", str(error)),)) from None


def open_data(token: bytes, record: Metadata, keys: Mapping[str, PrivateKey]) -> bytes:
    described = record.content_structure.data
    opened = _open(token, keys, "data")
    if opened.header.content_type != described.submission_schema.mime_type:
        raise Unfit((problem(Fault.MEDIA_TYPE, "data", opened.header.content_type),))
    return _fitting(opened.plaintext, described.hash, "data")


def open_attachments(tokens: Mapping[UUID, bytes], record: Metadata, keys: Mapping[str, PrivateKey]) -> dict[UUID, bytes]:
    """Exactly those that the metadata describe."""
    described = {entry.attachment_id: entry for entry in record.content_structure.attachments}
    if odd := described.keys() ^ tokens.keys():
        raise Unfit(tuple(problem(Fault.ATTACHMENTS, _name(attachment_id)) for attachment_id in sorted(odd)))
    opened = {attachment_id: _open(token, keys, _name(attachment_id)).plaintext for attachment_id, token in tokens.items()}
    return {key: _fitting(plaintext, described[key].hash, _name(key)) for key, plaintext in opened.items()}


def _open(token: bytes, keys: Mapping[str, PrivateKey], instance: str) -> jwe.Opened:
    """A key that is missing here is no fault of the submission: that raises FitConnectError and rejects nothing."""
    try:
        header = jwe.read_header(token)
    except FitConnectError as error:
        raise Unfit((problem(Fault.DECRYPTION, instance, str(error)),)) from None
    if header.kid not in keys:
        raise FitConnectError(f"Der private Schlüssel {header.kid} des Zustellpunkts fehlt hier. Der Betrieb hinterlegt ihn.")
    try:
        return jwe.decrypt(token, keys)
    except FitConnectError as error:
        raise Unfit((problem(Fault.DECRYPTION, instance, str(error)),)) from None


def _fitting(plaintext: bytes, expected: Hash, instance: str) -> bytes:
    if not expected.fits(plaintext):
        raise Unfit((problem(Fault.HASH, instance),))
    return plaintext


def _name(attachment_id: UUID) -> str:
    return f"attachment:{attachment_id}"
