"""Where a case is at home: the authority of its unit, and so its Land."""

import uuid

from rathaus.foundation.errors import NotFound
from rathaus.modules.organisation import public as organisation
from rathaus.modules.organisation.public import AuthorityInfo, UnitInfo


def home_of(unit_id: uuid.UUID) -> tuple[AuthorityInfo, UnitInfo]:
    """Raises NotFound where the unit is unknown."""
    home = organisation.get_home(unit_id)
    if home is None:
        raise NotFound("Die zuständige Stelle dieses Verfahrens gibt es nicht. Prüfen Sie die Organisation.")
    return home
