"""Everyday sayings in questions, whatever their order and form; slips of the finger; compounds typed in pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.search import analyser, everyday
from rathaus.foundation.search import public as search
from rathaus.foundation.search.analyser import lemma
from rathaus.foundation.search.question import rejoined
from rathaus.foundation.search.sound import sound

NAMES = {
    "death": "Anzeige Sterbefall",
    "build": "Baugenehmigung",
    "free": "Genehmigungsfreistellungsverfahren",
    "tax": "Hundesteuer",
    "dog": "Hundehaltung Erlaubnis",
    "car": "Kraftfahrzeug Außerbetriebsetzung",
    "move": "Wohnsitz Anmeldung",
    "poor": "Hilfe zum Lebensunterhalt",
    "rent": "Wohngeld",
    "passport": "Reisepass Ausstellung",
    "abroad": "Hilfe bei Notfällen im Ausland",
    "exam": "Gesellenprüfung Zulassung",
    "funeral": "Bestattung",
    "confirm": "Bestätigung der Meldung",
    "school": "Schulpflicht",
}
SAID = {
    "oma gestorben": ["Anzeige Sterbefall"],
    "gestorben": ["Bestattung"],
    "ohne baugenehmigung": ["Genehmigungsfreistellungsverfahren"],
    "hund anmelden": ["Hundesteuer"],
    "auto verkauft": ["Kraftfahrzeug Außerbetriebsetzung"],
    "umziehen": ["Wohnsitz Anmeldung"],
    "kein geld": ["Hilfe zum Lebensunterhalt"],
    "mietzuschuss": ["Wohngeld"],
    "pass": ["Reisepass"],
    "pass weg ausland": ["Notfällen Ausland"],
    "schwänzen": ["Schulpflicht"],
    "steuer für ein raumschiff": ["Raumschiffsteuer"],
}
ALIKE = {"kin": ["oma", "vater", "mutter"], "gone": ["weg", "verloren", "geklaut"], "abroad": ["ausland", "spanien"]}


@pytest.fixture
def index(db):
    made = search.Index("everyday", weights={"title": 6}, thesaurus=SAID.items, alike=lambda: ALIKE)
    made.replace_many(search.Entry(key=key, title=name, fields={}) for key, name in NAMES.items())
    return made


def first(index, question):
    return next((hit.key for hit in index.query(question).hits), "")


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("oma gestorben", "death"),
        ("gestern ist leider meine liebe Oma gestorben, was tun?", "death"),
        ("gestorben: Oma", "death"),
        ("mein Vater ist gestorben", "death"),  # alike
        ("Auto verkauft", "car"),
        ("ich verkaufe mein altes Auto", "car"),  # another form of the verb
        ("Autoverkauf", "car"),  # a compound nobody knows
        ("Hundeanmeldung", "tax"),
        ("wie melde ich meinen Hund an", "tax"),  # the verb in two pieces
        ("wir ziehen nächste Woche um", "move"),
        ("um in die Stadt umzuziehen", "move"),
        ("ich habe kein Geld", "poor"),
        ("was geht ohne Baugenehmigung", "free"),
        ("Baugenehmigung", "build"),  # the saying with `ohne` is not meant
        ("mietzuschus", "rent"),  # a slip in an everyday word
        ("schwentzen", "school"),  # spelt by ear
    ],
)
def test_a_saying_is_found_in_any_form(index, question, key):
    assert first(index, question) == key


@pytest.mark.parametrize("question", ["baugenemigung", "baugenehmigug", "baugenemihgung", "bau genehmigung", "genehmigung bau"])
def test_a_slip_of_a_word_of_the_index_leads_to_it_and_not_to_a_saying_it_stands_in(index, question):
    assert first(index, question) == "build"


def test_the_correction_of_the_slip_is_told(index):
    assert index.query("baugenemigung").corrections == {"baugenemigung": "baugenehmigung"}


@pytest.mark.parametrize(("question", "key"), [("hunde steuer", "tax"), ("hund steuer", "tax"), ("steuer hund", "tax")])
def test_pieces_of_a_compound_meet_it(index, question, key):
    assert first(index, question) == key


def test_the_whole_saying_is_meant_and_what_stands_in_it_a_little(index):
    found = [hit.key for hit in index.query("pass in spanien verloren").hits]
    assert found[0] == "abroad"
    assert "passport" in found


def test_a_saying_of_something_the_index_does_not_have_leaves_the_words_as_they_are(index):
    assert first(index, "steuer für ein raumschiff hund") == "tax"


def test_words_too_far_apart_are_no_saying(index):
    far = "auto " + "xylophon " * 8 + "verkauft"
    assert first(index, far) != "car"


def test_a_typing_error_that_has_the_stem_of_another_word(index):
    """`bestatung` has the stem of `Bestätigung` for Snowball."""
    assert analyser.stem("bestatung") == analyser.stem("bestatigung")
    assert first(index, "bestatung") == "funeral"


@pytest.mark.parametrize("word", ["kaum", "weide", "sohn", "wetter"])
def test_an_ordinary_word_is_no_typing_error(index, word):
    index.replace(search.Entry(key="odd", title="Kauf, Beide, Sonn, Weiter", fields={}))
    assert index.query(word).hits == ()


def test_verb_and_noun_meet(index):
    assert first(index, "geselle prüfen") == "exam"


def test_numbers_say_little(index):
    index.replace(search.Entry(key="fifteen", title="Ausstellung ab 15 Jahre", fields={}))
    assert first(index, "15 reisepässe") == "passport"


@pytest.mark.parametrize(
    "forms",
    [
        ("kaufen", "kauft", "gekauft"),
        ("anmelden", "anzumelden", "angemeldet", "Anmeldung"),
        ("umziehen", "umgezogen", "umzuziehen"),
        ("sterben", "stirbt", "gestorben"),
        ("verlieren", "verliert", "verloren"),
        ("Erzieher", "Erzieherin", "Erzieherinnen"),
    ],
)
def test_forms_of_a_word_have_one_lemma(forms):
    assert len({lemma(word) for form in forms for word in analyser.words(form)}) == 1


def test_words_with_the_stem_of_another_stay_apart():
    assert lemma("kurs") != lemma("kur")
    assert lemma("mieten") != lemma("miete")


def test_a_verb_is_put_together_at_the_end_of_a_sentence_only():
    known = {"anmelde", "abmelde"}.__contains__
    assert rejoined(["wie", "melde", "ich", "den", "hund", "an"], known) == ["wie", "anmelde", "ich", "den", "hund"]
    assert rejoined(["melde", "ich", "auto", "ab", "und", "hund"], known) == ["abmelde", "ich", "auto", "und", "hund"]
    assert rejoined(["melde", "an", "der", "strasse"], known) == ["melde", "an", "der", "strasse"]
    assert rejoined(["fahre", "an"], known) == ["fahre", "an"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("fuhrerschein", "fuererschein"), ("apostille", "apostile"), ("foto", "photo"), ("haftpflicht", "hafftpflicht")],
)
def test_what_sounds_alike(one, other):
    assert sound(one.replace("ue", "u")) == sound(other.replace("ue", "u"))


def test_small_words_count_where_they_carry_the_meaning():
    assert everyday.meaningful("kein Geld") == ["kein", "geld"]
    assert everyday.meaningful("die Oma ist gestorben") == ["oma", "gestorben"]
    assert everyday.meaningful("Perso") == ["perso"]


@given(st.text(max_size=60))
def test_any_word_has_a_lemma_and_a_sound(text):
    for word in analyser.words(text):
        assert lemma(word)
        assert isinstance(sound(word), str)
        assert lemma(word) == lemma(word)
