"""What release 0.1.0 kept in tables alone becomes the first published edition of each described service."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import migrations
from django.utils import timezone

_CHOSEN = ("trust_level", "written_form", "personal_appearance", "informal", "single_contact", "prominence", "level_source")


def write_editions(apps: Any, schema_editor: Any) -> None:
    Service, Edition = apps.get_model("catalogue", "Service"), apps.get_model("catalogue", "Edition")
    known = set(Edition.objects.values_list("service_key", flat=True))
    FeedEntry, position = apps.get_model("catalogue", "FeedEntry"), 0
    for service in Service.objects.filter(described=True).exclude(key__in=known).iterator():
        position += 1
        FeedEntry.objects.create(service_key=service.key, position=position, at=timezone.now())
        content = json.dumps(_description(service), ensure_ascii=False, separators=(",", ":"))
        Edition.objects.create(
            service_key=service.key,
            number=1,
            state="published",
            content=content,
            sha256=hashlib.sha256(content.encode()).hexdigest(),
            source=service.source,
            demo=service.demo,
            written_by_name="Übernahme aus Version 0.1.0",
            written_at=timezone.now(),
            published_at=timezone.now(),
        )
    apps.get_model("catalogue", "FeedCounter").objects.update_or_create(id=1, defaults={"position": position})
    apps.get_model("catalogue", "Identifier").objects.filter(scheme="rathaus:digest").delete()


def _description(service: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"key": service.key, "name": service.name}
    said["terms"] = _rows(service.terms, "kind", "text", "language")
    said["texts"] = _rows(service.texts.order_by("position"), "code", "text", "language")
    said["fees"] = [
        {name: value.isoformat() if name == "as_of" else value for name, value in row.items()}
        for row in _rows(
            service.fees.order_by("position"),
            "kind", "label", "cents", "cents_to", "text", "legal_basis", "source", "certainty", "as_of",
        )
    ]  # fmt: skip
    said["deadlines"] = _rows(service.deadlines.order_by("position"), "text", "legal_basis")
    said["durations"] = _rows(service.durations, "kind", "amount", "unit", "text")
    said["documents"] = _rows(service.documents.order_by("position"), "name", "text", "mandatory")
    said["ways"] = _rows(service.channels.order_by("position"), "channel", "url", "text")
    said["life_events"] = list(service.life_events.values_list("slug", flat=True))
    said["level"] = service.executing_level
    said |= {name: getattr(service, name) for name in _CHOSEN}
    first = service.responsibilities.exclude(unit_slug="").first()
    if first:
        said |= {"unit": first.unit_slug, "territory": first.territory}
    return dict(_spoken(said.items()))


def _rows(rows: Any, *columns: str) -> list[dict[str, Any]]:
    return [dict(_spoken(row.items())) for row in rows.values(*columns)]


def _spoken(pairs: Any) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in pairs if value not in (None, "", []) and not (name == "prominence" and not value))


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_sources")]
    operations = [migrations.RunPython(write_editions, migrations.RunPython.noop, elidable=False)]
