"""States of a case, its fee and its decision, with the transitions as data."""

from django.db.models import TextChoices


class State(TextChoices):
    RECEIVED = "received", "Eingegangen"
    IN_PROGRESS = "in_progress", "In Bearbeitung"
    WAITING = "waiting", "Wartet auf Antwort"
    PROPOSED = "proposed", "Zur Freigabe"
    DECIDED = "decided", "Entschieden"
    CLOSED = "closed", "Abgeschlossen"
    WITHDRAWN = "withdrawn", "Zurückgezogen"


TO_APPLICANT = {State.WAITING: "Wartet auf Ihre Antwort"}  # where the person whose case it is reads another label

OPEN_STATES = (State.RECEIVED, State.IN_PROGRESS, State.WAITING, State.PROPOSED)
ENDED_STATES = (State.DECIDED, State.CLOSED, State.WITHDRAWN)

TRANSITIONS: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.IN_PROGRESS, State.WITHDRAWN}),
    State.IN_PROGRESS: frozenset(
        {State.RECEIVED, State.WAITING, State.PROPOSED, State.DECIDED, State.CLOSED, State.WITHDRAWN}  # CLOSED: by an answer
    ),
    State.WAITING: frozenset({State.IN_PROGRESS, State.WITHDRAWN}),
    State.PROPOSED: frozenset({State.IN_PROGRESS, State.DECIDED, State.WITHDRAWN}),
    State.DECIDED: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
    State.WITHDRAWN: frozenset(),
}


ANSWERED = "answered"
"""The outcome of a case that was closed with an answer, without a decision."""


class AnswerWay(TextChoices):
    """How the answer reached the person who asked."""

    PORTAL = "portal", "Nachricht im Vorgang"
    PHONE = "phone", "telefonisch"
    LETTER = "letter", "Brief"
    COUNTER = "counter", "persönlich"


class FeeState(TextChoices):
    NONE = "none", "Keine Gebühr"
    DUE = "due", "Gebühr offen"
    PAID = "paid", "Gebühr bezahlt"
    EXEMPT = "exempt", "Von der Gebühr befreit"
    REFUND_PROPOSED = "refund_proposed", "Erstattung vorgeschlagen"
    REFUNDED = "refunded", "Gebühr erstattet"


SETTLED = (FeeState.NONE, FeeState.PAID, FeeState.EXEMPT)


class FeeTime(TextChoices):
    BEFORE_DECISION = "before_decision", "vor der Entscheidung"
    WITH_DECISION = "with_decision", "mit der Entscheidung"
    NONE = "none", "keine"


class Channel(TextChoices):
    ONLINE = "online", "Online"
    COUNTER = "counter", "Am Schalter"
    PAPER = "paper", "Brief"
    PHONE = "phone", "Telefon"


class PartyRole(TextChoices):
    APPLICANT = "applicant", "Antragstellende Person"
    REPRESENTED = "represented", "Vertretene Person"
    RECIPIENT = "recipient", "Empfangsperson"


class CheckKind(TextChoices):
    AUTO = "auto", "automatisch"
    MANUAL = "manual", "von Hand"


class CheckState(TextChoices):
    OPEN = "open", "Offen"
    OK = "ok", "In Ordnung"
    FAILED = "failed", "Nicht erfüllt"
    NOT_APPLICABLE = "not_applicable", "Trifft nicht zu"


class RequestState(TextChoices):
    OPEN = "open", "Offen"
    ANSWERED = "answered", "Beantwortet"
    EXPIRED = "expired", "Frist abgelaufen"
    CANCELLED = "cancelled", "Zurückgenommen"


class DecisionKind(TextChoices):
    GRANT = "grant", "Bewilligung"
    PARTIAL = "partial", "Teilweise Bewilligung"
    REFUSAL = "refusal", "Ablehnung"


class DecisionState(TextChoices):
    PROPOSED = "proposed", "Zur Freigabe"
    RETURNED = "returned", "Zurückgegeben"
    APPROVED = "approved", "Freigegeben"


class EntryKind(TextChoices):
    """What a line of the history tells; `PUBLIC` ones are shown to the applicant as well."""

    OPENED = "opened", "Eingang"
    CLAIMED = "claimed", "Übernommen"
    RELEASED = "released", "Zurückgelegt"
    ASSIGNED = "assigned", "Zugewiesen"
    CHECKED = "checked", "Prüfpunkt"
    MESSAGE = "message", "Nachricht"
    REQUESTED = "requested", "Nachforderung"
    ANSWERED = "answered", "Antwort auf Nachforderung"
    FEE = "fee", "Gebühr"
    PROPOSED = "proposed", "Entscheidung vorgeschlagen"
    RETURNED = "returned", "Vorschlag zurückgegeben"
    DECIDED = "decided", "Entschieden"
    DELIVERED = "delivered", "Bescheid übermittelt"
    NOTIFIED = "notified", "Bekanntgabe"
    WITHDRAWN = "withdrawn", "Zurückgezogen"
    CLOSED = "closed", "Abgeschlossen"
    FILED = "filed", "Zur Akte genommen"
    NOTE = "note", "Vermerk"
    BIAS = "bias", "Befangenheit"
    RESUBMISSION = "resubmission", "Wiedervorlage"
    SECRECY = "secrecy", "Geheimhaltung"
    ENTERED = "entered", "Angaben eingetragen"
    HANDED_OVER = "handed_over", "An andere Stelle abgegeben"


PUBLIC_ENTRIES = (
    EntryKind.OPENED,
    EntryKind.CLAIMED,
    EntryKind.HANDED_OVER,
    EntryKind.MESSAGE,
    EntryKind.REQUESTED,
    EntryKind.ANSWERED,
    EntryKind.FEE,
    EntryKind.DECIDED,
    EntryKind.DELIVERED,
    EntryKind.NOTIFIED,
    EntryKind.WITHDRAWN,
    EntryKind.CLOSED,
)
