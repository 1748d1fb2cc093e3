"""Write on a draft. Nobody's words are lost: whoever saves an older version is refused and shown the difference."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

import msgspec
from django.db import transaction

from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.descriptions import Description, Text
from rathaus.modules.catalogue.domain import _editions
from rathaus.modules.catalogue.domain.refresh import lower_layers
from rathaus.modules.catalogue.enums import EditionAct, TextCode
from rathaus.modules.catalogue.models import Edition

Place = tuple[str, str]  # code of the text module, language


def edit_edition(
    *,
    edition_id: uuid.UUID,
    description: Description,
    version: int,
    actor: Actor,
    now: dt.datetime,
    checked: Collection[Place] = (),
) -> Edition:
    """Saves what the draft shall say. The mark of a machine translation stays unless a person has `checked` that text.

    Raises Conflict, Forbidden, Invalid (another state; no name; another key).
    """
    with transaction.atomic():
        draft = _editions.lock(edition_id, EditionAct.WRITE, actor=actor, version=version, now=now)
        before = descriptions.decode(draft.content)
        if description.key != draft.service_key:
            raise Invalid("Der Schlüssel einer Leistung lässt sich nicht ändern. Beginnen Sie eine neue Leistung.")
        if not description.name:
            raise Invalid("Der Name fehlt.", {"name": "Geben Sie den Namen der Leistung ein."})
        others = [layer.description for layer in lower_layers(draft.service_key)]
        description = keep_marks(description, known=[before, *others], checked=checked)
        if description == before:
            return draft
        draft.content, draft.sha256 = descriptions.encode(description).decode(), descriptions.digest(description)
        draft.written_by, draft.written_by_name, draft.written_at = actor.person_id, actor.name[:200], now
        draft.version += 1
        draft.save()
        said = ", ".join(f"{_label(code)} ({language})" for code, language in sorted(checked))
        _editions.tell(draft, EditionAct.WRITE, actor=actor, now=now, note=f"Übersetzung geprüft: {said}" if said else "")
    return draft


def keep_marks(description: Description, *, known: Sequence[Description], checked: Collection[Place]) -> Description:
    """A text that was marked as machine translated stays marked, and a copy of one is marked, until a person has checked it.

    `known`: the draft as it was, then what the Land and the federation say: whoever copies their translation copies its mark.
    """
    marked_places = {_place(text) for said in known[:1] for text in said.texts if text.machine_translated}
    marked_words = {" ".join(text.text.split()) for said in known for text in said.texts if text.machine_translated and text.text}

    def kept(text: Text) -> Text:
        if text.machine_translated or _place(text) in checked:
            return text
        if _place(text) in marked_places or " ".join(text.text.split()) in marked_words:
            return msgspec.structs.replace(text, machine_translated=True)
        return text

    return msgspec.structs.replace(description, texts=tuple(kept(text) for text in description.texts))


def _place(text: Text) -> Place:
    return text.code.value, text.language


def _label(code: str) -> str:
    return str(TextCode(code).label)
