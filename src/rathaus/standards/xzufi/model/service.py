"""The service (Leistung) with its structure, modules and everything it is filed under."""

from enum import StrEnum

from rathaus.standards.xzufi.model.basics import Code, Identifier, LanguageVersion, Part, Period, Texts, VersionInfo
from rathaus.standards.xzufi.model.category import Category
from rathaus.standards.xzufi.model.modules import (
    ApprovalModule,
    CustomTextModule,
    DeadlineModule,
    DocumentModule,
    DurationModule,
    FeeModule,
    HintModule,
    SourcePortalModule,
    TermModule,
    TextModule,
)
from rathaus.standards.xzufi.model.territory import Publisher


class Shape(StrEnum):
    """The three shapes of a structure: the object, what is done with it, and a detail of that."""

    OBJECT = "LeistungsstrukturObjekt"
    ACTION = "LeistungsstrukturObjektMitVerrichtung"
    DETAIL = "LeistungsstrukturObjektMitVerrichtungUndDetail"


class Structure(Part, frozen=True):
    """`struktur`. 2.2.0 may give grouping and action as a category of the office instead of a code."""

    shape: Shape
    grouping: Code | None = None
    grouping_category: Category | None = None
    object_id: Identifier | None = None
    action: Code | None = None
    action_category: Category | None = None
    detail: Texts = ()


class Industry(Part, frozen=True):
    """`WirtschaftszweigSpezifizierbar`."""

    code: Code | None = None
    specific_id: Identifier | None = None


class Described(Part, frozen=True):
    """The modules, shared by a service and what specialises it."""

    texts: tuple[TextModule, ...] = ()
    custom_texts: tuple[CustomTextModule, ...] = ()
    deadlines: tuple[DeadlineModule, ...] = ()
    durations: tuple[DurationModule, ...] = ()
    fees: tuple[FeeModule, ...] = ()
    documents: tuple[DocumentModule, ...] = ()
    terms: tuple[TermModule, ...] = ()
    approvals: tuple[ApprovalModule, ...] = ()
    hints: tuple[HintModule, ...] = ()
    source_portals: tuple[SourcePortalModule, ...] = ()

    def text(self, kind: str, language: str = "de") -> str:
        """The HTML of the first text module of this kind (`"06"`) in a language, else empty. Not sanitised."""
        for module in self.texts:
            if module.kind.code == kind:
                for content in module.content:
                    if content.language == language and content.text:
                        return content.text
        return ""


class Service(Described, frozen=True, kw_only=True, tag=True):
    """`Leistung`. `catalogue_status`, `library_status`: 1 to 8 (5 and 6 released)."""

    id: Identifier
    secondary_ids: tuple[Identifier, ...] = ()
    structure: Structure | None = None
    catalogue_status: Code | None = None
    library_status: Code | None = None
    detail_level: Code | None = None
    keys: tuple[Identifier, ...] = ()
    audiences: tuple[Code, ...] = ()
    place_kind: Code | None = None
    typing: tuple[Code, ...] = ()
    trust_level: Code | None = None
    needs_written_form: bool | None = None
    needs_presence: bool | None = None
    informal_possible: bool | None = None
    categories: tuple[Category, ...] = ()
    classification: tuple[Code, ...] = ()
    sdg_areas: tuple[Code, ...] = ()
    sdg_areas_2: tuple[Code, ...] = ()
    related: tuple[Identifier, ...] = ()
    processes: tuple[Identifier, ...] = ()
    publisher: Publisher | None = None
    territories: tuple[Identifier, ...] = ()
    single_contact: bool | None = None
    """`kennzeichenEA` of 2.2.0: can be done through the Einheitliche Stelle."""
    single_contact_kinds: tuple[Code, ...] = ()
    """`durchfuehrbarEinheitlicheStelle` of 2.3.1: 00, 11, 19."""
    industries: tuple[Industry, ...] = ()
    legal_forms: tuple[Code, ...] = ()
    nationalities: tuple[Code, ...] = ()
    nationality_groups: tuple[Code, ...] = ()
    version: VersionInfo | None = None
    languages: tuple[LanguageVersion, ...] = ()
    validity: tuple[Period, ...] = ()

    @property
    def service_keys(self) -> tuple[str, ...]:
        """The Leistungsschlüssel as plain digits."""
        return tuple(key.value for key in self.keys)

    def name(self, language: str = "de") -> str:
        """What the citizen reads: Leistungsbezeichnung II (03), else Leistungsbezeichnung (02)."""
        return self.text("03", language) or self.text("02", language)


class Specialisation(Described, frozen=True, kw_only=True, tag=True):
    """`spezialisierung`: what a Land or municipality adds to or puts in place of the texts of a service in its territory."""

    id: Identifier
    service_id: Identifier
    secondary_ids: tuple[Identifier, ...] = ()
    territories: tuple[Identifier, ...] = ()
    trust_level: Code | None = None
    needs_written_form: bool | None = None
    publisher: Publisher | None = None
    version: VersionInfo | None = None
    languages: tuple[LanguageVersion, ...] = ()
    validity: tuple[Period, ...] = ()
