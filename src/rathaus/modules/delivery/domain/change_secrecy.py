"""A secrecy class became known after something was sent, or ended."""

from django.db.models import QuerySet

from rathaus.foundation.audit.public import Subject
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Secrecy
from rathaus.modules.delivery.models import Delivery


def raise_secrecy(*, subject: Subject | tuple[str, str], secrecy: Secrecy) -> int:
    """Everything sent in this matter leaves the posting book of whoever does not hold this class too. How many deliveries.

    In the transaction of the act that says why: that act is the one on record.
    """
    return len(permissions.add_class(_of(subject), secrecy))


def lower_secrecy(*, subject: Subject | tuple[str, str], secrecy: Secrecy) -> int:
    """The class ended for everything sent in this matter; other classes stay. How many deliveries."""
    return len(permissions.drop_class(_of(subject), secrecy))


def _of(subject: Subject | tuple[str, str]) -> QuerySet[Delivery]:
    kind, identifier = subject if isinstance(subject, tuple) else (subject.kind, subject.id)
    return Delivery.objects.filter(subject_kind=kind, subject_id=str(identifier))
