"""What other rooms may use of the catalogue.

Installing: `install_service`, `set_online`, `install_demo`. Reading: `get_services`, `find`, all by Leistungsschlüssel
(`99...`, or `local:...` where no source names one). Responsibility: `resolve_services` (many services at one place),
`resolve_places` (one service at many), `responsible_unit`; written by `record_responsibility`, `end_responsibility`,
`replace_responsibilities`; proven by `report`.
"""

from rathaus.modules.catalogue.addresses import key_at
from rathaus.modules.catalogue.bundles import bundle_title
from rathaus.modules.catalogue.domain.import_ozg import Imported, import_ozg
from rathaus.modules.catalogue.domain.install_demo import install_demo
from rathaus.modules.catalogue.domain.install_service import install_service, resolve_units
from rathaus.modules.catalogue.domain.install_texts import install_texts
from rathaus.modules.catalogue.domain.record_responsibility import (
    end_responsibility,
    record_responsibility,
    replace_responsibilities,
)
from rathaus.modules.catalogue.domain.set_online import set_online
from rathaus.modules.catalogue.finding import find, suggest
from rathaus.modules.catalogue.languages import LANGUAGES
from rathaus.modules.catalogue.queries import get_services, names, responsible_unit
from rathaus.modules.catalogue.responsibility.matching import Facts, Need, name_key
from rathaus.modules.catalogue.responsibility.report import report
from rathaus.modules.catalogue.responsibility.resolve import Answer, Resolution
from rathaus.modules.catalogue.responsibility.rows import resolve_places, resolve_services
from rathaus.modules.catalogue.types import FoundServices, ServiceHit, ServiceInfo

__all__ = [
    "Answer",
    "Facts",
    "FoundServices",
    "Imported",
    "Need",
    "Resolution",
    "ServiceHit",
    "ServiceInfo",
    "bundle_title",
    "end_responsibility",
    "find",
    "get_services",
    "import_ozg",
    "install_demo",
    "install_service",
    "install_texts",
    "key_at",
    "name_key",
    "names",
    "record_responsibility",
    "replace_responsibilities",
    "report",
    "resolve_places",
    "resolve_services",
    "resolve_units",
    "responsible_unit",
    "set_online",
    "suggest",
    "text_languages",
]


def text_languages() -> tuple[str, ...]:
    """The languages (BCP 47) in which a service may be described."""
    return tuple(LANGUAGES)
