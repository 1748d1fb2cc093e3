"""Where a case is at home: the authority of its unit, and so its Land."""

import datetime as dt
import uuid
from functools import lru_cache

from rathaus.foundation.errors import NotFound
from rathaus.modules.organisation import public as organisation
from rathaus.modules.organisation.public import AuthorityInfo, UnitInfo


def home_of(unit_id: uuid.UUID) -> tuple[AuthorityInfo, UnitInfo]:
    """Raises NotFound where the unit is unknown."""
    home = organisation.get_home(unit_id)
    if home is None:
        raise NotFound("Die zuständige Stelle dieses Verfahrens gibt es nicht. Prüfen Sie die Organisation.")
    return home


def land_of(unit_id: uuid.UUID, *, now: dt.datetime) -> str:
    """The Land whose law counts, as it was at most a minute ago. Raises NotFound where the unit is unknown."""
    return _land_of(unit_id, int(now.timestamp()) // 60)


@lru_cache(maxsize=256)
def _land_of(unit_id: uuid.UUID, minute: int) -> str:
    del minute  # part of the cache key: what an operator corrects counts a minute later in every process
    return home_of(unit_id)[0].land
