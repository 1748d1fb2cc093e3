"""Who may do what with the catalogue. The four rights over a text are apart: no role carries two of them."""

import datetime as dt
import uuid
from collections.abc import Mapping

from rathaus.foundation.permissions.public import Actor, ActorKind, Grant, Role, Scope, covers, declare, grants_for
from rathaus.modules.catalogue.enums import EditionAct

VIEW_COMPLETENESS = "catalogue.view_completeness"
VIEW_RESPONSIBILITY = "catalogue.view_responsibility"
EDIT_RESPONSIBILITY = "catalogue.edit_responsibility"
DRAFT = "catalogue.draft"  # write, hand over for review, take back
REVIEW = "catalogue.review"  # is it right? said by somebody who does the work and has not written it
RELEASE = "catalogue.release"  # the second pair of eyes answers for it
PUBLISH = "catalogue.publish"  # now, on a day, or no longer
WORK = "catalogue.work"  # any of the four: whoever may press a button of an edition at all

_OF_RIGHT: Mapping[str, tuple[Role, ...]] = {
    DRAFT: (Role.EDITOR,),
    REVIEW: (Role.CLERK, Role.LEAD),
    RELEASE: (Role.APPROVER,),
    PUBLISH: (Role.PUBLISHER,),
}
_WORKERS = tuple(role for roles in _OF_RIGHT.values() for role in roles)

_READERS = (*_WORKERS, Role.COUNTER)
declare(
    {
        VIEW_COMPLETENESS: _READERS,
        VIEW_RESPONSIBILITY: _READERS,
        EDIT_RESPONSIBILITY: (Role.EDITOR, Role.PUBLISHER),
        WORK: _WORKERS,
        **_OF_RIGHT,
    }
)

RIGHT_OF: Mapping[EditionAct, str] = {
    EditionAct.WRITE: DRAFT,
    EditionAct.SUBMIT: DRAFT,
    EditionAct.RECALL: DRAFT,
    EditionAct.DISCARD: DRAFT,
    EditionAct.REVIEW: REVIEW,
    EditionAct.RETURN: REVIEW,
    EditionAct.RELEASE: RELEASE,
    EditionAct.REFUSE: RELEASE,
    EditionAct.SCHEDULE: PUBLISH,
    EditionAct.PUBLISH: PUBLISH,
    EditionAct.CANCEL: PUBLISH,
    EditionAct.WITHDRAW: PUBLISH,
}
NOT_THE_WRITER = frozenset({EditionAct.REVIEW, EditionAct.RELEASE})
NEEDS_REASON = frozenset({EditionAct.RETURN, EditionAct.REFUSE, EditionAct.CANCEL, EditionAct.WITHDRAW})


def grants_here(actor: Actor, right: str, *, scope: Scope, today: dt.date) -> list[Grant]:
    """The grants that reach a text. One that belongs to no unit yet is open to whoever has the right for its service at all."""
    if scope.unit_id is not None:
        return [grant for grant in grants_for(actor, right, today=today) if covers(grant, scope)]
    return [grant for grant in grants_for(actor, right, today=today) if grant.service_key in {None, scope.service_key}]


def may(actor: Actor, right: str, *, scope: Scope, today: dt.date) -> bool:
    return actor.kind is ActorKind.SYSTEM or bool(grants_here(actor, right, scope=scope, today=today))


def only_stands_in(actor: Actor, right: str, *, person_id: uuid.UUID, scope: Scope, today: dt.date) -> bool:
    """Whether the actor has the right here by nothing but standing in for this person: no second pair of eyes."""
    here = grants_here(actor, right, scope=scope, today=today)
    return bool(here) and all(grant.substitute_for == person_id for grant in here)
