"""The mask says what the one class of release 0.1.0 said; ordinary rows stay as they are. Running twice changes nothing."""

from django.db import migrations

BITS = {"tax": 1, "social": 2, "personnel": 4, "blocked": 8}


def fill(apps, schema_editor):
    rows = apps.get_model("delivery", "Delivery").objects.using(schema_editor.connection.alias)
    for name, bit in BITS.items():
        rows.filter(secrecy=name, secrecy_set=None).update(secrecy_set=bit)


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_secrecy_set")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
