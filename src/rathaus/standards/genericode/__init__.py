"""Genericode 1.0 (OASIS CodeList): code lists as the XRepository gives them out, read into columns and rows.

Identity is the canonical URI with the version. Codes stay texts: leading zeros count. No entity is expanded, no address opened.
"""

from rathaus.standards.genericode.model import CodeList, Column
from rathaus.standards.genericode.reader import MAX_BYTES, MAX_ROWS, GenericodeError, read

__all__ = ["MAX_BYTES", "MAX_ROWS", "CodeList", "Column", "GenericodeError", "read"]
