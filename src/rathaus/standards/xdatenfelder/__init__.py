"""FIM XDatenfelder 3.0.0 (FITKO): a hardened reader of schemas, groups and fields into a typed, frozen model.

The reader walks the structure alone, expands no entity, opens no address and refuses what it does not know, with the
path of the place. Ids, versions and codes stay texts: leading zeros count.
"""

from rathaus.standards.xdatenfelder.model import (
    Cardinality,
    CodeListRef,
    Element,
    Field,
    FieldKind,
    Group,
    LegalBasis,
    Limits,
    Option,
    Prefill,
    Rule,
    Schema,
    Structure,
)
from rathaus.standards.xdatenfelder.reader import MAX_BYTES, MAX_DEPTH, XdfError, read_element, read_schema

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "Cardinality",
    "CodeListRef",
    "Element",
    "Field",
    "FieldKind",
    "Group",
    "LegalBasis",
    "Limits",
    "Option",
    "Prefill",
    "Rule",
    "Schema",
    "Structure",
    "XdfError",
    "read_element",
    "read_schema",
]
