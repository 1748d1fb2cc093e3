"""From a typed question to concepts: each a set of stems that mean the same, with how surely they do."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rathaus.foundation.search.analyser import ACTS, ORDINARY, PARTICLES, STOPWORDS, WEAK, lemma, stem, words
from rathaus.foundation.search.everyday import Asked, Group, Thesaurus, corrected, groups, parts_of
from rathaus.foundation.search.vocabulary import Vocabulary

MAX_WORDS = 12
EXACT, SYNONYM, NEARBY, PART, COMPOUND, TYPO = 1.0, 0.95, 0.6, 0.6, 0.7, 0.8
BEGINNING = 0.5  # the word is the first part of a compound, which says what kind and not what it is
WEAK_FACTOR, ACT_FACTOR = 0.15, 0.5
SHORTEST_EVERYDAY = 5  # letters of a word that may be misspelt
SURE_START = 7  # letters; a shorter word begins as it was meant
LONG_WORD = 8  # letters; two slips of the finger may be in it
MAX_TYPED = 40
SAME_VERB = 0.9  # a noun is made of the verb
SHORTEST_VERB = 3  # letters of its stem, and one more
WORDS_MORE = 0.4  # what each further word of an everyday saying adds to its weight
_GOES_ON = frozenset("und oder wenn weil falls dass aber damit bevor ob".split())
SURE_SLIP = 9  # letters; so long a word is not near another by accident


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing the question names. `weight` is how much it tells apart (inverse document frequency).

    `parts` are the stems of a compound with their share of its meaning: a document that has them all says nearly the same.
    `phrases` say it in several words each, with how surely they do, and the shares likewise.
    """

    word: str
    variants: dict[str, float]
    weight: float
    parts: dict[str, float] = field(default_factory=dict)
    phrases: tuple[tuple[float, dict[str, float]], ...] = ()  # with how surely each is meant
    correction: str | None = None

    @property
    def roots(self) -> list[str]:
        """The stems to look for: of a phrase the one that tells most, without which the others say nothing."""
        return list(dict.fromkeys([*self.variants, *self.parts, *(next(iter(phrase)) for _, phrase in self.phrases)]))


def understand(text: str, vocabulary: Vocabulary, thesaurus: Thesaurus) -> list[Concept]:
    """The concepts of a question, at most twelve words of it."""
    concepts: dict[str, Concept] = {}
    for group in groups(_asked(text, vocabulary, thesaurus), thesaurus, vocabulary):
        said = [word for word in group.words if word.content] or list(group.words)
        root = stem(" ".join(word.word for word in said))
        if root not in concepts:
            concepts[root] = _concept(said, group, vocabulary, all(lemma(word.word) in thesaurus.lemmas for word in said))
    return list(concepts.values())


def _asked(text: str, vocabulary: Vocabulary, thesaurus: Thesaurus) -> list[Asked]:
    """The words of the question as they are understood: verbs whole again, compounds joined, slips of everyday words put right."""
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
    """An unknown word put right: to a word of the index one slip away, or to an everyday word that is nearer than one of those."""
    word = asked.word
    if not asked.content or len(word) < SHORTEST_EVERYDAY or word in ORDINARY:
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


