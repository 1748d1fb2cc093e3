"""The words rules are sorted by. Values stand in recipes and TOML files; labels are read by people."""

from enum import StrEnum

LAND_NAMES = {"ST": "Sachsen-Anhalt", "NW": "Nordrhein-Westfalen"}


class Regime(StrEnum):
    """The code of procedure an act follows. A recipe names it."""

    VWVFG = "vwvfg"  # VwVfG of the Land
    AO_KAG = "ao_kag"  # Abgabenordnung through the Land's Kommunalabgabengesetz: municipal taxes and levies
    SGB = "sgb"  # SGB I and X: social benefits


class Act(StrEnum):
    """What the authority decides."""

    PERMIT = "permit"  # grant or refusal of a permit in the transferred sphere (übertragener Wirkungskreis)
    SELF_GOVERNMENT = "self_government"  # decision in the city's own affairs (eigener Wirkungskreis)
    TAX_NOTICE = "tax_notice"  # municipal tax or levy, for example Hundesteuer
    BENEFIT = "benefit"  # social benefit
    REVOCATION = "revocation"  # withdrawal or revocation of a permit, or another burden


class Channel(StrEnum):
    """How an act reaches a person; beside each the day its clock starts from."""

    LETTER = "letter"  # posted
    ELECTRONIC = "electronic"  # sent
    PORTAL = "portal"  # retrieved (VwVfG, SGB) or announced (AO): see `Start`
    STATUTORY_MAILBOX = "statutory_mailbox"  # made available in a Nutzerkonto after the OZG
    HANDOVER = "handover"  # handed over at the counter
    FORMAL_SERVICE = "formal_service"  # served, after the deed


class Start(StrEnum):
    """The day a notification is counted from."""

    POSTED = "posted"
    SENT = "sent"
    RETRIEVED = "retrieved"
    ANNOUNCED = "announced"
    AVAILABLE = "available"
    HANDED_OVER = "handed_over"
    SERVED = "served"


START_NAMES = {
    Start.POSTED: "zur Post gegeben",
    Start.SENT: "elektronisch abgesandt",
    Start.RETRIEVED: "abgerufen",
    Start.ANNOUNCED: "per E-Mail angekündigt",
    Start.AVAILABLE: "im Nutzerkonto bereitgestellt",
    Start.HANDED_OVER: "übergeben",
    Start.SERVED: "zugestellt",
}


class RemedyKind(StrEnum):
    """What a person can do against an act."""

    OBJECTION = "widerspruch"
    ACTION = "klage"


class Certainty(StrEnum):
    """Whether somebody read the wording. Unchecked rules name how likely they are, in percent."""

    READ = "gelesen"
    UNCHECKED = "ungeprüft"
