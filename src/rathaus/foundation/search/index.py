"""An index: what its owner puts in, takes out and asks."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import msgspec
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from rathaus.foundation.search import analyser, backends, vocabulary
from rathaus.foundation.search.models import Document, Facet, Suggestion
from rathaus.foundation.search.question import Concept, compile_thesaurus, understand
from rathaus.foundation.search.ranking import score

CANDIDATES = 400  # documents; concepts too common to fit only order what the rarer ones found
_TERMS = msgspec.json.Decoder(dict[str, float])
Facets = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: `fields` by name (see the index's weights), `suggestions` the names offered while typing.

    `boost` lifts a document among equals: 0.2 counts a fifth more.
    """

    key: str
    title: str
    fields: Mapping[str, str]
    facets: Facets = field(default_factory=dict)
    boost: float = 0.0
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    key: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """`counts` are the hits by facet and value; `corrections` what was understood instead of what was typed."""

    hits: tuple[Hit, ...]
    total: int
    counts: dict[str, dict[str, int]]
    corrections: dict[str, str]


class Index:
    """`weights` gives each field's weight (`title` among them). A `required` facet must be named in every question: secrecy."""

    def __init__(
        self,
        name: str,
        *,
        weights: Mapping[str, float],
        thesaurus: Mapping[str, Collection[str]] | None = None,
        required: Collection[str] = (),
    ) -> None:
        self.name = name
        self.weights = dict(weights)
        self.thesaurus = compile_thesaurus({key: list(texts) for key, texts in (thesaurus or {}).items()})
        self.required = frozenset(required)

    def replace(self, entry: Entry) -> None:
        """Puts one document in or anew, in the caller's transaction."""
        self.replace_many([entry])

    def replace_many(self, entries: Iterable[Entry]) -> int:
        """Puts documents in or anew; those that did not change are left alone. Gives the number of those that did."""
        batch: dict[str, Document] = {}
        sources: dict[str, Entry] = {}
        for entry in entries:
            batch[entry.key] = self._document(entry)
            sources[entry.key] = entry
        with transaction.atomic():
            backends.current().lock(self.name, list(batch))
            kept = dict(Document.objects.filter(index=self.name, key__in=list(batch)).values_list("key", "digest"))
            changed = [document for key, document in batch.items() if kept.get(key) != document.digest]
            if not changed:
                return 0
            self._delete([document.key for document in changed if document.key in kept])
            created = Document.objects.bulk_create(changed, batch_size=500)
            Facet.objects.bulk_create(
                [
                    Facet(document=document, name=name, value=value)
                    for document in created
                    for name, values in sources[document.key].facets.items()
                    for value in dict.fromkeys(values)
                ],
                batch_size=1000,
            )
            Suggestion.objects.bulk_create(
                [row for document in created for row in _suggestions(document, sources[document.key])], batch_size=1000
            )
            backends.current().put([(document.id, [analyser.token(root) for root in document.terms]) for document in created])
        vocabulary.forget(self.name)
        return len(changed)

    def remove(self, keys: Collection[str]) -> None:
        with transaction.atomic():
            backends.current().lock(self.name, keys)
            self._delete(keys)
        vocabulary.forget(self.name)

    def retain(self, keys: Collection[str]) -> int:
        """Takes out everything but these (the end of a complete indexing). Gives the number taken out."""
        keep = set(keys)
        gone = [key for key in Document.objects.filter(index=self.name).values_list("key", flat=True) if key not in keep]
        self.remove(gone)
        return len(gone)

    def query(self, text: str, *, facets: Facets | None = None, limit: int = 20, offset: int = 0) -> Found:
        """The best documents. `facets` filters: a document must have one of the values of each facet named."""
        chosen = self._checked(facets)
        known = vocabulary.current(self.name)
        concepts = understand(text, known, self.thesaurus)
        tokens = _findable(concepts, known)
        if not tokens:
            return Found((), 0, {}, {})
        title_weight = self.weights["title"]
        ranked = []
        for id_, key, title, title_terms, boost, terms in self._candidates(tokens, chosen):
            points = score(concepts, terms, title_terms, boost, title_weight)
            if points:
                ranked.append((-points, key, title, id_, terms))
        ranked.sort(key=lambda row: row[:2])
        if ranked:  # the tail that shares only a by-word with the question
            least = -ranked[0][0] * 0.2
            ranked = [row for row in ranked if -row[0] >= least]
        hits = tuple(
            Hit(key=key, title=title, score=round(-points, 4)) for points, key, title, _, _ in ranked[offset : offset + limit]
        )
        seen = {root for row in ranked[:50] for root in row[4]}
        corrections = {
            concept.word: concept.correction
            for concept in concepts
            if concept.correction and known.words.get(concept.correction) in seen
        }
        return Found(hits, len(ranked), _counts([row[3] for row in ranked]), corrections)

    def suggest(self, prefix: str, *, facets: Facets | None = None, limit: int = 8) -> list[str]:
        """Names with a word that begins like this, those that begin so themselves first."""
        chosen = self._checked(facets)
        folded = " ".join(analyser.words(prefix))
        if len(folded) < 2:
            return []
        rows = Suggestion.objects.filter(document__index=self.name, **backends.current().beginning("folded", folded))
        for name, values in chosen.items():
            matching = Facet.objects.filter(name=name, value__in=list(values)).values("document_id")
            rows = rows.filter(document_id__in=matching)
        rows = rows.order_by("position", "-document__boost", "text")
        return list(dict.fromkeys(rows.values_list("text", flat=True)[: limit * 5]))[:limit]

    def _checked(self, facets: Facets | None) -> Facets:
        chosen = facets or {}
        if missing := self.required - chosen.keys():
            raise ValueError(f"{self.name}: a question must name the facets {sorted(missing)}")
        return chosen

    def _document(self, entry: Entry) -> Document:
        terms: dict[str, float] = {}
        words: dict[str, str] = {}
        for name, text in {"title": entry.title, **entry.fields}.items():
            weight = self.weights[name]
            for word in analyser.content_words(text):
                root = words[word] = analyser.stem(word)
                terms[root] = terms.get(root, 0) + weight
        content = [
            entry.title,
            dict(entry.fields),
            {k: sorted(v) for k, v in entry.facets.items()},
            entry.boost,
            entry.suggestions,
        ]
        seed = json.dumps([content, self.weights], ensure_ascii=False, sort_keys=True)
        return Document(
            index=self.name,
            key=entry.key,
            title=entry.title[:400],
            title_terms=min(len(set(analyser.analyse(entry.title))), 1000),
            boost=entry.boost,
            terms={root: round(weight, 2) for root, weight in terms.items()},
            words=words,
            digest=hashlib.sha256(seed.encode()).hexdigest(),
        )

    def _delete(self, keys: Collection[str]) -> None:
        ids = list(Document.objects.filter(index=self.name, key__in=list(keys)).values_list("id", flat=True))
        if ids:
            backends.current().drop(ids)
            Document.objects.filter(id__in=ids).delete()

    def _candidates(self, tokens: Collection[str], facets: Facets) -> list[tuple[int, str, str, int, float, dict[str, float]]]:
        sql, parameters = backends.current().condition([analyser.token(token) for token in tokens])
        rows = Document.objects.filter(index=self.name).extra(where=[sql], params=parameters)  # noqa: S610  (stems are letters and digits)
        for name, values in facets.items():
            rows = rows.filter(id__in=Facet.objects.filter(name=name, value__in=list(values)).values("document_id"))
        columns = (
            rows.annotate(raw=Cast("terms", TextField()))
            .order_by("-boost", "key")
            .values_list("id", "key", "title", "title_terms", "boost", "raw")
        )
        return [(*row[:5], _TERMS.decode(row[5])) for row in columns[:CANDIDATES]]


