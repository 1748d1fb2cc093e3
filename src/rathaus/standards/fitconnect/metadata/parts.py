"""What every part of the metadata is made of. A field that is absent is UNSET, never None: the schema knows no null."""

import hashlib
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

Text = str | UnsetType
Uri = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9+.\-]*:[^\s]+$")]
Address = Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+$")]
TransactionText = Annotated[str, Meta(pattern=r"^[\w\d-]+$", min_length=1, max_length=36)]


class Part(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """Unknown names are passed over, unless a part says otherwise."""


class Hash(Part, frozen=True):
    """Of the plaintext, before it is encrypted."""

    type: Literal["sha512"]
    content: Annotated[str, Meta(pattern=r"^[a-f0-9]{128}$")]

    def fits(self, plaintext: bytes) -> bool:
        return self == sha512(plaintext)


def sha512(plaintext: bytes) -> Hash:
    return Hash(type="sha512", content=hashlib.sha512(plaintext).hexdigest())


__all__ = ["UNSET", "Address", "Hash", "Part", "Text", "TransactionText", "UnsetType", "Uri", "sha512"]
