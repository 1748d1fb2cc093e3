from django.db import migrations, models

STATES = [
    ("received", "Eingegangen"),
    ("in_progress", "In Bearbeitung"),
    ("waiting", "Wartet auf Antwort"),
    ("proposed", "Zur Freigabe"),
    ("decided", "Entschieden"),
    ("closed", "Abgeschlossen"),
    ("withdrawn", "Zurückgezogen"),
]


class Migration(migrations.Migration):
    """A label alone; no column changes."""

    dependencies = [("cases", "0007_ended_in_order")]
    operations = [
        migrations.AlterField("case", "state", models.CharField(choices=STATES, default="received", max_length=12)),
    ]
