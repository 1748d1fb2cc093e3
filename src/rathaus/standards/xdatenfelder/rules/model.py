"""What a rule says: under this condition that element must be filled in, must not be, or the answers do not fit."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

Json: TypeAlias = Any
"""FITKO's notation: `{"equal": [{"identifier": "self.F60000000263"}, "001"]}`; texts and truth values stand bare."""


class RuleError(ValueError):
    """The rules cannot be read. `path` names the place in the file."""

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(f"{message} (Stelle: {path})" if path else message)
        self.path = path


class Effect(StrEnum):
    """The actions of FITKO's translated rules: required, forbidden, validation."""

    REQUIRE = "required"
    FORBID = "forbidden"
    VALID = "validation"


@dataclass(frozen=True, slots=True)
class Rule:
    """`bearer` is the path of ids from the schema to the group that bears the rule, empty for the schema itself.

    `target` and the identifiers in `condition` are ids, or paths of ids, below the bearer; `target` is empty for the bearer.
    `message` is what to tell a person.
    """

    bearer: tuple[str, ...]
    effect: Effect
    target: str
    condition: Json = field(hash=False)
    message: str


@dataclass(frozen=True, slots=True)
class Translation:
    """FITKO's translation of one version of a schema."""

    schema_id: str
    schema_version: str
    rules: tuple[Rule, ...]
