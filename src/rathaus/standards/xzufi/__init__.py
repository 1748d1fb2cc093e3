"""XZuFi 2.1.0, 2.2.0 and 2.3.1: services, units, responsibilities and online services between editorial systems."""

from rathaus.standards.xzufi.errors import Finding, FindingKind, Findings, Loss, XzufiError
from rathaus.standards.xzufi.limits import Limits
from rathaus.standards.xzufi.model.transfer import Delete, Header, ObjectClass, Operation, Write, XzufiObject
from rathaus.standards.xzufi.reader import Reader, Transfer, read_transfer
from rathaus.standards.xzufi.versions import Version
from rathaus.standards.xzufi.writer import write_object, write_transfer

__all__ = [
    "Delete",
    "Finding",
    "FindingKind",
    "Findings",
    "Header",
    "Limits",
    "Loss",
    "ObjectClass",
    "Operation",
    "Reader",
    "Transfer",
    "Version",
    "Write",
    "XzufiError",
    "XzufiObject",
    "read_transfer",
    "write_object",
    "write_transfer",
]
