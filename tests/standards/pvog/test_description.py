"""The detail answer of the Suchdienst; the example is ours, after the shape of the real one."""

import copy
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards.pvog import PvogError, read_description
from rathaus.standards.xzufi import FindingKind, Header, Version, Write, read_transfer, write_transfer
from rathaus.standards.xzufi.model.basics import Code, DynamicParameter, Identifier
from rathaus.standards.xzufi.model.modules import Span


def module(code, text, category="TEXT_MODUL", **more):
    head = {"@type": "_module", "title": f"Titel {code}", "text": text, "code": code, "xZufiCategory": category}
    return {**head, "filled": True, "placeholder": False, "replace": False, "links": [], "additionalInformation": [], **more}


EXAMPLE = {
    "id": "L100042.LB.7",
    "name": "Hund anmelden",
    "description": "<p>Kurz.</p>",
    "languageCode": "de",
    "leikakeys": ["99102013104000"],
    "ars": ["150020000000"],
    "arsFederalstate": ["15"],
    "availableLanguages": ["de", "en"],
    "languageComplete": {"en": False},
    "externalLastUpdate": "2026-01-24T12:21:29Z",
    "timestamp": "2026-01-25T01:26:46.650442062Z",
    "validFrom": "2026-01-01",
    "validTo": "2026-12-31",
    "synonyms": ["Hundesteuer"],
    "addressees": ["Bürger"],
    "suggest": ["hund"],
    "organisationIds": ["L100042.OE.1"],
    "typing": [{"code": "5", "name": "Kommune", "listURI": "urn:de:fim:leika:typisierung", "listVersionID": "20210831"}],
    "sourcePortals": [{"title": "Quelle", "uri": "https://example.org/", "replace": False}],
    "details": [
        module("02", "Hundesteuer Anmeldung"),
        module("03", "Hund anmelden"),
        module("24", "<p>Kurz.</p>"),
        module("18", "nicht angegeben", placeholder=True),
        module("15", "", links=[{"uri": "https://example.org/a", "title": "A", "description": "", "dynamicParameters": []}]),
        module("98", "<p>Keine</p>", "KOSTEN", details=[]),
        module("97", "<p>Sofort</p>", "FRIST", details=[module("009", "Binnen eines Monats.: 1 Monat", "")]),
        module("95", "", "BEARBEITUNGSDAUER", details=[module("95", "14 Tage", "", title="In der Regel")]),
        module("STATUS", "6", "TEXT_MODUL_INDIVIDUELL"),
        module("93", "<p>Stadt Halle (Saale)</p>", "FREIGABE"),
        module("BESONDERS", "x", "TEXT_MODUL_INDIVIDUELL"),
    ],
    "personalMatters": [
        {"code": "1000000", "name": "Lebenslagen", "children": [{"code": "1010000", "name": "Tiere", "children": []}]}
    ],
    "onlineServiceLinks": [
        {
            "uri": "https://example.org/hund",
            "title": "Onlinedienst",
            "id": "L100042.OD.3",
            "levelOfConfidence": "10",
            "identificationMethods": ["Nutzerkonto -\n     Passwort"],
            "paymentMethods": ["Karte"],
            "dynamicParameters": [{"typ": "001", "parameterName": "ars"}],
            "helpLinks": [],
            "validityPeriods": [{"validFrom": "2026-01-01", "validTo": "2999-12-31"}],
        }
    ],
    "forms": [],
}


def read(**changes):
    return read_description(json.dumps({**copy.deepcopy(EXAMPLE), **changes}).encode())


