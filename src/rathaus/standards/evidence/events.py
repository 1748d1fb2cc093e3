"""The events of an electronic registered delivery, named after ETSI EN 319 522-3, with what each means in plain German."""

from enum import StrEnum

BASE = "http://uri.etsi.org/19522/Event/"


class EvidenceEvent(StrEnum):
    """The short name; `uri_of` gives the standard's identifier."""

    CONTENT_CONSIGNMENT = "ContentConsignment"
    CONSIGNMENT_NOTIFICATION = "ConsignmentNotification"
    CONSIGNMENT_NOTIFICATION_FAILURE = "ConsignmentNotificationFailure"
    CONTENT_ACCESS_TRACKING = "ContentAccessTracking"
    CONTENT_HANDOVER_FAILURE = "ContentHandoverFailure"
    RELAY_TO_NON_ERDS = "RelayToNonERDS"


GERMAN = {
    EvidenceEvent.CONTENT_CONSIGNMENT: "eingestellt",
    EvidenceEvent.CONSIGNMENT_NOTIFICATION: "benachrichtigt",
    EvidenceEvent.CONSIGNMENT_NOTIFICATION_FAILURE: "nicht angekündigt: E-Mail unzustellbar",
    EvidenceEvent.CONTENT_ACCESS_TRACKING: "abgerufen",
    EvidenceEvent.CONTENT_HANDOVER_FAILURE: "Frist abgelaufen",
    EvidenceEvent.RELAY_TO_NON_ERDS: "Rückfall auf Post",
}


def uri_of(event: EvidenceEvent) -> str:
    return BASE + event.value


SENTENCES = {
    EvidenceEvent.CONTENT_CONSIGNMENT: "Ins Postfach eingestellt",
    EvidenceEvent.CONSIGNMENT_NOTIFICATION: "Per E-Mail benachrichtigt",
    EvidenceEvent.CONSIGNMENT_NOTIFICATION_FAILURE: "E-Mail kam nicht an",
    EvidenceEvent.CONTENT_ACCESS_TRACKING: "Abgerufen",
    EvidenceEvent.CONTENT_HANDOVER_FAILURE: "Zeit zum Abrufen abgelaufen",
    EvidenceEvent.RELAY_TO_NON_ERDS: "Als Brief vorbereitet",
}
