"""What the reader refuses, and that it refuses in bounded time and memory. Only XzufiError may come out of it."""

import random
import tracemalloc
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.standards.xzufi import FindingKind, Header, Limits, Reader, Version, Write, XzufiError, read_transfer, write_transfer
from rathaus.standards.xzufi.errors import KEPT
from rathaus.standards.xzufi.model.basics import Identifier
from rathaus.standards.xzufi.model.unit import Unit
from tests.standards.xzufi import strategies
from tests.standards.xzufi.documents import BOMB, message, service, write


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "kein Wurzelelement"),
        (b" " * 300_000, "kein Wurzelelement"),
        (b"\x00\xff\xfe", "kein Wurzelelement"),
        (message(write(service()))[:-30], "kein wohlgeformtes XML"),
        (message(write(service())).replace(b"Wohnsitz", b"Wohn\x00sitz"), "kein wohlgeformtes XML"),
        (message(write(service("<titel>&boese;</titel>"))), "kein wohlgeformtes XML"),
        (message(write(service()), head=BOMB), "DOCTYPE"),
        (message(write(service()), head='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), "DOCTYPE"),
        (message(write(service()), head='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "DOCTYPE"),
        (message(write(service()), head='<!DOCTYPE x [<!ENTITY % e SYSTEM "file:///etc/passwd"> %e;]>'), "DOCTYPE"),
        (message(write(service()), namespace="http://xoev.de/schemata/xzufi/9_9_9"), "xzufi/9_9_9 wird nicht gelesen"),
        (b"<transfer/>", "leer"),
        (message(write(service("<x>" * 300 + "</x>" * 300))), "kein wohlgeformtes XML"),
        (message(write("<leistung/>")), "'id' fehlt"),
        (message(write("<leistung><id/></leistung>")), "Identifikator ist leer"),
        (message(write(service("<gueltigkeit><beginn>2026-02-30T00:00:00</beginn></gueltigkeit>"))), "gibt es nicht"),
        (message(write(service("<gueltigkeit><beginn>gestern</beginn></gueltigkeit>"))), "kein Zeitpunkt"),
        (message(write(service("<gueltigkeit><beginn>2026-01-01T00:00:00+99:00</beginn></gueltigkeit>"))), "gibt es nicht"),
        (
            message(
                write(
                    service(
                        "<modulFachlicheFreigabe><fachlichFreigegebenAm>31.5.26</fachlichFreigegebenAm></modulFachlicheFreigabe>"
                    )
                )
            ),
            "kein Datum",
        ),
        (message(write(service("<kennzeichenEA>vielleicht</kennzeichenEA>"))), "weder true noch false"),
        (message(write(service("<typisierung><name>x</name></typisierung>"))), "Code fehlt"),
        (message("<loesche><id>1</id></loesche>"), "'klasse' fehlt"),
        (message('<loesche klasse="Rathaus"><id>1</id></loesche>'), "Klasse 'Rathaus' ist unbekannt"),
        (message('<loesche klasse="Leistung"/>'), "'id' fehlt"),
    ],
)
def test_refuses(data, says):
    with pytest.raises(XzufiError, match=says):
        read_transfer(data)


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ('<betrag currencyCode="Taler">5</betrag>', "keine Währung"),
        ('<betrag currencyCode="eur">5</betrag>', "keine Währung"),
        ('<betrag currencyCode="EUR">12,50</betrag>', "kein Betrag"),
        ('<betrag currencyCode="EUR">NaN</betrag>', "kein Betrag"),
        ('<betrag currencyCode="EUR">1e999999</betrag>', "kein Betrag"),
        ('<betrag currencyCode="EUR">' + "9" * 5000 + "</betrag>", "kein Betrag"),
        ('<betrag currencyCode="EUR"/>', "kein Betrag"),
    ],
)
def test_a_wrong_amount_is_told_with_its_place(amount, says):
    data = message(
        write(service()),
        "\n",
        write(
            service(
                f'<modulKosten>\n<kosten><kostenauswahl xsi:type="x:KostenFix">{amount}</kostenauswahl></kosten></modulKosten>'
            )
        ),
    )
    with pytest.raises(XzufiError, match=says) as caught:
        read_transfer(data)
    assert caught.value.line == 3
    assert caught.value.path == "schreibe[2]/leistung/modulKosten/kosten/kostenauswahl/betrag"
    assert caught.value.remedy or "9" * 20 in str(caught.value)


def test_a_broken_object_can_be_left_out_and_is_told():
    data = message(write(service()), write("<leistung/>"), write(service()))
    read = read_transfer(data, skip_errors=True)
    assert len(read.operations) == 2
    assert read.findings.counts[FindingKind.ERROR] == 1
    assert "schreibe[2]/leistung: Die Angabe 'id' fehlt. Ergänzen Sie sie im Redaktionssystem." in str(read.findings.kept[0])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1"])
