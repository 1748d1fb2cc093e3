"""The mailbox in this house's own portal. It is no statutory Nutzerkonto: § 9 OZG does not apply, § 41 Abs. 2a VwVfG does."""

import datetime as dt

from rathaus.foundation.permissions.public import Actor
from rathaus.foundation.plugins import ConfigProblem
from rathaus.modules.delivery.domain.put_in_mailbox import put_in_mailbox
from rathaus.modules.delivery.enums import ChannelId
from rathaus.modules.delivery.models import Delivery
from rathaus.modules.delivery.types import Recipient


class Portal:
    identifier = ChannelId.PORTAL.value
    label = ChannelId.PORTAL.label

    def reaches(self, recipient: Recipient) -> bool:
        """An account whose holder chose the portal; a guest only where there is no address for a letter."""
        if recipient.choice != ChannelId.PORTAL:
            return False
        return recipient.account_id is not None or (bool(recipient.email) and not recipient.address_lines)

    def send(self, delivery: Delivery, *, actor: Actor, now: dt.datetime) -> None:
        put_in_mailbox(delivery=delivery, actor=actor, now=now)

    def check_config(self) -> list[ConfigProblem]:
        return []
