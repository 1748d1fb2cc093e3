"""How documents come into an index and out of it."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from rathaus.foundation import rows
from rathaus.foundation.search import analyser, backends
from rathaus.foundation.search.entry import Entry
from rathaus.foundation.search.models import Document, Facet, Suggestion

BATCH = 500
T = TypeVar("T")


def batches(things: Iterable[T]) -> Iterator[list[T]]:
    """In the same order, at most 500 at a time."""
    rest = iter(things)
    while batch := list(islice(rest, BATCH)):
        yield batch


def put(index: str, weights: Mapping[str, float], entries: Iterable[Entry]) -> int:
    """Puts documents in or anew, in the caller's transaction; of two with the same key the later. Gives how many changed."""
    sources = {entry.key: entry for entry in entries}
    digests = {key: _digest(entry, weights) for key, entry in sources.items()}
    backends.current().lock(index, list(sources))
    known = dict(Document.objects.filter(index=index, key__in=list(sources)).values_list("key", "digest"))
    changed = [key for key, digest in digests.items() if known.get(key) != digest]
    if not changed:
        return 0
    _delete(index, [key for key in changed if key in known])
    created = Document.objects.bulk_create(_document(index, weights, sources[key], digests[key]) for key in changed)
    rows.insert_all(
        Facet(document=document, name=name, value=value)
        for document in created
        for name, values in sources[document.key].facets.items()
        for value in dict.fromkeys(values)
    )
    rows.insert_all(row for document in created for row in _suggestions(document, sources[document.key]))
    backends.current().put([(document.id, [analyser.token(root) for root in document.terms]) for document in created])
    return len(changed)


def take_out(index: str, keys: Collection[str]) -> None:
    """In the caller's transaction."""
    backends.current().lock(index, keys)
    _delete(index, keys)


def _digest(entry: Entry, weights: Mapping[str, float]) -> str:
    content = [
        entry.title,
        dict(entry.fields),
        {k: sorted(v) for k, v in entry.facets.items()},
        entry.boost,
        entry.suggestions,
    ]
    seed = json.dumps([content, weights], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(seed.encode()).hexdigest()


def _document(index: str, weights: Mapping[str, float], entry: Entry, digest: str) -> Document:
    terms: dict[str, float] = {}
    words: dict[str, str] = {}
    for name, text in {"title": entry.title, **entry.fields}.items():
        for word in analyser.content_words(text):
            root = words[word] = analyser.stem(word)
            terms[root] = terms.get(root, 0) + weights[name]
    return Document(
        index=index,
        key=entry.key,
        title=entry.title[:400],
        title_terms=min(len(set(analyser.analyse(entry.title))), 1000),
        boost=entry.boost,
        terms={root: round(weight, 2) for root, weight in terms.items()},
        words=words,
        digest=digest,
    )


def _suggestions(document: Document, entry: Entry) -> list[Suggestion]:
    found = []
    for text in dict.fromkeys([entry.title, *entry.suggestions]):
        parts = analyser.words(text)[:8]
        found += [
            Suggestion(document=document, folded=" ".join(parts[at:])[:200], text=text[:200], position=at)
            for at in range(len(parts))
            if at == 0 or (len(parts[at]) >= 3 and parts[at] not in analyser.STOPWORDS)
        ]
    return found


def _delete(index: str, keys: Collection[str]) -> None:
    ids = list(Document.objects.filter(index=index, key__in=list(keys)).values_list("id", flat=True))
    if ids:
        backends.current().drop(ids)
        Document.objects.filter(id__in=ids).delete()
