"""A secrecy class became known after money was asked for."""

from rathaus.foundation.permissions.public import Secrecy
from rathaus.modules.payments.models import PaymentRequest
from rathaus.modules.payments.types import SubjectRef, pair


def raise_secrecy(*, subject: SubjectRef, secrecy: Secrecy) -> int:
    """Every request of this matter leaves the lists of whoever does not hold the class. How many requests.

    In the transaction of the act that says why: that act is the one on record.
    """
    kind, identifier = pair(subject)
    return PaymentRequest.objects.filter(subject_kind=kind, subject_id=identifier).update(secrecy=secrecy.value)