def _concept(said: Sequence[Asked], group: Group, vocabulary: Vocabulary, spelt: bool) -> Concept:
    variants: dict[str, float] = {}
    parts: tuple[str, ...] = ()
    typed, word = " ".join(each.typed for each in said), " ".join(each.word for each in said)
    root = stem(word)
    correction = word if typed != word and " " not in typed else None
    phrases: list[tuple[float, dict[str, float]]] = []
    for sureness, texts in ((SYNONYM, group.texts), (NEARBY, group.nearby)):
        for text in texts:
            if len(text) == 1:
                variants.setdefault(stem(text[0]), sureness)
            elif phrase := _shares([stem(part) for part in text], vocabulary):
                phrases.append((sureness, phrase))
    if len(said) > 1:  # the words may also stand in a name as they were said
        stems = tuple(stem(each.word) for each in said)
        parts = stems if all(each in vocabulary.stems for each in stems) else ()
    else:
        variants = {root: EXACT, **variants}
        for other in _same_verb(word, root):
            if other in vocabulary.stems:
                variants.setdefault(other, SAME_VERB)
        parts = vocabulary.split(word)
        _add_compounds(variants, word, root, vocabulary, 1.0)
        known = root in vocabulary.stems or bool(phrases) or len(variants) > 1
        if root not in vocabulary.stems and not parts:
            unknown, known_part = vocabulary.half_known(word)
            for compound in vocabulary.beginning_with(unknown) if known_part else ():
                variants.setdefault(compound, PART)
            parts = (known_part,) if known_part and len(variants) > 1 else ()
        if not known and not spelt and (not parts or len(word) >= SURE_SLIP):
            for guess, sureness in _corrections(word, vocabulary):
                variants.setdefault(vocabulary.words[guess], sureness)
                correction = correction or guess
                _add_compounds(variants, guess, vocabulary.words[guess], vocabulary, sureness)
        elif word not in vocabulary.words and not spelt and len(word) >= SURE_START:
            for guess, sureness in _corrections(word, vocabulary, slips=1):
                if variants.get(vocabulary.words[guess], 0) < sureness:  # the stem may be known by accident: bestatung, bestätigung
                    variants |= {root: variants[root] * sureness, vocabulary.words[guess]: sureness}
    importance = _weight(root, variants, phrases, vocabulary) * (1 + WORDS_MORE * (len(said) - 1))
    importance *= WEAK_FACTOR if root in WEAK or root.isdigit() else ACT_FACTOR if root in ACTS else 1.0
    return Concept(typed, variants, importance, _shares(parts, vocabulary), tuple(phrases), correction)


def _same_verb(word: str, root: str) -> list[str]:
    """Verb and noun that the stemmer keeps apart: prüfen and Prüfung, ändern and Änderung."""
    if word.endswith("ern"):
        return [f"{root}er"]
    if word.endswith(("erung", "erungen")) and root.endswith("er"):
        return [root[:-2]]
    if root.endswith("ung") and len(root) > SHORTEST_VERB + 3:
        return [root[:-3]]
    return [f"{root}ung"] if word.endswith("en") and len(root) > SHORTEST_VERB else []


def _add_compounds(variants: dict[str, float], word: str, root: str, vocabulary: Vocabulary, sureness: float) -> None:
    for compound in vocabulary.compounds_with(word, root):
        begins = compound.startswith(root) and not compound.endswith(root)
        variants.setdefault(compound, (BEGINNING if begins else COMPOUND) * sureness)


def _shares(parts: Sequence[str], vocabulary: Vocabulary) -> dict[str, float]:
    """The one that tells most first."""
    weights = {part: _idf(vocabulary.frequency(part), vocabulary) for part in parts}
    if not all(vocabulary.frequency(part) for part in parts) and len(parts) > 1:
        weights = {part: weight for part, weight in weights.items() if vocabulary.frequency(part)}
    total = sum(weights.values())
    return {part: weights[part] / total for part in sorted(weights, key=lambda part: (-weights[part], part))} if total else {}


def _weight(root: str, variants: Mapping[str, float], phrases: Sequence[tuple[float, Mapping[str, float]]], vocabulary: Vocabulary) -> float:
    """The inverse document frequency of the word, or of its commonest variant or phrase where the word itself is unknown."""
    frequency = vocabulary.frequency(root) or max(
        *(vocabulary.frequency(variant) for variant in variants),
        *(vocabulary.frequency(next(iter(phrase))) for _, phrase in phrases),
        0, 0,
    )  # fmt: skip
    return _idf(frequency, vocabulary)


def _idf(frequency: int, vocabulary: Vocabulary) -> float:
    return math.log(1 + (vocabulary.documents - frequency + 0.5) / (frequency + 0.5)) if vocabulary.documents else 0.0


def _corrections(word: str, vocabulary: Vocabulary, slips: int | None = None) -> list[tuple[str, float]]:
    """Known words one slip of the finger away (two in long words), the commonest first."""
    if len(word) < SHORTEST_EVERYDAY or word.isdigit() or word in ORDINARY:
        return []
    slips = slips or (1 if len(word) < LONG_WORD else 2)
    near = process.extract(word, vocabulary.of_about(len(word), slips), scorer=OSA.distance, score_cutoff=slips, limit=None)
    if not near:
        return []
    if len(word) < SURE_START:
        near = [each for each in near if each[0][0] == word[0]]
    least = min((distance for _, distance, _ in near), default=0)
    nearest = [guess for guess, distance, _ in near if distance == least]
    nearest.sort(key=lambda guess: (guess[0] != word[0], -vocabulary.frequency(vocabulary.words[guess]), guess))
    return [(guess, TYPO) for guess in nearest[:3]]
