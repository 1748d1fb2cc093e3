"""What a city says about inquiries, typed. Unknown keys are refused: a typo must not be a silent default."""

import datetime as dt
import hashlib
from typing import Annotated, Any, Literal

import msgspec

from rathaus.foundation.errors import Invalid

SERVICE_KEY = "local:anfrage"
"""No key of FIM: an inquiry is no administrative service."""

Slug = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=40)]
Text = Annotated[str, msgspec.Meta(min_length=1)]


class CheckSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A point the clerk confirms before the answer."""

    key: Slug
    label: Text
    help_text: str = ""


class KindSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of inquiry. `unit` is where it goes in any event; empty: the unit in charge of the service, else the contact unit.

    `promise_working_days` is the city's own promise, `law` a clock of the law (`foundation.law`), `note` explains both.
    """

    key: Slug
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    promise_working_days: Annotated[int, msgspec.Meta(ge=1, le=250)]
    law: Literal["information", "none"] = "none"
    unit: str = ""
    note: str = ""
    checks: list[CheckSpec] = []
    valid_from: dt.date = dt.date.min
    valid_until: dt.date | None = None

    def valid_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class SetupSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`contact_unit` answers what belongs to nobody else. `demo` marks the promises as those of a demonstration."""

    version: Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z.\-]+\Z", max_length=40)]
    valid_from: dt.date
    contact_unit: Text
    plan_code: Text
    retention_years: Annotated[int, msgspec.Meta(ge=1, le=100)]
    privacy_version: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    privacy_notice: Text
    kind: Annotated[list[KindSpec], msgspec.Meta(min_length=1)]
    regime: Literal["vwvfg", "ao_kag", "sgb"] = "vwvfg"
    demo: bool = False

    def kinds(self, day: dt.date) -> list[KindSpec]:
        """Those one can choose that day."""
        return [kind for kind in self.kind if kind.valid_on(day)]


def parse(data: Any) -> SetupSpec:
    """Raises Invalid with the path of what is wrong."""
    try:
        spec = msgspec.convert(data, SetupSpec)
    except msgspec.ValidationError as error:
        raise Invalid(
            f"Die Datei zum Kontaktformular stimmt nicht: {error}. Vergleichen Sie mit docs/kochbuch/kontakt.md."
        ) from error
    keys = [kind.key for kind in spec.kind]
    if double := sorted({key for key in keys if keys.count(key) > 1}):
        raise Invalid(f"Diese Arten stehen doppelt in der Datei: {', '.join(double)}. Jeder Schlüssel kommt einmal vor.")
    return spec


def plain(spec: SetupSpec) -> dict[str, Any]:
    """As it is kept: JSON values."""
    data: dict[str, Any] = msgspec.to_builtins(spec)
    return data


def digest(spec: SetupSpec) -> str:
    return hashlib.sha256(msgspec.json.encode(spec, order="deterministic")).hexdigest()


def procedure_of(spec: SetupSpec, kind: KindSpec) -> dict[str, Any]:
    """The procedure by which this kind is worked; see `cases.public.install_procedure`."""
    return {
        "slug": f"anfrage-{kind.key}",
        "version": spec.version,
        "service_key": SERVICE_KEY,
        "title": kind.title,
        "regime": spec.regime,
        "act": "inquiry",
        "file": {"plan_code": spec.plan_code, "rule": "year", "retention_years": spec.retention_years},
        "decisions": [],
        "checks": [{"key": check.key, "label": check.label, "help_text": check.help_text} for check in kind.checks],
        "four_eyes": "never",
        "promise_working_days": kind.promise_working_days,
        "ends": "answer",
        "law": kind.law,
    }
