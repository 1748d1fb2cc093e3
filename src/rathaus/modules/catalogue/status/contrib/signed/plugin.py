"""JSON over HTTPS, signed by the sender: `Rathaus-Signature` is the Ed25519 signature (RFC 8032), in base64, of

    rathaus-status-v1 LF sender LF body

so that a message for one house or sender is worth nothing at another.
"""

import base64
import binascii
import datetime as dt
from collections.abc import Mapping

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rathaus.foundation import text
from rathaus.foundation.plugins import ConfigProblem
from rathaus.modules.catalogue.enums import ExternalState
from rathaus.modules.catalogue.models import StatusSender
from rathaus.modules.catalogue.status.base import Notice, Unreadable, Untrusted
from rathaus.modules.catalogue.status.registry import plugins

HEADER = "Rathaus-Signature"
KEY_BYTES = 32


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body. Times with zone (RFC 3339)."""

    id: str
    sent_at: dt.datetime
    reference: str
    state: str
    changed_at: dt.datetime
    case: str = ""
    title: str = ""
    note: str = ""
    url: str = ""


def signed_part(sender: str, body: bytes) -> bytes:
    return b"rathaus-status-v1\n" + sender.encode() + b"\n" + body


class SignedMessage:
    identifier = "signed"
    label = "Signierte Meldung (Ed25519)"

    def check_config(self) -> list[ConfigProblem]:
        rows = StatusSender.objects.filter(plugin=self.identifier, active=True)
        return [
            ConfigProblem(f"Der Schlüssel von {row.name} ist unbrauchbar.", f"Tragen Sie {row.slug} neu ein: {fault}.")
            for row in rows
            if (fault := self.key_fault(row.public_key))
        ]

    def key_fault(self, public_key: str) -> str:
        try:
            raw = base64.b64decode(public_key, validate=True)
        except (binascii.Error, ValueError):
            return "der Schlüssel ist nicht in Base64 geschrieben"
        return "" if len(raw) == KEY_BYTES else f"ein Ed25519-Schlüssel hat {KEY_BYTES} Bytes, dieser {len(raw)}"

    def read(self, *, sender: str, public_key: str, body: bytes, headers: Mapping[str, str]) -> Notice:
        try:
            signature = base64.b64decode(headers.get(HEADER, ""), validate=True)
            key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
            key.verify(signature, signed_part(sender, body))
        except (binascii.Error, ValueError, InvalidSignature) as error:
            raise Untrusted(sender) from error
        return _notice(body)


def _notice(body: bytes) -> Notice:
    try:
        said = msgspec.json.decode(body, type=Message)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:  # a ValidationError is one too
        raise Unreadable(str(error)) from error
    if said.state not in ExternalState.values:
        raise Unreadable(f"state {said.state!r}: {', '.join(ExternalState.values)}")
    if said.sent_at.tzinfo is None or said.changed_at.tzinfo is None:
        raise Unreadable("sent_at, changed_at: time without zone")
    for name, most in (("id", 100), ("reference", 40), ("case", 100), ("title", 200), ("note", 500), ("url", 2000)):
        value = getattr(said, name)
        longest = max(len(value), len(text.clean(value)))  # NFC makes two or three characters of some
        if longest > most or (name in {"id", "reference"} and not value.strip()) or "\x00" in value:
            raise Unreadable(f"{name}: 1 to {most} characters" if name in {"id", "reference"} else f"{name}: at most {most}")
    return Notice(
        message_id=said.id,
        sent_at=said.sent_at,
        reference=said.reference,
        case_number=text.clean(said.case),
        title=text.clean(said.title),
        state=ExternalState(said.state),
        note=text.clean(said.note),
        url=said.url,
        changed_at=said.changed_at,
    )


plugins.register(SignedMessage())
