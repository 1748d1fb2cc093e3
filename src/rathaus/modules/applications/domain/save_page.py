"""Keeping what was typed on one page; the second of two tabs learns what the first one saved."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.db import transaction

from rathaus.foundation import clock, rows
from rathaus.foundation.errors import Conflict
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.applications import queries
from rathaus.modules.applications.enums import DraftState
from rathaus.modules.applications.models import Draft
from rathaus.modules.forms import public as forms

Part = Literal["answers", "party", "review"]


@dataclass(frozen=True, slots=True)
class Saved:
    """`conflicts` maps a typed name to (mine, stored): nothing was saved then, the person chooses."""

    draft: Draft
    conflicts: Mapping[str, tuple[str, str]]


def save_page(
    *,
    token: str,
    part: Part,
    form: forms.CompiledForm,
    page: forms.Page,
    post: forms.Post,
    shown: str,
    actor: Actor,
    now: dt.datetime,
) -> Saved:
    """Saves the page as typed, faults and all: nothing entered is lost. Raises Conflict once the draft is submitted.

    `shown` is `forms.page_digest` of what the page showed. Where another tab saved other words on this page, nothing is
    saved and the person chooses; a place that stands empty takes what was typed.
    """
    with transaction.atomic():
        draft = _open(token, actor, now)
        stored: dict[str, str] = getattr(draft, part)
        mine = forms.read_page(form, page, stored, post)
        if shown != forms.page_digest(page, stored):
            conflicts = {name: (mine.get(name, ""), stored[name]) for name in _differing(mine, stored) if stored.get(name)}
            if conflicts:
                return Saved(draft, conflicts)
        _write(draft, part, mine, now)
    return Saved(draft, {})


def change_answers(*, token: str, part: Part, answers: Mapping[str, str], actor: Actor, now: dt.datetime) -> Draft:
    """Replaces the typed answers of a part: after an entry was added or removed, or a conflict resolved."""
    with transaction.atomic():
        draft = _open(token, actor, now)
        _write(draft, part, dict(answers), now)
    return draft


def _open(token: str, actor: Actor, now: dt.datetime) -> Draft:
    draft = queries.find_draft(token, actor=actor, today=clock.today(now), lock=True)
    if draft.state != DraftState.OPEN:
        raise Conflict("Dieser Antrag ist schon abgesendet. Änderungen schreiben Sie uns bitte als Nachricht zum Vorgang.")
    return draft


def _write(draft: Draft, part: Part, answers: dict[str, str], now: dt.datetime) -> None:
    if getattr(draft, part) == answers:
        return
    names = _differing(answers, getattr(draft, part))
    changed = {*names, *(name.rpartition(".")[0] for name in names)}  # a date is typed in three parts
    draft.provenance = {key: source for key, source in draft.provenance.items() if key not in changed}
    setattr(draft, part, answers)
    draft.version += 1
    draft.updated_at = now
    rows.update(draft, part, "provenance", "version", "updated_at")


def _differing(left: Mapping[str, str], right: Mapping[str, str]) -> list[str]:
    return [name for name in {**left, **right} if left.get(name, "") != right.get(name, "")]
