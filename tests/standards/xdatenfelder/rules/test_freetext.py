"""The grammar of free-text rules: each phrasing, and that nothing half understood is ever taken."""

import contextlib
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards import xdatenfelder
from rathaus.standards.xdatenfelder.rules import NotUnderstood, read_freetext
from tests.standards.xdatenfelder import documents as docs


def field(number, label, datatype="text", *, kind="input", options=()):
    identifier = f"F{number:011d}"
    return {
        "id": identifier, "label": label, "kind": kind, "datatype": datatype, "options": list(options), "max_length": None,
    }  # fmt: skip


def group(number, label, *children):
    return {"id": f"G{number:011d}", "label": label, "children": list(children)}


ONE, MANY = (1, 1), (0, None)
WHERE = field(1, "Wo?", kind="select", options=[("001", "in Deutschland"), ("002", "außerhalb von Deutschland")])
ASKED = field(2, "Vertreten?", "bool")
NOTE = field(3, "Angabe Behörde")
INLAND = group(4, "Inland", (ONE, field(5, "Ort")))
ABROAD = group(6, "Ausland", (ONE, field(7, "Staat")))
DAY, MONTH, YEAR = (field(8 + at, name, "num_int") for at, name in enumerate(["Tag (ohne Monat)", "Monat", "Jahr"]))
FROM, TO = field(11, "von", "date"), field(12, "bis", "date")
OTHER = field(13, "Noch etwas?", "bool")
LIST = group(14, "Liste", (ONE, field(15, "In der Liste", "bool")))
SCHEMA = xdatenfelder.read_schema(
    docs.schema(
        [
            *((ONE, child) for child in (WHERE, ASKED, NOTE, INLAND, ABROAD, DAY, MONTH, YEAR, FROM, TO, OTHER)),
            (MANY, LIST),
            (MANY, field(16, "Oft", "bool")),
        ]
    )
)


def ref(data, mark='"'):
    return f"{data['id']} {mark}{data['label']}{mark}"


def name(data):
    return {"identifier": f"self.{data['id']}"}


def read(text):
    return [
        (rule.effect.value, rule.target, rule.condition) for rule in read_freetext(text, SCHEMA, ()).rules
    ]  # fmt: skip


