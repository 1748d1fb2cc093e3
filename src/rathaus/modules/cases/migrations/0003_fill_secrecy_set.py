"""The mask says what the one class of release 0.1.0 said; ordinary rows stay as they are. Running twice changes nothing."""

from django.db import migrations

BITS = {"tax": 1, "social": 2, "personnel": 4, "blocked": 8}


def fill(apps, schema_editor):
    rows = apps.get_model("cases", "Case").objects.using(schema_editor.connection.alias)
    for name, bit in BITS.items():
        rows.filter(secrecy=name, secrecy_set=None).update(secrecy_set=bit)


def review(apps, schema_editor):
    """Nobody knows until when an older block holds: each comes before a clerk, who enters the day or lifts it."""
    rows = apps.get_model("cases", "Case").objects.using(schema_editor.connection.alias)
    for case in rows.filter(secrecy="blocked", blocked_until=None, block_review_on=None).only("opened_at").iterator():
        rows.filter(pk=case.pk).update(block_review_on=case.opened_at.date())


def bar(apps, schema_editor):
    """Who is biased in a case keeps out of its parts in every room."""
    alias = schema_editor.connection.alias
    Bar = apps.get_model("permissions", "Bar")  # noqa: N806
    biases = apps.get_model("cases", "Bias").objects.using(alias).values_list("case_id", "person_id", "at")
    rows = (
        Bar(person_id=person, subject_kind="case", subject_id=str(case), since=at) for case, person, at in biases.iterator()
    )
    Bar.objects.using(alias).bulk_create(rows, batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_secrecy_set"), ("permissions", "0001_initial")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(review, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(bar, migrations.RunPython.noop, elidable=True),
    ]
