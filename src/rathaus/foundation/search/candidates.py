"""Which documents are looked at: the database finds them, filters them and, where they are too many, keeps the likeliest.

Plain SQL, because putting a query together costs more here than answering it; both databases speak it, their difference
is in `backends`.
"""

from collections.abc import Collection, Sequence

from django.db import connection

from rathaus.foundation.search import backends
from rathaus.foundation.search.analyser import token
from rathaus.foundation.search.concepts import PART, Concept
from rathaus.foundation.search.entry import Facets
from rathaus.foundation.search.vocabulary import Vocabulary

MOST = 400  # documents; concepts too common to fit only order what the rarer ones found
_ORDERING = 4  # concepts, the heaviest, by which too many documents are ordered


def find(index: str, concepts: Sequence[Concept], known: Vocabulary, facets: Facets) -> list[int]:
    """The ids of at most 400 documents that have one of the rarest concepts and one of the values of each facet. One query."""
    heaviest = sorted((concept for concept in concepts if concept.roots), key=lambda concept: -concept.weight)
    roots, expected = _findable(heaviest, known)
    if not roots:
        return []
    documents, of_documents = backends.current().documents([token(root) for root in roots])
    allowed, of_facets = carries(facets)
    values: list[str | float] = [*of_documents, index, *of_facets]
    order = "search_document.id"
    if expected > MOST:
        order, ordering = _likeliest(heaviest[:_ORDERING])
        values += ordering
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT search_document.id FROM {documents}"  # noqa: S608  (placeholders)
            f" WHERE {backends.current().OF_INDEX}{allowed} ORDER BY {order} LIMIT {MOST}",
            values,
        )
        return [id_ for (id_,) in cursor.fetchall()]


def carries(facets: Facets) -> tuple[str, list[str]]:
    """SQL that goes on a condition, true for a `search_document` with one of the values of each facet, and its parameters."""
    where, values = "", []
    for name, allowed in facets.items():
        marks = ", ".join(["%s"] * len(allowed)) or "NULL"
        where += (
            " AND EXISTS (SELECT 1 FROM search_facet WHERE search_facet.document_id = search_document.id"  # noqa: S608  (placeholders alone)
            f" AND search_facet.name = %s AND search_facet.value IN ({marks}))"
        )
        values += [name, *allowed]
    return where, values


def _findable(heaviest: Sequence[Concept], known: Vocabulary) -> tuple[list[str], int]:
    """The stems to look up: those of the rarest concepts, as long as no document has to be left out for them.

    With them how many documents they have, counted once for each stem.
    """
    chosen: dict[str, None] = {}
    in_sight = 0
    for concept in heaviest:
        roots = concept.roots
        expected = sum(known.frequency(root) for root in roots)
        if in_sight and in_sight + expected > MOST:
            break
        chosen.update(dict.fromkeys(roots))
        in_sight += expected
    return list(chosen), in_sight


def _likeliest(concepts: Sequence[Concept]) -> tuple[str, list[str | float]]:
    """An order that comes near the ranking without the weights of the stems: what is met, the share of the title, the boost."""
    terms: list[str] = []
    values: list[str | float] = []
    for concept in concepts:
        exact, of_exact = _has_one_of(concept.roots[:1])
        near, of_near = _has_one_of(concept.roots)
        terms.append(f"CASE WHEN {exact} THEN %s WHEN {near} THEN %s ELSE 0 END")
        values += [*of_exact, concept.weight, *of_near, concept.weight * PART]
    title = "(0.75 + 0.25 / (1 + search_document.title_terms))"
    order = f"({' + '.join(terms)}) * {title} * (1 + search_document.boost) DESC, search_document.key"
    return order, values


def _has_one_of(roots: Collection[str]) -> tuple[str, list[str | float]]:
    where, values = backends.current().condition([token(root) for root in roots])
    return where, list(values)