GERMANY = {"equal": [name(WHERE), "001"]}
NOT_GERMANY = {"not_equal": [name(WHERE), "001"]}
YES, NO = {"equal": [name(ASKED), True]}, {"equal": [name(ASKED), False]}
UNDERSTOOD = [
    (
        (
            f'Wenn das Feld {ref(WHERE)} = 001 "in Deutschland", dann muss die Feldgruppe {ref(INLAND)} befüllt sein. '
            f'Wenn das Feld {ref(WHERE)} <> 001 "in Deutschland", dann darf die Feldgruppe {ref(INLAND)} nicht befüllt sein.'
        ),
        [("required", INLAND["id"], GERMANY), ("forbidden", INLAND["id"], NOT_GERMANY)],
    ),
    (
        f"WENN {ref(ASKED)} = JA, DANN aktiviere {ref(INLAND)}.\n\nWENN {ref(ASKED)} = NEIN, DANN deaktiviere {ref(INLAND)}.",
        [("required", INLAND["id"], YES), ("forbidden", INLAND["id"], NO)],
    ),
    (
        (
            f"WENN {ref(WHERE, chr(39))} = 001 'in Deutschland', DANN aktiviere {ref(INLAND)} UND mache es zu einer "
            f"Pflichtangabe UND deaktiviere {ref(ABROAD)}, {ref(NOTE)}."
        ),
        [("required", INLAND["id"], GERMANY), ("forbidden", ABROAD["id"], GERMANY), ("forbidden", NOTE["id"], GERMANY)],
    ),
    (
        (
            f'Wenn Feld {ASKED["id"]} Vertreten? === "Ja", dann zeige Feld {NOTE["id"]} Angabe Behörde an, '
            f'bei  {ASKED["id"]}  == "Nein" zeige Feld {NOTE["id"]} Angabe Behörde nicht an.'
        ),
        [("required", NOTE["id"], YES), ("forbidden", NOTE["id"], NO)],
    ),
    (
        f'Wenn das Feld {ASKED["id"]} === "Ja" ist, dann zeige {NOTE["id"]}, wenn <> "Ja", dann blende {NOTE["id"]} aus.',
        [("required", NOTE["id"], YES), ("forbidden", NOTE["id"], {"not_equal": [name(ASKED), True]})],
    ),
    (
        f'Wenn {ASKED["id"]} == "wahr", dann zeige {NOTE["id"]} Angabe Behörde, ansonsten nicht.',
        [("required", NOTE["id"], YES), ("forbidden", NOTE["id"], {"not": YES})],
    ),
    (
        (
            f"WENN {WHERE['id']} Wo? = 001 - in Deutschland ODER 002 - außerhalb von Deutschland, DANN zeige als Pflicht "
            f"{NOTE['id']} Angabe Behörde an, SONST zeige {NOTE['id']} Angabe Behörde nicht an."
        ),
        [
            ("required", NOTE["id"], {"or": [GERMANY, {"equal": [name(WHERE), "002"]}]}),
            ("forbidden", NOTE["id"], {"not": {"or": [GERMANY, {"equal": [name(WHERE), "002"]}]}}),
        ],
    ),
    (
        f'Wenn das Feld {ref(WHERE)} <> 001 "x" UND <> 002 "y", dann muss das Datenfeld {ref(NOTE)} befüllt sein.',
        [("required", NOTE["id"], {"and": [NOT_GERMANY, {"not_equal": [name(WHERE), "002"]}]})],
    ),
    (
        (
            f"WENN {ref(WHERE)} = 001, DANN deaktiviere {ref(NOTE)}. "
            f"WENN {ref(WHERE)} = alle anderen möglichen Ausprägungen der Codeliste , DANN aktiviere {ref(NOTE)}."
        ),
        [("forbidden", NOTE["id"], GERMANY), ("required", NOTE["id"], NOT_GERMANY)],
    ),
    (
        f"Wenn {ref(NOTE)} nicht leer, dann darf {ref(MONTH)} nicht leer sein.",
        [("required", MONTH["id"], {"not": {"is_empty": name(NOTE)}})],
    ),
    (
        f"Es muss mindestens eines der Felder {ref(NOTE)}, {ref(MONTH)} oder {ref(YEAR)} befüllt sein.",
        [("validation", "", {"or": [{"not": {"is_empty": name(one)}} for one in (NOTE, MONTH, YEAR)]})],
    ),
    (
        f"Es muss entweder Feldgruppe {ref(INLAND)} oder Feldgruppe {ref(ABROAD)} befüllt werden.",
        [("validation", "", {"xor": [{"not": {"is_empty": name(one)}} for one in (INLAND, ABROAD)]})],
    ),
    (
        f'Mindestens eines der Felder {ref(ASKED)} oder {ref(OTHER)} muss den Wert "wahr" haben.',
        [("validation", "", {"or": [YES, {"equal": [name(OTHER), True]}]})],
    ),
    (
        (
            f"Das Feld {NOTE['id']} ist ein Pflichtfeld, wenn eines der folgenden Felder {ASKED['id']}, {OTHER['id']} "
            'mit "Ja" belegt ist.'
        ),
        [("required", NOTE["id"], {"or": [YES, {"equal": [name(OTHER), True]}]})],
    ),
    (
        f"Das Datum im Feld {ref(FROM)} muss zeitlich vor dem Datum in Feld {ref(TO)} liegen.",
        [("validation", "", {"less_than": [name(FROM), name(TO)]})],
    ),
    (
        (
            f"Wenn alle drei Felder {ref(DAY)}, {ref(MONTH)} und {ref(YEAR)} befüllt sind, muss die Validität des "
            "sich ergebenden Kalenderdatums sichergestellt werden. D.h. es muss z.B. 30.02.2019 oder der 31.11.1968 verhindert "
            "werden, da diese keine korrekten Datumsangaben sind."
        ),
        [
            (
                "validation",
                "",
                {
                    "or": [
                        *({"is_empty": name(one)} for one in (DAY, MONTH, YEAR)),
                        {"is_valid_date": [name(one) for one in (DAY, MONTH, YEAR)]},
                    ]
                },
            )
        ],
    ),
]


@pytest.mark.parametrize(("text", "rules"), UNDERSTOOD)
def test_reads_what_the_text_says(text, rules):
    assert read(text) == rules
    assert all(rule.message or rule.effect == "forbidden" for rule in read_freetext(text, SCHEMA, ()).rules)


def muss(condition, target=NOTE):
    return f"Wenn {condition}, dann muss {ref(target)} befüllt sein."


