"""Values of each kind: what is accepted, how it is written, which texts of others are understood."""

import datetime as dt
import traceback
import uuid
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from rathaus.standards import xfall
from rathaus.standards.xdatenfelder import FieldKind, Limits
from tests.standards.xfall.schemas import field, schema

KEY = "F00000000001"
LATIN = "Ḿ A̋rý Ș́ēç̌ D̂ỳȋ ŁẞÞðßĳŉſ ʹʺʾ’‡ Ñ̄ k̀ K͟h R̥̄ ẏ̆ ø̀ ž̦ ¡¿«»€№™ ﬀ"
"""Letters of DIN SPEC 91379 that no single code point carries, and of its other characters."""


def of(datatype, **more):
    return schema(field(1, datatype, **more))


def xml(probe, text):
    name = f"{KEY}V1.0.0"
    body = f"<{name}>{text}</{name}>"
    return f'<S00000000001V1.0.0 xmlns="{xfall.NAMESPACE}">{body}</S00000000001V1.0.0>'.encode()


@pytest.mark.parametrize(
    ("datatype", "text", "value"),
    [
        ("date", " 2026-02-28 ", dt.date(2026, 2, 28)),
        ("date", "2026-02-28+01:00", dt.date(2026, 2, 28)),
        ("date", "2026-02-28Z", dt.date(2026, 2, 28)),
        ("time", "23:59:59", dt.time(23, 59, 59)),
        ("datetime", "2026-07-01T10:00:00Z", dt.datetime(2026, 7, 1, 10, tzinfo=dt.UTC)),
        ("datetime", "2026-07-01T10:00:00", dt.datetime(2026, 7, 1, 8, tzinfo=dt.UTC)),
        ("datetime", "2026-12-01T10:00:00.5", dt.datetime(2026, 12, 1, 9, 0, 0, 500_000, tzinfo=dt.UTC)),
        ("bool", "\n1 ", True),
        ("bool", "false", False),
        ("num_int", "+007", Decimal(7)),
        ("num", "1.5E3", Decimal(1500)),
        ("num", "-.5", Decimal("-0.5")),
        ("num_currency", "12.", Decimal(12)),
        ("text", " a\tb ", " a\tb "),
        ("text_latin", "", ""),
        ("file", "  6F9619FF-8B86-D011-B42D-00CF4FC964FF", uuid.UUID("6f9619ff-8b86-d011-b42d-00cf4fc964ff")),
    ],
)
def test_understands(datatype, text, value):
    assert xfall.read_xml(of(datatype), xml(of(datatype), text)) == {KEY: value}


@pytest.mark.parametrize(
    ("datatype", "text", "says"),
    [
        ("date", "20260228", "ein Datum"),
        ("date", "2026-02-30", "ein Datum"),
        ("date", "2026-W09-6", "ein Datum"),
        ("date", "28.02.2026", "ein Datum"),
        ("date", "-0044-03-15", "ein Datum"),
        ("date", "٢٠٢٦-02-28", "ein Datum"),
        ("time", "10:00", "eine Uhrzeit"),
        ("time", "10:00:00Z", "eine Uhrzeit"),
        ("time", "24:00:00", "eine Uhrzeit"),
        ("datetime", "2026-07-01 10:00:00Z", "ein Zeitpunkt"),
        ("datetime", "2026-07-01T10:00:00+15:00", "ein Zeitpunkt"),
        ("bool", "ja", "true oder false"),
        ("bool", "", "true oder false"),
        ("num_int", "7.0", "eine ganze Zahl"),
        ("num_int", "1e3", "eine ganze Zahl"),
        ("num_int", "9" * 31, "eine ganze Zahl"),
        ("num_int", "9" * 5000, "eine ganze Zahl"),
        ("num", "NaN", "eine Zahl"),
        ("num", "INF", "eine Zahl"),
        ("num", "1,5", "eine Zahl"),
        ("num", "1e999", "eine Zahl"),
        ("num", "1e-99", "eine Zahl"),
        ("num", "1e999999999", "eine Zahl"),
        ("num_currency", "1e3", "ein Betrag"),
        ("file", "{6f9619ff-8b86-d011-b42d-00cf4fc964ff}", "Verweis auf eine Anlage"),
        ("file", "vertrag.pdf", "Verweis auf eine Anlage"),
    ],
)
def test_refuses_the_text(datatype, text, says):
    with pytest.raises(xfall.XfallError, match=says) as caught:
        xfall.read_xml(of(datatype), xml(of(datatype), text))
    assert caught.value.path == KEY


