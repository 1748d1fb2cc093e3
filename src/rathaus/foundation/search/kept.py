"""What a process keeps of the documents it has looked at, so that the same document is read and decoded once.

A document never changes: another text is another row with another id, and no id is given twice. What is kept by id is
therefore never old, and which ids are there (and who may see them) the database says for every question. Inside a
transaction nothing is put by: SQLite gives the ids of a change that was rolled back again.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from sys import intern

import msgspec
from django.db import connection

from rathaus.foundation.search.models import Document

MOST = 12_000  # documents, about a kilobyte each
_TERMS = msgspec.json.Decoder(dict[str, float])
_FACETS = "SELECT document_id, name, value FROM search_facet WHERE document_id IN ({})"
_DOCUMENTS = "SELECT id, key, title, title_terms, boost, CAST(terms AS text) FROM search_document WHERE id IN ({})"
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    key: str
    title: str
    title_terms: int
    boost: float
    terms: dict[str, float]
    facets: Pairs


_KEPT: dict[int, Kept] = {}
_WHOLE: set[str] = set()  # indexes read as a whole
_LOCK = threading.Lock()


def load(ids: Sequence[int]) -> list[Kept]:
    """These documents; those taken out meanwhile are left out. No query where all are kept, else two."""
    found = {id_: document for id_ in ids if (document := _KEPT.get(id_))}
    missing = [id_ for id_ in ids if id_ not in found]
    if missing:
        read = _read(missing)
        found |= read
        if not connection.in_atomic_block:
            _keep(read)
    return list(found.values())


def load_whole(index: str) -> None:
    """Once a process: what an index of at most 12,000 documents has, with its first question and not with its first hundred."""
    if index in _WHOLE or connection.in_atomic_block:
        return
    _WHOLE.add(index)
    ids = list(Document.objects.filter(index=index).order_by("id").values_list("id", flat=True)[:MOST])
    for at in range(0, len(ids), 1000):
        load(ids[at : at + 1000])


def _read(ids: Sequence[int]) -> dict[int, Kept]:
    marks = ", ".join(["%s"] * len(ids))
    facets: dict[int, list[tuple[str, str]]] = {}
    weights: dict[float, float] = {}  # equal weights and equal facets stand in memory once
    same: dict[Pairs, Pairs] = {}
    found: dict[int, Kept] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FACETS.format(marks), ids)
        for id_, name, value in cursor.fetchall():
            facets.setdefault(id_, []).append((intern(name), intern(value)))
        cursor.execute(_DOCUMENTS.format(marks), ids)
        for id_, key, title, title_terms, boost, raw in cursor.fetchall():
            terms = {intern(root): weights.setdefault(weight, weight) for root, weight in _TERMS.decode(raw).items()}
            mine = tuple(facets.get(id_, ()))
            found[id_] = Kept(key, title, title_terms, boost, terms, same.setdefault(mine, mine))
    return found


def _keep(read: dict[int, Kept]) -> None:
    with _LOCK:
        _KEPT.update(read)
        if (over := len(_KEPT) - MOST) > 0:
            for id_ in list(islice(_KEPT, over + MOST // 10)):
                del _KEPT[id_]
