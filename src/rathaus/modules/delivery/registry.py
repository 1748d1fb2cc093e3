"""The channels, in the order in which they are tried."""

from rathaus.foundation.errors import Invalid
from rathaus.foundation.plugins import Registry
from rathaus.modules.delivery.base import Channel
from rathaus.modules.delivery.types import Recipient

CHANNELS: Registry[Channel] = Registry("Zustellweg")


def channel_for(recipient: Recipient) -> Channel:
    """The first channel that reaches the recipient the way they asked for. Raises Invalid where none does."""
    for channel in CHANNELS:
        if channel.reaches(recipient):
            return channel
    raise Invalid(
        "Dieses Schreiben kann nicht zugestellt werden: Es gibt weder ein Postfach noch eine Anschrift. "
        "Tragen Sie im Vorgang die Anschrift der Person nach, die das Schreiben bekommen soll.",
        fields={"address_lines": "Die Anschrift fehlt."},
    )
