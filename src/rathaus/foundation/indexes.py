"""A new index on a table in use: PostgreSQL builds it beside the writers instead of locking them out."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddIndex


class AddIndexConcurrently(AddIndex):
    """For a migration with `atomic = False`. On SQLite an ordinary index, which is there at once.

    A build that broke off leaves an invalid index behind on PostgreSQL: it is dropped first, so that the migration can run again.
    """

    atomic = False

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,  # noqa: ARG002  (the signature is Django's)
        to_state: Any,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        beside: dict[str, Any] = {}  # the base class of the editors does not know it
        if schema_editor.connection.vendor == "postgresql":
            self._drop(schema_editor)
            beside = {"concurrently": True}
        schema_editor.add_index(model, self.index, **beside)

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            self._drop(schema_editor)
        else:
            super().database_backwards(app_label, schema_editor, from_state, to_state)

    def _drop(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        name = schema_editor.connection.ops.quote_name(self.index.name)
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
