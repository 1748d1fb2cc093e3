"""`rathaus mail_report`: a delivery report from standard input, as a mail server pipes it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from rathaus.foundation import clock
from rathaus.foundation.mail.bounces import record_report

LIMIT = 1_000_000


class Command(BaseCommand):
    help = "Liest einen Zustellbericht (DSN) von der Standardeingabe und vermerkt ihn an der Mail."

    def handle(self, **_options: Any) -> None:
        state = record_report(sys.stdin.buffer.read(LIMIT), now=clock.now())
        self.stdout.write(state.label if state else "Kein Bericht zu einer unserer Mails.")
