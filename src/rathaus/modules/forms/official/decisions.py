"""`decisions/<schema>.toml`: what people decided about the points of an official schema that no machine decides.

A decision counts for one rule in one version with one very text (SHA-256), at one place or at all of them.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

import msgspec

from rathaus.foundation import expressions
from rathaus.foundation.errors import Invalid
from rathaus.modules.forms.compiled.model import Condition, Effect, Rule

FORMAT = 1
MAX_BYTES = 512 * 1024

Told = Annotated[str, msgspec.Meta(min_length=3, max_length=2000)]


class Verdict(StrEnum):
    EXECUTED = "executed-by-expression"
    CLERK = "checked-by-clerk"
    IRRELEVANT = "irrelevant-here"


class DecidedRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In the notation of `form.toml`; names are looked for from the bearer of the official rule outwards."""

    effect: Effect
    target: str = ""
    when: Any = True
    message: str = ""


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`who` decided it, `when` and `why`; `path` limits it to one place."""

    id: Annotated[str, msgspec.Meta(pattern=r"\A[RFG]\d{1,14}\Z")]
    version: Annotated[str, msgspec.Meta(pattern=r"\A(\d+(\.\d+){0,3})?\Z")] = ""
    text_sha256: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
    path: str = ""
    decision: Verdict
    who: Told
    when: dt.date
    why: Told
    rule: tuple[DecidedRule, ...] = ()


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: int
    schema: str
    decision: tuple[Decision, ...] = ()


class Decisions:
    """The decisions of one file."""

    def __init__(self, found: Sequence[Decision] = ()) -> None:
        self.found = tuple(found)

    def about(self, identifier: str, version: str, digest: str, path: str) -> Decision | None:
        """The one for this very place, else the one for all places."""
        fitting = [one for one in self.found if (one.id, one.version, one.text_sha256) == (identifier, version, digest)]
        here = [one for one in fitting if one.path == path] or [one for one in fitting if not one.path]
        return here[0] if here else None

    def outdated(self, identifier: str) -> Decision | None:
        """A decision about this rule, but another version or text of it."""
        return next((one for one in self.found if one.id == identifier), None)


def read_decisions(data: bytes | None, schema_id: str) -> Decisions:
    """Raises Invalid with the place."""
    if data is None:
        return Decisions()
    where = f"decisions/{schema_id}.toml"
    if len(data) > MAX_BYTES:
        raise Invalid(f"{where} ist größer als {MAX_BYTES // 1024} KB.")
    try:
        file = msgspec.convert(tomllib.loads(data.decode("utf-8")), _File)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise Invalid(f"{where} ist nicht lesbar: {error}") from error
    except msgspec.ValidationError as error:
        raise Invalid(f"{where}: {_place(error)}. Vergleichen Sie mit docs/kochbuch/amtliche-formulare.md.") from error
    if file.format != FORMAT or file.schema != schema_id:
        raise Invalid(f"{where}: Erwartet werden format = {FORMAT} und schema = „{schema_id}“.")
    _require_sense(file.decision, where)
    return Decisions(file.decision)


def _place(error: msgspec.ValidationError) -> str:
    """`$.decision[0].who` counts from 0; people count from 1."""
    return re.sub(r"decision\[(\d+)\]", lambda match: f"decision[{int(match[1]) + 1}]", str(error))


def _require_sense(decisions: Sequence[Decision], where: str) -> None:
    seen: set[tuple[str, str, str, str]] = set()
    for one in decisions:
        key = (one.id, one.version, one.text_sha256, one.path)
        if key in seen:
            raise Invalid(f"{where}: Über {one.id} ist zweimal entschieden.")
        seen.add(key)
        if bool(one.rule) != (one.decision is Verdict.EXECUTED):
            raise Invalid(f"{where}: Zu {one.id} gehört [[decision.rule]] genau dann, wenn decision = „{Verdict.EXECUTED}“ ist.")


def rules_of(decision: Decision) -> list[Rule]:
    """The rules with unbound names. Raises ExpressionError."""
    return [
        Rule(effect=one.effect, target=one.target, condition=Condition(expressions.parse(one.when)), message=one.message)
        for one in decision.rule
    ]
