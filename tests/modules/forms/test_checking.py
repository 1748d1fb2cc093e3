"""Pages, occurrences, rules and the removal of what cannot be reached."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.modules.forms import public as forms
from rathaus.modules.forms.answers import posting
from rathaus.modules.forms.compiled import CompiledForm, from_json, to_json
from tests.modules.forms.factories import BRANCHES, CHILDREN, DAY, form, run


@pytest.mark.parametrize(
    ("answers", "pages"),
    [
        ({}, ("frage", "ende")),
        ({"local:hund": "true"}, ("frage", "hund", "ende")),
        ({"local:hund": "true", "local:gefaehrlich": "true"}, ("frage", "hund", "gefahr", "ende")),
        ({"local:hund": "false", "local:gefaehrlich": "true"}, ("frage", "ende")),
    ],
)
def test_the_way_follows_the_answers(answers, pages):
    assert run(form(BRANCHES), answers).pages == pages


def test_unreachable_answers_are_removed_to_a_fixpoint():
    answers = {"local:hund": "false", "local:rasse": "Dackel", "local:gefaehrlich": "true", "local:bemerkung": "x"}
    checked = run(form(BRANCHES), answers, {"local:nachweis": [{"id": "1", "filename": "a.pdf", "size": 1}]})
    assert checked.values == {"local:hund": False, "local:bemerkung": "x"}
    assert checked.errors == {}


def test_errors_stand_on_their_page_in_order():
    checked = run(form(BRANCHES), {"local:hund": "true"})
    assert list(checked.errors) == ["local:rasse", "local:gefaehrlich"]
    assert list(checked.errors_on("hund")) == ["local:rasse", "local:gefaehrlich"]
    assert checked.errors_on("frage") == {}


def test_occurrences_are_judged_each_by_its_own():
    answers = {"local:kinder#": "2"}
    for at, year in enumerate(("2024", "2015")):
        base = f"local:kinder[{at}].local:"
        answers |= {f"{base}name": "Ida", f"{base}geboren.day": "1", f"{base}geboren.month": "2", f"{base}geboren.year": year}
    checked = run(form(CHILDREN), answers)
    assert list(checked.errors) == ["local:kinder[1].local:schule"]


def test_an_empty_occurrence_asks_for_nothing():
    assert run(form(CHILDREN), {"local:kinder#": "2"}).errors == {}


def test_a_begun_occurrence_asks_for_all_of_it():
    checked = run(form(CHILDREN), {"local:kinder#": "1", "local:kinder[0].local:name": "Ida"})
    assert list(checked.errors) == ["local:kinder[0].local:geboren"]


def test_adding_and_taking_out_keeps_the_others():
    compiled = form(CHILDREN)
    answers = {}
    for name in ("Ida", "Ole", "Uwe"):
        answers = posting.add(compiled, answers, "local:kinder")
        at = int(answers["local:kinder#"]) - 1
        answers[f"local:kinder[{at}].local:name"] = name
    assert posting.add(compiled, answers, "local:kinder") == answers
    less = posting.remove(compiled, answers, "local:kinder[1]")
    assert less == {"local:kinder#": "2", "local:kinder[0].local:name": "Ida", "local:kinder[1].local:name": "Uwe"}
    assert forms.moved_file_key("local:kinder[2].x", "local:kinder[1]") == "local:kinder[1].x"
    assert forms.moved_file_key("local:kinder[1].x", "local:kinder[1]") is None


@pytest.mark.parametrize(
    "key",
    ["", "x", "local:kinder", "local:kinder[x]", "local:kinder[9]", "local:kinder[-1]", "local:kinder[²]", "[0]", "a[0][0]"],
)
def test_taking_out_what_is_not_there_changes_nothing(key):
    answers = {"local:kinder#": "1", "local:kinder[0].local:name": "Ida"}
    assert posting.remove(form(CHILDREN), answers, key) == answers


@given(st.text(max_size=8), st.dictionaries(st.text(max_size=12), st.text(max_size=6), max_size=5))
def test_any_count_stays_within_its_bounds(count, more):
    checked = run(form(CHILDREN), {**more, "local:kinder#": count})
    assert len([spot for spot in checked.spots if spot.path == "local:kinder"]) <= 3


CHOICE = """
[[page]]
id = "a"
title = "A"
[[page.element]]
id = "local:anschrift"
kind = "group"
label = "Anschrift"
choice = true
[[page.element.element]]
id = "local:inland"
kind = "group"
label = "Inland"
[[page.element.element.element]]
id = "local:ort"
kind = "text"
label = "Ort"
[[page.element.element.element]]
id = "local:plz"
kind = "text"
label = "PLZ"
[[page.element.element]]
id = "local:ausland"
kind = "text"
label = "Ausland"
"""


@pytest.mark.parametrize(
    ("answers", "faults"),
    [
        ({}, ["local:anschrift"]),
        ({"local:anschrift.local:ausland": "Wien"}, []),
        ({"local:anschrift.local:inland.local:ort": "Halle"}, ["local:anschrift.local:inland.local:plz"]),
        (
            {
                "local:anschrift.local:inland.local:ort": "H",
                "local:anschrift.local:inland.local:plz": "0",
                "local:anschrift.local:ausland": "W",
            },
            ["local:anschrift"],
        ),
    ],
)
def test_of_a_choice_exactly_one_part_is_filled(answers, faults):
    assert list(run(form(CHOICE), answers).errors) == faults


RULES = """
[[page]]
id = "a"
title = "A"
[[page.element]]
id = "local:land"
kind = "text"
label = "Land"
required = false
[[page.element]]
id = "local:von"
kind = "date"
label = "Von"
required = false
[[page.element]]
id = "local:bis"
kind = "date"
label = "Bis"
required = false
[[page.element]]
id = "local:plz"
kind = "text"
label = "PLZ"
required = false
[[rule]]
effect = "require"
target = "local:plz"
when = 'local:land == "DE"'
message = "In Deutschland brauchen wir die Postleitzahl."
[[rule]]
effect = "forbid"
target = "local:plz"
when = 'local:land == "AT"'
[[rule]]
effect = "valid"
target = "local:bis"
when = "local:von <= local:bis"
message = "Das Ende liegt vor dem Anfang."
"""


def dates(start, end):
    return {
        "local:von.day": str(start), "local:von.month": "1", "local:von.year": "2026",
        "local:bis.day": str(end), "local:bis.month": "1", "local:bis.year": "2026",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "errors", "value"),
    [
        ({"local:land": "DE"}, {"local:plz": "In Deutschland brauchen wir die Postleitzahl."}, None),
        ({"local:land": "DE", "local:plz": "06108"}, {}, "06108"),
        ({"local:land": "AT", "local:plz": "1010"}, {}, None),
        (dates(2, 1), {"local:bis": "Das Ende liegt vor dem Anfang."}, None),
        (dates(1, 1), {}, None),
        ({"local:von.day": "1", "local:von.month": "1", "local:von.year": "2026"}, {}, None),
    ],
)
def test_the_three_effects_of_rules(answers, errors, value):
    checked = run(form(RULES), answers)
    assert checked.errors == errors
    assert checked.values.get("local:plz") == value


def test_a_form_of_an_older_version_that_turns_in_a_circle_ends():
    plain = form(CYCLE)
    circling = to_json(plain.form).replace(
        '"id":"local:b",', '"id":"local:b","visible_if":{"is_empty":{"identifier":"local:a"}},'
    )
    old = CompiledForm(
        from_json(circling.replace('"label":"A",', '"label":"A","visible_if":{"is_empty":{"identifier":"local:b"}},'))
    )
    assert old.fields["local:a"].visible_if is not None
    assert old.fields["local:b"].visible_if is not None
    assert set(run(old, {"local:a": "x", "local:b": "y"}).values) <= {"local:a", "local:b"}


CYCLE = """
[[page]]
id = "a"
title = "Seite"
[[page.element]]
id = "local:a"
kind = "text"
label = "A"
required = false
[[page.element]]
id = "local:b"
kind = "text"
label = "B"
required = false
"""


def test_values_of_another_system_pass_the_same_gate():
    compiled = form(BRANCHES)
    assert forms.prune(compiled, {"local:hund": False, "local:rasse": "x", "fremd": 1}, today=DAY) == {"local:hund": False}
    assert list(forms.validate(compiled, {"local:hund": True}, today=DAY).errors) == ["local:rasse", "local:gefaehrlich"]
