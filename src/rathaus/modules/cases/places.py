"""Where a case is at home: the authority of its unit, and so its Land."""

import uuid

from rathaus.foundation.errors import NotFound
from rathaus.modules.organisation import public as organisation
from rathaus.modules.organisation.public import AuthorityInfo, UnitInfo


def home_of(unit_id: uuid.UUID) -> tuple[AuthorityInfo, UnitInfo]:
    """Raises NotFound where the unit is unknown."""
    unit = organisation.get_units([unit_id]).get(unit_id)
    if unit is None:
        raise NotFound("Die zuständige Stelle dieses Verfahrens gibt es nicht. Prüfen Sie die Organisation.")
    return organisation.get_authorities([unit.authority_id])[unit.authority_id], unit
