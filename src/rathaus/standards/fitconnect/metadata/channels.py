"""`replyChannel`: how the applicant wants to be answered. None given means by letter."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from rathaus.standards.fitconnect.metadata.parts import UNSET, Address, Part, Text, UnsetType, Uri


class EMail(Part, frozen=True):
    address: Address
    pgp_public_key: Annotated[str, Meta(pattern=r"^-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n")] | UnsetType = UNSET


class DeMail(Part, frozen=True):
    address: Address


class Fink(Part, frozen=True):
    """Deprecated by the schema."""

    fink_postfach_ref: Annotated[str, Meta(pattern=r"^[-._a-z0-9~/]+$", max_length=150)]
    host: Uri | UnsetType = UNSET


class Elster(Part, frozen=True):
    account_id: str
    liefer_ticket: Text = UNSET
    geschaeftszeichen: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET


class EncryptionKey(Part, frozen=True):
    """The key for the answer, as a JWK; `jwk.read_public` makes it one to encrypt with."""

    kty: Literal["RSA"]
    key_ops: tuple[Literal["wrapKey"], ...] = msgspec.field(name="key_ops")
    alg: Literal["RSA-OAEP-256"]
    kid: Annotated[str, Meta(min_length=8, max_length=64)]
    n: Annotated[str, Meta(min_length=683)]
    e: Literal["AQAB"]


class FitConnect(Part, frozen=True):
    process_standards: Annotated[tuple[Uri, ...], Meta(min_length=1)]
    encryption_public_key: EncryptionKey


class IdBundDeMailbox(Part, frozen=True):
    """Mailbox of the DeutschlandID; the number is `legacyPostkorbHandle` of the SAML token."""

    mailbox_uuid: UUID


class ReplyChannel(Part, frozen=True, forbid_unknown_fields=True):
    """Exactly one is set."""

    e_mail: EMail | UnsetType = UNSET
    de_mail: DeMail | UnsetType = UNSET
    fink: Fink | UnsetType = UNSET
    elster: Elster | UnsetType = UNSET
    fit_connect: FitConnect | UnsetType = UNSET
    id_bund_de_mailbox: IdBundDeMailbox | UnsetType = UNSET

    def __post_init__(self) -> None:
        if sum(getattr(self, name) is not UNSET for name in self.__struct_fields__) != 1:
            raise ValueError("Genau ein Rückkanal wird gebraucht. Ohne Rückkanal entfällt replyChannel.")
