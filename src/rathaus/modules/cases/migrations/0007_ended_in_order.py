from django.db import migrations, models
from django.db.models.functions import Coalesce

from rathaus.foundation.indexes import AddIndexConcurrently

LATEST = Coalesce("decided_at", "closed_at", "opened_at").desc()


class Migration(migrations.Migration):
    """The order of the view of ended cases, for a clerk of one unit and for a lead of many."""

    atomic = False
    dependencies = [("cases", "0006_handed_over_in_history")]
    operations = [
        AddIndexConcurrently("case", models.Index(models.F("unit_id"), LATEST, models.F("id").desc(), name="cases_ended_unit")),
        AddIndexConcurrently("case", models.Index(LATEST, models.F("id").desc(), name="cases_ended")),
    ]
