"""Typed answers to values: every kind, every fault with a way out, and back again."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.modules.forms.answers.typing import typed
from rathaus.modules.forms.rendering.summary import display
from tests.modules.forms.factories import one, run

KEY = "local:feld"


def read(form, text):
    answers = text if isinstance(text, dict) else {KEY: text}
    checked = run(form, answers)
    return checked.errors[KEY] if KEY in checked.errors else checked.values[KEY]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "  Zoë  Ōtāwara ", "Zoë  Ōtāwara"),
        ("text", "e\u0301", "é"),
        ("textarea", "a\r\nb", "a\nb"),
        ("integer", "1.234", 1234),
        ("integer", "-7", -7),
        ("number", "1.234,50", "1234.50"),
        ("number", "2.5", "2.5"),
        ("number", "12,5", "12.5"),
        ("money", "30,70 €", 3070),
        ("money", "1.234,56", 123456),
        ("email", "Max.Mustermann@beispiel.de", "Max.Mustermann@beispiel.de"),
        ("phone", "+49 (345) 221-0", "+49 (345) 221-0"),
        ("iban", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("iban", "de89-3704-0044-0532-0130-00", "DE89370400440532013000"),
        ("iban", "AT611904300234573201", "AT611904300234573201"),
        ("plate", "hal ab 123", "HAL-AB 123"),
        ("plate", "HAL-AB123E", "HAL-AB 123E"),
        ("plate", "b – x 1h", "B-X 1H"),
        ("boolean", "false", False),
        ("consent", "true", True),
        ("time", "9.30 Uhr", "09:30"),
    ],
)
def test_reads(kind, text, value):
    assert read(one(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("text", "x" * 4001, "höchstens 4000 Zeichen"),
        ("text", "x" * 30_000, "länger als 20000"),
        ("text", "a\ufffdb", "nicht lesbar"),
        ("integer", "zwölf", "ganze Zahl"),
        ("integer", "1,5", "ganze Zahl"),
        ("integer", "²", "ganze Zahl"),
        ("integer", "9" * 400, "ganze Zahl"),
        ("number", "1,2,3", "zum Beispiel 12,5"),
        ("number", "1e9", "zum Beispiel 12,5"),
        ("number", "NaN", "zum Beispiel 12,5"),
        ("money", "viel", "Betrag in Euro"),
        ("email", "max@beispiel", "keine E-Mail-Adresse"),
        ("email", "max@beispiel.de\nBcc: x@y.de", "keine E-Mail-Adresse"),
        ("email", "a..b@c.de", "keine E-Mail-Adresse"),
        ("phone", "ruf mich an", "keine Telefonnummer"),
        ("iban", "DE89370400440532013001", "IBAN stimmt nicht"),
        ("iban", "DE8937040044053201300", "IBAN stimmt nicht"),
        ("plate", "HALAB123", "Bindestrich"),
        ("boolean", "vielleicht", "Ja oder Nein"),
        ("time", "25:00", "Uhrzeit"),
        ("consent", "", "Ohne dieses Häkchen"),
        ("text", "\x00\x01", "füllen Sie dieses Feld aus"),
    ],
)
def test_refuses_with_a_way_out(kind, text, says):
    assert says in read(one(kind), text)


@pytest.mark.parametrize(
    ("parts", "result"),
    [
        (("1", "2", "2020"), "2020-02-01"),
        (("29", "2", "2024"), "2024-02-29"),
        (("30", "2", "2024"), "Diesen Tag gibt es"),
        (("1", "", "2024"), "fehlt: Monat"),
        (("1", "2", "24"), "vierstellig"),
        (("x", "2", "2024"), "als Zahl"),
        (("1", "2", "0000"), "Diesen Tag gibt es"),
        (("21", "11", "2026"), "nicht nach dem 20.11.2026"),
    ],
)
def test_reads_a_date_in_three_parts(parts, result):
    answers = dict(zip((f"{KEY}.day", f"{KEY}.month", f"{KEY}.year"), parts, strict=True))
    assert result in str(read(one("date", 'max_value = "today"'), answers))


def test_bounds_are_named():
    assert "ab 1" in read(one("integer", 'min_value = "1"\nmax_value = "31"'), "0")
    assert "bis 31" in read(one("integer", 'min_value = "1"\nmax_value = "31"'), "32")
    assert "mindestens 3" in read(one("text", "min_length = 3"), "ab")
    assert read(one("text", 'pattern = "[0-9]{5}"\nmessage = "Fünf Ziffern bitte."'), "0610") == "Fünf Ziffern bitte."
    assert read(one("text", 'pattern = "[0-9]{5}"'), "06108") == "06108"


def test_names_pass_din_spec_91379_and_others_do_not():
    names = one("text", "latin = true")
    assert read(names, "Ǎnna-Łucja O’Şẖāı̇ß J̌ n̂") == "Ǎnna-Łucja O’Şẖāı̇ß J̌ n̂"
    assert "„Д“ ist nicht erlaubt" in read(names, "Дмитрий")
    assert "nicht erlaubt" in read(names, "Max 😀")


OPTIONS = 'options = [{code = "1", label = "Eins"}, {code = "02", label = "Zwei"}]'


def test_choices_take_codes_alone():
    assert read(one("choice", OPTIONS), "02") == "02"
    assert "angebotenen" in read(one("choice", OPTIONS), "2")
    assert read(one("choices", OPTIONS), "1\n02\n1") == ["1", "02"]
    assert "angebotenen" in read(one("choices", OPTIONS), "1\n3")


VALUES = {
    "text": st.text(st.characters(whitelist_categories=("L", "N")), min_size=1, max_size=50).map(
        lambda t: __import__("unicodedata").normalize("NFC", t)
    ),
    "integer": st.integers(-(10**14), 10**14),
    "number": st.decimals(-(10**9), 10**9, places=3).map(lambda d: f"{d:f}"),
    "money": st.integers(0, 10**9),
    "boolean": st.booleans(),
    "date": st.dates(dt.date(1000, 1, 1)).map(dt.date.isoformat),
}


@given(st.sampled_from(sorted(VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind])))
def test_a_value_typed_back_reads_as_itself(pair):
    kind, value = pair
    form = one(kind)
    assert run(form, typed(form, {KEY: value})).values == {KEY: value}


@given(
    st.sampled_from(["text", "integer", "number", "money", "email", "phone", "iban", "plate", "boolean", "time", "textarea"]),
    st.text(max_size=60),
)
def test_any_text_gives_a_value_or_a_sentence(kind, text):
    form = one(kind)
    checked = run(form, {KEY: text})
    assert (KEY in checked.values) != (KEY in checked.errors)
    if KEY in checked.values:
        assert display(form, form.fields[KEY], checked.values[KEY])
    else:
        assert checked.errors[KEY].endswith((".", "?"))
