"""FTS5. The table keeps which documents have which stems, nothing else (`detail=none`)."""

from collections.abc import Collection, Iterable

from django.db import connection

CREATE = "CREATE VIRTUAL TABLE search_terms USING fts5(terms, detail=none, columnsize=0, tokenize='ascii')"
DROP = "DROP TABLE search_terms"
OF_INDEX = '+search_document."index" = %s'  # the plus: start from the few names, not from all documents of the index


def lock(_index: str, _keys: Collection[str]) -> None:
    """Nothing to do: a database of one file has one writer at a time."""


def put(rows: Iterable[tuple[int, list[str]]]) -> None:
    """The stems of documents by id."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT OR REPLACE INTO search_terms (rowid, terms) VALUES (%s, %s)",
            [(id_, " ".join(tokens)) for id_, tokens in rows],
        )


def drop(ids: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_terms WHERE rowid = %s", [(id_,) for id_ in ids])


def beginning(prefix: str) -> tuple[str, list[str]]:
    """SQL that is true for a `search_suggestion` that begins so. LIKE uses no index; the byte order makes a range."""
    return "search_suggestion.folded >= %s AND search_suggestion.folded < %s", [prefix, f"{prefix}\U0010ffff"]


def documents(tokens: Collection[str]) -> tuple[str, list[str]]:
    """SQL of the documents with one of the stems, to select from, and its parameters. CROSS: by the stems first."""
    source = "search_terms CROSS JOIN search_document ON search_document.id = search_terms.rowid AND search_terms MATCH %s"
    return source, [_one_of(tokens)]


def condition(tokens: Collection[str]) -> tuple[str, list[str]]:
    """SQL that is true for a row of `documents` with one of the stems, and its parameters."""
    return "search_document.id IN (SELECT rowid FROM search_terms WHERE search_terms MATCH %s)", [_one_of(tokens)]


def _one_of(tokens: Collection[str]) -> str:
    return " OR ".join(f'"{token}"' for token in tokens)