NOT_UNDERSTOOD = [
    ("", "keinen Text"),
    ("Wenn", "Am Ende"),
    ("x" * 20_000, "länger als"),
    ("Die Behörde entscheidet nach Ermessen.", "Ab „Die Behörde"),
    (muss(f'{ref(WHERE)} = 003 "anderswo"'), "Den Code 003 hat die Liste"),
    (muss(f'{ref(WHERE)} = 001 "außerhalb von Deutschland"'), "zu einem anderen Code"),
    (muss(f'{ref(WHERE)} = "irgendwo"'), "kein Eintrag der Liste"),
    (muss(f"{ref(WHERE)} = 001 - außerhalb"), "nicht eindeutig verstanden"),
    (muss(f"{ref(ASKED)} = vielleicht"), "nur Ja und Nein"),
    (muss(f"{ref(NOTE)} = 5"), "weder Ja und Nein noch eine eigene Liste"),
    (muss(f"{ref(INLAND)} = JA"), "Verglichen werden nur Felder"),
    (muss(f"{ref(ASKED)} < 18 Jahre"), "Ab „< 18 Jahre"),
    (muss(f"{ref(ASKED)} = JA UND {ref(OTHER)} = JA ODER {ref(OTHER)} = NEIN"), "ohne Klammern"),
    (muss(f"{ref(ASKED)} <> JA ODER NEIN"), "nicht eindeutig verstanden"),
    (muss("= JA"), "nicht eindeutig verstanden"),
    (muss(f"{ref(WHERE)} = {'alle anderen möglichen Ausprägungen der Codeliste'}"), "nicht eindeutig verstanden"),
    (muss('F00000000099 "Fremd" = JA'), "steht nicht unter dem Träger"),
    (muss(f"{ref(LIST['children'][0][1])} = JA"), "kann mehrfach vorkommen"),
    (muss('F00000000016 "Oft" = JA'), "kann mehrfach vorkommen"),
    (muss(f'{ASKED["id"]} "Anders" = JA'), "das Element heißt „Vertreten\\?“"),
    (muss(f"{ASKED['id']} Vertreten? und so = JA"), "nicht eindeutig verstanden"),
    (muss(f"{ref(ASKED)} = JA", LIST["children"][0][1]), "kann mehrfach vorkommen"),
    (muss(f"{ref(ASKED)} = JA")[:-1] + " oder auch nicht.", "Ab „oder auch nicht"),
    (f"Wenn {ref(ASKED)} = JA, dann zeige {ref(NOTE)} an.", "Wann F00000000003 nicht angezeigt wird"),
    (f"Wenn {ref(ASKED)} = JA, dann aktiviere {ref(NOTE)} {ref(MONTH)}. ", "Ab „F00000000009"),
    (f"Wenn {ref(ASKED)} = JA, dann {ref(NOTE)}.", "nicht eindeutig verstanden"),
    (f'Wenn {ref(ASKED)} === "Ja", dann zeige {NOTE["id"]} an, bei <> "Nein zeige {NOTE["id"]} nicht an.', "nur Ja und Nein"),
    (f"Wenn {ref(ASKED)} = JA, dann deaktiviere {ref(NOTE)}, ansonsten nicht.", "Was verneint wird"),
    (f"Wenn {ref(ASKED)} = JA, dann darf {ref(NOTE)} befüllt sein.", "Ab „befüllt sein"),
    (f"Es muss mindestens eines der Felder {ref(NOTE)} befüllt sein.", "nicht eindeutig verstanden"),
    (f"Es muss entweder {ref(NOTE)} oder {ref(MONTH)} oder {ref(YEAR)} befüllt sein.", "Ab „oder F00000000010"),
    (f'Mindestens eines der Felder {ref(ASKED)} oder {ref(NOTE)} muss den Wert "wahr" haben.', "nur Ja und Nein"),
    (f'Mindestens eines der Felder {ref(ASKED)} oder {ref(OTHER)} muss den Wert "falsch" haben.', "nicht eindeutig"),
    (f"Das Datum im Feld {ref(FROM)} muss zeitlich vor dem Datum im Feld {ref(NOTE)} liegen.", "kein Datum"),
    (
        (
            f"Wenn alle drei Felder {ref(MONTH)}, {ref(DAY)} und {ref(YEAR)} befüllt sind, muss die Validität des "
            "sich ergebenden Kalenderdatums sichergestellt werden."
        ),
        "heißen nicht Tag, Monat und Jahr",
    ),
    (f"Das Feld {ref(NOTE)} muss für das Land TH befüllt werden.", "nicht eindeutig verstanden"),
    (f'Das Feld {ref(WHERE)} ist mit 001 "in Deutschland" vorzubefüllen und auszublenden.', "nicht eindeutig verstanden"),
]


