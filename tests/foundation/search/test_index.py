import threading

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.search import analyser
from rathaus.foundation.search import public as search
from rathaus.foundation.search.models import Document, Facet

WEIGHTS = {"title": 6, "text": 1}
SAMPLE = "Dž̦ Ţ̈ ḿ l̥ Ǡ Ą̈̈ Ḳ̄"  # letters with marks and without NFC form, as DIN SPEC 91379 lists them

pytestmark = pytest.mark.django_db


def entry(key, title, text="", **rest):
    return search.Entry(key=key, title=title, fields={"text": text}, **rest)


@pytest.fixture
def index():
    made = search.Index(
        "test", weights=WEIGHTS, thesaurus={"perso": ["Personalausweis"], "rote karte": ["Belehrung Infektionsschutz"]}.items
    )
    made.replace_many(
        [
            entry("park", "Bewohnerparkausweis Verlängerung", boost=0.1),
            entry("ausweis", "Personalausweis Meldung wegen Verlust"),
            entry("geburt", "Geburtsurkunde Ausstellung", suggestions=("Abstammungsurkunde",)),
            entry("gebuehr", "Gebühr für Kindertageseinrichtungen"),
            entry("hund", "Hundesteuer Festsetzung", "Wer einen Hund hält, meldet ihn an."),
            entry("haltung", "Hundehaltung Anmeldung"),
            entry("belehrung", "Belehrung nach dem Infektionsschutzgesetz"),
            entry("haus", "Bewohner der Häuser am Park", "Ausweis, Urkunde, Geburt, Steuer, Haltung"),
        ]
    )
    return made


def keys(found):
    return [hit.key for hit in found.hits]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("bewohnerparkausweis verlängern", "park"),
        ("BEWOHNERPARKAUSWEIS VERLAENGERN", "park"),
        ("parkausweis", "park"),
        ("Bewohnerparkausweiss", "park"),
        ("perso verlust", "ausweis"),
        ("geburts urkunde", "geburt"),
        ("gebuehren kindertageseinrichtung", "gebuehr"),
        ("hundesteur", "hund"),
        ("rote karte", "belehrung"),
        ("wie kann ich einen Hund anmelden?", "haltung"),
    ],
)
def test_question_finds(index, question, first):
    assert keys(index.query(question))[0] == first


def test_correction_is_told(index):
    assert index.query("hundesteur").corrections == {"hundesteur": "hundesteuer"}


def test_nothing_matches(index):
    found = index.query("Quantenchromodynamik")
    assert (found.hits, found.total, found.counts) == ((), 0, {})


@pytest.mark.parametrize(
    "question", ["", "   ", "und oder", '"', "a' OR 1=1 --", "* NEAR(x)", "\x00", "🏛", "-", "'&|!:*", "x" * 5000]
)
def test_hostile_questions_pass(index, question):
    index.query(question)
    index.suggest(question)


def test_replacing_again_changes_nothing(index):
    before = list(Document.objects.values_list("id", "key", "digest"))
    assert index.replace_many([entry("hund", "Hundesteuer Festsetzung", "Wer einen Hund hält, meldet ihn an.")]) == 0
    assert list(Document.objects.values_list("id", "key", "digest")) == before


def test_replaced_and_removed_words_are_gone(index):
    index.replace(entry("hund", "Katzensteuer"))
    assert "hund" not in keys(index.query("hundesteuer"))
    assert keys(index.query("katzensteuer")) == ["hund"]
    index.remove(["hund"])
    assert keys(index.query("katzensteuer")) == []
    assert index.retain(["park"]) == 6
    assert set(Document.objects.values_list("key", flat=True)) == {"park"}


def test_indexes_do_not_see_each_other(index):
    other = search.Index("other", weights=WEIGHTS)
    other.replace(entry("x", "Bewohnerparkausweis"))
    assert keys(other.query("bewohnerparkausweis")) == ["x"]
    assert keys(other.query("hundesteuer")) == []
    assert other.suggest("hund") == []


def test_din_spec_91379_text_is_found():
    index = search.Index("names", weights=WEIGHTS)
    index.replace(entry("name", f"Straße {SAMPLE} Łódź Čapek"))
    assert keys(index.query("lodz capek")) == ["name"]
    assert keys(index.query(SAMPLE)) == ["name"]
    index.replace(entry("greek", "Αθήνα Київ"))
    assert keys(index.query("Αθήνα")) == ["greek"]
    assert keys(index.query("київ")) == ["greek"]


def test_secrecy_is_obeyed_everywhere():
    index = search.Index("cases", weights=WEIGHTS, required=("secrecy",))
    index.replace(entry("open", "Parkausweis Müller", facets={"secrecy": ["normal"], "unit": ["a"]}))
    index.replace(entry("tax", "Steuerschuld Geheimrat", facets={"secrecy": ["tax"], "unit": ["a"]}))
    normal = {"secrecy": ["normal"]}
    assert keys(index.query("steuerschuld parkausweis", facets=normal)) == ["open"]
    assert index.query("steuerschuld parkausweis", facets=normal).counts == {"secrecy": {"normal": 1}, "unit": {"a": 1}}
    assert index.suggest("steuer", facets=normal) == []
    assert index.query("geheimrot", facets=normal).corrections == {}  # no correction to a word of a secret document
    assert keys(index.query("geheimrot", facets={"secrecy": ["normal", "tax"]})) == ["tax"]
    with pytest.raises(ValueError, match="secrecy"):
        index.query("steuerschuld")
    with pytest.raises(ValueError, match="secrecy"):
        index.suggest("steuer")


