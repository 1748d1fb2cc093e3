from django.db import migrations, models


class Migration(migrations.Migration):
    """Forms of sources stand with their service; NULL as an older version that still serves writes it."""

    dependencies = [("catalogue", "0020_said_by_sources")]
    operations = [
        migrations.AddField(
            "service",
            "forms",
            models.JSONField("Formulare von Quellen", null=True, blank=True, help_text="as `descriptions.Form`; NULL for none"),
        )
    ]
