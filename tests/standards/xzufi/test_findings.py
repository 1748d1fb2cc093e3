"""Nothing is dropped in silence: what has no place is told with line and path, what a version cannot say is a loss."""

import pytest

from rathaus.standards.xzufi import FindingKind, Header, Version, Write, XzufiError, read_transfer, write_object, write_transfer
from rathaus.standards.xzufi.model.basics import Code, Identifier, LanguageVersion, Link, LocalizedText
from rathaus.standards.xzufi.model.modules import (
    DeadlineModule,
    Document,
    DocumentModule,
    Fee,
    FeeModule,
    HintModule,
    IncomingDocument,
)
from rathaus.standards.xzufi.model.service import Service
from tests.standards.xzufi.documents import message, service, write


@pytest.mark.parametrize(
    ("body", "path", "says"),
    [
        (write(service("<neu><tief/></neu>")), "schreibe[1]/leistung/neu", "kennt das Modell nicht"),
        (write(service("<neu/><neu/>")), "schreibe[1]/leistung/neu[1]", "kennt das Modell nicht"),
        (write(service('<kennzeichenEA neu="1">true</kennzeichenEA>')), "schreibe[1]/leistung/kennzeichenEA", "Attribut 'neu'"),
        (
            write(service("<vertrauensniveau><code>10</code><neu/></vertrauensniveau>")),
            "schreibe[1]/leistung/vertrauensniveau/neu",
            "kennt",
        ),
        (
            write(service("<kennzeichenEA>true</kennzeichenEA><kennzeichenEA>false</kennzeichenEA>")),
            "kennzeichenEA[2]",
            "mehrfach",
        ),
        (write(service("Text dazwischen")).replace("<id ", "Text<id "), "schreibe[1]/leistung", "nur Elemente"),
        (
            write(service("<modulAuskunftshinweis><inhalt><b>x</b></inhalt></modulAuskunftshinweis>")),
            "inhalt/b",
            "HTML muss maskiert",
        ),
        (write("<neuesObjekt><id>1</id></neuesObjekt>"), "schreibe[1]/neuesObjekt", "Art von Objekt"),
        ("<neu/>" + write(service()), "neu[1]", "kennt das Modell nicht"),
        (write(service()) + "<neu/>", "neu[1]", "kennt das Modell nicht"),
        (
            write(service('<modulFrist><frist><fristauswahl xsi:type="x:FristNeu"/></frist></modulFrist>')),
            "schreibe[1]/leistung/modulFrist/frist/fristauswahl",
            "FristDauer, FristStichtag",
        ),
        (
            write(service('<herausgeber xsi:type="x:Neu"><id>1</id></herausgeber>')),
            "schreibe[1]/leistung/herausgeber",
            "xsi:type='Neu'",
        ),
    ],
)
def test_what_has_no_place_is_told(body, path, says):
    read = read_transfer(message(body))
    finding = read.findings.kept[0]
    assert (finding.kind, finding.line) == (FindingKind.UNKNOWN, 1)
    assert finding.path.endswith(path)
    assert says in str(finding)


def test_the_rest_of_the_object_stays():
    read = read_transfer(message(write(service("<neu/><kennzeichenEA>true</kennzeichenEA>"))))
    assert read.operations[0].item.single_contact is True


def test_lines_are_those_of_the_file():
    """Beyond 65,535 too, where many parsers stop counting; frames keep their number though those before them are freed."""
    [finding] = read_transfer(message(write(service()), "\n" * 70_000, write(service("\n<neu/>")))).findings
    assert (finding.line, finding.path) == (70_002, "schreibe[2]/leistung/neu")


FULL = Service(
    id=Identifier("B.1", scheme_agency_id="L1"),
    catalogue_status=Code("6"),
    keys=(Identifier("99108001001000", scheme_agency_id="x"),),
    deadlines=(DeadlineModule(), DeadlineModule()),
    fees=(FeeModule(fees=(Fee(links=(Link("https://example.org/", title="Gebühren"),)),)),),
    documents=(DocumentModule(incoming=(IncomingDocument(Document(), trigger=True),)),),
    hints=(HintModule(channel=Code("200"), content=(LocalizedText("de", "x"),)),),
    languages=(LanguageVersion("en", machine_translated=True),),
    needs_presence=False,
)


def test_every_loss_is_named_with_the_object():
    losses = []
    write_object(FULL, version=Version.V220, losses=losses)
    assert {loss.part for loss in losses} == {
        "Service.catalogue_status",
        "Identifier.scheme_agency_id",
        "Service.deadlines",
        "Link",
        "IncomingDocument",
        "HintModule.channel",
        "LanguageVersion.machine_translated",
        "Service.needs_presence",
    }
    assert {loss.subject for loss in losses} == {("L1", "B.1")}
    assert not [loss for loss in losses if not loss.text.endswith(".")]


def test_a_loss_is_refused_where_nobody_listens():
    with pytest.raises(XzufiError, match=r"L1/B.1: .*Wählen Sie Version 2.3.1"):
        write_object(FULL, version=Version.V220)
    assert write_object(FULL)


def test_the_root_is_named_by_the_caller():
    assert b"<xzufi:transfer " in b"".join(write_transfer([], header=Header()))
    assert b"<xzufi:anders " in b"".join(write_transfer([], header=Header(message="anders")))


def test_a_name_cannot_break_the_message():
    with pytest.raises(XzufiError, match="Wurzelelement"):
        list(write_transfer([], header=Header(message='t foo="1"><x')))


def test_one_object_alone_is_a_part_of_a_message():
    item = Service(id=Identifier("B.1"))
    assert write_object(item) in b"".join(write_transfer([Write(item)], header=Header()))
