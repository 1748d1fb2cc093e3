"""A secrecy class became known after money was asked for, or ended."""

from django.db.models import QuerySet

from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Secrecy
from rathaus.modules.payments.models import PaymentRequest
from rathaus.modules.payments.types import SubjectRef, pair


def raise_secrecy(*, subject: SubjectRef, secrecy: Secrecy) -> int:
    """Every request of this matter leaves the lists of whoever does not hold this class too. How many requests.

    In the transaction of the act that says why: that act is the one on record.
    """
    return len(permissions.add_class(_of(subject), secrecy))


def lower_secrecy(*, subject: SubjectRef, secrecy: Secrecy) -> int:
    """The class ended for every request of this matter; other classes stay. How many requests."""
    return len(permissions.drop_class(_of(subject), secrecy))


def _of(subject: SubjectRef) -> QuerySet[PaymentRequest]:
    kind, identifier = pair(subject)
    return PaymentRequest.objects.filter(subject_kind=kind, subject_id=identifier)
