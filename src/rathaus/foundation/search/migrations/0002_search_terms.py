from django.db import migrations

from rathaus.foundation.search.backends import postgresql, sqlite


def _run(name):
    def run(apps, schema_editor):
        backend = postgresql if schema_editor.connection.vendor == "postgresql" else sqlite
        for statement in getattr(backend, name).split(";"):
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(_run("CREATE"), _run("DROP"))]
