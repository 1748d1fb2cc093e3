"""What differs between the editions of the standard, as data and functions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rathaus.standards.xdatenfelder.parts import CodeListRef, Header, Limits, Release, Rule, Standard
from rathaus.standards.xdatenfelder.reading.markup import Node
from rathaus.standards.xdatenfelder.vocabulary import Names


@dataclass(frozen=True, slots=True)
class Edition:
    """`messages` names the body element of each message; `version` gives the schema's version where the header has it."""

    standard: Standard
    namespace: str
    messages: Mapping[str, str]
    schema_names: frozenset[str]
    group_names: frozenset[str]
    field_names: frozenset[str]
    field_kinds: frozenset[str]
    datatypes: frozenset[str]
    title_name: str
    empty_schema: bool
    header: Callable[[Node], Header]
    identity: Callable[[Node, str], tuple[str, str]]
    release_state: Callable[[Node], str]
    release: Callable[[Node], Release]
    limits: Callable[[Node], Limits]
    code_list: Callable[[Node], CodeListRef | None]
    rules: Callable[[Node], tuple[Rule, ...]]

    @property
    def prefix(self) -> str:
        return f"{{{self.namespace}}}"


def names(found: Names) -> dict[str, frozenset[str]]:
    """The known children by kind of element, as an Edition takes them."""
    return {"schema_names": frozenset(found.schema), "group_names": frozenset(found.group), "field_names": frozenset(found.field)}
