"""FIM XDatenfelder (FITKO): a hardened codec of schemas, groups and fields with a typed, frozen model.

Editions 3.0.0, 2 and 1 are read into one model, `Schema.standard` says which it was; 3.0.0 is written. The reader walks the
structure alone, expands no entity, opens no address and refuses what it does not know, with the path of the place. Ids,
versions and codes stay texts: leading zeros count.

What a written message says otherwise than the one read: outer blanks of texts, empty elements, comments, processing
instructions and `xsi:` attributes of the root are gone; elements stand in the order of the standard; every code names the code
list and version of `vocabulary.LISTS` and no `name`; counts and lengths are plain integers; an absent vorbefuellung is written
as `keine`, which the standard asks for. Released schemas of the FIM portal come back without any of these, blanks apart.
"""

from rathaus.standards.xdatenfelder.differences import Change, ChangeKind, differences
from rathaus.standards.xdatenfelder.errors import XdfError
from rathaus.standards.xdatenfelder.lint import Finding, Severity, lint
from rathaus.standards.xdatenfelder.model import (
    Cardinality,
    CodeListRef,
    Derivation,
    DocumentProfile,
    Element,
    ElementKind,
    Field,
    FieldKind,
    Group,
    Header,
    Keyword,
    LegalBasis,
    Limits,
    ListColumns,
    Option,
    Part,
    Prefill,
    Relation,
    Release,
    Rule,
    Schema,
    Standard,
    Structure,
)
from rathaus.standards.xdatenfelder.reader import ElementMessage, read_element, read_element_message, read_schema
from rathaus.standards.xdatenfelder.reading.elements import MAX_DEPTH
from rathaus.standards.xdatenfelder.reading.markup import MAX_BYTES
from rathaus.standards.xdatenfelder.writer import write_element, write_schema

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "Cardinality",
    "Change",
    "ChangeKind",
    "CodeListRef",
    "Derivation",
    "DocumentProfile",
    "Element",
    "ElementKind",
    "ElementMessage",
    "Field",
    "FieldKind",
    "Finding",
    "Group",
    "Header",
    "Keyword",
    "LegalBasis",
    "Limits",
    "ListColumns",
    "Option",
    "Part",
    "Prefill",
    "Relation",
    "Release",
    "Rule",
    "Schema",
    "Severity",
    "Standard",
    "Structure",
    "XdfError",
    "differences",
    "lint",
    "read_element",
    "read_element_message",
    "read_schema",
    "write_element",
    "write_schema",
]
