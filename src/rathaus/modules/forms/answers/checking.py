"""The authority: typed answers to values and errors, visibility and rules to a fixpoint, unreachable answers removed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rathaus.modules.forms.answers.demands import Demands
from rathaus.modules.forms.answers.given import Given, Values
from rathaus.modules.forms.answers.ruled import Ruled, ruled
from rathaus.modules.forms.answers.showing import closed, hide, way
from rathaus.modules.forms.answers.unfolding import Spot, unfold
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Effect


@dataclass(frozen=True, slots=True)
class Checked:
    """`values` holds the visible, readable answers by key; `errors` one German sentence by key, in document order."""

    values: Values
    errors: dict[str, str]
    pages: tuple[str, ...]  # those on the way, in order
    today: dt.date  # the day it was checked on
    spots: tuple[Spot, ...] = field(repr=False, default=())  # the visible ones
    hidden: tuple[Spot, ...] = field(repr=False, default=())
    demanded: frozenset[str] = frozenset()  # keys of visible elements that a rule demands
    closed: frozenset[str] = frozenset()  # keys of elements that a condition hides; a list under its key without occurrence
    rules: Mapping[Effect, list[Ruled]] = field(repr=False, default_factory=dict)

    def errors_on(self, page_id: str) -> dict[str, str]:
        here = {spot.key for spot in self.spots if spot.page.id == page_id}
        return {key: message for key, message in self.errors.items() if key in here}


def check(form: CompiledForm, typed: Mapping[str, str], files: Mapping[str, list[Any]], *, today: dt.date) -> Checked:
    """All pages at once. `files` maps the key of a file field to its uploads (plain JSON)."""
    spots = unfold(form.pages, typed)
    given = Given(form, spots, typed, files, today)
    rules = ruled(form, spots)
    hide(form, spots, rules[Effect.FORBID], given)
    visible = [spot for spot in spots if spot.key not in given.hidden]
    demands = Demands(visible, rules, given)
    return Checked(
        values={spot.key: given.read[spot.key] for spot in visible if spot.key in given.read},
        errors=demands.errors(),
        pages=way(form, given),
        today=today,
        spots=tuple(visible),
        hidden=tuple(spot for spot in spots if spot.key in given.hidden),
        demanded=frozenset(spot.key for spot in visible if demands.demanded(spot)),
        closed=closed(form, spots, given),
        rules=rules,
    )
