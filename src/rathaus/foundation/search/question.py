"""From a typed question to concepts: each a set of stems that mean the same, with how surely they do."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rathaus.foundation.search.analyser import ACTS, WEAK, content_words, stem
from rathaus.foundation.search.vocabulary import Vocabulary

MAX_WORDS = 12
EXACT, SYNONYM, PART, COMPOUND, TYPO = 1.0, 0.85, 0.6, 0.7, 0.8
BEGINNING = 0.5  # the word is the first part of a compound, which says what kind and not what it is
WEAK_FACTOR, ACT_FACTOR = 0.15, 0.5
SHORTEST_EVERYDAY = 5  # letters of a word that may be a misspelt everyday word
SURE_SLIP = 9  # letters; so long a word is not near another by accident


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing the question names. `weight` is how much it tells apart (inverse document frequency).

    `parts` are the stems of a compound with their share of its meaning: a document that has them all says nearly the same.
    `phrases` say it in several words each, with their shares likewise.
    """

    word: str
    variants: dict[str, float]
    weight: float
    parts: dict[str, float] = field(default_factory=dict)
    phrases: tuple[dict[str, float], ...] = ()
    correction: str | None = None

    @property
    def roots(self) -> list[str]:
        """The stems to look for: of a phrase the one that tells most, without which the others say nothing."""
        return list(dict.fromkeys([*self.variants, *self.parts, *(next(iter(phrase)) for phrase in self.phrases)]))


LONGEST_ENTRY = 4  # words


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Other ways to say it, by the stems of what was said; the single words again by their first letter."""

    entries: Mapping[tuple[str, ...], Sequence[Sequence[str]]]
    single: Mapping[str, Sequence[str]]


def compile_thesaurus(entries: Mapping[str, Sequence[str]]) -> Thesaurus:
    """`{"rote karte": ["Belehrung Infektionsschutz"]}` by stems. Entries that fall together are put together."""
    compiled: dict[tuple[str, ...], list[list[str]]] = {}
    for key, texts in entries.items():
        found = compiled.setdefault(tuple(stem(word) for word in content_words(key)), [])
        found += [content_words(text) for text in texts]
    single: dict[str, list[str]] = {}
    for stems in compiled:
        if len(stems) == 1:
            single.setdefault(stems[0][0], []).append(stems[0])
    return Thesaurus(compiled, single)


def understand(text: str, vocabulary: Vocabulary, thesaurus: Thesaurus) -> list[Concept]:
    """The concepts of a question, at most twelve words of it."""
    asked = _join_split_compounds(content_words(text)[:MAX_WORDS], vocabulary)
    concepts: dict[str, Concept] = {}
    for words, texts in _everyday(asked, thesaurus):
        word = " ".join(words)
        root = stem(word)
        if root in concepts:
            continue
        if texts is None and len(words) == 1 and root not in vocabulary.stems:
            concepts[root] = _concept(word, root, _slip_of_everyday(word, root, thesaurus), vocabulary)
        else:
            concepts[root] = _concept(word, root, texts or [], vocabulary)
    return list(concepts.values())


def _slip_of_everyday(word: str, root: str, thesaurus: Thesaurus) -> Sequence[Sequence[str]]:
    """What the everyday word means that one slip of the finger made this of."""
    if len(word) < SHORTEST_EVERYDAY or word.isdigit():
        return []
    found = process.extractOne(root, thesaurus.single.get(word[0], ()), scorer=OSA.distance, score_cutoff=1)
    return thesaurus.entries[(found[0],)] if found else []


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


def _everyday(asked: list[str], thesaurus: Thesaurus) -> list[tuple[list[str], Sequence[Sequence[str]] | None]]:
    """The words in groups that mean one thing, each with other ways to say it. The longest entry wins at each place."""
    found: list[tuple[list[str], Sequence[Sequence[str]] | None]] = []
    at = 0
    while at < len(asked):
        for length in range(min(LONGEST_ENTRY, len(asked) - at), 0, -1):
            words = asked[at : at + length]
            texts = thesaurus.entries.get(tuple(stem(word) for word in words))
            if texts is not None or length == 1:
                found.append((words, texts))
                at += length
                break
    return found


def _concept(word: str, root: str, texts: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Concept:
    variants: dict[str, float] = {}
    correction: str | None = None
    parts: tuple[str, ...] = ()
    for text in texts:
        if len(text) == 1:
            variants.setdefault(stem(text[0]), SYNONYM)
    phrases = tuple(_shares([stem(part) for part in text], vocabulary) for text in texts if len(text) > 1)
    phrases = tuple(phrase for phrase in phrases if phrase)
    if " " in word:  # the words may also stand in a name as they were said
        said = tuple(stem(part) for part in word.split())
        parts = said if all(root in vocabulary.stems for root in said) else ()
    else:
        variants = {root: EXACT, **variants}
        parts = vocabulary.split(word)
        _add_compounds(variants, word, root, vocabulary, 1.0)
        known = root in vocabulary.stems or bool(phrases) or len(variants) > 1
        if root not in vocabulary.stems and not parts:
            unknown, known_part = vocabulary.half_known(word)
            for compound in vocabulary.beginning_with(unknown) if known_part else ():
                variants.setdefault(compound, PART)
            parts = (known_part,) if known_part and len(variants) > 1 else ()
        if not known and (not parts or len(word) >= SURE_SLIP):
            for guess, sureness in _corrections(word, vocabulary):
                variants.setdefault(vocabulary.words[guess], sureness)
                correction = correction or guess
                _add_compounds(variants, guess, vocabulary.words[guess], vocabulary, sureness)
    importance = _weight(root, variants, phrases, vocabulary) * (
        WEAK_FACTOR if root in WEAK else ACT_FACTOR if root in ACTS else 1.0
    )
    return Concept(word, variants, importance, _shares(parts, vocabulary), phrases, correction)


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


def _weight(root: str, variants: Mapping[str, float], phrases: Sequence[Mapping[str, float]], vocabulary: Vocabulary) -> float:
    """The inverse document frequency of the word, or of its commonest variant or phrase where the word itself is unknown."""
    frequency = vocabulary.frequency(root) or max(
        *(vocabulary.frequency(variant) for variant in variants),
        *(vocabulary.frequency(next(iter(phrase))) for phrase in phrases),
        0, 0,
    )  # fmt: skip
    return _idf(frequency, vocabulary)


def _idf(frequency: int, vocabulary: Vocabulary) -> float:
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
