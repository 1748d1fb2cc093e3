"""What makes the search fast must not make it wrong: documents kept, vocabularies that grow, candidates cut off."""

import pytest
from django.db import transaction

from rathaus.foundation.search import candidates, kept, vocabulary, writing
from rathaus.foundation.search import public as search

WEIGHTS = {"title": 6, "text": 1}
DOGS = ("Hundesteuer Festsetzung", "Hundehaltung Anmeldung", "Hundesteuer Abmeldung", "Hund gefunden")


def entry(key, title, **rest):
    return search.Entry(key=key, title=title, fields={"text": ""}, **rest)


def keys(found):
    return [hit.key for hit in found.hits]


def index(name, **options):
    made = search.Index(name, weights=WEIGHTS, **options)
    made.replace_many([entry(f"dog{number}", title) for number, title in enumerate(DOGS)])
    return made


@pytest.fixture
def large(monkeypatch):
    """Every vocabulary is too large to be read again at each change."""
    monkeypatch.setattr(vocabulary, "_SMALL_BUILD", -1)
    monkeypatch.setattr(vocabulary, "_REST", float("inf"))


@pytest.mark.django_db(transaction=True)
def test_number_of_queries(django_assert_num_queries):
    dogs = index("speed.queries")
    with django_assert_num_queries(6):  # newest, vocabulary, candidates; once a process all ids, facets, documents
        dogs.query("hundesteuer")
    with django_assert_num_queries(2):
        dogs.query("hundesteuer")
    dogs.replace(entry("dog9", "Hundesteuer Befreiung"))
    with django_assert_num_queries(5):  # newest, vocabulary, candidates, facets and documents of what is new
        assert "dog9" in keys(dogs.query("hundesteuer"))
    with django_assert_num_queries(1):
        assert len(dogs.suggest("hund", limit=5)) == 5


@pytest.mark.django_db(transaction=True)
def test_a_kept_document_is_never_old():
    dogs = index("speed.kept")
    assert keys(dogs.query("festsetzung")) == ["dog0"]
    dogs.replace(entry("dog0", "Katzensteuer", facets={"online": ["ja"]}))
    assert keys(dogs.query("festsetzung")) == []
    found = dogs.query("katzensteuer")
    assert (keys(found), found.counts) == (["dog0"], {"online": {"ja": 1}})
    dogs.remove(["dog0"])
    assert keys(dogs.query("katzensteuer")) == []


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_kept():
    dogs = index("speed.rollback")
    with transaction.atomic():
        dogs.replace(entry("dog9", "Hundesteuer Befreiung"))
        assert "dog9" in keys(dogs.query("hundesteuer"))
        transaction.set_rollback(True)
    dogs.replace(entry("cat", "Katzensteuer Erlass"))  # SQLite gives it the id that was rolled back
    assert keys(dogs.query("katzensteuer")) == ["cat"]
    assert keys(dogs.query("erlass")) == ["cat"]
    assert "dog9" not in keys(dogs.query("hundesteuer befreiung"))


@pytest.mark.django_db(transaction=True)
def test_secrecy_of_a_kept_document():
    cases = search.Index("speed.secrecy", weights=WEIGHTS, required=("secrecy",))
    cases.replace(entry("tax", "Steuerschuld Geheimrat", facets={"secrecy": ["tax"]}))
    everything, normal = {"secrecy": ["normal", "tax"]}, {"secrecy": ["normal"]}
    assert keys(cases.query("steuerschuld", facets=everything)) == ["tax"]
    for nothing in (normal, {"secrecy": []}):
        found = cases.query("steuerschuld", facets=nothing)
        assert (found.hits, found.total, found.counts) == ((), 0, {})
        assert cases.suggest("steuer", facets=nothing) == []
    cases.replace(entry("tax", "Steuerschuld Geheimrat", facets={"secrecy": ["blocked"]}))
    assert keys(cases.query("steuerschuld", facets=everything)) == []


@pytest.mark.django_db(transaction=True)
def test_few_documents_are_kept(monkeypatch):
    dogs = index("speed.few")
    questions = ("hundesteuer", "hundehaltung anmelden", "hund gefunden", "hundesteuer")
    before = [dogs.query(question) for question in questions]
    monkeypatch.setattr(kept, "MOST", 2)
    monkeypatch.setattr(kept, "_KEPT", {})
    for question, found in zip(questions, before, strict=True):
        assert dogs.query(question) == found
        assert len(kept._KEPT) <= 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("large")
def test_a_large_vocabulary_learns_new_words_without_being_read_again(django_assert_num_queries):
    dogs = index("speed.large")
    dogs.query("hund")
    before = vocabulary.current("speed.large")
    dogs.replace(entry("cat", "Katzenzucht Erlaubnis"))
    with django_assert_num_queries(2):
        after = vocabulary.current("speed.large")
    assert after.documents == before.documents + 1
    assert after.frequency("hund") == before.frequency("hund")
    assert after.frequency("katzenzucht") == 1
    assert dogs.query("katzenzuchd").corrections == {"katzenzuchd": "katzenzucht"}
    assert after.built_at == before.built_at


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("large")
def test_a_large_vocabulary_forgets_what_was_taken_out():
    dogs = index("speed.forget")
    dogs.query("hund")
    assert dogs.retain({"dog0"}) == 3
    dogs.query("hund")
    assert vocabulary.current("speed.forget").documents == 1


@pytest.mark.django_db
def test_too_many_candidates_keep_those_that_answer_the_whole_question(monkeypatch):
    monkeypatch.setattr(candidates, "MOST", 3)
    many = search.Index("speed.many", weights=WEIGHTS)
    many.replace_many([entry(f"a{number}", f"Erlaubnis Gaststätte Nummer {number}", boost=0.2) for number in range(9)])
    many.replace_many([entry(f"b{number}", f"Widerruf Fahrschule Nummer {number}", boost=0.2) for number in range(9)])
    many.replace(entry("z", "Erlaubnis Widerruf"))
    assert keys(many.query("erlaubnis widerruf"))[0] == "z"
    assert keys(many.query("widerruf der erlaubnis"))[0] == "z"


@pytest.mark.django_db
def test_entries_are_taken_as_they_come(monkeypatch):
    monkeypatch.setattr(writing, "BATCH", 2)
    streamed = search.Index("speed.stream", weights=WEIGHTS)
    written = []

    def coming():
        for number in range(6):
            written.append(streamed.query("steuer").total)
            yield entry(f"k{number % 5}", f"Steuer {number}")

    assert streamed.replace_many(coming()) == 6
    assert written == [0, 0, 2, 2, 4, 4]
    assert sorted(keys(streamed.query("steuer"))) == ["k0", "k1", "k2", "k3", "k4"]
    assert keys(streamed.query("steuer 5"))[0] == "k0"
