"""A guest signs in half-way: the draft goes along into the Servicekonto, and what it knows is offered for what is empty."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import party, prefill, queries
from rathaus.modules.applications.enums import DraftState
from rathaus.modules.applications.models import Draft


def adopt_draft(*, token: str, fill: bool, actor: Actor, now: dt.datetime) -> Draft:
    """The draft belongs to the actor's account from now on; `fill` puts what the account knows into empty places.

    The caller has made sure that the browser holds the draft. Twice is once. Raises Forbidden for somebody without an
    account and for a draft of another account or of staff, Conflict for one that is sent.
    """
    if actor.kind is not ActorKind.CITIZEN or actor.id is None:
        raise Forbidden("Zum Mitnehmen brauchen Sie ein Servicekonto. Melden Sie sich bitte an.")
    with transaction.atomic():
        draft = queries.find_draft(token, actor=actor, today=clock.today(now), lock=True)
        if draft.account_id == actor.id:
            return draft
        if draft.state != DraftState.OPEN:
            raise Conflict(
                "Dieser Antrag ist schon abgesendet. Sie erreichen den Vorgang unter der Adresse, die Sie notiert haben."
            )
        draft.account_id, draft.updated_at = actor.id, now
        if fill:
            answers, told = offered(draft, actor)
            draft.answers, draft.party = {**draft.answers, **answers}, {**draft.party, **told}
            draft.provenance = {**draft.provenance, **dict.fromkeys([*answers, *told], "account")}
        draft.version += 1
        draft.save(update_fields=["account_id", "answers", "party", "provenance", "version", "updated_at"])
        payload = {"draft": str(draft.pk), "filled": fill}
        audit.record(
            act="account.draft_adopted", actor=actor, subject=audit.Subject("account", actor.id), payload=payload, now=now
        )
    return draft


def offered(draft: Draft, actor: Actor) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What the account could add to the answers and to the page about the persons; what is typed stays as it is."""
    if actor.id is None:
        return {}, {}
    known = party.known_of({key: value.value for key, value in accounts.prefill(actor.id).items()})
    opened = queries.OpenDraft(draft, today=clock.today(draft.updated_at))
    return prefill.prefilled(opened.form, known, draft.answers), prefill.prefilled(opened.party_form, known, draft.party)
