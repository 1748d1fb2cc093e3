"""An index: what its owner puts in, takes out and asks."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter

from django.db import transaction
from rapidfuzz import process
from rapidfuzz.distance import OSA

from rathaus.foundation.search import analyser, candidates, kept, suggesting, vocabulary, writing
from rathaus.foundation.search.concepts import Concept
from rathaus.foundation.search.entry import Entry, Facets
from rathaus.foundation.search.everyday import Thesaurus, compile_thesaurus
from rathaus.foundation.search.models import Document
from rathaus.foundation.search.question import MAX_WORDS, understand
from rathaus.foundation.search.ranking import Ranking


@dataclass(frozen=True, slots=True)
class Hit:
    key: str
    title: str
    score: float
    facets: kept.Pairs = ()


@dataclass(frozen=True, slots=True)
class Found:
    """`counts` are the hits by facet and value; `corrections` what was understood instead of what was typed.

    `coverage` is the share of the question the best hit answers (0 to 1), unknown words counting fully.
    """

    hits: tuple[Hit, ...]
    total: int
    counts: dict[str, dict[str, int]]
    corrections: dict[str, str]
    coverage: float = 0.0


class Index:
    """`weights` gives each field's weight (`title` among them). A `required` facet must be named in every question: secrecy."""

    def __init__(
        self,
        name: str,
        *,
        weights: Mapping[str, float],
        thesaurus: Callable[[], Iterable[tuple[str, Collection[str]]]] = tuple,
        alike: Callable[[], Mapping[str, Collection[str]]] = dict,
        required: Collection[str] = (),
    ) -> None:
        self.name = name
        self.weights = dict(weights)
        self._said, self._alike = thesaurus, alike
        self.required = frozenset(required)

    @cached_property
    def thesaurus(self) -> Thesaurus:
        """Read and made with the first question: a process that never searches does without."""
        return compile_thesaurus(self._said(), self._alike())

    def replace(self, entry: Entry) -> None:
        """Puts one document in or anew, in the caller's transaction."""
        self.replace_many([entry])

    def replace_many(self, entries: Iterable[Entry]) -> int:
        """Puts documents in or anew; those that did not change are left alone. Gives the number of those that did.

        The entries are taken as they come, 500 at a time: any number of them needs the memory of so many.
        """
        with transaction.atomic():
            return sum(writing.put(self.name, self.weights, batch) for batch in writing.batches(entries))

    def remove(self, keys: Collection[str]) -> None:
        if not keys:
            return
        with transaction.atomic():
            for batch in writing.batches(keys):
                writing.take_out(self.name, batch)
        vocabulary.forget(self.name)

    def retain(self, keys: Collection[str]) -> int:
        """Takes out everything but these (the end of a complete indexing). Gives the number taken out."""
        keep = set(keys)
        known = Document.objects.filter(index=self.name).values_list("key", flat=True)
        gone = [key for key in known.iterator(chunk_size=2000) if key not in keep]
        self.remove(gone)
        return len(gone)

    def query(self, text: str, *, facets: Facets | None = None, limit: int = 20, offset: int = 0) -> Found:
        """The best documents. `facets` filters: a document must have one of the values of each facet named."""
        chosen = self._checked(facets)
        known = vocabulary.current(self.name)
        concepts = understand(text, known, self.thesaurus)
        ids = candidates.find(self.name, concepts, known, chosen)
        if not ids:
            return Found((), 0, {}, {})
        if known.documents <= kept.MOST:
            kept.load_whole(self.name)
        ranking = Ranking(concepts, self.weights["title"])
        ranked = []
        for document in kept.load(ids):
            points, coverage = ranking.score(document.terms, document.title_terms, document.boost)
            if points:
                ranked.append((-points, document.key, document, coverage))
        ranked.sort(key=itemgetter(0, 1))
        if ranked:  # the tail that shares only a by-word with the question
            least = -ranked[0][0] * 0.2
            ranked = [row for row in ranked if -row[0] >= least]
        hits = tuple(
            Hit(key=key, title=document.title, score=round(-points, 4), facets=document.facets)
            for points, key, document, _ in ranked[offset : offset + limit]
        )
        documents = [document for _, _, document, _ in ranked]
        return Found(
            hits, len(ranked), _counts(documents), _told(concepts, known, documents[:50]), ranked[0][3] if ranked else 0.0
        )

    def suggest(self, prefix: str, *, facets: Facets | None = None, limit: int = 8) -> list[str]:
        """Names with a word that begins like this, those that begin so themselves first."""
        chosen = self._checked(facets)
        folded = " ".join(analyser.words(prefix))
        if len(folded) < 2:
            return []
        return suggesting.find(self.name, folded, chosen, limit)

    def similar(self, text: str, *, limit: int = 5) -> list[str]:
        """Words of the index spelt somewhat like a word of the text (folded), the nearest first: where nothing was found.

        For indexes everybody may see.
        """
        if self.required:
            raise ValueError(f"{self.name}: its words may not be told")
        known = vocabulary.current(self.name)
        near: dict[str, float] = {}
        for word in analyser.content_words(text)[:MAX_WORDS]:
            if len(word) > 3 and word not in known.words:
                found = process.extract(
                    word, known.of_about(len(word), 3), scorer=OSA.normalized_similarity, limit=limit, score_cutoff=0.6
                )
                near |= {other: share for other, share, _ in found}
        return sorted(near, key=lambda word: (-near[word], word))[:limit]

    def _checked(self, facets: Facets | None) -> Facets:
        chosen = facets or {}
        if missing := self.required - chosen.keys():
            raise ValueError(f"{self.name}: a question must name the facets {sorted(missing)}")
        return chosen


def _counts(documents: Iterable[kept.Kept]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for (name, value), number in sorted(Counter(chain.from_iterable(document.facets for document in documents)).items()):
        counts.setdefault(name, {})[value] = number
    return counts


def _told(concepts: Iterable[Concept], known: vocabulary.Vocabulary, best: Iterable[kept.Kept]) -> dict[str, str]:
    """The corrections that led to what was found: a word of a document that may not be seen is not told."""
    corrected = {concept.word: concept.correction for concept in concepts if concept.correction}
    seen = {root for document in best for root in document.terms} if corrected else ()
    return {word: guess for word, guess in corrected.items() if known.words.get(guess) in seen}
