"""`python -m tests.failures.submitting COUNT`: drafts from the start to the receipt; prints how many failed."""

import os
import sys
import traceback

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings")
django.setup()

from rathaus.foundation import clock  # noqa: E402
from rathaus.foundation.permissions.public import GUEST  # noqa: E402
from rathaus.modules.applications.domain.start_draft import start_draft  # noqa: E402
from rathaus.modules.applications.domain.submit import submit  # noqa: E402
from rathaus.modules.applications.enums import ActsFor  # noqa: E402
from rathaus.modules.applications.models import Draft, Offer  # noqa: E402
from tests.failures import way  # noqa: E402


def main(count):
    offer = Offer.objects.get(slug=way.SLUG, active=True)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    failed = 0
    for _ in range(count):
        try:
            draft = start_draft(offer_id=offer.pk, acts_for=ActsFor.SELF, channel="online", actor=GUEST, now=clock.now())
            Draft.objects.filter(pk=draft.pk).update(party=way.PERSON, answers=way.VEHICLE, review=way.DECLARED)
            submit(token=draft.token, actor=GUEST, now=clock.now())
        except Exception:  # noqa: BLE001  (every fault is counted)
            failed += 1
            traceback.print_exc()
    sys.stdout.write(f"{failed}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
