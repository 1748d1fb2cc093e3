"""A secrecy class became known after something was sent."""

from rathaus.foundation.audit.public import Subject
from rathaus.foundation.permissions.public import Secrecy
from rathaus.modules.delivery.models import Delivery


def raise_secrecy(*, subject: Subject | tuple[str, str], secrecy: Secrecy) -> int:
    """Everything sent in this matter leaves the posting book of whoever does not hold the class. How many deliveries.

    In the transaction of the act that says why: that act is the one on record.
    """
    kind, identifier = subject if isinstance(subject, tuple) else (subject.kind, subject.id)
    return Delivery.objects.filter(subject_kind=kind, subject_id=str(identifier)).update(secrecy=secrecy.value)
