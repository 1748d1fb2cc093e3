"""Rules on the server: what they show, demand and refuse, per occurrence, to a fixpoint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.errors import Invalid
from tests.modules.forms.factories import form, run

PAGE = '[[page]]\nid = "a"\ntitle = "A"\n'


def element(name, kind="text", extra="", deep=1):
    table = ".".join(["page", *["element"] * deep])
    label = name.capitalize()
    return f'[[{table}]]\nid = "local:{name}"\nkind = "{kind}"\nlabel = "{label}"\n{extra}\n'


def rule(effect, when, target="", message="", at="rule"):
    return f'[[{at}]]\neffect = "{effect}"\nwhen = \'{when}\'\ntarget = "{target}"\nmessage = "{message}"\n'


def errors(body, answers):
    return run(form(PAGE + body), answers).errors


LIST = element("frage", "boolean") + element("liste", "group", "min = 0\nmax = 5") + element("name", deep=2)
DEMANDED = LIST + rule("require", "local:frage == true", "local:liste") + rule("forbid", "local:frage != true", "local:liste")


def test_a_hidden_list_is_hidden_with_all_its_entries():
    answers = {"local:liste#": "2", "local:liste[0].local:name": "x", "local:liste[1].local:name": "y"}
    hidden = run(form(PAGE + DEMANDED), {**answers, "local:frage": "false"})
    assert hidden.values == {"local:frage": False}
    assert [spot.key for spot in hidden.spots] == ["local:frage"]
    shown = run(form(PAGE + DEMANDED), {**answers, "local:frage": "true"})
    assert shown.values["local:liste[1].local:name"] == "y"


def test_a_demanded_list_shows_its_first_entry_and_asks_for_it():
    assert errors(DEMANDED, {"local:frage": "true"}).keys() == {"local:liste[0].local:name"}
    assert errors(DEMANDED, {"local:frage": "true", "local:liste[0].local:name": "x"}) == {}
    assert errors(DEMANDED, {"local:frage": "true", "local:liste[0].local:name": "x", "local:liste#": "2"}) == {}


def test_a_demanded_group_without_any_required_field_asks_for_something():
    body = element("frage", "boolean") + element("teil", "group", "required = false")
    body += element("a", extra="required = false", deep=2) + element("b", extra="required = false", deep=2)
    body += rule("require", "local:frage == true", "local:teil", "Bitte füllen Sie den Teil aus.")
    assert errors(body, {"local:frage": "true"}) == {"local:teil": "Bitte füllen Sie den Teil aus."}
    assert errors(body, {"local:frage": "true", "local:teil.local:b": "x"}) == {}
    assert errors(body, {"local:frage": "false"}) == {}


def test_a_demanded_list_without_any_required_field_asks_for_something():
    body = element("frage", "boolean") + element("liste", "group", "min = 0\nmax = 5")
    body += element("name", extra="required = false", deep=2)
    body += rule("require", "local:frage == true", "local:liste", "Bitte nennen Sie mindestens einen.")
    assert errors(body, {"local:frage": "true"}) == {"local:liste[0]": "Bitte nennen Sie mindestens einen."}


def test_a_demanded_repeated_field_is_asked_for_once():
    body = element("frage", "boolean") + element("namen", extra="min = 0\nmax = 3")
    body += rule("require", "local:frage == true", "local:namen", "Bitte nennen Sie einen.")
    assert errors(body, {"local:frage": "true", "local:namen#": "2"}) == {"local:namen[0]": "Bitte nennen Sie einen."}


CONTACT = element("kontakt", "group", "required = false")
CONTACT += element("telefon", extra="required = false", deep=2) + element("post", extra="required = false", deep=2)
CONTACT += element("wann", extra="required = false", deep=2)
CONTACT += rule(
    "valid", "not is_empty(local:telefon) or not is_empty(local:post)", message="Eines davon.", at="page.element.rule"
)
CONTACT += rule("require", 'local:telefon != "0"', "local:wann", message="Wann?", at="page.element.rule")


def test_rules_of_a_voluntary_group_wait_until_it_is_begun():
    assert errors(CONTACT, {}) == {}
    assert errors(CONTACT, {"local:kontakt.local:wann": "morgen"}) == {"local:kontakt": "Eines davon."}
    assert errors(CONTACT, {"local:kontakt.local:telefon": "1"}) == {"local:kontakt.local:wann": "Wann?"}


def test_a_group_that_a_rule_demands_is_begun():
    body = CONTACT.replace('id = "local:kontakt"', 'id = "local:kontakt"', 1) + element("muss", "boolean")
    body += rule("require", "local:muss == true", "local:kontakt")
    assert errors(body, {"local:muss": "true"}) == {"local:kontakt": "Eines davon.", "local:kontakt.local:wann": "Wann?"}


def test_a_fixed_text_does_not_fill_its_group():
    body = element("teil", "group", "required = false") + element("fest", "locked", 'content = "immer da"', deep=2)
    body += element("name", deep=2)
    assert errors(body, {}) == {}
    asked = body + element("frage", extra='when = "not is_empty(local:teil)"')
    assert errors(asked, {}) == {}
    assert errors(asked, {"local:teil.local:name": "x"}).keys() == {"local:frage"}


def chain(length):
    body = element("f0", extra="required = false")
    return body + "".join(
        element(f"f{at}", extra=f"required = false\nwhen = 'not is_empty(local:f{at - 1})'") for at in range(1, length)
    )


@pytest.mark.parametrize("length", [3, 30])
def test_what_is_hidden_counts_as_empty_down_the_whole_chain(length):
    answers = {f"local:f{at}": "x" for at in range(1, length)}
    assert run(form(PAGE + chain(length)), answers).values == {}
    assert len(run(form(PAGE + chain(length)), {**answers, "local:f0": "x"}).values) == length


@given(st.lists(st.booleans(), min_size=8, max_size=8))
def test_a_chain_ends_at_its_first_gap(filled):
    answers = {f"local:f{at}": "x" for at, yes in enumerate(filled) if yes}
    until = filled.index(False) if False in filled else len(filled)
    assert len(run(form(PAGE + chain(8)), answers).values) == until


def test_hiding_a_group_empties_it_for_other_rules():
    body = element("frage", "boolean") + element("teil", "group", 'required = false\nwhen = "local:frage"')
    body += element("name", deep=2) + element("danach", extra='required = false\nwhen = "not is_empty(local:teil)"')
    answers = {"local:teil.local:name": "x", "local:danach": "y"}
    assert run(form(PAGE + body), {"local:frage": "false", **answers}).values == {"local:frage": False}
    assert len(run(form(PAGE + body), {"local:frage": "true", **answers}).values) == 3


OCCURRENCES = (
    element("person", "group", "min = 1\nmax = 4")
    + element("wo", deep=2, kind="choice", extra=('options = [{ code = "1", label = "Hier" }, { code = "2", label = "Dort" }]'))
    + element("ort", extra="required = false", deep=2)
    + element("staat", extra="required = false", deep=2)
)
for _when, _must, _not in (("1", "ort", "staat"), ("2", "staat", "ort")):
    OCCURRENCES += rule("require", f'local:wo == "{_when}"', f"local:{_must}", f"{_must} fehlt.", at="page.element.rule")
    OCCURRENCES += rule("forbid", f'local:wo == "{_when}"', f"local:{_not}", at="page.element.rule")


def test_a_rule_is_judged_for_each_occurrence_by_its_own_answers():
    answers = {"local:person#": "3"}
    for at, where in enumerate(("1", "2", "")):
        answers |= {f"local:person[{at}].local:wo": where, f"local:person[{at}].local:ort": "Halle" if at else ""}
    checked = run(form(PAGE + OCCURRENCES), {name: value for name, value in answers.items() if value})
    assert checked.errors == {
        "local:person[0].local:ort": "ort fehlt.",
        "local:person[1].local:staat": "staat fehlt.",
        "local:person[2].local:wo": "Bitte wählen Sie aus: Wo.",
    }
    assert "local:person[1].local:ort" not in checked.values
    assert checked.values["local:person[2].local:ort"] == "Halle"


def test_an_invalid_day_is_said_at_its_group():
    body = element("geburt", "group") + element("tag", "integer", "required = false", deep=2)
    body += element("monat", "integer", "required = false", deep=2) + element("jahr", "integer", deep=2)
    body += rule("valid", "is_valid_date(local:tag, local:monat, local:jahr)", message="Kein Tag.", at="page.element.rule")
    answers = {"local:geburt.local:tag": "30", "local:geburt.local:monat": "2", "local:geburt.local:jahr": "2020"}
    assert errors(body, answers) == {"local:geburt": "Kein Tag."}
    assert errors(body, {**answers, "local:geburt.local:tag": "29"}) == {}


CIRCLES = [
    element("a", extra="when = 'is_empty(local:b)'") + element("b", extra="when = 'not is_empty(local:a)'"),
    element("a", extra="when = 'is_empty(local:a)'"),
    element("a") + element("b") + rule("forbid", "not is_empty(local:b)", "local:a")
    + rule("forbid", "is_empty(local:a)", "local:b"),
    element("teil", "group", "when = 'is_empty(local:x)'") + element("x", deep=2),
    element("teil", "group") + element("x", deep=2, extra="when = 'is_empty(local:teil)'"),
    element("a") + '[[page]]\nid = "b"\ntitle = "B"\nwhen = "is_empty(local:c)"\n' + element("c"),
]  # fmt: skip


@pytest.mark.parametrize("body", CIRCLES)
def test_showing_in_a_circle_is_refused_when_the_form_is_read(body):
    with pytest.raises(Invalid, match="Kreis"):
        form(PAGE + body)


@pytest.mark.parametrize(
    "body",
    [
        element("namen", extra="max = 3") + element("x", extra="when = 'local:namen == \"y\"'"),
        element("wahl", "choices", 'options = [{ code = "1", label = "A" }]')
        + element("x", extra="when = 'local:wahl == \"1\"'"),
        element("bild", "file") + element("x", extra="when = 'local:bild == \"1\"'"),
        element("teil", "group") + element("y", deep=2) + element("x", extra="when = 'local:teil == \"1\"'"),
    ],
)
def test_only_single_answers_are_compared(body):
    with pytest.raises(Invalid, match="nur fragen, ob"):
        form(PAGE + body)


def test_whether_a_list_is_empty_may_be_asked():
    body = element("namen", extra="min = 0\nmax = 3") + element("x", extra="when = 'not is_empty(local:namen)'")
    assert errors(body, {}) == {}
    assert errors(body, {"local:namen[0]": "y"}).keys() == {"local:x"}


def test_alternating_conditions_settle_however_long_the_chain():
    body = element("f0", extra="required = false")
    body += "".join(element(f"f{at}", extra=f"required = false\nwhen = 'is_empty(local:f{at - 1})'") for at in range(1, 40))
    answers = {f"local:f{at}": "x" for at in range(40)}
    assert list(run(form(PAGE + body), answers).values) == [f"local:f{at}" for at in range(0, 40, 2)]


def test_a_breach_that_means_a_list_is_said_at_its_first_entry():
    body = element("ja", "boolean") + element("namen", extra="min = 0\nmax = 3")
    body += rule("valid", "local:ja == true", "local:namen", "So nicht.")
    assert errors(body, {"local:ja": "false"}) == {"local:namen[0]": "So nicht."}


def test_a_breach_that_means_a_hidden_place_is_said_somewhere():
    body = element("ja", "boolean") + element("b", extra="when = 'local:ja'")
    body += rule("valid", "local:ja == true", "local:b", "So nicht.")
    assert errors(body, {"local:ja": "false"}) == {"local:ja": "So nicht."}
