"""What can go wrong on the way out. The technical reason stands in `reason`, for logs; the text is for people."""

from rathaus.foundation.errors import RathausError


class NetError(RathausError):
    status = 502
    text = "Ein anderes System antwortet gerade nicht. Versuchen Sie es später noch einmal."

    def __init__(self, reason: str) -> None:
        super().__init__(self.text)
        self.reason = reason


class Refused(NetError):
    """The address must not be reached from here."""

    text = "Diese Adresse darf von hier nicht aufgerufen werden. Der Betrieb kann sie freigeben (RATHAUS_NET_ALLOW)."


class Unreachable(NetError):
    """No answer: unknown name, no connection, no trust in the certificate, too slow, broken off."""


class TooLarge(NetError):
    """The answer is longer than the caller allows."""

    text = "Die Antwort eines anderen Systems ist zu groß. Der Betrieb kann das prüfen."
