"""Which source a rule is executed from, and what is left to people with which reason."""

from collections import Counter

import pytest

from rathaus.foundation import expressions
from rathaus.modules.forms.official import contradictions as against
from rathaus.modules.forms.official.index import Index
from rathaus.modules.forms.official.placed import DISAGREE, read_placed
from rathaus.modules.forms.sources import xdf as source
from rathaus.standards import xdatenfelder as xdf
from rathaus.standards.xdatenfelder import rules as official
from tests.modules.forms.official import schemas as s

RULE = s.rule("R00000000001", s.IF_INLAND)
BASE = "G00000000010"


def shown(placed):
    return [
        (bound.rule.effect.value, bound.rule.target, expressions.to_text(bound.rule.condition.tree)) for bound in placed.rules
    ]  # fmt: skip


EXECUTED = [
    ("require", f"{BASE}.{s.INLAND}", f'{BASE}.{s.WHERE} == "001"'),
    ("forbid", f"{BASE}.{s.INLAND}", f'{BASE}.{s.WHERE} != "001"'),
]


def test_the_text_alone_is_executed_where_it_is_understood():
    (placed,) = s.placed_of(s.schema(s.address(RULE)))
    assert (placed.origin, placed.id, placed.bearer, placed.confirmed) == ("text", "R00000000001", BASE, False)
    assert shown(placed) == EXECUTED


def test_the_translation_is_executed_and_confirmed_by_the_text():
    (placed,) = s.placed_of(s.schema(s.address(RULE)), s.translated(*s.TRANSLATED_INLAND))
    assert (placed.origin, placed.confirmed) == ("translated", True)
    assert shown(placed) == EXECUTED
    assert placed.rules[0].rule.message == "Inland muss befüllt sein."


def test_the_translation_is_executed_where_the_text_is_not_understood():
    text = s.IF_INLAND.replace("Wenn das Feld", "Falls im Feld")
    (placed,) = s.placed_of(s.schema(s.address(s.rule("R00000000001", text))), s.translated(*s.TRANSLATED_INLAND))
    assert (placed.origin, placed.confirmed) == ("translated", False)


@pytest.mark.parametrize(
    ("text", "entries", "reason"),
    [
        ("Nach Ermessen.", (), "nicht eindeutig verstanden"),
        (s.IF_INLAND, (s.TRANSLATED_INLAND[0], ("forbidden", s.INLAND, s.equal(s.WHERE, "001"), "x")), DISAGREE),
        (s.IF_INLAND, s.TRANSLATED_INLAND[:1], DISAGREE),
        (f"Falls {s.WHERE} und {s.INLAND} und {s.NOTE}.", s.TRANSLATED_INLAND, "deckt den Text nicht ganz ab"),
        (s.IF_INLAND, (("required", s.INLAND, s.equal(s.WHERE, "001 Inland"), "x"),), "„001 Inland“ ist kein Code der Liste"),
        (s.IF_INLAND, (("required", s.INLAND, s.name(s.WHERE), "x"),), "Ja/Nein"),
        (s.IF_INLAND, (("required", s.INLAND, {"less_than": [s.name(s.WHERE), "1"]}, "x"),), "less_than"),
    ],
)  # fmt: skip
def test_what_is_open_is_left_to_people_with_its_reason(text, entries, reason):
    (placed,) = s.placed_of(s.schema(s.address(s.rule("R00000000001", text))), s.translated(*entries))
    assert (placed.origin, placed.rules) == ("", ())
    assert reason in placed.reason


def test_a_translated_rule_belongs_to_the_text_that_names_the_fewest_others():
    wide = s.rule("R00000000002", f"Alle: {s.WHERE}, {s.INLAND}, {s.NOTE}.")
    placed = s.placed_of(s.schema(s.address(wide, RULE)), s.translated(*s.TRANSLATED_INLAND))
    assert [(rule.id, rule.origin) for rule in placed] == [("R00000000002", ""), ("R00000000001", "translated")]


