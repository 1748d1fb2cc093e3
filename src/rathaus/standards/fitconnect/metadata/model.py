"""Metadata as a whole, and what is in the submission."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from rathaus.standards.fitconnect.metadata.channels import ReplyChannel
from rathaus.standards.fitconnect.metadata.parts import UNSET, Hash, Part, Text, UnsetType, Uri
from rathaus.standards.fitconnect.metadata.payment import PaymentInformation

SCHEMA = "https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json"


class MimeType(StrEnum):
    JSON = "application/json"
    XML = "application/xml"


class DataSetMimeType(StrEnum):
    JSON = "application/json"
    XML = "application/xml"
    JOSE = "application/jose"


class Purpose(StrEnum):
    """FORM: the whole application as PDF. ATTACHMENT: uploaded by the person. REPORT: made later by the online service.

    DATA: the data themselves, where they are too large for the submission.
    """

    FORM = "form"
    ATTACHMENT = "attachment"
    REPORT = "report"
    DATA = "data"


class SignatureFormat(StrEnum):
    CMS = "cms"
    XML = "xml"
    PDF = "pdf"
    ASIC = "asic"
    JSON = "json"


class AdesProfile(StrEnum):
    """ETSI TS 119 192."""

    B_B = "http://uri.etsi.org/ades/191x2/level/baseline/B-B#"
    B_T = "http://uri.etsi.org/ades/191x2/level/baseline/B-T#"
    B_LT = "http://uri.etsi.org/ades/191x2/level/baseline/B-LT#"
    B_LTA = "http://uri.etsi.org/ades/191x2/level/baseline/B-LTA#"


class Signature(Part, frozen=True):
    """`content`: a detached signature in base64 or base64url."""

    signature_format: SignatureFormat
    detached_signature: bool
    eidas_ades_profile: AdesProfile | UnsetType = UNSET
    content: Annotated[str, Meta(pattern=r"^[a-zA-Z0-9+/=]+|[a-zA-Z0-9_-]+$")] | UnsetType = UNSET


class SubmissionSchema(Part, frozen=True):
    """Which schema the data keep to; the destination says which ones it takes."""

    schema_uri: Uri
    mime_type: MimeType


class Data(Part, frozen=True):
    hash: Hash
    submission_schema: SubmissionSchema
    signature: Signature | UnsetType = UNSET


class Attachment(Part, frozen=True):
    """`fragments`: the ids under which its pieces were uploaded."""

    hash: Hash
    purpose: Purpose
    mime_type: Annotated[str, Meta(pattern=r"^[-\w.]+/[-\w.+]+$")]
    attachment_id: UUID
    filename: Text = UNSET
    description: Text = UNSET
    signature: Signature | UnsetType = UNSET
    fragments: tuple[UUID, ...] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.fragments is not UNSET and (not self.fragments or _repeats(self.fragments)):
            raise ValueError("fragments nennt jedes Stück der Anlage genau einmal.")


class ContentStructure(Part, frozen=True):
    data: Data
    attachments: tuple[Attachment, ...]

    def __post_init__(self) -> None:
        if _repeats(attachment.attachment_id for attachment in self.attachments):
            raise ValueError("Zwei Anlagen haben dieselbe Kennung (attachmentId).")


class AdditionalReferenceInfo(Part, frozen=True, forbid_unknown_fields=True):
    """`consents_to_digital_notice`: False is a refusal that was asked for; unasked it stays UNSET."""

    sender_reference: Text = UNSET
    application_date: dt.date | UnsetType = UNSET
    id_bund_de_application_id: UUID | UnsetType = UNSET
    consents_to_digital_notice: bool | UnsetType = msgspec.field(default=UNSET, name="zustimmungZumDigitalenBescheid")


class Product(Part, frozen=True):
    name: str
    version: str
    manufacturer: str
    description: Text = UNSET


class Author(Part, frozen=True):
    name: str
    product: Product
    description: Text = UNSET
    url: Text = UNSET


class DataSetSchema(Part, frozen=True):
    schema_uri: Uri
    mime_type: DataSetMimeType


class DataSet(Part, frozen=True):
    """`content` is any JSON value. How one that is no text is hashed the schema does not say; its hash is not checked here."""

    data_set_id: UUID
    schema: DataSetSchema
    hash: Hash
    content: Any
    description: Text = UNSET


class Metadata(Part, frozen=True):
    content_structure: ContentStructure
    schema: Annotated[
        str, Meta(pattern=r"^https://schema\.fitko\.de/fit-connect/metadata/2\.\d+\.\d+/metadata\.schema\.json$")
    ] = msgspec.field(name="$schema")
    payment_information: PaymentInformation | UnsetType = UNSET
    reply_channel: ReplyChannel | UnsetType = UNSET
    additional_reference_info: AdditionalReferenceInfo | UnsetType = UNSET
    author: Author | UnsetType = UNSET
    data_sets: tuple[DataSet, ...] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.data_sets is not UNSET and _repeats(entry.data_set_id for entry in self.data_sets):
            raise ValueError("Zwei Datensätze haben dieselbe Kennung (dataSetId).")


def _repeats(ids: Iterable[UUID]) -> bool:
    known = list(ids)
    return len(set(known)) != len(known)
