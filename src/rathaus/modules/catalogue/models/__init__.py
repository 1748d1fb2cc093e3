"""Services and everything said about them. Days of validity are inclusive; an empty end is open."""

from rathaus.modules.catalogue.models.editions import Contribution, Edition, EditionEntry, LinkPlace, ServiceScore, WebLink
from rathaus.modules.catalogue.models.online import Handover, OnlineParameter, OnlineService, StatusMessage, StatusSender
from rathaus.modules.catalogue.models.said import (
    Deadline,
    Duration,
    RequiredDocument,
    ServiceChannel,
    ServiceFee,
    Term,
    TextModule,
)
from rathaus.modules.catalogue.models.services import Identifier, LifeEvent, OzgService, Responsibility, Service, SourceFile
from rathaus.modules.catalogue.models.sources import (
    FeedCounter,
    FeedEntry,
    ObjectKey,
    ServedService,
    Source,
    SourceObject,
    UnitMapping,
)

__all__ = [
    "Contribution",
    "Deadline",
    "Duration",
    "Edition",
    "EditionEntry",
    "FeedCounter",
    "FeedEntry",
    "Handover",
    "Identifier",
    "LifeEvent",
    "LinkPlace",
    "ObjectKey",
    "OnlineParameter",
    "OnlineService",
    "OzgService",
    "RequiredDocument",
    "Responsibility",
    "ServedService",
    "Service",
    "ServiceChannel",
    "ServiceFee",
    "ServiceScore",
    "Source",
    "SourceFile",
    "SourceObject",
    "StatusMessage",
    "StatusSender",
    "Term",
    "TextModule",
    "UnitMapping",
    "WebLink",
]