def test_a_translated_rule_without_a_text_stands_for_itself():
    (placed,) = s.placed_of(s.schema(s.address()), s.translated(s.TRANSLATED_INLAND[0]))
    assert (placed.id, placed.origin, placed.text) == (BASE, "translated", "Inland muss befüllt sein.")


def test_a_translated_rule_whose_place_the_schema_lacks_is_not_dropped():
    (placed,) = s.placed_of(s.schema(s.address()), s.translated(s.TRANSLATED_INLAND[0], context=("G00000000099",)))
    assert (placed.id, placed.origin) == ("G00000000099", "")
    assert "gibt es im Schema nicht" in placed.reason


def test_a_rule_stands_at_each_place_of_its_bearer_and_a_translation_where_its_path_leads():
    data = s.schema(s.group("G00000000020", "Eins", s.address(RULE)), s.group("G00000000021", "Zwei", s.address(RULE)))
    placed = s.placed_of(data, s.translated(*s.TRANSLATED_INLAND, context=("G00000000021", BASE)))
    assert [(rule.bearer, rule.origin) for rule in placed] == [
        (f"G00000000020.{BASE}", "text"),
        (f"G00000000021.{BASE}", "translated"),
    ]


def test_the_same_group_twice_under_one_parent_is_two_places():
    placed = s.placed_of(s.schema(s.address(RULE), s.address(RULE)), s.translated(*s.TRANSLATED_INLAND))
    assert [(rule.bearer, rule.origin) for rule in placed] == [(BASE, "translated"), (f"{BASE}_2", "translated")]
    assert placed[1].rules[0].rule.target == f"{BASE}_2.{s.INLAND}"


def test_a_field_that_repeats_is_not_compared():
    many = s.group(BASE, "A", s.field(s.ASKED, "Gefragt?", "bool", count="0:*"), s.field(s.NOTE, "Angabe"))
    (placed,) = s.placed_of(s.schema(many), s.translated(("required", s.NOTE, s.equal(s.ASKED, True), "x")))
    assert "kann mehrfach vorkommen" in placed.reason
    (placed,) = s.placed_of(s.schema(many), s.translated(("required", s.NOTE, {"is_empty": s.name(s.ASKED)}, "x")))
    assert placed.origin == "translated"


def test_a_field_the_service_fills_decides_nothing():
    locked = s.group(BASE, "A", s.field(s.ASKED, "Dienst", kind="locked"), s.field(s.NOTE, "Angabe"))
    (placed,) = s.placed_of(s.schema(locked), s.translated(("required", s.NOTE, s.equal(s.ASKED, "x"), "x")))
    assert "füllt kein Mensch aus" in placed.reason
    (placed,) = s.placed_of(s.schema(locked), s.translated(("required", s.ASKED, s.equal(s.NOTE, "x"), "x")))
    assert "füllt kein Mensch aus" in placed.reason


def test_to_demand_a_text_of_the_form_means_to_show_it():
    label = s.group(BASE, "A", s.field(s.ASKED, "Gefragt?", "bool"), s.field(s.NOTE, "Hinweis", kind="label"))
    entries = (("required", s.NOTE, s.equal(s.ASKED, True), "x"), ("forbidden", s.NOTE, s.not_equal(s.ASKED, True), "x"))
    placed = s.placed_of(s.schema(label), s.translated(*entries))
    assert [bound.rule.effect.value for rule in placed for bound in rule.rules] == ["forbid"]


ASK_NOTE = f'Wenn {s.ASKED} "Gefragt?" = JA, dann muss {s.NOTE} "Angabe" befüllt sein.'
HIDE_NOTE = f'Wenn {s.WHERE} "Wo?" = 001, dann darf {s.NOTE} "Angabe" nicht befüllt sein.'


def found(*texts):
    _schema, _form, index = s.index_of(s.schema(s.address()))
    rules = [s.rule(f"R{number:011d}", text) for number, text in enumerate(texts, start=1)]
    placed = s.placed_of(s.schema(s.address(*rules)))
    return placed, against.contradictions(placed, index), against.circling(placed, index.form)


