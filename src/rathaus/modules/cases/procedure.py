"""What a recipe says about working a case, typed. Unknown keys are refused: a typo must not be a silent default."""

import hashlib
from typing import Literal

import msgspec


class CheckSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    label: str
    kind: Literal["auto", "manual"] = "manual"
    help_text: str = ""
    required: bool = True


class DecisionSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to decide: its label for the clerk, the title of the notice, the operative sentence, ready reasons."""

    kind: Literal["grant", "partial", "refusal"]
    label: str
    operative: str
    title: str = ""
    reasons_required: bool = False
    reasons: list[str] = []


class FeeSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    when: Literal["before_decision", "with_decision", "none"] = "none"
    table: str = ""
    due_days: int = 14


class FileSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`object` names the answer whose value is the object, for the rule of that name (a plate, a parcel)."""

    plan_code: str
    rule: Literal["year", "applicant", "object"] = "year"
    object: str = ""
    retention_years: int = 5


class ProcedureSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`land` is absent: the authority in charge has one. `regime` and `act` choose the law (foundation.law)."""

    slug: str
    version: str
    service_key: str
    title: str
    regime: Literal["vwvfg", "ao_kag", "sgb"]
    act: str
    file: FileSpec
    decisions: list[DecisionSpec]
    checks: list[CheckSpec] = []
    fee: FeeSpec = FeeSpec()
    four_eyes: Literal["always", "refusals", "never"] = "refusals"
    promise_working_days: int = 10
    answer_days: int = 14
    secrecy: Literal["normal", "tax", "social"] = "normal"
    notice_template: str = ""

    def decision(self, kind: str) -> DecisionSpec:
        """Raises KeyError where the procedure knows no such decision."""
        for spec in self.decisions:
            if spec.kind == kind:
                return spec
        raise KeyError(kind)


def parse(data: object) -> ProcedureSpec:
    """Raises msgspec.ValidationError with the path of what is wrong."""
    return msgspec.convert(data, ProcedureSpec)


def canonical(spec: ProcedureSpec) -> bytes:
    return msgspec.json.encode(spec, order="deterministic")


def digest(spec: ProcedureSpec) -> str:
    return hashlib.sha256(canonical(spec)).hexdigest()
