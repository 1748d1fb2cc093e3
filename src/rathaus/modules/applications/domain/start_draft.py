"""A draft begins: prefilled with what the account knows, each value with its source."""

import datetime as dt
import uuid
from collections.abc import Mapping

from rathaus.foundation import clock, ids
from rathaus.foundation.errors import Forbidden
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import party, prefill, rules, spec
from rathaus.modules.applications.enums import ActsFor, Ground
from rathaus.modules.applications.models import Draft, Offer
from rathaus.modules.forms import public as forms


def start_draft(
    *,
    offer_id: uuid.UUID,
    acts_for: ActsFor,
    channel: str,
    actor: Actor,
    now: dt.datetime,
    mandate_id: uuid.UUID | None = None,
    given: Mapping[str, str] | None = None,
    bundle_id: uuid.UUID | None = None,
) -> Draft:
    """`mandate_id` is the mandate of the Servicekonto by which the actor applies for another person.

    `given` is what the person has just said for several applications at once (by FIM id): it goes before what the account knows.

    Raises Forbidden where the offer needs a Servicekonto, for staff without the right of the counter, where the service is
    for oneself alone, and for a mandate that does not hold for it, each with what to do instead.
    """
    offer = Offer.objects.get(pk=offer_id)
    chosen = spec.parse(offer.spec)
    staff = actor.person_id if actor.kind is ActorKind.STAFF else None
    account = actor.id if actor.kind is ActorKind.CITIZEN else None
    if staff is not None:
        permissions.require(actor, rules.COUNTER, today=clock.today(now))
    elif chosen.signed_in and account is None:
        raise Forbidden("Für diesen Antrag brauchen Sie ein Servicekonto. Melden Sie sich bitte an.")
    form = forms.load(offer.form_version_id)
    mandate = None
    if mandate_id is not None:
        mandate = _mandate(mandate_id, chosen, account, clock.today(now))
    who = ActsFor.OTHER if mandate else acts_for
    if who == ActsFor.OTHER and not chosen.grounds:
        raise Forbidden("Diesen Antrag stellt jede Person für sich selbst. Wählen Sie „Antrag beginnen“.")
    persons = party.party_form(form, acts_for=who, channel=channel, grounds=chosen.grounds, mandate=mandate)
    known = party.known_of({key: value.value for key, value in accounts.prefill(account).items()}) if account else {}
    said = party.known_of(given or {})
    answers, told = prefill.prefilled(form, said), prefill.prefilled(persons, said)
    provenance = dict.fromkeys([*answers, *told], "bundle")
    if known:
        more, told_more = prefill.prefilled(form, known, answers), prefill.prefilled(persons, known, told)
        answers, told = {**more, **answers}, {**told_more, **told}
        provenance = {**dict.fromkeys([*more, *told_more], "account"), **provenance}
    if mandate is not None:
        shared = party.represented_values(accounts.mandate_values(mandate))
        told, provenance = {**told, **shared}, {**provenance, **dict.fromkeys(shared, "mandate")}
    return Draft.objects.create(
        token=ids.token(),
        offer=offer,
        channel=channel,
        acts_for=who,
        account_id=account,
        staff_person_id=staff,
        mandate_id=mandate_id,
        bundle_id=bundle_id,
        answers=answers,
        party=told,
        provenance=provenance,
        privacy_version=chosen.privacy_version,
        created_at=now,
        updated_at=now,
        expires_at=now + dt.timedelta(days=chosen.draft_days),
    )


def _mandate(mandate_id: uuid.UUID, chosen: spec.OfferSpec, account: uuid.UUID | None, day: dt.date) -> accounts.MandateInfo:
    if Ground.MANDATE not in chosen.grounds:
        raise Forbidden("Diesen Antrag kann man nicht mit einer Vollmacht stellen. Die Person muss ihn selbst stellen.")
    return accounts.require_mandate(mandate_id=mandate_id, agent_id=account, service_key=chosen.service_key, day=day)
