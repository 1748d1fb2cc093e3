import django.db.models.deletion
from django.db import migrations, models

import rathaus.foundation.ids

ORIGIN = [
    ("service", "mit der Beschreibung der Leistung"),
    ("own", "eigene Regelung"),
    ("online", "mit dem Onlinedienst"),
    ("source", "aus einem Redaktionssystem"),
]


def add(name, field):
    return migrations.AddField("responsibility", name, field)


def identifier():
    return ("id", models.UUIDField(default=rathaus.foundation.ids.new_id, editable=False, primary_key=True, serialize=False))


class Migration(migrations.Migration):
    """What sources say about who is in charge stands beside the city's own rows, in columns that are NULL for those."""

    dependencies = [("catalogue", "0011_online_services")]

    operations = [
        migrations.CreateModel(
            name="ServedService",
            fields=[
                identifier(),
                ("scheme", models.CharField("Schema der Kennung", max_length=300, blank=True)),
                ("value", models.CharField("Kennung", max_length=300, db_index=True)),
                (
                    "object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="serves", to="catalogue.sourceobject"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="UnitMapping",
            fields=[
                identifier(),
                ("scheme", models.CharField("Schema der Kennung", max_length=300, blank=True)),
                ("value", models.CharField("Kennung", max_length=300)),
                ("unit_slug", models.CharField("Stelle (Kürzel)", max_length=60)),
                (
                    "source",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="units", to="catalogue.source"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["source", "scheme", "value"], name="catalogue_unit_mapped_once")
                ],
            },
        ),
        add(
            "told_by",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="told",
                to="catalogue.sourceobject", verbose_name="gesagt von",
            ),
        ),
        add(
            "foreign",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="in_charge",
                to="catalogue.sourceobject", verbose_name="andere Stelle laut Quelle",
            ),
        ),
        add("weight", models.PositiveSmallIntegerField("Gewicht der Quelle", null=True, blank=True)),
        add("condition", models.CharField("Bedingung laut Quelle", max_length=300, null=True, blank=True)),
        migrations.AlterField(
            "responsibility", "origin", models.CharField("Herkunft", max_length=10, choices=ORIGIN, null=True, blank=True)
        ),
    ]  # fmt: skip
