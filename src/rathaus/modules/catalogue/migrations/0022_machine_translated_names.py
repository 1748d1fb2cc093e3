from django.db import migrations, models

from rathaus.foundation.indexes import AddIndexConcurrently


class Migration(migrations.Migration):
    """Whether a machine has translated the name of a service, for lists; the index holds those few alone."""

    atomic = False
    dependencies = [("catalogue", "0021_forms_of_sources")]
    operations = [
        migrations.AddField(
            "service",
            "machine_translated",
            models.BooleanField("Name maschinell übersetzt", default=False, db_default=False),
        ),
        AddIndexConcurrently(
            "service",
            models.Index(fields=["name"], condition=models.Q(machine_translated=True), name="catalogue_machine_named"),
        ),
    ]
