"""What the time of a search stands on, told by what the server counts: not on what its planner knows or guesses."""

import pytest
from django.db import connection

from rathaus.foundation.search import public as search

pytestmark = [pytest.mark.django_db, pytest.mark.skipif("connection.vendor != 'postgresql'", reason="how PostgreSQL searches")]
DOGS = ("Hundesteuer Festsetzung", "Hundehaltung Anmeldung", "Hundesteuer Abmeldung", "Hund gefunden")


def indexed(name):
    made = search.Index(name, weights={"title": 6})
    made.replace_many(search.Entry(key=f"dog{number}", title=title, fields={}) for number, title in enumerate(DOGS))
    return made


def asked_of(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def scans():
    """Of this transaction: how often all stems were read in order, by the id, by the stem."""
    return asked_of(
        "SELECT pg_stat_get_xact_numscans('search_terms'::regclass), pg_stat_get_xact_numscans('search_terms_pkey'::regclass),"
        " pg_stat_get_xact_numscans('search_terms_gin'::regclass)"
    )


@pytest.mark.parametrize("told", [False, True], ids=["the planner knows nothing", "the planner knows all"])
def test_documents_are_found_by_their_stems_and_in_no_other_way(told):
    """Four documents are read faster in order than by an index; where the planner believes that of ten thousand, it is wrong."""
    dogs = indexed("postgresql.found")
    if told:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_terms, search_document")
    in_order, by_id, by_stem = scans()
    assert {hit.key for hit in dogs.query("hundesteuer").hits} == {"dog0", "dog2"}
    assert scans() == (in_order, by_id, by_stem + 1)


def test_no_list_of_what_is_still_to_be_indexed():
    """Every search would read it to the end, and no import of a usual catalogue fills it."""
    indexed("postgresql.pending")
    assert asked_of("SELECT gin_clean_pending_list('search_terms_gin')") == (0,)
