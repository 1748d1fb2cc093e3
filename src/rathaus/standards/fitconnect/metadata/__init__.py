"""Metadata of a submission, schema 2.1.0 of FITKO (`https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json`).

`read` refuses what the schema refuses, and also a reply channel nobody knows, two attachments or data sets with one id, and text
that is no address, UUID or date. What the schema leaves open beside its names (`additionalProperties`) is passed over.
"""

from rathaus.standards.fitconnect.metadata.channels import (
    DeMail,
    Elster,
    EMail,
    EncryptionKey,
    Fink,
    FitConnect,
    IdBundDeMailbox,
    ReplyChannel,
)
from rathaus.standards.fitconnect.metadata.codec import read, write
from rathaus.standards.fitconnect.metadata.model import (
    SCHEMA,
    AdditionalReferenceInfo,
    Attachment,
    Author,
    ContentStructure,
    Data,
    DataSet,
    DataSetMimeType,
    DataSetSchema,
    Metadata,
    MimeType,
    Product,
    Purpose,
    Signature,
    SignatureFormat,
    SubmissionSchema,
)
from rathaus.standards.fitconnect.metadata.parts import Hash, sha512
from rathaus.standards.fitconnect.metadata.payment import PaymentInformation, PaymentMethod, PaymentStatus

__all__ = [
    "SCHEMA",
    "AdditionalReferenceInfo",
    "Attachment",
    "Author",
    "ContentStructure",
    "Data",
    "DataSet",
    "DataSetMimeType",
    "DataSetSchema",
    "DeMail",
    "EMail",
    "Elster",
    "EncryptionKey",
    "Fink",
    "FitConnect",
    "Hash",
    "IdBundDeMailbox",
    "Metadata",
    "MimeType",
    "PaymentInformation",
    "PaymentMethod",
    "PaymentStatus",
    "Product",
    "Purpose",
    "ReplyChannel",
    "Signature",
    "SignatureFormat",
    "SubmissionSchema",
    "read",
    "sha512",
    "write",
]
