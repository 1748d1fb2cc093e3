"""The steps of an edition on its way, as `enums.STEPS` names them: hand over, take back, review, return, release, discard."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import text as texts
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.catalogue import descriptions, rules
from rathaus.modules.catalogue.domain import _editions
from rathaus.modules.catalogue.enums import EditionAct, TextCode
from rathaus.modules.catalogue.models import Edition

MOVES = frozenset(
    {
        EditionAct.SUBMIT, EditionAct.RECALL, EditionAct.REVIEW, EditionAct.RETURN, EditionAct.RELEASE, EditionAct.REFUSE,
        EditionAct.CANCEL, EditionAct.DISCARD,
    }
)  # fmt: skip


def move_edition(
    *, edition_id: uuid.UUID, act: EditionAct, version: int, actor: Actor, now: dt.datetime, note: str = ""
) -> Edition:
    """One step. Raises Forbidden (no right; the writer reviews or releases), Conflict, Invalid (wrong state, reason missing)."""
    if act not in MOVES:
        raise ValueError(f"{act} is a use case of its own")
    note = texts.clean(note, multiline=True)
    with transaction.atomic():
        edition = _editions.lock(edition_id, act, actor=actor, version=version, now=now)
        if act in rules.NEEDS_REASON and not note:
            raise Invalid("Schreiben Sie einen Grund, damit die anderen wissen, was zu tun ist.", {"note": "Der Grund fehlt."})
        if act is EditionAct.SUBMIT:
            _demand_ready(edition)
        if act in {EditionAct.RETURN, EditionAct.REFUSE, EditionAct.RECALL}:  # what was said before is said of another text
            edition.reviewed_by = edition.reviewed_at = None
        if act is EditionAct.REVIEW:
            edition.reviewed_by, edition.reviewed_at = actor.person_id, now
        if act is EditionAct.RELEASE:
            edition.released_by, edition.released_at = actor.person_id, now
        if act is EditionAct.CANCEL:
            edition.publish_on = None
        _editions.move(edition, act)
        edition.save()
        _editions.tell(edition, act, actor=actor, now=now, note=note)
    return edition


def _demand_ready(edition: Edition) -> None:
    """What no reviewer should have to say; everything else is a warning, not a refusal."""
    said = descriptions.decode(edition.content)
    if not said.name:
        raise Invalid("Der Name der Leistung fehlt. Tragen Sie ihn im Entwurf ein.")
    codes = {text.code for text in said.texts if text.language == "de" and text.text.strip()}
    if not codes & {TextCode.SHORT, TextCode.FULL} and not said.fees and not said.unit:
        raise Invalid("In diesem Entwurf steht noch nichts, was zu prüfen wäre. Schreiben Sie mindestens einen Kurztext.")
