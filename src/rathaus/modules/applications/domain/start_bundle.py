"""Several applications begin together: one set of answers, carried as a prefill into a draft of each. Nothing is sent."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from rathaus.foundation import clock, ids
from rathaus.foundation.errors import Forbidden, Invalid
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.modules.applications import bundle
from rathaus.modules.applications.domain.start_draft import start_draft
from rathaus.modules.applications.enums import ActsFor
from rathaus.modules.applications.models import Bundle, Offer
from rathaus.modules.forms import public as forms

MOST = 8


def start_bundle(
    *, offer_ids: Sequence[uuid.UUID], title: str, answers: Mapping[str, str], actor: Actor, now: dt.datetime
) -> Bundle:
    """`answers` are those of `bundle.shared_form` as typed. All drafts begin, or none.

    Raises Invalid with the errors by field, or where there are not two offers that are still there; Forbidden for staff, and
    where one of the offers needs a Servicekonto.
    """
    if actor.kind is ActorKind.STAFF:
        raise Forbidden("Gemeinsam vorbereiten können Bürgerinnen und Bürger. Am Schalter beginnen Sie jeden Antrag einzeln.")
    rows = {offer.pk: offer for offer in Offer.objects.filter(pk__in=offer_ids, active=True)}
    offers = [rows[pk] for pk in dict.fromkeys(offer_ids) if pk in rows]
    if not bundle.LEAST <= len(offers) <= MOST:
        raise Invalid(f"Gemeinsam vorbereiten lassen sich zwei bis {MOST} Anträge. Wählen Sie sie auf der Checkliste neu aus.")
    form = bundle.shared_form(offers)
    checked = forms.check(form, answers, today=clock.today(now))
    given = bundle.as_given(form, checked.values)
    errors = {**checked.errors, **bundle.half_an_address(form, given)}
    if errors:
        raise Invalid("Bitte berichtigen Sie Ihre Angaben.", errors)
    with transaction.atomic():
        made = Bundle.objects.create(
            token=ids.token(),
            title=title[:200],
            account_id=actor.id if actor.kind is ActorKind.CITIZEN else None,
            created_at=now,
            expires_at=now,
        )
        drafts = [
            start_draft(
                offer_id=offer.pk,
                acts_for=ActsFor.SELF,
                channel="online",
                actor=actor,
                now=now,
                given=given,
                bundle_id=made.pk,
            )
            for offer in offers
        ]
        made.expires_at = max(draft.expires_at for draft in drafts)
        made.save(update_fields=["expires_at"])
    return made
