"""The house's signing key: one Ed25519 key in `RATHAUS_KEYS/log-ed25519.pem` (0600), outside the database and its dump.

Made at first use. A rotation writes the next key beside it, lets the old key sign the new one's fingerprint into the
database and only then replaces the file; a crash in between is healed at the next use.
"""

import datetime as dt
import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from rathaus.foundation.audit.models import KeyRecord
from rathaus.foundation.errors import RathausError

ENDORSEMENT = b"rathaus-log-key/1\n"
HEAD = b"rathaus-log-head/1\n"


class KeyMissing(RathausError):
    """The key file does not belong to this database."""

    status = 500


def key_path() -> Path:
    return Path(settings.RATHAUS_KEYS) / "log-ed25519.pem"


def next_path() -> Path:
    return key_path().with_suffix(".next.pem")


def raw_public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def fingerprint_of(public_key: bytes) -> str:
    """SHA-256 of the raw public key, hexadecimal."""
    return sha256(public_key).hexdigest()


def fingerprint() -> str:
    """The fingerprint of the key in use, 64 hexadecimal digits: printed on notices, shown at /.well-known/rathaus-log.json."""
    return fingerprint_of(raw_public(private_key()))


def sign(data: bytes) -> bytes:
    """The house's Ed25519 signature (64 bytes). Raises ValueError for data that look like a head or a key endorsement."""
    if data.startswith((HEAD, ENDORSEMENT)):
        raise ValueError("heads and keys of the log are signed by the log alone")
    return private_key().sign(data)


def private_key() -> Ed25519PrivateKey:
    """The key in use; the first call of a new instance makes it. Raises KeyMissing where the file was lost."""
    try:
        return load(key_path())
    except FileNotFoundError:
        if KeyRecord.objects.exists():
            raise KeyMissing(
                f"Der Schlüssel des Protokolls fehlt: {key_path()}. Spielen Sie den Ordner aus der Datensicherung zurück."
            ) from None
    write_key(key_path())
    return load(key_path())


def load(path: Path) -> Ed25519PrivateKey:
    """The key in a file; parsed again only when the file has changed."""
    return _load(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load(path: str, _changed: int) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(Path(path).read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyMissing(f"{path} enthält keinen Ed25519-Schlüssel. Spielen Sie den Ordner aus der Datensicherung zurück.")
    return key


def write_key(path: Path) -> None:
    """A new key, whole or not at all, readable by the owner alone. Where the file is there already, that one counts."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    draft = path.with_name(f"{path.name}.{os.getpid()}-{os.urandom(4).hex()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def current(now: dt.datetime) -> tuple[Ed25519PrivateKey, KeyRecord]:
    """The key in use and its record, locked until the transaction ends; the record is made at first use.

    Raises KeyMissing where the file holds another key than the one the chain is signed with.
    """
    latest = KeyRecord.objects.select_for_update().order_by("-number").first()
    while latest and (
        later := KeyRecord.objects.select_for_update().filter(number__gt=latest.number).order_by("-number").first()
    ):
        latest = later  # a rotation committed while this transaction waited for the lock
    key = private_key()
    if latest is None:
        public = raw_public(key)
        statement = endorsement_statement(1, fingerprint_of(public), now)
        first = {"fingerprint": fingerprint_of(public), "public_key": public, "at": now, "endorsement": key.sign(statement)}
        KeyRecord.objects.get_or_create(number=1, defaults=first)
        latest = KeyRecord.objects.select_for_update().get(number=1)
    if latest.fingerprint != fingerprint_of(raw_public(key)):
        key = _heal(latest)
    return key, latest


def _heal(latest: KeyRecord) -> Ed25519PrivateKey:
    """A rotation that stopped between database and file is finished; anything else is a lost key."""
    waiting = next_path()
    if waiting.exists() and fingerprint_of(raw_public(load(waiting))) == latest.fingerprint:
        waiting.replace(key_path())
        return private_key()
    raise KeyMissing(
        f"{key_path()} passt nicht zum Protokoll (erwartet: {latest.fingerprint[:16]}...). "
        "Spielen Sie Datenbank und Schlüsselordner aus derselben Datensicherung zurück."
    )


def endorsement_statement(number: int, fingerprint: str, at: dt.datetime) -> bytes:
    """What the old key signs when it hands over; the first key signs it for itself."""
    return ENDORSEMENT + f"{number}\n{fingerprint}\n{at.astimezone(dt.UTC).isoformat(timespec='microseconds')}\n".encode()