@pytest.mark.parametrize(
    ("datatype", "value"),
    [
        ("text", 7),
        ("text", b"bytes"),
        ("date", dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
        ("date", "2026-01-01"),
        ("time", dt.time(10, tzinfo=dt.UTC)),
        ("datetime", dt.datetime(2026, 1, 1)),  # noqa: DTZ001 - the very fault
        ("datetime", dt.datetime(1800, 1, 1, tzinfo=ZoneInfo("Europe/Berlin"))),  # local mean time, with seconds
        ("bool", "true"),
        ("bool", 1),
        ("num_int", 7),
        ("num_int", True),
        ("num_int", Decimal("7.5")),
        ("num", 7.5),
        ("num", Decimal("NaN")),
        ("num", Decimal("sNaN")),
        ("num", Decimal("Infinity")),
        ("num", Decimal("1e31")),
        ("num_currency", Decimal("1e-31")),
        ("file", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
    ],
)
def test_refuses_the_value(datatype, value):
    for write in (xfall.write_xml, xfall.write_json):
        with pytest.raises(xfall.XfallError, match=r"Hier wird .* erwartet") as caught:
            write(of(datatype), {KEY: value})
        assert caught.value.path == KEY


@pytest.mark.parametrize(
    ("datatype", "value", "in_xml", "in_json"),
    [
        ("num_int", Decimal("1E+3"), "1000", "1000"),
        ("num_int", Decimal("7.00"), "7", "7"),
        ("num", Decimal("0.1"), "0.1", "0.1"),
        ("num", Decimal("12345678901234567890.123"), "12345678901234567890.123", "12345678901234567890.123"),
        ("num_currency", Decimal("19.90"), "19.90", "19.90"),
        ("bool", False, "false", "false"),
        ("time", dt.time(7, 5), "07:05:00", '"07:05:00"'),
        ("date", dt.date(33, 4, 3), "0033-04-03", '"0033-04-03"'),
        ("datetime", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "2026-01-01T00:00:00+00:00", '"2026-01-01T00:00:00+00:00"'),
    ],
)
def test_writes(datatype, value, in_xml, in_json):
    assert f">{in_xml}<" in xfall.write_xml(of(datatype), {KEY: value}).decode()
    assert xfall.write_json(of(datatype), {KEY: value}, names=xfall.Names.BARE).decode() == f'{{"{KEY}":{in_json}}}'


@pytest.mark.parametrize("sign", ["\0", "\b", "\x1b", "\ud800", "\ufffe", "\uffff"])
@pytest.mark.parametrize("kind", [FieldKind.INPUT, FieldKind.LOCKED])
def test_names_the_character_that_xml_cannot_carry(sign, kind):
    probe = of("text", kind=kind)
    for write in (xfall.write_xml, xfall.write_json):
        with pytest.raises(xfall.XfallError, match=f"Stelle 4 das Zeichen U\\+{ord(sign):04X}, das XML nicht kennt") as caught:
            write(probe, {KEY: f"abc{sign}d"})
        assert caught.value.path == KEY


def test_names_the_code_that_xml_cannot_carry():
    with pytest.raises(xfall.XfallError, match=r"U\+0007"):
        xfall.write_xml(of("text", kind=FieldKind.SELECT), {KEY: "a\a"})


@pytest.mark.parametrize("text", [LATIN, "\r\n\t x \r", "]]><!--&amp;<F>\"'", "👩‍⚖️\U0010fffd", "\u2028\u0085\u00a0", "a\u0301 á"])
@pytest.mark.parametrize("datatype", ["text", "text_latin"])
def test_keeps_every_text_as_it_is(datatype, text):
    probe = of(datatype)
    assert xfall.read_xml(probe, xfall.write_xml(probe, {KEY: text})) == {KEY: text}
    assert xfall.read_json(probe, xfall.write_json(probe, {KEY: text})) == {KEY: text}


@pytest.mark.parametrize("datatype", ["text", "date", "datetime", "num_int", "bool", "file"])
def test_no_message_repeats_what_a_person_wrote(datatype):
    probe = of(datatype, limits=Limits(max_length=3, min_value=Decimal(1), max_value=Decimal(2)))
    birthday = "1980-12-311"  # no date either
    with pytest.raises(xfall.XfallError) as caught:
        xfall.read_xml(probe, xml(probe, birthday))
    assert birthday not in "".join(traceback.format_exception(caught.value))


def test_counts_characters_not_bytes():
    probe = of("text", limits=Limits(max_length=2))
    assert xfall.problems(probe, {KEY: "ẞ😀"}) == ()
    assert xfall.problems(probe, {KEY: "ẞ😀x"})
