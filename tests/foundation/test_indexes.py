"""A new index is built beside the writers, and again where a first build broke off."""

import pytest
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext

from rathaus.foundation.indexes import AddIndexConcurrently
from rathaus.foundation.mail.models import Mail

NAME = "mail_tried"


def indexes():
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, Mail._meta.db_table)


@pytest.mark.django_db(transaction=True)
def test_it_comes_goes_and_comes_again():
    operation = AddIndexConcurrently("mail", models.Index(fields=["done_at"], name=NAME))
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    operation.state_forwards("mail", after)

    def run(move, first, second):
        with CaptureQueriesContext(connection) as seen, connection.schema_editor(atomic=False) as editor:
            move("mail", editor, first, second)
        return [query["sql"] for query in seen if NAME in query["sql"]]

    run(operation.database_forwards, before, after)
    assert indexes()[NAME]["index"]
    if connection.vendor == "postgresql":
        again = run(operation.database_forwards, before, after)  # a first build that broke off is in the way no more
        assert len(again) == 2
        assert all("CONCURRENTLY" in statement for statement in again)
    run(operation.database_backwards, after, before)
    assert NAME not in indexes()
