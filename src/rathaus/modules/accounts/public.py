"""What other rooms may use of the accounts."""

from rathaus.modules.accounts.actors import actor_of
from rathaus.modules.accounts.demo import demo_people
from rathaus.modules.accounts.domain.install_demo_people import install_demo_people
from rathaus.modules.accounts.domain.mandates import note_use
from rathaus.modules.accounts.domain.record_consent import record_consent, revoke_consent
from rathaus.modules.accounts.enums import Realm
from rathaus.modules.accounts.guards import account_required, staff_required, to_sign_in
from rathaus.modules.accounts.queries import (
    consents,
    get_accounts,
    get_mandates,
    has_consent,
    letter_address,
    mandate_values,
    mandates_for,
    prefill,
    require_mandate,
)
from rathaus.modules.accounts.registry import Panel, PanelItem, Purpose, register_panel, register_purpose, register_services
from rathaus.modules.accounts.types import AccountInfo, ConsentInfo, MandateInfo, Value

__all__ = [
    "AccountInfo",
    "ConsentInfo",
    "MandateInfo",
    "Panel",
    "PanelItem",
    "Purpose",
    "Realm",
    "Value",
    "account_required",
    "actor_of",
    "consents",
    "demo_people",
    "get_accounts",
    "get_mandates",
    "has_consent",
    "install_demo_people",
    "letter_address",
    "mandate_values",
    "mandates_for",
    "note_use",
    "prefill",
    "record_consent",
    "register_panel",
    "register_purpose",
    "register_services",
    "require_mandate",
    "revoke_consent",
    "staff_required",
    "to_sign_in",
]
