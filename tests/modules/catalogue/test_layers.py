"""Kommune before Land before federation: text by text, tables whole, words together."""

import pytest

from rathaus.modules.catalogue.descriptions import Description, Fee, Term, Text, decode, digest, encode
from rathaus.modules.catalogue.enums import FeeKind, TextCode
from rathaus.modules.catalogue.layers import Layer, compose

FULL, SHORT, HINTS = TextCode.FULL, TextCode.SHORT, TextCode.HINTS


def layer(source: str, **values: object) -> Layer:
    return Layer(source, Description(key="99108001001000", **values))  # type: ignore[arg-type]


def test_each_text_comes_from_the_most_specific_source_that_has_it() -> None:
    city = layer("Stadt", texts=(Text(code=SHORT, text="Stadt kurz"),))
    land = layer("Land", texts=(Text(code=SHORT, text="Land kurz"), Text(code=FULL, text="Land lang")))
    federal = layer("Bund", texts=(Text(code=FULL, text="Bund lang"), Text(code=HINTS, text="Bund Hinweis")))
    texts = compose([city, land, federal]).texts
    assert {(text.code, text.text, text.source) for text in texts} == {
        (SHORT, "Stadt kurz", "Stadt"),
        (FULL, "Land lang", "Land"),
        (HINTS, "Bund Hinweis", "Bund"),
    }


def test_an_empty_text_hides_nothing() -> None:
    texts = compose(
        [layer("Stadt", texts=(Text(code=FULL, text=" "),)), layer("Land", texts=(Text(code=FULL, text="lang"),))]
    ).texts
    assert [(text.text, text.source) for text in texts] == [("lang", "Land")]


def test_languages_and_access_channels_are_texts_of_their_own() -> None:
    city = layer("Stadt", texts=(Text(code=FULL, text="lang"),))
    land = layer("Land", texts=(Text(code=FULL, text="long", language="en"), Text(code=FULL, text="Land lang")))
    assert [(text.language, text.source) for text in compose([city, land]).texts] == [("de", "Stadt"), ("en", "Land")]


def test_two_modules_of_one_kind_in_one_source_both_stay() -> None:
    city = layer("Stadt", texts=(Text(code=HINTS, text="eins"), Text(code=HINTS, text="zwei")))
    land = layer("Land", texts=(Text(code=HINTS, text="drei"),))
    assert [text.text for text in compose([city, land]).texts] == ["eins", "zwei"]


def test_fees_are_taken_whole_from_one_source() -> None:
    city = layer("Stadt", fees=(Fee(kind=FeeKind.FIXED, cents=3070, legal_basis="GebOSt"),))
    land = layer("Land", fees=(Fee(kind=FeeKind.FIXED, cents=100), Fee(kind=FeeKind.NONE)))
    assert [fee.cents for fee in compose([city, land]).fees] == [3070]
    assert len(compose([layer("Stadt"), land]).fees) == 2


def test_words_are_collected_once() -> None:
    city = layer("Stadt", terms=(Term(text="Anwohnerparken"), Term(text="Parkausweis")))
    land = layer("Land", terms=(Term(text="Parkausweis"), Term(text="Bewohnerparken")))
    assert [term.text for term in compose([city, land]).terms] == ["Anwohnerparken", "Parkausweis", "Bewohnerparken"]


def test_a_no_is_an_answer_and_hides_the_yes_below() -> None:
    assert compose([layer("Stadt", written_form=False), layer("Land", written_form=True)]).written_form is False
    assert compose([layer("Stadt"), layer("Land", written_form=True)]).written_form is True


def test_nothing_to_compose() -> None:
    with pytest.raises(ValueError, match="nothing"):
        compose([])


def test_a_description_keeps_everything_through_its_bytes() -> None:
    said = compose([layer("Stadt", name="Ausweis", fees=(Fee(kind=FeeKind.RANGE, cents=100, cents_to=200, prepayment=False),))])
    assert decode(encode(said)) == said
    assert digest(said) == digest(decode(encode(said)))
    assert digest(said) != digest(layer("Stadt", name="Ausweis").description)
