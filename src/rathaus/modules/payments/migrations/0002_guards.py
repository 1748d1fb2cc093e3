from django.db import migrations

from rathaus.modules.payments import guards


def install(apps, schema_editor):
    for statement in guards.install_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in guards.drop_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [migrations.RunPython(install, drop, elidable=False)]