def test_suggestions_by_any_word(index):
    assert index.suggest("Gebüh") == ["Gebühr für Kindertageseinrichtungen"]
    assert index.suggest("gebueh") == ["Gebühr für Kindertageseinrichtungen"]
    assert index.suggest("abst") == ["Abstammungsurkunde"]
    assert index.suggest("verl") == ["Bewohnerparkausweis Verlängerung", "Personalausweis Meldung wegen Verlust"]
    assert index.suggest("v") == []


def test_pages_of_hits(index):
    everything = keys(index.query("hund haltung steuer urkunde", limit=50))
    assert len(everything) > 3
    assert keys(index.query("hund haltung steuer urkunde", limit=2, offset=1)) == everything[1:3]


def test_removing_takes_facets_along(index):
    index.replace(entry("f", "Facette", facets={"a": ["1", "1", "2"]}))
    assert Facet.objects.count() == 2
    index.remove(["f"])
    assert Facet.objects.count() == 0


@given(st.from_regex(r"([bktrn]{1,2}[äöüÄÖÜß]? ?){0,12}", fullmatch=True))
def test_umlauts_and_their_spellings_meet(text):
    spelled = text
    for umlaut, letters in {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}.items():
        spelled = spelled.replace(umlaut, letters)
    assert analyser.words(text) == analyser.words(spelled)


@pytest.mark.parametrize("word", ["neue", "bauer", "quelle", "steuer", "feuer"])
def test_vowels_that_are_no_umlaut_stay(word):
    assert analyser.words(word) == [word]


@given(st.text(max_size=80))
def test_words_are_clean(text):
    for word in analyser.words(text):
        assert word == word.casefold()
        assert word.isalnum()
        assert len(word) <= analyser.MAX_LETTERS
        assert analyser.token(analyser.stem(word)).isascii()


@pytest.mark.django_db(transaction=True)
def test_the_same_document_from_four_sides():
    index = search.Index("concurrent", weights=WEIGHTS)
    errors = []

    def work(number):
        try:
            for turn in range(5):
                index.replace(entry("one", f"Fassung {number} {turn}"))
        except Exception as error:  # noqa: BLE001  (any error fails the test)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert Document.objects.filter(index="concurrent").count() == 1
    assert index.query("fassung").total == 1


@pytest.mark.django_db(transaction=True)
def test_rolled_back_change_is_not_found():
    index = search.Index("rollback", weights=WEIGHTS)
    with transaction.atomic():
        index.replace(entry("one", "Bewohnerparkausweis"))
        assert index.query("bewohnerparkausweis").total == 1
        transaction.set_rollback(True)
    assert index.query("bewohnerparkausweis").total == 0


@pytest.mark.django_db
def test_an_everyday_word_stands_for_several_words_together():
    index = search.Index(
        "test.phrases",
        weights={"title": 6},
        thesaurus={"pleite": ["Insolvenzverfahren Eröffnung"], "geld weg": ["Fundsachen"]}.items,
    )
    index.replace_many(
        search.Entry(key=key, title=title, fields={})
        for key, title in (
            ("a", "Insolvenzverfahren Eröffnung"),
            ("b", "Eröffnung einer Börse"),
            ("c", "Fundsachen"),
            ("d", "Insolvenzverfahren"),
        )
    )
    assert next(hit.key for hit in index.query("pleite").hits) == "a"
    assert "b" not in [hit.key for hit in index.query("pleite").hits]  # the commoner word alone says nothing
    assert [hit.key for hit in index.query("geld weg").hits] == ["c"]
    assert next(hit.key for hit in index.query("pleihte").hits) == "a"  # a slip in the everyday word


@pytest.mark.django_db
def test_how_much_of_the_question_is_answered():
    index = search.Index("test.coverage", weights={"title": 6})
    index.replace_many(search.Entry(key=key, title=key, fields={}) for key in ("Hundesteuer", "Reisepass", "Wohngeld"))
    assert index.query("hundesteuer").coverage == pytest.approx(1)
    assert index.query("hundesteuer xylophon").coverage < 0.5
    assert index.query("xylophon").coverage == 0


@pytest.mark.django_db
def test_what_a_compound_ends_with_says_more_than_what_it_begins_with():
    index = search.Index("test.ends", weights={"title": 6})
    index.replace_many(search.Entry(key=key, title=key, fields={}) for key in ("Urkundenstelle", "Heiratsurkunde", "Wohngeld"))
    assert [hit.key for hit in index.query("urkunde").hits] == ["Heiratsurkunde", "Urkundenstelle"]


@pytest.mark.django_db
def test_similar_words_are_told_by_open_indexes_alone():
    index = search.Index("test.similar", weights={"title": 6})
    index.replace(search.Entry(key="a", title="Kindergeld", fields={}))
    assert index.similar("kandageld") == ["kindergeld"]
    assert index.similar("xy") == []
    with pytest.raises(ValueError, match="may not be told"):
        search.Index("test.secret", weights={"title": 6}, required=["secrecy"]).similar("kandageld")