def test_rules_that_demand_what_others_hide_are_all_left_to_people():
    placed, clashes, _circles = found(ASK_NOTE, HIDE_NOTE, s.IF_INLAND)
    assert [rule.origin for rule in placed] == ["text"] * 3
    assert sorted(clashes) == [0, 1]
    assert "widerspricht der Regel R00000000002" in clashes[0]
    assert "widerspricht der Regel R00000000001" in clashes[1]
    assert s.NOTE in clashes[0]


def test_a_rule_may_contradict_itself():
    text = f'Wenn {s.ASKED} === "Ja", dann zeige {s.NOTE}, bei <> "Nein" blende {s.NOTE} aus.'
    _units, clashes, _circles = found(text)
    assert "widerspricht sich selbst" in clashes[0]


def test_rules_with_conditions_that_never_meet_do_not_contradict():
    hide = f'Wenn {s.ASKED} "Gefragt?" = NEIN, dann darf {s.NOTE} "Angabe" nicht befüllt sein.'
    assert found(ASK_NOTE, hide)[1] == {}


def test_showing_in_a_circle_is_found_before_anybody_fills_in_the_form():
    first = f'Wenn {s.NOTE} "Angabe" nicht leer, dann darf {s.ASKED} "Gefragt?" nicht befüllt sein.'
    second = f'Wenn {s.ASKED} "Gefragt?" = JA, dann darf {s.NOTE} "Angabe" nicht befüllt sein.'
    placed, _clashes, circles = found(first, second, s.IF_INLAND)
    assert [rule.origin for rule in placed] == ["text"] * 3
    assert circles == {0: against.CIRCLE, 1: against.CIRCLE}


def test_a_group_that_decides_about_its_own_part_is_a_circle():
    text = f'Wenn {s.INLAND} "Inland" nicht leer, dann darf {s.INLAND}.F00000000006 "Ort" nicht befüllt sein.'
    assert found(text)[2] == {0: against.CIRCLE}


@pytest.mark.conformance
def test_how_the_texts_and_the_translations_of_the_published_schemas_agree(standards):
    """Looked through rule by rule: three texts contradict their translation, nine translations compare with what is no code."""
    said, disagree, no_code, clashing, agreeing = Counter(), [], [], [], 0
    for file in sorted((standards / "fim/xdf3").glob("*.xdf3.xml")):
        data = file.read_bytes()
        schema = xdf.read_schema(data)
        beside = standards / f"fim/rules/{schema.id}.translated-rules.json"
        translation = official.read_translated(beside.read_bytes()) if beside.exists() else None
        index = Index(source.read(data))
        placed = read_placed(schema, translation, index)
        clashes = against.contradictions(placed, index)
        assert against.circling(placed, index.form) == {}
        for at, rule in enumerate(placed):
            said[rule.origin, rule.confirmed] += 1
            agreeing += len(rule.rules) if rule.confirmed else 0
            disagree += [(schema.id, rule.id)] if rule.reason == DISAGREE else []
            no_code += [rule.id] if "ist kein Code der Liste" in rule.reason else []
            clashing += [(schema.id, rule.id)] if at in clashes else []
    assert disagree == [("S00000000380", "R00000002522"), ("S05000001162", "R05000011227"), ("S05000001162", "R05000011945")]
    assert Counter(no_code) == {
        "R05000011231": 2, "R05000011232": 2, "R05000011249": 1, "R05000011250": 1,
        "R05000011333": 1, "R05000011334": 1, "R05000011452": 1,
    }  # fmt: skip
    assert clashing == [
        ("S05000001162", number)
        for number in (
            "R05000011239",
            "R05000011240",
            "R05000011241",
            "R05000011251",
            "R05000011252",
            "R05000011253",
            "R05000011900",
        )
    ]
    assert said == {("translated", True): 148, ("translated", False): 4, ("text", False): 2, ("", False): 31}
    # of 263: 2 + 4 disagree, 18 compare with no code, 8 belong to texts not understood, 2 only show a label
    assert agreeing == 263 - 6 - 18 - 8 - 2
