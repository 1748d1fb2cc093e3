"""From a typed question to concepts: each a set of stems that mean the same, with how surely they do."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rathaus.foundation.search.analyser import WEAK, content_words, stem
from rathaus.foundation.search.vocabulary import Vocabulary

MAX_WORDS = 12
EXACT, SYNONYM, PART, COMPOUND, TYPO = 1.0, 0.85, 0.6, 0.7, 0.8
WEAK_FACTOR = 0.15


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing the question names. `weight` is how much it tells apart (inverse document frequency).

    `parts` are the stems of a compound with their share of its meaning: a document that has them all says nearly the same.
    """

    word: str
    variants: dict[str, float]
    weight: float
    parts: dict[str, float] = field(default_factory=dict)
    correction: str | None = None


Thesaurus = Mapping[tuple[str, ...], Sequence[Sequence[str]]]


def compile_thesaurus(entries: Mapping[str, Sequence[str]]) -> Thesaurus:
    """`{"rote karte": ["Belehrung Infektionsschutz"]}` by stems."""
    return {
        tuple(stem(word) for word in content_words(key)): [content_words(text) for text in texts]
        for key, texts in entries.items()
    }


def understand(text: str, vocabulary: Vocabulary, thesaurus: Thesaurus) -> list[Concept]:
    """The concepts of a question, at most twelve words of it."""
    asked = _join_split_compounds(content_words(text)[:MAX_WORDS], vocabulary)
    asked, added, synonyms = _everyday(asked, thesaurus)
    concepts: list[Concept] = []
    seen: set[str] = set()
    for word, factor in [*((word, 1.0) for word in asked), *((word, SYNONYM) for word in added)]:
        root = stem(word)
        if root in seen:
            continue
        seen.add(root)
        concepts.append(_concept(word, root, factor, synonyms.get(word, []), vocabulary))
    return concepts


def _join_split_compounds(asked: list[str], vocabulary: Vocabulary) -> list[str]:
    """`geburts urkunde` -> `geburtsurkunde`, where the index knows it so and does not know both halves."""
    joined: list[str] = []
    at = 0
    while at < len(asked):
        pair = "".join(asked[at : at + 2])
        halves_known = all(stem(word) in vocabulary.stems for word in asked[at : at + 2])
        if at + 1 < len(asked) and not halves_known and stem(pair) in vocabulary.stems:
            joined.append(pair)
            at += 2
        else:
            joined.append(asked[at])
            at += 1
    return joined


def _everyday(asked: list[str], thesaurus: Thesaurus) -> tuple[list[str], list[str], dict[str, list[str]]]:
    """The words left, words to add, and synonyms by word. The longest entry wins at each place."""
    left: list[str] = []
    added: list[str] = []
    synonyms: dict[str, list[str]] = {}
    at = 0
    while at < len(asked):
        for length in (3, 2, 1):
            words = asked[at : at + length]
            texts = thesaurus.get(tuple(stem(word) for word in words)) if len(words) == length else None
            if texts is None:
                continue
            if length == 1:
                left.append(words[0])
                synonyms.setdefault(words[0], []).extend(text[0] for text in texts if len(text) == 1)
                added += [word for text in texts if len(text) > 1 for word in text]
            else:
                added += [word for text in texts for word in text]
            at += length
            break
        else:
            left.append(asked[at])
            at += 1
    return left, added, synonyms


def _concept(word: str, root: str, factor: float, synonyms: Sequence[str], vocabulary: Vocabulary) -> Concept:
    variants = {root: EXACT}
    correction = None
    parts = vocabulary.split(word)
    for synonym in synonyms:
        variants.setdefault(stem(synonym), SYNONYM)
    for compound in vocabulary.compounds_with(word, root):
        variants.setdefault(compound, COMPOUND)
    if root not in vocabulary.stems and not parts:
        unknown, known_part = vocabulary.half_known(word)
        for compound in vocabulary.beginning_with(unknown) if known_part else ():
            variants.setdefault(compound, PART)
        parts = (known_part,) if known_part and len(variants) > 1 else ()
    if root not in vocabulary.stems and len(variants) == 1 and not parts:
        for guess, sureness in _corrections(word, vocabulary):
            variants.setdefault(vocabulary.words[guess], sureness)
            correction = correction or guess
            for compound in vocabulary.compounds_with(guess, vocabulary.words[guess]):
                variants.setdefault(compound, COMPOUND * sureness)
    importance = _weight(root, variants, vocabulary) * factor * (WEAK_FACTOR if root in WEAK else 1.0)
    return Concept(word=word, variants=variants, weight=importance, parts=_shares(parts, vocabulary), correction=correction)


def _shares(parts: Sequence[str], vocabulary: Vocabulary) -> dict[str, float]:
    weights = {part: _weight(part, {}, vocabulary) for part in parts}
    total = sum(weights.values())
    return {part: weight / total for part, weight in weights.items()} if total else {}


def _weight(root: str, variants: Mapping[str, float], vocabulary: Vocabulary) -> float:
    """The inverse document frequency of the word, or of its commonest variant where the word itself is unknown."""
    frequency = vocabulary.frequency(root) or max((vocabulary.frequency(variant) for variant in variants), default=0)
    return math.log(1 + (vocabulary.documents - frequency + 0.5) / (frequency + 0.5)) if vocabulary.documents else 0.0


def _corrections(word: str, vocabulary: Vocabulary) -> list[tuple[str, float]]:
    """Known words one slip of the finger away (two in long words), the commonest first."""
    if len(word) < 4 or word.isdigit():
        return []
    slips = 1 if len(word) < 8 else 2
    near = process.extract(word, vocabulary.of_about(len(word), slips), scorer=OSA.distance, score_cutoff=slips, limit=None)
    if not near:
        return []
    least = min(distance for _, distance, _ in near)
    nearest = [guess for guess, distance, _ in near if distance == least]
    nearest.sort(key=lambda guess: (guess[0] != word[0], -vocabulary.frequency(vocabulary.words[guess]), guess))
    return [(guess, TYPO) for guess in nearest[:3]]
