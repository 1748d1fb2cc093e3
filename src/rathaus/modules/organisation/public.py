"""What other rooms may use of the organisation."""

from rathaus.modules.organisation.demo import demo_organisation
from rathaus.modules.organisation.details import Details
from rathaus.modules.organisation.domain.enter_substitution import enter_substitution
from rathaus.modules.organisation.domain.install_organisation import install_organisation
from rathaus.modules.organisation.domain.reorganise import reorganise
from rathaus.modules.organisation.enums import AddressKind, PaymentKind
from rathaus.modules.organisation.grants import grants_of, holders
from rathaus.modules.organisation.opening import DayHours, OpenState, week
from rathaus.modules.organisation.opening import state as open_state
from rathaus.modules.organisation.queries import (
    details_of,
    find_person,
    find_unit,
    get_authorities,
    get_home,
    get_persons,
    get_units,
    main_authority,
    open_states,
    persons_by_email,
    persons_in,
    successor_of,
    units,
)
from rathaus.modules.organisation.types import AuthorityInfo, Holder, PersonInfo, UnitInfo

__all__ = [
    "AddressKind",
    "AuthorityInfo",
    "DayHours",
    "Details",
    "Holder",
    "OpenState",
    "PaymentKind",
    "PersonInfo",
    "UnitInfo",
    "demo_organisation",
    "details_of",
    "enter_substitution",
    "find_person",
    "find_unit",
    "get_authorities",
    "get_home",
    "get_persons",
    "get_units",
    "grants_of",
    "holders",
    "install_organisation",
    "main_authority",
    "open_state",
    "open_states",
    "persons_by_email",
    "persons_in",
    "reorganise",
    "successor_of",
    "units",
    "week",
]
