"""PostgreSQL: documents are found by the index of their stems, always, and that has no list of what is still to be sorted in.

The list would be read to its end for every question, and the stems of a whole catalogue fit into it.
"""

from django.db import migrations

FORWARDS = (
    "ALTER INDEX search_terms_gin SET (fastupdate = off)",
    "SELECT gin_clean_pending_list('search_terms_gin')",
    # few ROWS: a document is then fetched by its id, which is never wrong by much
    "CREATE FUNCTION search_terms_with(tsquery) RETURNS SETOF search_terms LANGUAGE sql STABLE ROWS 10"
    " SET enable_seqscan = off SET enable_indexscan = off AS 'SELECT * FROM search_terms WHERE terms @@ $1'",
)
BACKWARDS = ("DROP FUNCTION search_terms_with(tsquery)", "ALTER INDEX search_terms_gin RESET (fastupdate)")


def _run(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("search", "0002_search_terms")]

    operations = [migrations.RunPython(_run(FORWARDS), _run(BACKWARDS))]
