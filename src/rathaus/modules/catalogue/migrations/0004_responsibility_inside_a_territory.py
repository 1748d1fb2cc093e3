from django.db import migrations, models

PARITY = [("all", "alle"), ("odd", "ungerade"), ("even", "gerade")]
PLACE_OF = [("residence", "Wohnung"), ("seat", "Sitz des Unternehmens")]
ORIGIN = [("service", "mit der Beschreibung der Leistung"), ("own", "eigene Regelung")]


def spell_territories_the_short_way(apps, schema_editor):
    """150020000000, 150020000 and 15002 are one territory: rows of 0.1.0 get the spelling that is compared (geo.keys.shortest)."""
    rows = apps.get_model("catalogue", "Responsibility").objects.using(schema_editor.connection.alias)
    for row in rows.exclude(territory="").only("territory"):
        key = row.territory
        for whole, kept in ((12, 9), (9, 5), (5, 3), (3, 2)):
            if len(key) == whole and not key[kept:].strip("0"):
                key = key[:kept]
        if key != row.territory:
            row.territory = key
            row.save(update_fields=["territory"])


def add(name, field):
    return migrations.AddField("responsibility", name, field)


class Migration(migrations.Migration):
    """What narrows a responsibility inside a territory becomes columns of its own, all of them NULL at first: the old version goes on
    writing rows that mean the same. Its column `criteria` stays until no such version can serve any more; it had no way to fill it."""

    dependencies = [("catalogue", "0003_first_editions")]

    operations = [
        add("form_name", models.CharField("Formular", max_length=200, null=True, blank=True)),
        add("form_url", models.URLField("Verweis zum Formular", null=True, blank=True)),
        add("district_id", models.UUIDField("Stadtteil", null=True, blank=True)),
        add("street_id", models.UUIDField("Straße", null=True, blank=True)),
        add("number_from", models.PositiveIntegerField("Hausnummer von", null=True, blank=True)),
        add("number_to", models.PositiveIntegerField("Hausnummer bis", null=True, blank=True)),
        add("parity", models.CharField("Seite", max_length=4, choices=PARITY, null=True, blank=True)),
        add("area_id", models.UUIDField("Fläche", null=True, blank=True)),
        add("letter_from", models.CharField("Name von", max_length=6, null=True, blank=True)),
        add("letter_to", models.CharField("Name bis", max_length=6, null=True, blank=True)),
        add("place_of", models.CharField("Anschrift", max_length=10, choices=PLACE_OF, null=True, blank=True)),
        add("origin", models.CharField("Herkunft", max_length=10, choices=ORIGIN, null=True, blank=True)),
        migrations.RunPython(spell_territories_the_short_way, migrations.RunPython.noop),
    ]
