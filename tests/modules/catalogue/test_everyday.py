"""The everyday words name what the catalogue has, and none says everything."""

import csv
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from rathaus.foundation.search.analyser import content_words, stem, words
from rathaus.modules.catalogue import index
from rathaus.modules.catalogue.domain.install_demo import demo_services
from tests.modules.catalogue.asked import ROUNDS, asked

HERE = Path(index.__file__).parent
MOST_NAMES = 5  # that one saying leads to
MOST_OBJECTS = 30  # of the catalogue that one name covers
ACTS = {
    "Anmeldung",
    "Anzeige",
    "Aufnahme",
    "Ausstellung",
    "Beglaubigung",
    "Bewilligung",
    "Erlaubnis",
    "Erteilung",
    "Kind",
    "Verlust",
}


@pytest.fixture(scope="module")
def objects(standards):
    """The stems of all names of the official catalogue and of the described services, with the objects that carry them."""
    found = defaultdict(set)
    with (standards / "fim/ozg_catalogue/leika_services.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[frozenset(map(stem, content_words(row["name"])))].add(row["leika_key"][:8])
    for service in demo_services():
        text = " ".join([service["name"], *service.get("synonyms", ())])
        found[frozenset(map(stem, content_words(text)))].add(service["key"][:8])
    return found


def by_theme():
    for file in sorted((HERE / "everyday").glob("*.toml")):
        yield file.stem, tomllib.loads(file.read_text(encoding="utf-8"))["said"]


def names():
    return {name for _, found in index.everyday_words() for name in found}


def test_every_name_is_in_the_catalogue_and_none_covers_too_much(objects):
    missing, broad = [], []
    for name in names():
        stems = frozenset(map(stem, content_words(name)))
        covered = set().union(*(keys for title, keys in objects.items() if stems <= title))
        if not covered:
            missing.append(name)
        elif len(covered) > MOST_OBJECTS and name not in ACTS:
            broad.append((name, len(covered)))
    assert sorted(missing) == []
    assert sorted(broad) == []


def test_no_saying_leads_everywhere():
    leads: dict[str, set[str]] = defaultdict(set)
    for said, found in index.everyday_words():
        leads[said].update(found)
    assert {said: found for said, found in leads.items() if len(found) > MOST_NAMES} == {}


def test_a_saying_stands_once_with_a_name_and_has_at_most_four_words_that_count():
    for theme, said in by_theme():
        for name, sayings in said.items():
            assert len(sayings) == len(set(sayings)), (theme, name)
            assert all(0 < len(content_words(saying)) <= 4 for saying in sayings), (theme, name)


def test_a_name_stands_in_one_theme():
    themes = defaultdict(set)
    for theme, said in by_theme():
        for name in said:
            themes[name].add(theme)
    assert {name: found for name, found in themes.items() if len(found) > 1} == {}


def test_a_word_is_alike_in_one_group():
    groups = defaultdict(set)
    for name, those in index.words_alike().items():
        assert len(those) > 1, name
        for text in those:
            for word in words(text):
                groups[word].add(name)
    assert {word: found for word, found in groups.items() if len(found) > 1} == {}


def test_the_questions_of_every_round_have_keys_of_the_catalogue(standards):
    with (standards / "fim/ozg_catalogue/leika_services.csv").open(encoding="utf-8") as file:
        keys = {row["leika_key"] for row in csv.DictReader(file)} | {service["key"] for service in demo_services()}
    found = list(asked())
    assert len(found) > 500
    assert {number for number, *_ in found} == set(ROUNDS)
    assert len({question for _, question, *_ in found}) == len(found)
    for _, question, _, beginnings in found:
        for beginning in beginnings:
            assert any(key.startswith(beginning) for key in keys), question
