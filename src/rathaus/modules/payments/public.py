"""What other rooms may use of the payments. Money is integer cents; a subject is `(kind, id)`."""

from rathaus.modules.payments.domain.cancel import cancel
from rathaus.modules.payments.domain.change_secrecy import lower_secrecy, raise_secrecy
from rathaus.modules.payments.domain.decide_refund import approve_refund, reject_refund
from rathaus.modules.payments.domain.install_fee_table import install_fee_table
from rathaus.modules.payments.domain.propose_refund import propose_refund
from rathaus.modules.payments.domain.record_cash import record_cash
from rathaus.modules.payments.domain.request_payment import request_payment
from rathaus.modules.payments.domain.start_payment import start
from rathaus.modules.payments.enums import State
from rathaus.modules.payments.queries import assess, get_payments, payments_for, payments_for_many, show_subject
from rathaus.modules.payments.tables import Fee, FeeItem, TableSpec
from rathaus.modules.payments.tables import parse as parse_fee_table
from rathaus.modules.payments.types import PaymentInfo

__all__ = [
    "Fee",
    "FeeItem",
    "PaymentInfo",
    "State",
    "TableSpec",
    "approve_refund",
    "assess",
    "cancel",
    "get_payments",
    "install_fee_table",
    "lower_secrecy",
    "parse_fee_table",
    "payments_for",
    "payments_for_many",
    "propose_refund",
    "raise_secrecy",
    "record_cash",
    "reject_refund",
    "request_payment",
    "show_subject",
    "start",
]
