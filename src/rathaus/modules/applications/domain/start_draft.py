"""A draft begins: prefilled with what the account knows, each value with its source."""

import datetime as dt
import uuid

from rathaus.foundation import clock, ids
from rathaus.foundation.errors import Forbidden
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import party, rules, spec
from rathaus.modules.applications.enums import ActsFor
from rathaus.modules.applications.models import Draft, Offer
from rathaus.modules.forms import public as forms


def start_draft(*, offer_id: uuid.UUID, acts_for: ActsFor, channel: str, actor: Actor, now: dt.datetime) -> Draft:
    """Raises Forbidden where the offer needs a Servicekonto, or for staff without the right of the counter."""
    offer = Offer.objects.get(pk=offer_id)
    chosen = spec.parse(offer.spec)
    staff = actor.person_id if actor.kind is ActorKind.STAFF else None
    account = actor.id if actor.kind is ActorKind.CITIZEN else None
    if staff is not None:
        permissions.require(actor, rules.COUNTER, today=clock.today(now))
    elif chosen.signed_in and account is None:
        raise Forbidden("Für diesen Antrag brauchen Sie ein Servicekonto. Melden Sie sich bitte an.")
    form = forms.load(offer.form_version_id)
    who = acts_for if chosen.for_others else ActsFor.SELF
    persons = party.party_form(form, acts_for=who, channel=channel)
    known = party.known_of({key: value.value for key, value in accounts.prefill(account).items()}) if account else {}
    answers, from_form = _prefilled(form, known)
    told, from_party = _prefilled(persons, known)
    return Draft.objects.create(
        token=ids.token(),
        offer=offer,
        channel=channel,
        acts_for=who,
        account_id=account,
        staff_person_id=staff,
        answers=answers,
        party=told,
        provenance={**from_form, **from_party},
        privacy_version=chosen.privacy_version,
        created_at=now,
        updated_at=now,
        expires_at=now + dt.timedelta(days=chosen.draft_days),
    )


def _prefilled(form: forms.CompiledForm, known: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Typed answers and their sources. A value that does not fit its field is left to the person."""
    values = {path: known[source] for path, (source, _mode) in forms.prefill_map(form).items() if known.get(source)}
    try:
        typed = forms.typed(form, values)
    except (ValueError, TypeError):
        return {}, {}
    return typed, dict.fromkeys(values, "account")
