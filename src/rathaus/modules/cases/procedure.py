"""What a recipe says about working a case, typed. Unknown keys are refused: a typo must not be a silent default."""

import hashlib
from typing import Any, Literal

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
    """`land` is absent: the authority in charge has one. `regime` and `act` choose the law (foundation.law).

    `ends`: with a decision and its notice, or with an answer alone (an inquiry). `law` is the clock of the law that runs from
    receipt: § 75 VwGO, access to information (§ 7 (5) IZG LSA and its like), none.
    """

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
    ends: Literal["decision", "answer"] = "decision"
    law: Literal["inaction", "information", "none"] = "inaction"

    def __post_init__(self) -> None:
        if self.ends == "answer" and (self.decisions or self.fee.when != "none"):
            raise ValueError("ein Verfahren, das mit einer Antwort endet, hat weder Entscheidungen noch eine Gebühr")

    @property
    def by_answer(self) -> bool:
        """Whether it ends with an answer, without a notice."""
        return self.ends == "answer"

    def decision(self, kind: str) -> DecisionSpec:
        """Raises KeyError where the procedure knows no such decision."""
        for spec in self.decisions:
            if spec.kind == kind:
                return spec
        raise KeyError(kind)


def parse(data: object) -> ProcedureSpec:
    """Raises msgspec.ValidationError with the path of what is wrong."""
    return msgspec.convert(data, ProcedureSpec)


_LATER: dict[str, str] = {"ends": "decision", "law": "inaction"}  # younger than the first release, with their defaults


def stored(spec: ProcedureSpec) -> dict[str, Any]:
    """As it is kept: without later keys that say nothing new, so that what was installed before stays the same version."""
    data: dict[str, Any] = msgspec.to_builtins(spec)
    return {name: value for name, value in data.items() if _LATER.get(name) != value}


def canonical(spec: ProcedureSpec) -> bytes:
    return msgspec.json.encode(stored(spec))


def digest(spec: ProcedureSpec) -> str:
    return hashlib.sha256(canonical(spec)).hexdigest()
