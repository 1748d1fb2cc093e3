"""Stored bytes, back again."""

import hashlib
from typing import BinaryIO

from rathaus.foundation.storage.errors import BlobDamaged, BlobMissing
from rathaus.foundation.storage.registry import store


def open_blob(sha256: str) -> BinaryIO:
    """For reading in pieces; the caller closes. Raises BlobMissing."""
    return store().open(sha256)


def read(sha256: str) -> bytes:
    """The whole blob, its hash checked. Raises BlobMissing, BlobDamaged."""
    with store().open(sha256) as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BlobDamaged
    return data


def exists(sha256: str) -> bool:
    return store().size(sha256) is not None


def size(sha256: str) -> int:
    """Octets. Raises BlobMissing."""
    octets = store().size(sha256)
    if octets is None:
        raise BlobMissing
    return octets
