"""The service and what specialises it."""

from rathaus.standards.xzufi.model import modules, service
from rathaus.standards.xzufi.tables.base import Evidence, Leaf, Row, Struct, Table, row, since_231, until_220
from rathaus.standards.xzufi.tables.basics import LANGUAGE, PERIOD, VERSION
from rathaus.standards.xzufi.tables.category import CATEGORY
from rathaus.standards.xzufi.tables.territory import ID, PUBLISHER, SECONDARY

_SEEN, _ASSUMED = Evidence.SEEN, Evidence.ASSUMED
_MODULES: tuple[Row, ...] = (
    row("texts", "modulText", Struct(modules.TextModule), many=True, evidence=_SEEN),
    row("custom_texts", "modulTextIndividuell", Struct(modules.CustomTextModule), many=True),
    row("deadlines", "modulFrist", Struct(modules.DeadlineModule), many=True, old_most=1, evidence=_SEEN),
    row("durations", "modulBearbeitungsdauer", Struct(modules.DurationModule), many=True, old_most=1, evidence=_SEEN),
    row("fees", "modulKosten", Struct(modules.FeeModule), many=True, old_most=1, evidence=_SEEN),
    row("documents", "modulDokument", Struct(modules.DocumentModule), many=True, old_most=1),
    row("terms", "modulBegriffImKontext", Struct(modules.TermModule), many=True, evidence=_SEEN),
    row("approvals", "modulFachlicheFreigabe", Struct(modules.ApprovalModule), many=True, old_most=1, evidence=_SEEN),
    row("hints", "modulAuskunftshinweis", Struct(modules.HintModule), many=True, old_most=1),
    row("source_portals", "modulUrsprungsportal", Struct(modules.SourcePortalModule), many=True, evidence=_SEEN),
)
_OLD_MODULES = (
    "texts",
    "custom_texts",
    "deadlines",
    "fees",
    "durations",
    "terms",
    "approvals",
    "hints",
    "documents",
    "source_portals",
)
_WRITTEN_FORM = row(
    "needs_written_form",
    "kennzeichenFormularSchriftformerfordernis",
    Leaf.BOOLEAN,
    old="kennzeichenSchriftformerfordernis",
    evidence=_SEEN,
)
_TRUST = row("trust_level", "vertrauensniveau", Leaf.CODE, evidence=_SEEN)
_PUBLISHER = row("publisher", "herausgeber", PUBLISHER)
_TERRITORIES = row("territories", "gueltigkeitGebietID", Leaf.IDENTIFIER, many=True, evidence=_SEEN)
_TAIL: tuple[Row, ...] = (
    row("version", "versionsinformationen", VERSION, old="versionsinformation", evidence=_SEEN),
    row("languages", "sprachversion", LANGUAGE, many=True, evidence=_SEEN),
    row("validity", "gueltigkeit", PERIOD, many=True),
)

