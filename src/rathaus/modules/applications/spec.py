"""What a recipe says about its offer, typed. Unknown keys are refused: a typo must not be a silent default."""

import hashlib
from typing import Any, Literal

import msgspec

from rathaus.foundation.errors import Invalid
from rathaus.modules.applications.enums import Ground


class RegisterSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One yes/no question to a register after submission. `consent` is the key of the box to tick; empty: `basis` suffices.

    `facts` maps what the register wants to know to keys of answers (§ 5 EGovG: with consent or by law, logged).
    """

    register: str
    question: str
    check: str
    basis: str
    facts: dict[str, str]
    consent: str = ""


class OfferSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`form` and `procedure` are (key, version) of what is installed. `regime` comes with the procedure.

    `for_others`: on which grounds one may apply for another person; true for all of them, false for none.
    `signed_in`: only with a Servicekonto. Who applies is asked by the page "Wer stellt den Antrag", unless the account knows.
    """

    slug: str
    version: str
    service_key: str
    title: str
    form: tuple[str, str]
    procedure: tuple[str, str]
    unit: str
    lead: str = ""
    fee_text: str = ""
    needed: tuple[str, ...] = ()
    minutes: int = 0
    signed_in: bool = False
    for_others: bool | tuple[Literal["mandate", "custody", "guardianship"], ...] = True
    delivery: tuple[Literal["portal", "letter"], ...] = ("portal", "letter")
    declaration: str
    privacy_notice: str
    privacy_version: str
    manual_competence: str = ""
    registers: tuple[RegisterSpec, ...] = ()
    draft_days: int = 30
    subject: str = ""

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Whom it allows to act for another; empty: everybody for themselves alone."""
        if isinstance(self.for_others, bool):
            return tuple(Ground) if self.for_others else ()
        return tuple(ground for ground in Ground if ground.name.lower() in self.for_others)


def parse(data: Any) -> OfferSpec:
    """Raises Invalid with the path of what is wrong."""
    try:
        return msgspec.convert(data, OfferSpec)
    except msgspec.ValidationError as error:
        raise Invalid(f"Das Angebot im Rezept stimmt nicht: {error}.") from error


def digest(spec: OfferSpec) -> str:
    return hashlib.sha256(msgspec.json.encode(spec, order="deterministic")).hexdigest()
