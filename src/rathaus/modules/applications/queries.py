"""Reads: offers, drafts with their forms, applications."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from rathaus.foundation import rows
from rathaus.foundation.errors import Forbidden, NotFound
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import party, review, spec
from rathaus.modules.applications.enums import Answer, DraftState, Ground
from rathaus.modules.applications.models import Application, Draft, DraftFile, Offer, Transcript
from rathaus.modules.cases import public as cases
from rathaus.modules.forms import public as forms

PARTY_PAGE, REVIEW_PAGE = "person", "pruefen"
LETTERS = 200
"""So many letters are looked at for the list of those nobody has typed in."""


@dataclass(frozen=True, slots=True)
class OfferInfo:
    id: uuid.UUID
    slug: str
    version: str
    service_key: str
    title: str
    unit_id: uuid.UUID
    paper_code: str


@dataclass(frozen=True, slots=True)
class DraftInfo:
    token: str
    title: str
    updated_at: dt.datetime
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class ApplicationInfo:
    """`summary` as people read it: `[{"title", "rows": [[label, text, key], ...]}]`."""

    id: uuid.UUID
    case_id: uuid.UUID
    account_id: uuid.UUID | None
    form_version_id: uuid.UUID
    values: Mapping[str, Any]
    summary: list[Any]
    attachments: list[Any]
    declaration: str
    choice: Mapping[str, Any]
    sha256: str
    submitted_at: dt.datetime


def offer_info(offer: Offer) -> OfferInfo:
    return OfferInfo(offer.pk, offer.slug, offer.version, offer.service_key, offer.title, offer.unit_id, offer.paper_code)


def active_offer(slug: str) -> Offer:
    """Raises NotFound."""
    offer = Offer.objects.filter(slug=slug, active=True).first()
    if offer is None:
        raise NotFound("Diesen Onlinedienst gibt es nicht. Suchen Sie die Leistung auf der Startseite.")
    return offer


def offers(service_keys: Iterable[str]) -> dict[str, list[OfferInfo]]:
    """The active offers by service key. One query."""
    found: dict[str, list[OfferInfo]] = {}
    for offer in Offer.objects.filter(service_key__in=set(service_keys), active=True).order_by("title"):
        found.setdefault(offer.service_key, []).append(offer_info(offer))
    return found


def all_offers() -> list[OfferInfo]:
    return [offer_info(offer) for offer in Offer.objects.filter(active=True).order_by("title")]


def services_for_others() -> list[tuple[str, str]]:
    """Key and title of the services one may apply for with a mandate, by title. One query."""
    rows = Offer.objects.filter(active=True).order_by("title")
    return [(row.service_key, row.title) for row in rows if Ground.MANDATE in spec.parse(row.spec).grounds]


def drafts_of(account_id: uuid.UUID) -> list[DraftInfo]:
    """The open drafts of an account, latest first."""
    found = Draft.objects.select_related("offer").filter(account_id=account_id, state=DraftState.OPEN).order_by("-updated_at")
    return [DraftInfo(row.token, row.offer.title, row.updated_at, row.expires_at) for row in found]


def drafts_without_account(tokens: Iterable[str]) -> list[DraftInfo]:
    """Those of the drafts that a guest began and has not sent, latest first. One query."""
    rows = Draft.objects.select_related("offer").filter(
        token__in=list(tokens), account_id__isnull=True, staff_person_id__isnull=True, state=DraftState.OPEN
    )
    return [DraftInfo(row.token, row.offer.title, row.updated_at, row.expires_at) for row in rows.order_by("-updated_at")]


def get_applications(case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, ApplicationInfo]:
    """By case. One query."""
    return {
        row.case_id: ApplicationInfo(
            id=row.pk,
            case_id=row.case_id,
            account_id=row.account_id,
            form_version_id=row.form_version_id,
            values=row.values,
            summary=row.summary,
            attachments=row.attachments,
            declaration=row.declaration,
            choice=row.choice,
            sha256=row.sha256,
            submitted_at=row.submitted_at,
        )
        for row in Application.objects.filter(case_id__in=list(case_ids))
    }


def letters_to_enter(actor: Actor, *, today: dt.date) -> list[tuple[cases.CaseInfo, str]]:
    """Registered letters nobody has typed in yet, the oldest first, with the title of their service. Three queries."""
    rows = Application.objects.select_related("draft__offer").filter(draft__channel="paper", transcripts__isnull=True)
    found = list(rows.order_by("submitted_at")[:LETTERS])
    open_ones = cases.enterable([row.case_id for row in found], actor, today=today)
    known = cases.get_cases(open_ones)
    return [(known[row.case_id], row.draft.offer.title) for row in found if row.case_id in known]


def latest_transcript(application_id: uuid.UUID) -> Transcript | None:
    """What the letter says, as it was typed in last."""
    return Transcript.objects.filter(application_id=application_id).order_by("-number").first()


def find_draft(token: str, *, actor: Actor, today: dt.date, lock: bool = False) -> Draft:
    """The draft behind an address; an account's draft is for that account alone. Raises NotFound, Forbidden.

    A sent one is closed to staff as its case is: biased, or not cleared for a blocked person.
    """
    draft = next(iter(rows.read(Draft, lock=lock, token=token)), None)
    if draft is None:
        raise NotFound("Diesen Entwurf gibt es nicht oder nicht mehr. Beginnen Sie den Antrag bitte neu.")
    if not may_see(draft, actor, today=today):
        raise Forbidden(
            "Dieser Entwurf gehört zu einem anderen Konto. Melden Sie sich mit dem Konto an, mit dem Sie begonnen haben."
        )
    if draft.state == DraftState.SUBMITTED and draft.case_id is None and actor.kind is ActorKind.STAFF:
        case_id = Application.objects.values_list("case_id", flat=True).get(draft=draft)
        if cases.closed_to(case_id, actor, took_in=draft.staff_person_id == actor.person_id):
            raise NotFound("Diesen Antrag gibt es nicht, oder er ist für Sie nicht freigegeben.")
    draft.offer = _offer_version(draft.offer_id)
    return draft


@lru_cache(maxsize=256)
def _offer_version(offer_id: uuid.UUID) -> Offer:
    """A version never changes: each process reads it once. Only `active` may be old, which `active_offer` asks anew."""
    return Offer.objects.get(pk=offer_id)


@lru_cache(maxsize=256)
def _spec_of(offer: Offer) -> spec.OfferSpec:
    return spec.parse(offer.spec)


def may_see(draft: Draft, actor: Actor, *, today: dt.date) -> bool:
    """A letter's draft is for whoever may type into its case; one of the counter for staff."""
    if draft.case_id is not None:
        return draft.case_id in cases.enterable([draft.case_id], actor, today=today)
    if draft.staff_person_id is not None:
        return actor.kind is ActorKind.STAFF
    return draft.account_id is None or draft.account_id == actor.id


