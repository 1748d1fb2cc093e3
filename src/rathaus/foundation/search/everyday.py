"""Everyday sayings: what of them a question contains, in whatever order and form, and what it then means.

A saying is kept as the set of its lemmas. A question contains it where all of them stand near each other: `ist meine Oma
gestorben` and `gestorben, Oma` both contain `oma gestorben`. A word of the question also stands for the parts of a compound
(`Hundeanmeldung`), two words for the compound they make (`Hunde Steuer`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from operator import itemgetter

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rathaus.foundation.search.analyser import STOPWORDS, WEAK, content_words, lemma, stem, words
from rathaus.foundation.search.compounds import split
from rathaus.foundation.search.sound import sound
from rathaus.foundation.search.vocabulary import Vocabulary

NEAR = 4  # words between those of a saying
SHORTEST_WORD = 3  # letters of a piece of a compound that is in a saying
SHORTEST_PART = 5  # letters of a piece of a compound that is in no saying as it stands
SHORTEST_SLIP = 6  # letters of a word that may be a misspelt everyday word
_EMPTY = frozenset(
    ["der", "die", "das", "den", "dem", "ein", "eine", "einen", "ist", "sind", "ich", "es", "mein", "meine", "und"]
)

Texts = list[list[str]]


@dataclass(frozen=True, slots=True)
class Saying:
    lemmas: tuple[str, ...]  # each once, in no order
    texts: Sequence[list[str]]  # the words of each thing it means
    content: int  # of the lemmas those that carry meaning by themselves


@dataclass(frozen=True)
class Thesaurus:
    """Sayings by the rarest of their lemmas; the words they are made of, for compounds and typing errors."""

    sayings: Mapping[str, Sequence[Saying]]
    lemmas: frozenset[str]
    words: Mapping[str, str]  # word -> lemma
    alike: Mapping[str, str]  # lemma -> the group of lemmas that sayings of several words take for one another

    def part(self, word: str) -> str | None:
        """The lemma of a word that may be a piece of a compound."""
        return self.words.get(word) if len(word) >= SHORTEST_WORD and word not in STOPWORDS else None

    @cached_property
    def by_length(self) -> Mapping[int, Sequence[str]]:
        found: dict[int, list[str]] = {}
        for word in self.words:
            found.setdefault(len(word), []).append(word)
        return found

    @cached_property
    def by_sound(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for word in self.words:
            found.setdefault(sound(word), word)
        return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the question: as typed (folded), as understood, whether it carries meaning by itself."""

    typed: str
    word: str
    content: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Words of the question that mean one thing, and other ways to say it where it is an everyday saying.

    `nearby` is what the shorter sayings in it mean: not quite what was asked.
    """

    words: tuple[Asked, ...]
    texts: Texts
    nearby: Texts


def meaningful(text: str) -> list[str]:
    """The words of a saying that must be asked. Where only one carries meaning, the small ones count too: `kein Geld`."""
    found = words(text)
    content = [word for word in found if word not in STOPWORDS]
    if len(set(content)) == 1 < len(found):
        return [word for word in found if word not in _EMPTY] or found
    return content or found


def compile_thesaurus(entries: Iterable[tuple[str, Collection[str]]], alike: Mapping[str, Collection[str]]) -> Thesaurus:
    """`("rote karte", ["Belehrung Infektionsschutz"])` and so on. Sayings that fall together are put together."""
    known: dict[str, str] = {}  # word -> lemma
    once: dict[str, str] = {}  # equal texts stand in memory once

    def lemma_of(word: str) -> str:
        found = known.get(word)
        if found is None:
            found = lemma(word)
            found = known[word] = once.setdefault(found, found)
        return found

    compiled: dict[tuple[str, ...], tuple[Texts, int]] = {}
    meant: dict[str, list[str]] = {}
    groups_of = {f"~{name}": those for name, those in alike.items()}
    grouped = {lemma(each): group for group, those in groups_of.items() for one in those for each in words(one)}
    for key, texts in entries:
        said = meaningful(key)
        plain = {lemma_of(word) for word in said}
        together = {grouped.get(each, each) for each in plain}
        lemmas = tuple(sorted(together if len(together) > 1 else plain))
        content = len({lemma_of(word) for word in said if word not in STOPWORDS} - WEAK)
        found, _ = compiled.get(lemmas, ([], 0))
        compiled[lemmas] = (found, content)
        for name in texts:
            if name not in meant:
                meant[name] = [once.setdefault(word, word) for word in content_words(name)]
            if meant[name] not in found:
                found.append(meant[name])
    common = Counter(each for lemmas in compiled for each in lemmas)
    sayings: dict[str, tuple[Saying, ...]] = {}
    same: dict[tuple[int, ...], tuple[list[str], ...]] = {}  # equal meanings stand in memory once
    for lemmas, (found, content) in compiled.items():
        rarest = min(lemmas, key=lambda each: (common[each], each))
        meaning = same.setdefault(tuple(map(id, found)), tuple(found))
        sayings[rarest] = (*sayings.get(rarest, ()), Saying(lemmas, meaning, content))
    return Thesaurus(sayings, frozenset([*common, *grouped]), known, grouped)


def groups(asked: Sequence[Asked], thesaurus: Thesaurus, known: Vocabulary) -> list[Group]:
    """The words that carry meaning, in groups that mean one thing, in the order asked. The longest saying wins.

    A saying counts where the index knows something of what it means.
    """
    taken: dict[int, _Taken] = {}
    for rank, at, saying in sorted(_contained(_places(asked, thesaurus, known), thesaurus), key=itemgetter(0, 1)):
        texts = [text for text in saying.texts if any(stem(word) in known.stems for word in text)]
        around = {id(group): group for place in at if (group := taken.get(place))}
        if texts and not around:
            taken.update(dict.fromkeys(at, _Taken(rank[0], texts)))
        elif texts and len(around) == 1:
            (group,) = around.values()
            as_good = rank[0] == group.rank
            (group.texts if as_good else group.nearby).extend(text for text in texts if text not in group.texts + group.nearby)
            if as_good:
                taken.update(dict.fromkeys(at, group))
    found: list[Group] = []
    for place, word in enumerate(asked):
        if (group := taken.get(place)) is None:
            if word.content:
                found.append(Group((word,), [], []))
        elif not group.told:
            group.told = True
            found.append(Group(tuple(asked[each] for each in sorted(taken) if taken[each] is group), group.texts, group.nearby))
    return found


@dataclass(slots=True)
class _Taken:
    """What a place in the question was taken for; `rank` is the first number of the match, the best the least."""

    rank: int
    texts: Texts
    nearby: Texts = field(default_factory=list)
    told: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Which words of the question say a lemma: by themselves or in an unknown compound; `inside` a known one."""

    said: dict[str, list[tuple[int, ...]]]
    inside: dict[str, list[tuple[int, ...]]]


