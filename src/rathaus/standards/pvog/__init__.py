"""PVOG, the online gateway of the administrations: its descriptions, lists and pieces of XZuFi, read into `standards.xzufi`.

Suchdienst: `read_description` (one service with its online services), `read_list` (services of a territory). Bereitstelldienst:
`read_page`, `write_page`. No network here.
"""

from rathaus.standards.pvog.description import Description, Offer, identifier, read_description
from rathaus.standards.pvog.listing import Listed, read_list
from rathaus.standards.pvog.opened import PvogError
from rathaus.standards.pvog.provider import Page, read_page, write_page

__all__ = [
    "Description",
    "Listed",
    "Offer",
    "Page",
    "PvogError",
    "identifier",
    "read_description",
    "read_list",
    "read_page",
    "write_page",
]
