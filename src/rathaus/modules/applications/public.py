"""What other rooms may use of the applications."""

from rathaus.modules.applications.domain.install_offer import install_offer
from rathaus.modules.applications.domain.rehearse import Outcome, rehearse
from rathaus.modules.applications.queries import (
    ApplicationInfo,
    DraftInfo,
    OfferInfo,
    all_offers,
    drafts_of,
    get_applications,
    offers,
)
from rathaus.modules.applications.registers.base import Register, Verdict
from rathaus.modules.applications.registers.registry import registers
from rathaus.modules.applications.spec import OfferSpec
from rathaus.modules.applications.spec import parse as parse_offer

__all__ = [
    "ApplicationInfo",
    "DraftInfo",
    "OfferInfo",
    "OfferSpec",
    "Outcome",
    "Register",
    "Verdict",
    "all_offers",
    "drafts_of",
    "get_applications",
    "install_offer",
    "offers",
    "parse_offer",
    "registers",
    "rehearse",
]
