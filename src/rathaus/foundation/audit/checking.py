"""Running the check and keeping its outcome, so that anybody can see when the chain was last checked."""

import datetime as dt

from rathaus.foundation.audit.models import Verification
from rathaus.foundation.audit.verify import KnownHead, Report, verify

KEPT = dt.timedelta(days=365)


def check(*, now: dt.datetime, known: KnownHead | None = None) -> Report:
    """Verifies the chain and notes the outcome."""
    report = verify(known=known)
    Verification(at=now, size=report.size, finding=report.finding).save(force_insert=True)
    Verification.objects.filter(at__lt=now - KEPT).delete()
    return report


def last_check() -> Verification | None:
    """The newest outcome; None where the chain was never checked."""
    return Verification.objects.order_by("-at").first()
