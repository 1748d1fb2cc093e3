import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards.pvog import Page, PvogError, read_list, read_page, write_page
from rathaus.standards.pvog.listing import COLUMNS
from rathaus.standards.xzufi import Delete, Header, ObjectClass, write_transfer
from rathaus.standards.xzufi.model.basics import Identifier

HEAD = "|".join(COLUMNS)
ROW = "L100042.LB.1|99102013104000|Hundesteuer Anmeldung|Hund anmelden|20.01.2025 00:48|L100042.OD.1|Dienst|https://example.org/a"


def listed(*rows):
    return read_list("\n".join([HEAD, *rows]).encode())


def test_a_service_with_two_online_services_is_one():
    second = ROW.replace("L100042.OD.1", "L100042.OD.2").replace("/a", "/b")
    none = 'L100042.LB.2|99102013105000|Ein "Name"|||||'
    found = listed(ROW, second, "", none)
    assert [entry.service.id.value for entry in found] == ["L100042.LB.1", "L100042.LB.2"]
    assert [offer.links[0].uri for offer in found[0].offers] == ["https://example.org/a", "https://example.org/b"]
    assert found[0].service.name() == "Hund anmelden"
    assert found[1].service.name() == 'Ein "Name"'
    assert found[1].offers == ()


def test_a_second_key_of_a_service_is_kept():
    found = listed(ROW, ROW.replace("99102013104000", "99102013104001"))
    assert found[0].service.service_keys == ("99102013104000", "99102013104001")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Kopfzeile"),
        (b"a|b\n", "Kopfzeile"),
        (HEAD.encode() + b"\n\xff", "kein UTF-8"),
        (f"{HEAD}\n{ROW}|mehr".encode(), "Zeile 2: Die Zeile hat 9 Spalten"),
        (f"{HEAD}\n{ROW}\n{ROW}".replace("20.01.2025", "2025-01-20").encode(), "Zeile 2: .* ist kein Datum"),
        (f"{HEAD}\n{ROW}\n{ROW.replace('L100042.LB.1', 'x')}".encode(), "Zeile 3: .* ist keine Kennung"),
    ],
)
def test_refuses_a_list(data, says):
    with pytest.raises(PvogError, match=says):
        read_list(data)


@pytest.mark.conformance
def test_the_real_list(standards):
    found = read_list((standards / "fim/pvog/service-catalogue_ars_000000000000.csv").read_bytes())
    assert len(found) == 911
    assert all(len(entry.service.service_keys) == 1 and len(entry.service.service_keys[0]) == 14 for entry in found)
    assert sum(len(entry.offers) for entry in found) == 374


MESSAGE = b"".join(write_transfer([Delete(ObjectClass.UNIT, Identifier("1"))], header=Header(message="t")))


@given(st.booleans(), st.one_of(st.none(), st.integers(0, 10**12)), st.text(min_size=1, max_size=20))
def test_a_page_comes_back(complete, index, url):
    body = MESSAGE.partition(b"?>")[2]
    page = Page(body, complete, index, url)
    assert read_page(write_page(page)) == page


def test_a_page_is_read_as_a_message():
    page = read_page(write_page(Page(MESSAGE, complete=True)))
    assert list(page.reader()) == [Delete(ObjectClass.UNIT, Identifier("1"))]
    assert Page(b"", complete=True).reader() is None
    assert page.findings.total == 0


def test_the_encoding_of_the_declaration_does_not_count_in_text():
    text = MESSAGE.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    page = read_page(json.dumps({"xzufiObjekte": text, "vollstaendig": True, "neu": 1}).encode())
    assert len(list(page.reader())) == 1
    assert [finding.path for finding in page.findings] == ["/neu"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<html>", "kein JSON"),
        (b'{"xzufiObjekte": 5, "vollstaendig": true}', "Text erwartet"),
        (b'{"xzufiObjekte": "", "vollstaendig": "ja"}', "true oder false"),
        (b'{"xzufiObjekte": "", "vollstaendig": false}', "keine n.chste Anfrage"),
        (b'{"xzufiObjekte": "", "vollstaendig": true, "naechsterIndex": "5"}', "ganze Zahl"),
    ],
)
def test_refuses_a_page(data, says):
    with pytest.raises(PvogError, match=says):
        read_page(data)
