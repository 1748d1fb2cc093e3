"""What other rooms may use of geo. Every read has a bulk form; addresses are looked up and never kept.

Keys: `shortest` (the one spelling to store and compare), `beginnings` (a key and what lies around it), `within`. Territories:
`get_territories`, `municipalities`, `successors`, `search_areas`, `ars_of_ags`. Inside a municipality: `locate`, `locate_many`,
`place_at`, `ranges_in`, `districts`, `areas`, `streets_named`, `get_names`. Taking over: `import_territories`, `apply_changes`,
`install_places`, `install_demo`.
"""

from rathaus.modules.geo.addresses import (
    OPEN_END,
    first_on_side,
    last_code,
    number_code,
    number_words,
    numbers_meet,
    on_side,
    parse,
)
from rathaus.modules.geo.domain.apply_changes import apply_changes
from rathaus.modules.geo.domain.import_territories import import_territories
from rathaus.modules.geo.domain.install_places import install_demo, install_places
from rathaus.modules.geo.enums import Parity
from rathaus.modules.geo.keys import ags_of, beginnings, is_key, shortest, within
from rathaus.modules.geo.queries import (
    areas,
    ars_of_ags,
    districts,
    get_names,
    get_territories,
    locate,
    locate_many,
    municipalities,
    next_change,
    place_at,
    ranges_in,
    register_faults,
    search_areas,
    streets_named,
    successors,
)
from rathaus.modules.geo.types import Located, Named, Place, RangeInfo, TerritoryInfo

__all__ = [
    "OPEN_END",
    "Located",
    "Named",
    "Parity",
    "Place",
    "RangeInfo",
    "TerritoryInfo",
    "ags_of",
    "apply_changes",
    "areas",
    "ars_of_ags",
    "beginnings",
    "districts",
    "first_on_side",
    "get_names",
    "get_territories",
    "import_territories",
    "install_demo",
    "install_places",
    "is_key",
    "last_code",
    "locate",
    "locate_many",
    "municipalities",
    "next_change",
    "number_code",
    "number_words",
    "numbers_meet",
    "on_side",
    "parse",
    "place_at",
    "ranges_in",
    "register_faults",
    "search_areas",
    "shortest",
    "streets_named",
    "successors",
    "within",
]
