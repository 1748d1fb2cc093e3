from django.db import migrations

NAMES = {
    "querschnitt-buerger": "Allgemeine Anliegen von Bürgerinnen und Bürgern",
    "querschnitt-unternehmen": "Allgemeine Anliegen von Unternehmen",
}


def rename(apps, schema_editor):
    LifeEvent = apps.get_model("catalogue", "LifeEvent")
    for slug, name in NAMES.items():
        LifeEvent.objects.filter(slug=slug, subject="Querschnitt").update(name=name, subject="Allgemeines")


class Migration(migrations.Migration):
    """The words of the OZG catalogue for what has no place are no names for people. What is called otherwise stays."""

    dependencies = [("catalogue", "0022_machine_translated_names")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
