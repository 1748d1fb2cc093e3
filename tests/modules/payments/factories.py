"""Small fee tables, requests and people for tests."""

import datetime as dt
import uuid
from typing import Any

from rathaus.foundation.permissions.public import Actor, ActorKind, Grant, Role, Secrecy
from rathaus.modules.payments import public as payments

NOW = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)
SOVEREIGN = {"valid_from": "2024-01-01", "treatment": "sovereign", "basis": "§ 2b UStG"}


def table(**changes: Any) -> dict[str, Any]:
    """A parking permit: 30,70 EUR a year, half for half a year, 5 EUR for a second print; free for severely disabled people."""
    data: dict[str, Any] = {
        "code": "probe",
        "version": 1,
        "title": "Probe",
        "legal_basis": "Nr. 265 GebOSt",
        "valid_from": "2024-01-01",
        "fields": {"monate": "number", "schwerbehindert": "boolean", "zone": "text", "ab": "date", "zweitdruck": "boolean"},
        "items": [
            {
                "key": "ausweis",
                "label": "Bewohnerparkausweis",
                "tiers": [
                    {"when": "monate == 12", "cents": 3070},
                    {
                        "when": "monate < 12 and monate > 0",
                        "amount": "3070 * monate / 12",
                        "label": "Bewohnerparkausweis, anteilig",
                    },
                ],
                "tax": [SOVEREIGN],
            },
            {
                "key": "zweitdruck",
                "label": "Zweiter Ausdruck",
                "optional": True,
                "tiers": [{"when": "zweitdruck", "cents": 595}],
                "tax": [SOVEREIGN, {"valid_from": "2027-01-01", "treatment": "taxable", "percent": 19, "basis": "§ 2b UStG"}],
                "basis": "§ 4 Verwaltungskostensatzung",
            },
        ],
        "exemptions": [{"when": "schwerbehindert", "reason": "Schwerbehinderung", "basis": "§ 8 Verwaltungskostensatzung"}],
    }
    return {**data, **changes}


def fee(cents: int = 3070) -> payments.Fee:
    item = payments.FeeItem(
        "ausweis", "Bewohnerparkausweis", cents, "Nr. 265 GebOSt", "hoheitlich, ohne Umsatzsteuer, § 2b UStG", 0
    )
    return payments.Fee(cents, (item,), "Nr. 265 GebOSt", table_code="probe", table_version=1)


def request(cents: int = 3070, **changes: Any) -> payments.PaymentInfo:
    data: dict[str, Any] = {
        "subject": ("probe", uuid.uuid4()),
        "fee": fee(cents),
        "payer_name": "Jana Beispiel",
        "due": dt.date(2026, 12, 4),
        "now": NOW,
        "title": "Bewohnerparkausweis Verlängerung",
    }
    return payments.request_payment(**{**data, **changes})


def staff(*roles: Role, unit_id: uuid.UUID | None = None, secrecy: frozenset[Secrecy] = frozenset()) -> Actor:
    grants = tuple(Grant(role=role, unit_id=unit_id, secrecy=secrecy) for role in roles)
    return Actor(kind=ActorKind.STAFF, name="Kai Kasse", id=uuid.uuid4(), person_id=uuid.uuid4(), grants=grants)