def _places(asked: Sequence[Asked], thesaurus: Thesaurus, known: Vocabulary) -> Places:
    places = Places({}, {})

    def say(where: dict[str, list[tuple[int, ...]]], what: str, *at: int) -> None:
        where.setdefault(what, []).append(at)
        if where is places.said and (group := thesaurus.alike.get(what)):
            where.setdefault(group, []).append(at)

    for at, each in enumerate(asked):
        whole = lemma(each.word)
        say(places.said, whole, at)
        if each.content and whole not in thesaurus.lemmas:
            where = places.inside if stem(each.word) in known.stems else places.said
            for part in parts_of(each.word, thesaurus, known):
                say(where, part, at)
    content = [at for at, each in enumerate(asked) if each.content]
    for first, second in pairwise(content):
        for link in ("", "s", "n", "e", "er"):
            if (pair := lemma(asked[first].word + link + asked[second].word)) in thesaurus.lemmas:
                say(places.said, pair, first, second)
                break
    return places


def parts_of(word: str, thesaurus: Thesaurus, known: Vocabulary) -> tuple[str, ...]:
    """The lemmas a compound is made of that nobody knows as a whole: `Hundeanmeldung`."""

    def part(piece: str) -> str | None:
        if (said := thesaurus.part(piece)) or len(piece) < SHORTEST_PART:
            return said
        said = lemma(piece)
        return said if piece in known.words or said in thesaurus.lemmas else None

    return split(word, part)


Match = tuple[tuple[int, int, int, int], tuple[int, ...], Saying]


def _contained(places: Places, thesaurus: Thesaurus) -> Iterator[Match]:
    everywhere = {each: [*places.said.get(each, ()), *places.inside.get(each, ())] for each in {**places.said, **places.inside}}
    for each in everywhere:
        for saying in thesaurus.sayings.get(each, ()):
            if all(each in everywhere for each in saying.lemmas) and any(each in places.said for each in saying.lemmas):
                at = _nearest(saying.lemmas, everywhere)
                spread = at[-1] - at[0] + 1 - len(at)
                if spread <= NEAR:
                    yield (-saying.content, -len(saying.lemmas), spread, at[0]), at, saying


def _nearest(lemmas: Sequence[str], places: Mapping[str, Sequence[tuple[int, ...]]]) -> tuple[int, ...]:
    """The places of the words that say it, nearest to the first of them; each word may say two of the lemmas."""
    start = min(places[each][0][0] for each in lemmas)
    at: set[int] = set()
    for each in lemmas:
        _, nearest = min((abs(place[0] - start), place) for place in places[each])
        at.update(nearest)
    return tuple(sorted(at))


def corrected(word: str, thesaurus: Thesaurus, slips: int) -> tuple[str, int] | None:
    """The everyday word so few slips of the finger away, or one that sounds the same; with the number of slips."""
    if len(word) < SHORTEST_SLIP or word.isdigit():
        return None
    near = [other for length in range(len(word) - slips, len(word) + slips + 1) for other in thesaurus.by_length.get(length, ())]
    found = process.extract(word, near, scorer=OSA.distance, score_cutoff=slips, limit=4)
    if found:
        guess, distance, _ = min(found, key=lambda each: (each[1], each[0][0] != word[0], each[0]))
        return str(guess), int(distance)
    heard = thesaurus.by_sound.get(sound(word))
    return (heard, slips) if heard else None
