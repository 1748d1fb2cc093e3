"""Online services and forms."""

from rathaus.standards.xzufi.model.basics import (
    Code,
    DynamicParameter,
    Identifier,
    LanguageVersion,
    Part,
    Period,
    Texts,
    VersionInfo,
)
from rathaus.standards.xzufi.model.responsibility import Responsibility
from rathaus.standards.xzufi.model.territory import Publisher


class ServiceLink(Part, frozen=True):
    """The address of an online service. `parameters` are what the caller adds, by kind (001 to 009, 100) and name."""

    uri: str
    kind: Code | None = None
    title: str = ""
    description: str = ""
    position: int | None = None
    language: str = ""
    parameters: tuple[DynamicParameter, ...] = ()


class PaymentMethod(Part, frozen=True):
    kind: Code
    description: Texts = ()


class OnlineService(Part, frozen=True, tag=True):
    """`onlinedienst`. `trust_level` (00, 10, 15, 20, 30, 40): how well the applicant must be proven."""

    id: Identifier
    secondary_ids: tuple[Identifier, ...] = ()
    name: Texts = ()
    short_name: Texts = ()
    teaser: Texts = ()
    description: Texts = ()
    links: tuple[ServiceLink, ...] = ()
    help_links: tuple[ServiceLink, ...] = ()
    trust_level: Code | None = None
    identification: tuple[Code, ...] = ()
    payment: tuple[PaymentMethod, ...] = ()
    execution_languages: tuple[str, ...] = ()
    nationalities: tuple[Code, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    territories: tuple[Identifier, ...] = ()
    publisher: Publisher | None = None
    version: VersionInfo | None = None
    languages: tuple[LanguageVersion, ...] = ()
    validity: tuple[Period, ...] = ()


class Form(Part, frozen=True, tag=True):
    """`formular`: a form to fill in, by address."""

    id: Identifier
    secondary_ids: tuple[Identifier, ...] = ()
    name: Texts = ()
    description: Texts = ()
    kind: Code | None = None
    links: tuple[ServiceLink, ...] = ()
    needs_written_form: bool | None = None
    responsibilities: tuple[Responsibility, ...] = ()
    publisher: Publisher | None = None
    version: VersionInfo | None = None
    languages: tuple[LanguageVersion, ...] = ()
    validity: tuple[Period, ...] = ()