class OpenDraft:
    """A draft with its forms and the check of its answers, each computed once."""

    def __init__(self, draft: Draft, *, today: dt.date) -> None:
        self.draft, self.today = draft, today

    @cached_property
    def spec(self) -> spec.OfferSpec:
        return _spec_of(self.draft.offer)

    @cached_property
    def form(self) -> forms.CompiledForm:
        return forms.load(self.draft.offer.form_version_id)

    @cached_property
    def party_form(self) -> forms.CompiledForm:
        return party.party_form(
            self.form,
            acts_for=self.draft.acts_for,
            channel=self.draft.channel,
            grounds=self.spec.grounds,
            mandate=self.mandate,
        )

    @cached_property
    def mandate(self) -> accounts.MandateInfo | None:
        """The mandate of the Servicekonto this draft was begun with, whatever became of it."""
        if self.draft.mandate_id is None:
            return None
        return accounts.get_mandates([self.draft.mandate_id]).get(self.draft.mandate_id)

    @cached_property
    def has_party(self) -> bool:
        return bool(self.party_form.pages[0].elements)

    @property
    def portal(self) -> bool:
        """Whether the mailbox of a Servicekonto can be chosen at all."""
        return self.draft.account_id is not None and Answer.PORTAL in self.spec.delivery

    @cached_property
    def review_form(self) -> forms.CompiledForm:
        return review.review_form(self.spec, portal=self.portal, counter=self.draft.channel == "counter")

    @cached_property
    def files(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        if not self.form.takes_files:
            return found
        for row in sorted(rows.read(DraftFile, draft_id=self.draft.pk), key=lambda row: (row.added_at, row.pk)):
            entry = {
                "id": str(row.pk),
                "filename": row.filename,
                "size": row.size,
                "sha256": row.sha256,
                "media_type": row.media_type,
            }
            found.setdefault(row.key, []).append(entry)
        return found

    @cached_property
    def checked(self) -> forms.Checked:
        return forms.check(self.form, self.draft.answers, self.files, today=self.today)

    @cached_property
    def party_checked(self) -> forms.Checked:
        return forms.check(self.party_form, self.draft.party, self.files, today=self.today)

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The addresses on the way, in order, the check of the answers last."""
        first = (PARTY_PAGE,) if self.has_party else ()
        return (*first, *self.checked.pages, REVIEW_PAGE)

    @property
    def fingerprint(self) -> str:
        """Of what is to be declared: what was shown must be what is sent."""
        return forms.answers_digest(self.draft.answers, self.draft.party, self.files)

    @property
    def complete(self) -> bool:
        return not self.checked.errors and not self.party_checked.errors

    def title_of(self, page_id: str) -> str:
        if page_id == PARTY_PAGE:
            return self.party_form.title
        page = self.form.page(page_id)
        return page.title if page else "Prüfen und absenden"

    def first_open(self) -> str:
        """The first page that still lacks something, or the check of the answers."""
        if self.has_party and self.party_checked.errors:
            return PARTY_PAGE
        return next((page for page in self.checked.pages if self.checked.errors_on(page)), REVIEW_PAGE)