def test_other_encodings_are_read(encoding):
    text = message(write(service("<herausgeber><id>1</id><bezeichnung>Größe</bezeichnung></herausgeber>"))).decode()
    named = "utf-16" if encoding == "utf-16-le" else encoding.removesuffix("-sig")
    data = text.replace('encoding="UTF-8"', f'encoding="{named}"').encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    assert read_transfer(data).operations[0].item.publisher.names == ("Größe",)


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 64, 4096])
def test_the_size_of_the_pieces_changes_nothing(chunk):
    operations = [Write(Unit(id=Identifier(str(number)))) for number in range(40)]
    data = b"".join(write_transfer(operations, header=Header(message="t", id="u", transaction_position=3)))
    read = read_transfer(data, limits=Limits(chunk=chunk))
    assert list(read.operations) == operations
    assert (read.header.id, read.header.transaction_position) == ("u", 3)


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "<schrott/>" * 1_000_000,
        write(service("<schrott/>" * 1_000_000)),
        write(service("<gueltigkeit/>" * 1_000_000)),
        write(service("<schreibe/>" * 1_000_000)),
        write(service("<formular/>" * 1_000_000)),
    ],
    ids=["below the root", "unknown", "known", "frames inside", "objects inside"],
)
def test_a_million_siblings_are_cut_off(body):
    with pytest.raises(XzufiError, match="größer als 4096 KiB"):
        read_transfer(message(body))


def test_a_head_without_end_is_refused():
    with pytest.raises(XzufiError, match="Nachrichtenkopf"):
        read_transfer(message("<transaktionID/>" * 1_000_000))


def test_empty_frames_are_told_and_counted():
    read = read_transfer(message("<schreibe/>" * 5_000))
    assert read.operations == ()
    assert read.findings.counts[FindingKind.NOTE] == 5_000
    assert len(read.findings) == KEPT


def test_memory_does_not_grow_with_the_message():
    def pieces(number):
        units = (Write(Unit(id=Identifier(str(at)))) for at in range(number))
        return b"".join(write_transfer(units, header=Header(message="t")))

    def peak(number):
        data = BytesIO(pieces(number))
        tracemalloc.start()
        assert sum(1 for _operation in Reader(data)) == number
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak(100)  # tables are compiled once
    assert peak(6_000) < 1.5 * peak(1_500)


def test_publishers_within_publishers_end_somewhere():
    inner = "<id>1</id>"
    for _level in range(20):
        territory = f"<id>g</id><typ><id>t</id><klasse><id>k</id></klasse></typ><herausgeber>{inner}</herausgeber>"
        inner = f"<id>1</id><standardZustaendigkeitsgebiet>{territory}</standardZustaendigkeitsgebiet>"
    with pytest.raises(XzufiError, match="tiefer als 8"):
        read_transfer(message(write(service(f"<herausgeber>{inner}</herausgeber>"))))


def test_a_very_long_text_is_refused():
    data = message(write(service(f"<herausgeber><id>1</id><bezeichnung>{'x' * 600_000}</bezeichnung></herausgeber>")))
    with pytest.raises(XzufiError, match="länger als 500000"):
        read_transfer(data)


def test_an_endless_source_ends():
    class Endless:
        def read(self, size=-1, /):
            return b"<transfer xmlns='http://xoev.de/schemata/xzufi/2_2_0'>" if size < 0 else b" " * size

    with pytest.raises(XzufiError):
        list(Reader(Endless()))


@given(st.binary(max_size=400))
def test_any_bytes(data):
    with pytest.raises(XzufiError):
        read_transfer(data)


@given(strategies.operations(Version.V220), st.integers(0, 2**32), st.integers(1, 12))
@settings(max_examples=40)
def test_any_damage(operations, seed, times):
    data = bytearray(b"".join(write_transfer(operations, header=Header(message="t"), version=Version.V220)))
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _time in range(times):
        at = chance.randrange(len(data))
        data[at : at + chance.choice([0, 1, 1, 20])] = chance.choice(
            [b"", b"<", b"\x00", b"&#x1F600;", b"</xzufi:id>", b'"', b"\xff"]
        )
    with suppress(XzufiError):
        read_transfer(bytes(data), skip_errors=True)


def test_what_xml_cannot_carry_is_refused_when_written():
    bad = Write(Unit(id=Identifier("a\x0bb")))
    with pytest.raises(XzufiError, match=r"U\+000B ist in XML nicht erlaubt"):
        list(write_transfer([bad], header=Header(message="t")))
    with pytest.raises(XzufiError, match="wird nur gelesen"):
        list(write_transfer([], header=Header(message="t"), version=Version.V210))
