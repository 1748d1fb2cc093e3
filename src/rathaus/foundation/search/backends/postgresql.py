"""tsvector with GIN. The stems are put in as they are: no configuration of the server takes part."""

from collections.abc import Collection, Iterable

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

CREATE = (
    "CREATE TABLE search_terms (id bigint PRIMARY KEY, terms tsvector NOT NULL);"
    "CREATE INDEX search_terms_gin ON search_terms USING gin (terms)"
)
DROP = "DROP TABLE search_terms"
OF_INDEX = "search_document.\"index\" || '' = %s"  # no column by itself: start from the few found, not from all of the index
MANY = 50


def connected(sender: object, connection: BaseDatabaseWrapper, **_rest: object) -> None:  # noqa: ARG001  (of the signal)
    """Tells the planner that the data stand in memory or on a disk without a head.

    With the server's default it reads all documents for the few whose names begin as somebody types: ten times the work.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET random_page_cost = 1.1")


def lock(index: str, keys: Collection[str]) -> None:
    """Lets others wait who put the same documents in, until the transaction ends: two inserts of one key must not meet."""
    with connection.cursor() as cursor:
        if len(keys) > MANY:
            cursor.execute("LOCK TABLE search_document IN SHARE ROW EXCLUSIVE MODE")
            return
        for key in sorted(keys):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"search:{index}:{key}"])


def put(rows: Iterable[tuple[int, list[str]]]) -> None:
    """The stems of documents by id."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_terms (id, terms) VALUES (%s, array_to_tsvector(%s::text[]))"
            " ON CONFLICT (id) DO UPDATE SET terms = excluded.terms",
            [(id_, tokens) for id_, tokens in rows],
        )


def drop(ids: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_terms WHERE id = ANY(%s)", [list(ids)])


def beginning(prefix: str) -> tuple[str, list[str]]:
    """SQL that is true for a `search_suggestion` that begins so; the pattern index answers it, whatever the collation."""
    return "search_suggestion.folded LIKE %s", [f"{prefix}%"]


def documents(tokens: Collection[str]) -> tuple[str, list[str]]:
    """SQL of the documents with one of the stems, to select from, and its parameters.

    The function (migration 0003) finds them by the index whatever the planner believes: it takes testing a row for the cheapest
    of things, and a question has forty stems.
    """
    return "search_terms_with(%s::tsquery) AS search_terms JOIN search_document ON search_document.id = search_terms.id", [
        _one_of(tokens)
    ]


def condition(tokens: Collection[str]) -> tuple[str, list[str]]:
    """SQL that is true for a row of `documents` with one of the stems, and its parameters. What is found is tested by row."""
    return "search_terms.terms @@ %s::tsquery", [_one_of(tokens)]


def _one_of(tokens: Collection[str]) -> str:
    return " | ".join(f"'{token}'" for token in tokens)
