"""The letter: printed and posted by the post room, noted in the posting book."""

import datetime as dt

from rathaus.foundation.permissions.public import Actor
from rathaus.foundation.plugins import ConfigProblem
from rathaus.modules.delivery.domain.prepare_letter import prepare_letter
from rathaus.modules.delivery.enums import ChannelId
from rathaus.modules.delivery.models import Delivery
from rathaus.modules.delivery.types import Recipient


class Letter:
    identifier = ChannelId.LETTER.value
    label = ChannelId.LETTER.label

    def reaches(self, recipient: Recipient) -> bool:
        return bool(recipient.address_lines)

    def send(self, delivery: Delivery, *, actor: Actor, now: dt.datetime) -> None:
        prepare_letter(delivery=delivery, actor=actor, now=now)

    def check_config(self) -> list[ConfigProblem]:
        return []