def _findable(concepts: Collection[Concept], known: vocabulary.Vocabulary) -> list[str]:
    """The stems to look up: those of the rarest concepts, as long as no candidate has to be left out for them."""
    chosen: dict[str, None] = {}
    in_sight = 0
    for concept in sorted(concepts, key=lambda concept: -concept.weight):
        roots = [*concept.variants, *concept.parts]
        expected = sum(known.frequency(root) for root in roots)
        if in_sight and in_sight + expected > CANDIDATES:
            break
        chosen.update(dict.fromkeys(roots))
        in_sight += expected
    return list(chosen)


def _counts(ids: list[int]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for name, value in Facet.objects.filter(document_id__in=ids).values_list("name", "value"):
        counts.setdefault(name, Counter())[value] += 1
    return {name: dict(sorted(values.items())) for name, values in sorted(counts.items())}


def _suggestions(document: Document, entry: Entry) -> list[Suggestion]:
    rows = []
    for text in dict.fromkeys([entry.title, *entry.suggestions]):
        parts = analyser.words(text)[:8]
        rows += [
            Suggestion(document=document, folded=" ".join(parts[at:])[:200], text=text[:200], position=at)
            for at in range(len(parts))
            if at == 0 or (len(parts[at]) >= 3 and parts[at] not in analyser.STOPWORDS)
        ]
    return rows
