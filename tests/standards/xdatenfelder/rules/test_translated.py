"""FITKO's translated rules: what is written is read, what is none is refused with its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards.xdatenfelder import rules
from rathaus.standards.xdatenfelder.rules import translated

GROUP = st.integers(1, 99_999_999_999).map(lambda n: f"G{n:011d}")
ELEMENT = st.builds(lambda kind, n: f"{kind}{n:011d}", st.sampled_from("FG"), st.integers(1, 99_999_999_999))
NAMES = st.builds(lambda own, name: {"identifier": own + name}, st.sampled_from(["", "self."]), ELEMENT)
LEAVES = st.one_of(NAMES, st.text(max_size=20), st.booleans())
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda op, a, b: {op: [a, b]}, st.sampled_from(["equal", "not_equal", "less_than", "xor"]), inner, inner),
        st.builds(lambda op, args: {op: args}, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=4)),
        st.builds(lambda op, a: {op: a}, st.sampled_from(["not", "is_empty"]), inner.filter(lambda x: not isinstance(x, list))),
        st.builds(lambda a: {"is_valid_date": a}, st.lists(inner, min_size=3, max_size=3)),
    ),
    max_leaves=12,
)
ENTRIES = st.builds(
    lambda context, effect, target, condition, text: {
        "rule_id": context[-1],
        "actions": [effect],
        "target_id": None if effect == "validation" else target,
        "source_id": None,
        "condition": condition,
        "text": text,
        "context": context,
    },
    st.lists(GROUP, min_size=1, max_size=4),
    st.sampled_from(["required", "forbidden", "validation"]),
    ELEMENT,
    CONDITIONS,
    st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=40).filter(lambda text: text.strip()),
)


def document(*entries, **more):
    data = {"fim_id": "S00000000001", "fim_version": "1.0.0", "leistungsschluessel": None, "join": "keiner"}
    return json.dumps({**data, "translated_rules": list(entries), **more}).encode()


@given(st.lists(ENTRIES, max_size=5))
def test_what_is_written_is_read(entries):
    read = rules.read_translated(document(*entries))
    assert (read.schema_id, read.schema_version) == ("S00000000001", "1.0.0")
    again = [
        {
            "rule_id": rule.bearer[-1],
            "actions": [rule.effect.value],
            "target_id": rule.target or None,
            "source_id": None,
            "condition": rule.condition,
            "text": rule.message,
            "context": list(rule.bearer),
        }
        for rule in read.rules
    ]
    assert again == [{**entry, "text": entry["text"].strip()} for entry in entries]


GOOD = {
    "rule_id": "G00000000002",
    "actions": ["required"],
    "target_id": "F00000000003",
    "source_id": "F00000000004",
    "condition": {"equal": [{"identifier": "self.F00000000004"}, "001"]},
    "text": "Bitte angeben.",
    "context": ["G00000000001", "G00000000002"],
}


def but(**changes):
    return document({**GOOD, **changes})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "kein lesbares JSON"),
        (b"\xff\xfe\x00", "kein lesbares JSON"),
        (b"[" * 100_000, "kein lesbares JSON"),
        (b"[]", "Objekt mit fim_id"),
        (b'{"fim_id": NaN}', "NaN ist kein Wert"),
        (b'{"fim_id": "S1", "fim_id": "S2"}', "zweimal"),
        (document(fim_id="F1"), "fim_id fehlt oder ist keine Kennung: 'F1'"),
        (document(fim_version="neu"), "fim_version"),
        (document(translated_rules={}), "translated_rules fehlt"),
        (document(fremd=1), "'fremd' gehört nicht hierher"),
        (document(1), r"Objekt. \(Stelle: translated_rules\[1\]\)"),
        (but(fremd=1), r"'fremd' gehört nicht hierher. \(Stelle: translated_rules\[1\]\)"),
        (but(actions=[]), "genau eine Wirkung"),
        (but(actions=["required", "forbidden"]), "genau eine Wirkung"),
        (but(actions=["explode"]), "genau eine Wirkung"),
        (but(actions=[["required"]]), "genau eine Wirkung"),
        (but(target_id=None), "brauchen target_id"),
        (but(actions=["validation"]), "validation hat keine"),
        (but(target_id="S00000000001"), "target_id"),
        (but(context=[]), "context nennt den Weg"),
        (but(context=["G00000000001", "../etc"]), r"context\[2\]"),
        (but(context=["G00000000001"]), "endet nicht bei rule_id"),
        (but(text=" "), "text ist der Satz"),
        (but(text="x" * 5000), "text ist der Satz"),
        (but(condition=None), "genau ein Operator"),
        (but(condition={}), "genau ein Operator"),
        (but(condition={"eval": "1"}), "'eval' gibt es nicht"),
        (but(condition={"equal": [True]}), "hat 1 Angaben"),
        (but(condition={"identifier": "F1; drop"}), "keine Kennung eines Feldes"),
        (but(condition={"equal": ["x" * 400, True]}), r"condition/equal\[1\]"),
        (but(condition={"or": [True] * 600}), "hat 600 Angaben"),
        (but(condition={"or": [{"or": [True] * 400}, {"or": [True] * 400}]}), "zu groß"),
        (document({key: value for key, value in GOOD.items() if key != "condition"}), "condition fehlt"),
    ],
)
def test_refuses(data, says):
    with pytest.raises(rules.RuleError, match=says):
        rules.read_translated(data)


def test_refuses_deep_conditions():
    condition = True
    for _ in range(60):
        condition = {"not": condition}
    with pytest.raises(rules.RuleError, match="zu groß"):
        rules.read_translated(but(condition=condition))


def test_refuses_size_before_parsing(monkeypatch):
    monkeypatch.setattr(translated, "MAX_BYTES", 10)
    with pytest.raises(rules.RuleError, match="größer als"):
        rules.read_translated(b"x" * 11)


@pytest.mark.conformance
def test_reads_every_published_translation(standards):
    files = sorted((standards / "fim/rules").glob("*.translated-rules.json"))
    assert len(files) == 16
    read = [rules.read_translated(file.read_bytes()) for file in files]
    assert [file.name.partition(".")[0] for file in files] == [one.schema_id for one in read]
    effects = [rule.effect for one in read for rule in one.rules]
    assert {effect: effects.count(effect) for effect in rules.Effect} == {"required": 117, "forbidden": 97, "validation": 49}