TABLES = (
    Table(
        service.Structure,
        (
            row("shape", "xsi:type", Leaf.XSI_TYPE, in_attribute=True, required=True, evidence=_SEEN),
            row("grouping", "leistungsgruppierungLeiKa", Leaf.CODE, old_within="leistungsgruppierung"),
            until_220(
                "grouping_category",
                "leistungsgruppierungKategorie",
                CATEGORY,
                within="leistungsgruppierung",
                evidence=_ASSUMED,
            ),
            row("object_id", "leistungsobjektID", Leaf.IDENTIFIER, evidence=_SEEN),
            row("action", "verrichtungLeiKa", Leaf.CODE, old_within="verrichtung", evidence=_SEEN),
            until_220("action_category", "verrichtungKategorie", CATEGORY, within="verrichtung", evidence=_ASSUMED),
            row("detail", "verrichtungsdetail", Leaf.LOCALIZED, many=True, evidence=_SEEN),
        ),
    ),
    Table(
        service.Industry,
        (row("code", "code", Leaf.CODE), row("specific_id", "spezifischeID", Leaf.IDENTIFIER)),
    ),
    Table(
        service.Service,
        (
            ID,
            SECONDARY,
            row("structure", "struktur", Struct(service.Structure), evidence=_SEEN),
            since_231("catalogue_status", "statusKatalog", Leaf.CODE),
            since_231("library_status", "statusBibliothek", Leaf.CODE),
            since_231("detail_level", "detailstufe", Leaf.CODE),
            row(
                "keys",
                "referenzLeistungsschluessel",
                Leaf.IDENTIFIER,
                many=True,
                old="referenzLeiKa",
                old_kind=Leaf.KEY_AS_CODE,
                evidence=_SEEN,
            ),
            row("audiences", "leistungsadressat", Leaf.CODE, many=True),
            since_231("place_kind", "bezugsortTyp", Leaf.CODE),
            *_MODULES,
            row("typing", "typisierung", Leaf.CODE, many=True, evidence=_SEEN),
            _TRUST,
            _WRITTEN_FORM,
            since_231("needs_presence", "kennzeichenFormularPersoenlich", Leaf.BOOLEAN),
            since_231("informal_possible", "kennzeichenFormularFormlos", Leaf.BOOLEAN),
            row("categories", "kategorie", CATEGORY, many=True, evidence=_SEEN),
            row("classification", "klassifizierung", Leaf.CODE, many=True),
            row(
                "sdg_areas",
                "informationsbereichSDG1",
                Leaf.CODE,
                many=True,
                old="informationsbereichSDG",
                within="informationsbereicheSDG",
                evidence=_SEEN,
            ),
            since_231("sdg_areas_2", "informationsbereichSDG2", Leaf.CODE, many=True, within="informationsbereicheSDG"),
            row("related", "leistungImKontextID", Leaf.IDENTIFIER, many=True, old="idLeistungImKontext"),
            row("processes", "prozessID", Leaf.IDENTIFIER, many=True, old="idProzess"),
            _PUBLISHER,
            _TERRITORIES,
            until_220("single_contact", "kennzeichenEA", Leaf.BOOLEAN, evidence=_SEEN),
            since_231("single_contact_kinds", "durchfuehrbarEinheitlicheStelle", Leaf.CODE, many=True),
            row("industries", "relevantFuerWirtschaftszweig", Struct(service.Industry), many=True),
            row("legal_forms", "relevantFuerRechtsform", Leaf.CODE, many=True),
            row(
                "nationalities",
                "staatsangehoerigkeit",
                Leaf.CODE,
                many=True,
                old="relevantFuerStaatsangehoerigkeit",
                within="relevantFuerStaatsangehoerigkeit",
            ),
            since_231("nationality_groups", "staatengruppe", Leaf.CODE, many=True, within="relevantFuerStaatsangehoerigkeit"),
            *_TAIL,
        ),
        old_order=(
            "id",
            "secondary_ids",
            "structure",
            "keys",
            *_OLD_MODULES,
            "typing",
            "trust_level",
            "audiences",
            "needs_written_form",
            "categories",
            "classification",
            "sdg_areas",
            "related",
            "processes",
            "publisher",
            "territories",
            "single_contact",
            "industries",
            "legal_forms",
            "nationalities",
            "version",
            "languages",
            "validity",
        ),
    ),
    Table(
        service.Specialisation,
        (
            ID,
            SECONDARY,
            row("service_id", "leistungID", Leaf.IDENTIFIER, required=True),
            *_MODULES,
            _TRUST,
            _WRITTEN_FORM,
            _PUBLISHER,
            _TERRITORIES,
            *_TAIL,
        ),
        old_order=(
            "id",
            "secondary_ids",
            "service_id",
            *_OLD_MODULES,
            "trust_level",
            "needs_written_form",
            "publisher",
            "territories",
            "version",
            "languages",
            "validity",
        ),
    ),
)
