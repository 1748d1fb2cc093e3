"""What can go wrong in the conversation. The technical reason is for logs; the text is for people."""

from rathaus.foundation.errors import RathausError
from rathaus.standards.fitconnect.events import Problem


class DeliveryServiceError(RathausError):
    status = 502


class Unavailable(DeliveryServiceError):
    """No answer, or none that helps, after every attempt. Nothing is lost: the step may be repeated later."""

    def __init__(self, reason: str) -> None:
        super().__init__("Der Zustelldienst von FIT-Connect antwortet gerade nicht. Der Vorgang wird später fortgesetzt.")
        self.reason = reason


class NotSignedIn(DeliveryServiceError):
    def __init__(self, reason: str) -> None:
        super().__init__("FIT-Connect nimmt die Zugangsdaten nicht an. Prüfen Sie Client-ID und Geheimnis.")
        self.reason = reason


class Declined(DeliveryServiceError):
    """The service understood and said no; repeating changes nothing. `http_status` is its answer."""

    def __init__(self, http_status: int, reason: str) -> None:
        super().__init__(f"FIT-Connect hat das abgelehnt ({http_status}: {reason}).")
        self.http_status = http_status
        self.reason = reason


class NotDeliverable(DeliveryServiceError):
    """The destination does not take this: it rests, or does not offer the service or the schema."""

    status = 409


class Unfit(DeliveryServiceError):
    """A submission that must be rejected; `problems` say why, in the form the event wants."""

    status = 422

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        reasons = " ".join(entry.title for entry in problems)
        super().__init__(f"Die Einreichung ist nicht in Ordnung und wird zurückgewiesen: {reasons}")
        self.problems = problems
