"""What the Servicekonto fills in: an address as a whole or not at all, official schemas by FIM id, nothing over what is typed."""

import pytest
from lxml import etree

from rathaus.modules.applications import prefill
from rathaus.modules.forms import public as forms

NAME = {"F60000000228": "Erika", "F60000000227": "Mustermann"}
HOME = {"F60000000243": "Weg", "F60000000244": "2a", "F60000000246": "06108", "F60000000247": "Musterstadt"}
FIELD = '[[page.element.element]]\nid = "{0}"\nkind = "text"\nlabel = "{0}"\nrequired = {1}\nprefill = "{0}"\n'


def form(*, house_number="false", extra=""):
    fields = "".join(
        FIELD.format(key, required)
        for key, required in (
            ("F60000000243", "true"),
            ("F60000000244", house_number),
            ("F60000000246", "true"),
            ("F60000000247", "true"),
        )
    )
    text = f"""
format = 1
key = "probe"
version = "1"
title = "Probe"
[[page]]
id = "eins"
title = "Eins"
[[page.element]]
id = "local:wohnung"
kind = "group"
label = "Wohnung"
{fields}{extra}
"""
    return forms.CompiledForm(forms.read_form(text.encode()))


def last_parts(typed):
    return {key.rpartition(".")[2]: text for key, text in typed.items()}


def test_a_whole_address_is_filled_in():
    assert last_parts(prefill.prefilled(form(), {**NAME, **HOME})) == HOME


@pytest.mark.parametrize("missing", ["F60000000243", "F60000000246", "F60000000247"])
def test_half_an_address_is_not(missing):
    known = {key: text for key, text in HOME.items() if key != missing}
    assert prefill.prefilled(form(), known) == {}


def test_a_house_number_counts_where_it_is_asked_for():
    known = {key: text for key, text in HOME.items() if key != "F60000000244"}
    assert last_parts(prefill.prefilled(form(), known)) == known
    assert prefill.prefilled(form(house_number="true"), known) == {}


def test_nothing_is_written_over_and_a_begun_address_stays_the_persons():
    typed = {"local:wohnung.F60000000243": "Gasse"}
    assert prefill.prefilled(form(), HOME, typed) == {}
    extra = '[[page.element]]\nid = "F60000000228"\nkind = "text"\nlabel = "Vornamen"\nprefill = "F60000000228"\n'
    assert prefill.prefilled(form(extra=extra), {**NAME, **HOME}, typed) == {"F60000000228": "Erika"}
    assert prefill.prefilled(form(extra=extra), {**NAME, **HOME}, {"F60000000228": "Ida"}).get("F60000000228") is None


SCHEMAS = ["S07000000200", "S05000001195", "S05000001319", "S00000000362"]


@pytest.mark.conformance
@pytest.mark.parametrize("name", SCHEMAS)
def test_the_address_of_an_official_schema_is_filled_in_as_a_whole(standards, name):
    source = (standards / f"fim/xdf3/{name}.xdf3.xml").read_bytes()
    official = forms.CompiledForm(forms.read_form(source))
    ids = {element.text for element in etree.fromstring(source).iter("{*}id")}
    assert prefill.ADDRESS & ids >= set(HOME)  # the ids are the schema's own
    filled = prefill.prefilled(official, {**NAME, **HOME})
    address = {path: text for path, text in filled.items() if path.rpartition(".")[2] in HOME}
    single = [path for path, field in official.fields.items() if field.id == "F60000000243" and not official.places[path].loops]
    if not single:
        assert address == {}
        return
    assert {path.rpartition(".")[0] for path in address} == {single[0].rpartition(".")[0]}
    assert last_parts(address) == HOME
    bare = {key: text for key, text in HOME.items() if key != "F60000000243"}
    assert not {path.rpartition(".")[2] for path in prefill.prefilled(official, {**NAME, **bare})} & set(HOME)


@pytest.mark.conformance
def test_a_prefilled_official_form_lacks_nothing_of_the_address(standards):
    import datetime as dt

    official = forms.CompiledForm(forms.read_form((standards / "fim/xdf3/S07000000200.xdf3.xml").read_bytes()))
    typed = prefill.prefilled(official, {**NAME, **HOME})
    errors = forms.check(official, typed, today=dt.date(2026, 11, 20)).errors
    assert {key.rpartition(".")[2] for key in errors} == {"F60000000233", "F60000000263"}  # year of birth, Inland oder Ausland
