"""What other rooms may use of the records. Reads are bulk; who may see was checked by the caller, save in `read_document`."""

from rathaus.modules.records.domain.change_secrecy import lower_secrecy, raise_secrecy
from rathaus.modules.records.domain.close_subfile import close_subfile
from rathaus.modules.records.domain.file_document import file_document
from rathaus.modules.records.domain.hold_subfile import hold_subfile, release_subfile
from rathaus.modules.records.domain.install_file_plan import install_file_plan
from rathaus.modules.records.domain.move_subfile import move_subfile
from rathaus.modules.records.domain.open_subfile import open_subfile
from rathaus.modules.records.domain.read_document import Reading, read_document
from rathaus.modules.records.domain.reopen_subfile import reopen_subfile
from rathaus.modules.records.enums import Disposal, DocumentKind, FileRule, SubfileState
from rathaus.modules.records.queries import (
    documents_of,
    filed_as,
    get_documents,
    get_subfiles,
    known_plan_codes,
    subfiles_for_cases,
)
from rathaus.modules.records.types import DocumentInfo, DocumentRef, SubfileInfo

__all__ = [
    "Disposal",
    "DocumentInfo",
    "DocumentKind",
    "DocumentRef",
    "FileRule",
    "Reading",
    "SubfileInfo",
    "SubfileState",
    "close_subfile",
    "documents_of",
    "file_document",
    "filed_as",
    "get_documents",
    "get_subfiles",
    "hold_subfile",
    "install_file_plan",
    "known_plan_codes",
    "lower_secrecy",
    "move_subfile",
    "open_subfile",
    "raise_secrecy",
    "read_document",
    "release_subfile",
    "reopen_subfile",
    "subfiles_for_cases",
]
