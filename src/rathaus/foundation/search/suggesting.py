"""Names offered while somebody types."""

from django.db import connection

from rathaus.foundation.search import backends
from rathaus.foundation.search.candidates import carries
from rathaus.foundation.search.entry import Facets


def find(index: str, folded: str, facets: Facets, limit: int) -> list[str]:
    """Names with a word that begins so, those that begin so themselves first. At most two queries.

    `folded` holds letters, digits and blanks.
    """
    beginning, values = backends.current().beginning(folded)
    allowed, of_facets = carries(facets)
    found: dict[str, None] = {}
    for position in ("= 0", "> 0"):
        statement = (
            "SELECT search_suggestion.text FROM search_suggestion"  # noqa: S608  (placeholders alone)
            " JOIN search_document ON search_document.id = search_suggestion.document_id"
            f" WHERE {beginning} AND search_suggestion.position {position}"
            f" AND {backends.current().OF_INDEX}{allowed}"
            " ORDER BY search_suggestion.position, search_document.boost DESC, search_suggestion.text LIMIT %s"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, index, *of_facets, limit * 5])
            found |= dict.fromkeys(text for (text,) in cursor.fetchall())
        if len(found) >= limit:
            break
    return list(found)[:limit]
