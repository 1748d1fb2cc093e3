"""From a typed question to concepts: verbs whole again, compounds joined, slips put right, everyday sayings understood."""

from collections.abc import Callable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rathaus.foundation.search.analyser import ORDINARY, PARTICLES, STOPWORDS, lemma, stem, words
from rathaus.foundation.search.concepts import LONG_WORD, SHORTEST_SLIP, SURE_SLIP, Concept, concept
from rathaus.foundation.search.everyday import Asked, Thesaurus, corrected, groups, parts_of
from rathaus.foundation.search.vocabulary import Vocabulary

MAX_WORDS = 12
MAX_TYPED = 40
_GOES_ON = frozenset(["und", "oder", "wenn", "weil", "falls", "dass", "aber", "damit", "bevor", "ob"])


def understand(text: str, vocabulary: Vocabulary, thesaurus: Thesaurus) -> list[Concept]:
    """The concepts of a question, at most twelve words of it."""
    concepts: dict[str, Concept] = {}
    for group in groups(_asked(text, vocabulary, thesaurus), thesaurus, vocabulary):
        root = stem(" ".join(word.word for word in group.words))
        if root not in concepts:
            concepts[root] = concept(group, vocabulary, spelt=all(lemma(word.word) in thesaurus.lemmas for word in group.words))
    return list(concepts.values())


def _asked(text: str, vocabulary: Vocabulary, thesaurus: Thesaurus) -> list[Asked]:
    """The words of the question as they are understood."""
    typed = words(text)[:MAX_TYPED]
    only_small = all(word in STOPWORDS for word in typed)
    asked, content = [], 0
    for word in rejoined(typed, lambda whole: lemma(whole) in thesaurus.lemmas or stem(whole) in vocabulary.stems):
        carries = only_small or word not in STOPWORDS
        content += carries
        if content <= MAX_WORDS:
            asked.append(Asked(word, word, carries))
    return [_put_right(word, vocabulary, thesaurus) for word in _join_split_compounds(asked, vocabulary)]


def rejoined(typed: Sequence[str], known: Callable[[str], bool]) -> list[str]:
    """`wie melde ich den Hund an` -> `wie anmelde ich den Hund`: a verb and what stands of it at the end of the sentence."""
    found = list(typed)
    for at, word in enumerate(typed):
        if word in PARTICLES and (at + 1 == len(typed) or typed[at + 1] in _GOES_ON):
            for before in range(at - 1, -1, -1):
                if found[before] not in STOPWORDS and known(word + found[before]):
                    found[before] = word + found[before]
                    found[at] = ""
                    break
    return [word for word in found if word]


def _put_right(asked: Asked, vocabulary: Vocabulary, thesaurus: Thesaurus) -> Asked:
    """An unknown word put right: a word of the index one slip away, or an everyday word that is nearer than one of those."""
    word = asked.word
    if not asked.content or len(word) < SHORTEST_SLIP or word in ORDINARY:
        return asked
    if lemma(word) in thesaurus.lemmas or stem(word) in vocabulary.stems:
        return asked
    nearest = process.extractOne(word, vocabulary.of_about(len(word), 1), scorer=OSA.distance, score_cutoff=1)
    if nearest and len(word) >= LONG_WORD:
        return Asked(asked.typed, str(nearest[0]))
    slips = 1 if len(word) < LONG_WORD else 2
    if len(word) < SURE_SLIP and (vocabulary.split(word) or parts_of(word, thesaurus, vocabulary)):
        return asked
    if (guess := corrected(word, thesaurus, slips)) is None:
        return asked
    near = process.extractOne(word, vocabulary.of_about(len(word), guess[1]), scorer=OSA.distance, score_cutoff=guess[1])
    return asked if near and near[1] < guess[1] else Asked(asked.typed, guess[0])


def _join_split_compounds(asked: list[Asked], vocabulary: Vocabulary) -> list[Asked]:
    """`geburts urkunde`, `hund steuer`, `steuer hund` -> the compound, where the index knows it."""
    joined: list[Asked] = []
    at = 0
    while at < len(asked):
        pair = _compound(asked[at : at + 2], vocabulary)
        joined.append(pair or asked[at])
        at += 2 if pair else 1
    return joined


def _compound(pair: Sequence[Asked], vocabulary: Vocabulary) -> Asked | None:
    if len(pair) < 2 or not all(each.content and len(each.word) > 2 for each in pair):
        return None
    first, second = (each.word for each in pair)
    for one, other in ((first, second), (second, first)):
        for link in ("", "s", "n", "e", "er", "en"):
            if (whole := one + link + other) in vocabulary.words:
                return Asked(" ".join(each.typed for each in pair), whole)
    return None
