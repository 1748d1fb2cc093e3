"""From words that mean one thing to a concept: a set of stems that mean the same, with how surely they do."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rathaus.foundation.search.analyser import ACTS, ORDINARY, WEAK, stem
from rathaus.foundation.search.everyday import Group
from rathaus.foundation.search.vocabulary import Vocabulary

EXACT, SYNONYM, NEARBY, PART, COMPOUND, TYPO = 1.0, 0.95, 0.6, 0.6, 0.7, 0.8
BEGINNING = 0.5  # the word is the first part of a compound, which says what kind and not what it is
SAME_VERB = 0.9  # a noun is made of the verb
WEAK_FACTOR, ACT_FACTOR = 0.15, 0.5
WORDS_MORE = 0.4  # what each further word of an everyday saying adds to its weight
SHORTEST_SLIP = 6  # letters of a word that may be misspelt
SURE_START = 7  # letters; a shorter word begins as it was meant
LONG_WORD = 8  # letters; two slips of the finger may be in it
SURE_SLIP = 9  # letters; so long a word is not near another by accident
SHORTEST_VERB = 3  # letters of its stem, and one more


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
    phrases: tuple[tuple[float, dict[str, float]], ...] = ()
    correction: str | None = None
    weak: bool = False  # it orders and does not find

    @property
    def roots(self) -> list[str]:
        """The stems to look for: of a phrase the one that tells most, without which the others say nothing."""
        return list(dict.fromkeys([*self.variants, *self.parts, *(next(iter(phrase)) for _, phrase in self.phrases)]))


def concept(group: Group, vocabulary: Vocabulary, *, spelt: bool) -> Concept:
    """`spelt`: the words are right as they are, though the index may not know them."""
    variants, phrases = _other_ways(group, vocabulary)
    typed, word = " ".join(each.typed for each in group.words), " ".join(each.word for each in group.words)
    correction = word if typed != word and " " not in typed else None
    if len(group.words) > 1:  # the words may also stand in a name as they were said
        stems = tuple(stem(each.word) for each in group.words if each.content)
        parts = stems if len(stems) > 1 and all(each in vocabulary.stems for each in stems) else ()
    else:
        variants = {stem(word): EXACT, **variants}
        parts, guess = _single(word, variants, vocabulary, said=bool(phrases), spelt=spelt)
        correction = correction or guess
    weight = _weight(stem(word), variants, phrases, vocabulary) * (
        1 + WORDS_MORE * max(0, sum(each.content for each in group.words) - 1)
    )
    return Concept(typed, variants, weight, _shares(parts, vocabulary), phrases, correction, weak=stem(word) in WEAK)


def _other_ways(group: Group, vocabulary: Vocabulary) -> tuple[dict[str, float], tuple[tuple[float, dict[str, float]], ...]]:
    """What the words mean as an everyday saying, in one word each and in several."""
    variants: dict[str, float] = {}
    phrases: list[tuple[float, dict[str, float]]] = []
    for sureness, texts in ((SYNONYM, group.texts), (NEARBY, group.nearby)):
        for text in texts:
            if len(text) == 1:
                variants.setdefault(stem(text[0]), sureness)
            elif phrase := _shares([stem(part) for part in text], vocabulary):
                phrases.append((sureness, phrase))
    return variants, tuple(phrases)


def _single(
    word: str, variants: dict[str, float], vocabulary: Vocabulary, *, said: bool, spelt: bool
) -> tuple[tuple[str, ...], str | None]:
    """Puts in what one word means besides itself. Gives the parts of the compound it is, and a correction."""
    root = stem(word)
    for other in _same_verb(word, root):
        if other in vocabulary.stems:
            variants.setdefault(other, SAME_VERB)
    parts = vocabulary.split(word)
    _add_compounds(variants, word, root, vocabulary, 1.0)
    known = root in vocabulary.stems or said or len(variants) > 1
    if root not in vocabulary.stems and not parts:
        unknown, known_part = vocabulary.half_known(word)
        for compound in vocabulary.beginning_with(unknown) if known_part else ():
            variants.setdefault(compound, PART)
        parts = (known_part,) if known_part and len(variants) > 1 else ()
    if spelt or word in vocabulary.words:
        return parts, None
    if not known and (not parts or len(word) >= SURE_SLIP):
        return parts, _add_corrections(variants, word, vocabulary)
    if len(word) >= SURE_START:  # the stem may be known by accident: bestatung, bestätigung
        for guess, sureness in _corrections(word, vocabulary, slips=1):
            if variants.get(vocabulary.words[guess], 0) < sureness:
                variants |= {root: variants[root] * sureness, vocabulary.words[guess]: sureness}
    return parts, None


def _add_corrections(variants: dict[str, float], word: str, vocabulary: Vocabulary) -> str | None:
    guesses = _corrections(word, vocabulary)
    for guess, sureness in guesses:
        variants.setdefault(vocabulary.words[guess], sureness)
        _add_compounds(variants, guess, vocabulary.words[guess], vocabulary, sureness)
    return guesses[0][0] if guesses else None


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


def _weight(
    root: str, variants: Mapping[str, float], phrases: Sequence[tuple[float, Mapping[str, float]]], vocabulary: Vocabulary
) -> float:
    """The inverse document frequency of the word, or of its commonest variant or phrase where the word itself is unknown."""
    frequency = vocabulary.frequency(root) or max(
        *(vocabulary.frequency(variant) for variant in variants),
        *(vocabulary.frequency(next(iter(phrase))) for _, phrase in phrases),
        0, 0,
    )  # fmt: skip
    factor = WEAK_FACTOR if root in WEAK or root.isdigit() else ACT_FACTOR if root in ACTS else 1.0
    return factor * _idf(frequency, vocabulary)


def _idf(frequency: int, vocabulary: Vocabulary) -> float:
    return math.log(1 + (vocabulary.documents - frequency + 0.5) / (frequency + 0.5)) if vocabulary.documents else 0.0


def _corrections(word: str, vocabulary: Vocabulary, slips: int | None = None) -> list[tuple[str, float]]:
    """Known words one slip of the finger away (two in long words), the commonest first."""
    if len(word) < SHORTEST_SLIP or word.isdigit() or word in ORDINARY:
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