def test_everything_has_its_place():
    found = read()
    service = found.service
    assert service.id == Identifier("L100042.LB.7", scheme_agency_id="L100042")
    assert service.service_keys == ("99102013104000",)
    assert (service.name(), service.text("02"), service.text("24")) == ("Hund anmelden", "Hundesteuer Anmeldung", "<p>Kurz.</p>")
    assert next(text for text in service.texts if text.kind.code == "15").links[0].uri == "https://example.org/a"
    assert service.fees[0].description[0].text == "<p>Keine</p>"
    assert service.deadlines[0].deadlines[0].kind == Code("009", name="Titel 009")
    assert service.deadlines[0].deadlines[0].term == Span(1, "MONAT")
    assert service.durations[0].durations[0].term == Span(14, "TAG")
    assert service.durations[0].durations[0].description[0].text == "In der Regel"
    assert service.library_status == Code("6")
    assert [text.kind.code for text in service.custom_texts] == ["93", "BESONDERS"]
    assert [(category.id.value, category.parent and category.parent.value) for category in service.categories] == [
        ("1000000", None),
        ("1010000", "1000000"),
    ]
    assert service.categories[0].children == (service.categories[1].id,)
    assert [language.language for language in service.languages] == ["de", "en"]
    assert service.version.changed_at == datetime(2026, 1, 24, 12, 21, 29, tzinfo=UTC)
    assert service.validity[0].ends == datetime(2026, 12, 31, 23, 59, 59)  # noqa: DTZ001 - a local day
    assert service.terms[0].terms[0].term.text == "Hundesteuer"
    offer = found.offers[0]
    assert offer.service.trust_level.code == "10"
    assert offer.service.links[0].parameters == (DynamicParameter(Code("001"), "ars"),)
    assert (offer.identification, offer.payment) == (("Nutzerkonto - Passwort",), ("Karte",))
    assert found.units == (Identifier("L100042.OE.1", scheme_agency_id="L100042"),)
    assert (found.audiences, found.suggestions) == (("Bürger",), ("hund",))


def test_a_placeholder_is_left_out_and_told():
    found = read()
    assert found.placeholders == ("18",)
    assert not found.service.text("18")
    assert "nicht angegeben" not in str(found.service)
    assert any("Platzhalter" in finding.text for finding in found.findings)


def test_what_has_no_place_is_listed_with_its_path():
    found = read(neu={"a": 1}, details=[module("02", "x", replace=True, ersatz="y")], name="Anders")
    told = {finding.path for finding in found.findings if finding.kind is FindingKind.UNKNOWN}
    assert {"/neu", "/details[0]/replace", "/details[0]/ersatz", "/name"} <= told
    assert not [finding for finding in read().findings if finding.kind is FindingKind.UNKNOWN]


def test_it_can_be_written_as_xzufi():
    found = read()
    writes = [Write(found.service), *(Write(offer.service) for offer in found.offers)]
    data = b"".join(write_transfer(writes, header=Header(message="t"), version=Version.V231))
    assert list(read_transfer(data).operations) == writes


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "kein JSON"),
        (b"[]", "kein JSON-Objekt"),
        (b"{" * 100_000, "kein JSON"),
        (b"[" * 100_000, "kein JSON"),
        (b'{"id": "\xff"}', "kein JSON"),
        (b"{}", "Die Angabe fehlt"),
        (b'{"id": 7}', "Text erwartet"),
        (b'{"id": "../../etc"}', "keine Kennung"),
        (json.dumps({**EXAMPLE, "details": {}}).encode(), "Liste erwartet"),
        (json.dumps({**EXAMPLE, "externalLastUpdate": "gestern"}).encode(), "kein Zeitpunkt"),
        (json.dumps({**EXAMPLE, "typing": [{}]}).encode(), "/typing\\[0\\]/code"),
        (json.dumps({**EXAMPLE, "details": [{"placeholder": "ja"}]}).encode(), "true oder false"),
    ],
)
def test_refuses(data, says):
    with pytest.raises(PvogError, match=says):
        read_description(data)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["code", "uri", "text", "x"]), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(st.sampled_from(sorted(EXAMPLE)), JSON)
def test_any_value_anywhere_is_read_or_refused(name, value):
    try:
        read(**{name: value})
    except PvogError:
        return


@pytest.mark.conformance
def test_the_real_description(standards):
    found = read_description((standards / "fim/pvog/B100019_LB_574711.json").read_bytes())
    assert found.service.service_keys == ("99007002017000",)
    assert found.service.name() == "Ausbildungsgeld beantragen"
    assert len(found.service.texts) == 13
    assert found.service.durations[0].durations[0].term == Span(1, "MONAT")
    assert found.service.deadlines[0].deadlines[0].kind.code == "009"
    assert found.offers[0].service.trust_level.code == "15"
    assert len(found.service.categories) == 5
    assert found.placeholders == ("18",)
    unknown = {finding.path for finding in found.findings if finding.kind is FindingKind.UNKNOWN}
    assert unknown == {"/sdgInformation[0]/texts/en_GB", "/sdgInformation[0]/values"}
