"""Uploads of a draft: added after the check of storage, removed by the person, moved when an entry is taken out."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.permissions.public import Actor
from rathaus.foundation.storage import public as storage
from rathaus.modules.applications import queries
from rathaus.modules.applications.enums import DraftState
from rathaus.modules.applications.models import Draft, DraftFile
from rathaus.modules.forms import public as forms

MAX_FILES = 40


def add_file(*, token: str, key: str, field: forms.Field, blob: storage.StoredBlob, actor: Actor, now: dt.datetime) -> None:
    """Raises Invalid over the limits of the field. The same file twice under one field is one."""
    if field.max_bytes and blob.size > field.max_bytes:
        raise Invalid(
            f"„{blob.filename}“ ist größer als hier erlaubt. Verkleinern Sie die Datei und laden Sie sie noch einmal hoch."
        )
    if field.media_types and blob.media_type not in field.media_types:
        raise Invalid(f"„{blob.filename}“ hat ein Format, das hier nicht erlaubt ist. Erlaubt: {', '.join(field.media_types)}.")
    with transaction.atomic():
        draft = _open(token, actor, now)
        rows = DraftFile.objects.filter(draft=draft)
        if rows.filter(key=key, sha256=blob.sha256).exists():
            return
        if rows.count() >= MAX_FILES or (field.maximum is not None and rows.filter(key=key).count() >= field.maximum):
            raise Invalid(
                "Mehr Dateien sind hier nicht erlaubt. Entfernen Sie zuerst eine, oder fassen Sie mehrere zu einer zusammen."
            )
        DraftFile.objects.create(
            draft=draft,
            key=key,
            sha256=blob.sha256,
            size=blob.size,
            media_type=blob.media_type,
            filename=blob.filename[:200],
            added_at=now,
        )


def remove_file(*, token: str, file_id: uuid.UUID, actor: Actor, now: dt.datetime) -> None:
    """Twice is once."""
    with transaction.atomic():
        DraftFile.objects.filter(draft=_open(token, actor, now), pk=file_id).delete()


def move_files(*, token: str, removed: str, actor: Actor, now: dt.datetime) -> None:
    """After the entry `removed` (`kinder[1]`) was taken out: its uploads go, those of later entries move up."""
    with transaction.atomic():
        for row in DraftFile.objects.filter(draft=_open(token, actor, now)).order_by("key"):
            moved = forms.moved_file_key(row.key, removed)
            if moved is None:
                row.delete()
            elif moved != row.key:
                row.key = moved
                row.save(update_fields=["key"])


def _open(token: str, actor: Actor, now: dt.datetime) -> Draft:
    draft = queries.find_draft(token, actor=actor, today=clock.today(now), lock=True)
    if draft.state != DraftState.OPEN:
        raise Conflict("Dieser Antrag ist schon abgesendet. Weitere Unterlagen senden Sie bitte als Nachricht zum Vorgang.")
    return draft