@pytest.mark.parametrize(("text", "says"), NOT_UNDERSTOOD)
def test_takes_nothing_it_does_not_understand_completely(text, says):
    with pytest.raises(NotUnderstood, match=says):
        read_freetext(text, SCHEMA, ())


def test_an_element_in_two_places_is_no_one_element():
    twice = xdatenfelder.read_schema(
        docs.schema([(ONE, group(1, "A", (ONE, ASKED))), (ONE, group(2, "B", (ONE, ASKED))), (ONE, NOTE)])
    )
    with pytest.raises(NotUnderstood, match="mehrfach"):
        read_freetext(muss(f"{ref(ASKED)} = JA"), twice, ())
    by_path = read_freetext(muss(f'G00000000002.{ASKED["id"]} "Vertreten?" = JA'), twice, ())
    assert by_path.rules[0].condition == {"equal": [{"identifier": f"self.G00000000002.{ASKED['id']}"}, True]}


def test_a_rule_at_a_group_is_borne_by_its_path():
    place = next(place for _path, place in SCHEMA.walk() if place.element.id == INLAND["id"])
    with pytest.raises(NotUnderstood, match="nicht unter dem Träger"):
        read_freetext(UNDERSTOOD[0][0], place.element, (INLAND["id"],))
    both = f"Es muss mindestens eines der Felder {ref(INLAND['children'][0][1])}, {ref(INLAND['children'][0][1])} befüllt sein."
    assert read_freetext(both, place.element, ("G00000000009", INLAND["id"])).rules[0].bearer == ("G00000000009", INLAND["id"])


@given(st.text(max_size=80))
def test_any_text_is_understood_or_not_but_breaks_nothing(text):
    with contextlib.suppress(NotUnderstood):
        read_freetext(text, SCHEMA, ())


@given(st.sampled_from([text for text, _rules in UNDERSTOOD]), st.data())
def test_a_lost_word_never_turns_a_rule_around(text, data):
    """Whatever word is lost: the text is not understood, or it states the same, or a part of it."""
    words = text.split()
    at = data.draw(st.integers(0, len(words) - 1))
    shorter = " ".join(words[:at] + words[at + 1 :])
    whole = read(text)
    try:
        found = read(shorter)
    except NotUnderstood:
        return
    for effect, target, condition in found:
        assert any(effect == one[0] and target == one[1] for one in whole), (shorter, effect, target)
        operators = re.findall(r"not_equal|equal|not|xor|is_empty", str(condition))
        assert any(set(operators) <= set(re.findall(r"not_equal|equal|not|xor|is_empty", str(one[2]))) for one in whole)


PHRASES = {
    "muss befüllt sein, darf nicht befüllt sein": 50,
    "darf nicht leer sein": 20,
    "Kalenderdatum": 20,
    "entweder oder": 14,
    "mindestens eines befüllt": 12,
    "zeige, zeige nicht": 10,
    "aktiviere, deaktiviere": 9,
    "zeige, blende aus": 8,
    "deaktiviere, aktiviere": 3,
    "ist ein Pflichtfeld": 2,
    "mindestens eines wahr": 2,
    "zeige als Pflicht, zeige nicht": 2,
    "zeitlich vor": 1,
}
"""Counted by hand over the list of the 68 distinct texts (docs/kochbuch/amtliche-formulare.md)."""


@pytest.mark.conformance
def test_the_phrasings_of_the_published_schemas(standards):
    found, left = Counter(), []
    for file in sorted((standards / "fim/xdf3").glob("*.xdf3.xml")):
        schema = xdatenfelder.read_schema(file.read_bytes())
        bearers = [((), schema), *((path, place.element) for path, place in schema.walk())]
        for path, bearer in bearers:
            for rule in bearer.rules:
                try:
                    found[", ".join(read_freetext(rule.text, bearer, path).phrases)] += 1
                except NotUnderstood:
                    left.append(rule.id)
    assert dict(found) == PHRASES
    assert (sum(found.values()), len(left)) == (153, 32)
