"""What we know and may hand over: about the service and the place, never about a person."""

import re

from rathaus.modules.catalogue.naming import is_official
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation

_POSTAL_CODE = re.compile(r"\d{5}\b")
_WHOLE_ARS = 12  # digits


def facts_of(
    service_key: str, *, home: organisation.AuthorityInfo | None, unit: organisation.UnitInfo | None, language: str
) -> dict[str, str]:
    """By the names of `handover.VALUES`; empty where we do not know. A local key says nothing to others."""
    ars = home.ars if home else ""
    lines = unit.address_lines if unit else ()
    return {
        "service_key": service_key if is_official(service_key) else "",
        "ars": ars,
        "ags": geo.ags_of(ars) if len(ars) == _WHOLE_ARS else "",
        "postal_code": next((match[0] for line in lines if (match := _POSTAL_CODE.match(line))), ""),
        "unit": unit.slug if unit else "",
        "unit_id": str(unit.id) if unit else "",
        "language": language,
    }
