"""`paymentInformation`: what the payment service said."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from rathaus.standards.fitconnect.metadata.parts import UNSET, Part, TransactionText, UnsetType, Uri

_MOST = Decimal(10) ** 12


class PaymentMethod(StrEnum):
    GIROPAY = "GIROPAY"
    PAYDIRECT = "PAYDIRECT"
    CREDITCARD = "CREDITCARD"
    PAYPAL = "PAYPAL"
    INVOICE = "INVOICE"
    OTHER = "OTHER"


class PaymentStatus(StrEnum):
    """INITIAL: started, without effect yet. BOOKED: authorised. FAILED, CANCELED: by the service, by the person."""

    INITIAL = "INITIAL"
    BOOKED = "BOOKED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"


class PaymentInformation(Part, frozen=True):
    """`gross_amount` in euros with at most two places, as the schema writes it; the house counts `gross_cents`."""

    transaction_reference: str
    transaction_id: TransactionText
    payment_method: PaymentMethod
    status: PaymentStatus
    transaction_url: Uri | UnsetType = UNSET
    transaction_timestamp: Annotated[dt.datetime, Meta(tz=True)] | UnsetType = UNSET
    payment_method_detail: TransactionText | UnsetType = UNSET
    gross_amount: Decimal | int | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.gross_amount is not UNSET:
            cents = Decimal(self.gross_amount) * 100
            if not 1 <= cents < _MOST or cents != cents.to_integral_value():
                raise ValueError("grossAmount ist ein Betrag in Euro ab 0.01 mit höchstens zwei Nachkommastellen.")

    @property
    def gross_cents(self) -> int | None:
        return None if self.gross_amount is UNSET else int(Decimal(self.gross_amount) * 100)
