"""Our own example messages, one for each version in the field."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from rathaus.standards.xzufi import Delete, FindingKind, ObjectClass, Version, read_transfer, write_transfer
from rathaus.standards.xzufi.model.basics import Amount, Code, Identifier, Link
from rathaus.standards.xzufi.model.modules import FixedFee, KeyDate, Span, VariableFee
from rathaus.standards.xzufi.model.responsibility import Owner
from rathaus.standards.xzufi.model.service import Shape

FOLDER = Path(__file__).parent / "fixtures"


def fixture(version):
    return read_transfer((FOLDER / f"eigen-{version}.xml").read_bytes())


def unknown(read):
    return [(finding.path, finding.line) for finding in read.findings if finding.kind is FindingKind.UNKNOWN]


def own(value):
    return Identifier(value, scheme_agency_id="L100042")


def test_210_is_read_leniently():
    read = fixture("2.1.0")
    service, unit = (operation.item for operation in read.operations)
    assert read.version is Version.V210
    assert (read.header.sender, read.header.recipient) == ("Beispielredaktion", "Alle")
    assert read.header.created_at == datetime(2026, 11, 24, 12, 30, 47, tzinfo=UTC)
    assert service.id.key == ("L100042", "B.1")
    assert service.service_keys == ("99108001001000",)
    assert service.texts[0].kind.name == "Leistungsbezeichnung"
    assert service.name() == "Bewohnerparkausweis Erteilung"
    assert service.fees[0].description[0].text == "<p>30,70 €</p>"
    assert unit.names()[0].text == "Bürgerservice"
    assert unit.responsibilities[0].territories == (Identifier("150020000000"),)
    assert [path for path, _line in unknown(read)] == ["antwort[1]/ergebnisLeistung/leistung/alteAngabe"]


def test_220_says_everything_it_can():
    read = fixture("2.2.0")
    service, unit, owned, online = (operation.item for operation in read.operations[:4])
    assert (read.header.transaction_id, read.header.transaction_position) == ("T-1", 4)
    assert service.structure.shape is Shape.ACTION
    assert service.structure.action == Code("001", "urn:de:fim:leika:verrichtung", name="Erteilung")
    assert service.keys[0].label == "Bewohnerparkausweis Erteilung"
    assert service.text("02", "en") == "Resident parking permit"
    assert service.text("06") == "<p>Sie wohnen im <strong>Bewohnerparkgebiet</strong>&#xa0;?</p>"
    assert service.deadlines[0].deadlines[0].term == Span(1, "MONAT")
    first, second = service.fees[0].fees
    assert first.amount == FixedFee(Amount(Decimal("30.70")))
    assert (first.amount.amount.cents, first.prepayment) == (3070, True)
    assert first.links == (Link("https://example.org/gebuehren"),)
    assert second.amount == VariableFee(minimum=Amount(Decimal("10.20")))
    document = service.documents[0].incoming[0].document
    assert document.kind == Code("001", "urn:de:fim:codeliste:dokumenttyp", "5")
    assert document.name[0].text == "Meldebescheinigung"
    assert (service.needs_written_form, service.single_contact) == (False, False)
    changed = datetime(2026, 10, 1, 8, 0, 0, 500000, tzinfo=timezone(timedelta(hours=2)))
    assert service.version.changed_at == changed
    assert (unit.addresses[0].place, unit.addresses[0].code.ars.code) == ("Halle (Saale)", "150020000000")
    assert owned.owner_id == own("OE.1")
    assert owned.responsibility.owner_kind is Owner.UNIT
    assert owned.responsibility.role.name == "Zuständige Stelle"
    assert (online.links[0].uri, online.links[0].kind.code, online.trust_level.code) == ("https://example.org/online", "01", "10")
    assert read.operations[4] == Delete(ObjectClass.RESPONSIBILITY, own("Z.99"))
    assert unknown(read) == [("schreibe[1]/leistung/herstellerAngabe", 44)]


def test_231_says_everything_it_can():
    read = fixture("2.3.1")
    service, specialisation = (operation.item for operation in read.operations[:2])
    assert service.structure.shape is Shape.DETAIL
    assert (service.catalogue_status.code, service.library_status.code) == ("6", "5")
    assert service.deadlines[0].deadlines[0].term == KeyDate("--05-31")
    assert [module.channel.code for module in service.deadlines] == ["000", "100"]
    incoming = service.documents[0].incoming[0]
    assert (incoming.obligation.code, incoming.trigger, incoming.document.unlisted_kind) == ("01", True, "Skizze")
    assert service.hints[0].channel.code == "200"
    assert service.source_portals[0].parameters[0].name == "ars"
    assert (service.needs_written_form, service.needs_presence, service.informal_possible) == (True, False, None)
    assert ([code.code for code in service.sdg_areas], service.sdg_areas_2[0].code) == (["1020200"], "1010")
    assert (service.single_contact_kinds[0].code, service.nationality_groups[0].code) == ("11", "02")
    assert service.languages[0].machine_translated is True
    assert service.languages[0].machine_translation.original_language == "de"
    assert specialisation.service_id == own("B.1")
    assert read.operations[2].item_class is ObjectClass.SPECIALISATION
    assert read.findings.total == 0


@pytest.mark.parametrize("version", ["2.1.0", "2.2.0"])
def test_an_older_message_goes_out_in_the_newest_version(version):
    """What is lost on the way is named: here only the label of a key and the flag of the Einheitliche Stelle."""
    read, losses = fixture(version), []
    data = b"".join(write_transfer(read.operations, header=read.header, version=Version.V231, losses=losses))
    assert len(read_transfer(data).operations) == len(read.operations)
    assert {loss.part for loss in losses} <= {"Identifier.label", "Service.single_contact"}


def test_names_of_the_other_version_are_read_too():
    """Senders mix: a 2.3.1 message with the names of 2.2.0 loses nothing."""
    text = (FOLDER / "eigen-2.2.0.xml").read_text(encoding="utf-8")
    mixed = text.replace("xzufi/2_2_0", "xzufi/2_3_1").replace('xzufiVersion="2.2.0"', 'xzufiVersion="2.3.1"')
    old, new = fixture("2.2.0"), read_transfer(mixed.encode())
    assert new.version is Version.V231
    assert new.operations == old.operations
    assert len(unknown(new)) == len(unknown(old))


def test_a_version_that_contradicts_its_namespace_is_told():
    text = (
        (FOLDER / "eigen-2.3.1.xml").read_text(encoding="utf-8").replace('xzufiVersion="2.3.1"', 'xzufiVersion="2.2.0" neu="1"')
    )
    read = read_transfer(text.encode())
    assert [finding.kind for finding in read.findings] == [FindingKind.NOTE, FindingKind.UNKNOWN]
    assert len(read.operations) == 3
