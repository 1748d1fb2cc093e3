"""The modules of a service."""

from rathaus.standards.xzufi.model import modules
from rathaus.standards.xzufi.tables.base import Evidence, Leaf, Row, Struct, Table, Union, Unwrapped, row, since_231, until_220
from rathaus.standards.xzufi.tables.basics import LANGUAGE_ATTRIBUTE, LINK, PARAMETER, PERIOD
from rathaus.standards.xzufi.tables.territory import SECONDARY

_SEEN = Evidence.SEEN
_HEAD: tuple[Row, ...] = (
    since_231("channel", "zugangskanal", Leaf.CODE),
    row("position", "positionDarstellung", Leaf.INTEGER, evidence=_SEEN),
    row("id", "id", Leaf.IDENTIFIER),
    SECONDARY,
    row("validity", "gueltigkeit", PERIOD, many=True),
)
_CONTENT = row("content", "inhalt", Leaf.LOCALIZED, many=True, evidence=_SEEN)
_DESCRIPTION = row("description", "beschreibung", Leaf.LOCALIZED, many=True, evidence=_SEEN)
_LINKS = row("links", "weiterfuehrenderLink", LINK, many=True, evidence=_SEEN)
_TERM = row(
    "term",
    "fristauswahl",
    Union(((modules.Span, "FristDauer"), (modules.KeyDate, "FristStichtag"))),
)
_TAIL: tuple[Row, ...] = (
    row("position", "positionDarstellung", Leaf.INTEGER),
    row("validity", "gueltigkeit", PERIOD, many=True),
)
_DOCUMENT = Struct(modules.Document)
_INCOMING = Struct(modules.IncomingDocument)

TABLES = (
    Table(
        modules.TextModule,
        (
            *_HEAD,
            row("kind", "leikaTextmodul", Leaf.CODE, required=True, evidence=_SEEN),
            row("title", "leikaTextmodulAbweichendeBezeichnung", Leaf.LOCALIZED, many=True),
            _CONTENT,
            _LINKS,
        ),
    ),
    Table(
        modules.CustomTextModule,
        (*_HEAD, row("kind", "individuellesTextmodultyp", Leaf.CODE, required=True), _CONTENT, _LINKS),
    ),
    Table(
        modules.Span,
        (
            row("length", "dauer", Leaf.INTEGER, required=True, evidence=_SEEN),
            row("unit", "einheit", Leaf.BARE_CODE, required=True, evidence=_SEEN),
            row("length_to", "dauerBis", Leaf.INTEGER),
            row("unit_to", "einheitBis", Leaf.BARE_CODE),
        ),
    ),
    Table(
        modules.KeyDate,
        (row("begins", "von", Leaf.TOKEN), row("ends", "bis", Leaf.TOKEN)),
    ),
    Table(modules.Deadline, (row("kind", "typ", Leaf.CODE), _TERM, _DESCRIPTION, *_TAIL)),
    Table(
        modules.DeadlineModule,
        (*_HEAD, row("deadlines", "frist", Struct(modules.Deadline), many=True), _DESCRIPTION, _LINKS),
    ),
    Table(modules.Duration, (_TERM, _DESCRIPTION, *_TAIL)),
    Table(
        modules.DurationModule,
        (*_HEAD, row("durations", "bearbeitungsdauer", Struct(modules.Duration), many=True), _DESCRIPTION, _LINKS),
    ),
    Table(
        modules.FixedFee,
        (row("amount", "betrag", Leaf.AMOUNT, required=True, evidence=_SEEN),),
    ),
    Table(modules.FreeFee, (row("description", "beschreibungKostenfreiheit", Leaf.LOCALIZED, many=True),)),
    Table(
        modules.VariableFee,
        (
            row("minimum", "betragUntergrenze", Leaf.AMOUNT),
            row("maximum", "betragObergrenze", Leaf.AMOUNT),
            row("description", "beschreibungVariabilitaet", Leaf.LOCALIZED, many=True),
        ),
    ),
    Table(
        modules.Fee,
        (
            row("kind", "typ", Leaf.CODE),
            row(
                "amount",
                "kostenauswahl",
                Union(
                    (
                        (modules.FixedFee, "KostenFix"),
                        (modules.FreeFee, "KostenFrei"),
                        (modules.VariableFee, "KostenVariabel"),
                    )
                ),
            ),
            _DESCRIPTION,
            row("prepayment", "vorkasse", Leaf.BOOLEAN),
            row("links", "linkKostenbildung", LINK, many=True, old_kind=Leaf.LINK_AS_URI, old_most=1),
            *_TAIL,
        ),
    ),
    Table(
        modules.FeeModule,
        (*_HEAD, row("fees", "kosten", Struct(modules.Fee), many=True), _DESCRIPTION, _LINKS),
    ),
    Table(
        modules.Document,
        (
            row("kind", "code", Leaf.CODE, within="art", old_within="typ"),
            row("unlisted_kind", "nichtGelisteterWert", Leaf.STRING, within="art", old_within="typ"),
            row("name", "bezeichnung", Leaf.LOCALIZED, many=True),
            row("description", "beschreibung", Leaf.LOCALIZED, many=True),
            row("forms", "formularReferenz", Leaf.IDENTIFIER, many=True, old="referenzFormularID"),
            row("signature", "angabeSignatur", Leaf.CODE),
        ),
    ),
    Table(
        modules.IncomingDocument,
        (
            since_231("obligation", "pflichtangabetyp", Leaf.CODE),
            since_231("reasons", "pflichtangabeGrundKontextabhaengigkeit", Leaf.CODE, many=True),
            since_231("trigger", "kennzeichenAusloeser", Leaf.BOOLEAN),
            row("document", "dokument", _DOCUMENT, required=True),
        ),
    ),
    Table(
        modules.DocumentModule,
        (
            *_HEAD,
            row(
                "incoming",
                "dokumentEingehend",
                _INCOMING,
                many=True,
                old_kind=Unwrapped(modules.IncomingDocument, "document", "dokument", _DOCUMENT),
            ),
            row("outgoing", "dokumentAusgehend", _DOCUMENT, many=True),
            until_220("description", "beschreibung", Leaf.LOCALIZED, many=True),
            since_231("description_incoming", "beschreibungEingehend", Leaf.LOCALIZED, many=True),
            since_231("description_outgoing", "beschreibungAusgehend", Leaf.LOCALIZED, many=True),
            _LINKS,
        ),
    ),
    Table(
        modules.Term,
        (
            row("term", "begriff", Leaf.LOCALIZED, required=True, evidence=_SEEN),
            row("kind", "typ", Leaf.CODE, evidence=_SEEN),
        ),
    ),
    Table(
        modules.TermModule,
        (*_HEAD, row("terms", "begriffImKontext", Struct(modules.Term), many=True, evidence=_SEEN)),
    ),
    Table(
        modules.ApprovalModule,
        (
            *_HEAD,
            row("approved_on", "fachlichFreigegebenAm", Leaf.DATE, evidence=_SEEN),
            row("approved_by", "fachlichFreigegebenDurch", Leaf.LOCALIZED, many=True, evidence=_SEEN),
        ),
    ),
    Table(modules.HintModule, (*_HEAD, _CONTENT, _LINKS)),
    Table(
        modules.SourcePortalModule,
        (
            LANGUAGE_ATTRIBUTE,
            *_HEAD,
            row("uri", "uri", Leaf.TOKEN, required=True, evidence=_SEEN),
            row("title", "titel", Leaf.STRING, evidence=_SEEN),
            since_231("parameters", "dynamischeParameter", PARAMETER, many=True),
        ),
    ),
)
