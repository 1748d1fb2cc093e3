"""The desk of a letter: its answers typed in with the form itself, by the post room or a clerk, beside the scan."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.storage import public as storage
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import queries, rules, transcript
from rathaus.modules.applications.domain.save_page import save_page
from rathaus.modules.applications.domain.transcribe import begin_transcript, finish_transcript
from rathaus.modules.applications.enums import DraftState
from rathaus.modules.applications.models import Application
from rathaus.modules.applications.views.desk import LETTER, Desk, actor_of
from rathaus.modules.applications.views.flow import opened_draft, scans_of
from rathaus.modules.applications.views.review import blocks_of
from rathaus.modules.cases import public as cases
from rathaus.modules.forms import public as forms

NO_CASE = uuid.UUID(int=0)


@require_POST
@accounts.staff_required(rules.POST_ROOM)
def begin(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Opens the form of this letter where the last one to type left off."""
    draft = begin_transcript(case_id=case_id, actor=actor_of(request), now=clock.now())
    opened = queries.OpenDraft(draft, today=clock.today(clock.now()))
    first = opened.first_open() if draft.version > 1 else opened.pages[0]
    return HttpResponseRedirect(LETTER.page_url(draft.token, first))


@require_GET
@accounts.staff_required(rules.POST_ROOM)
def scan(request: HttpRequest, case_id: uuid.UUID, sha256: str) -> HttpResponseBase:
    """The scan, for whoever may type in its answers."""
    actor, now = actor_of(request), clock.now()
    if not cases.enterable([case_id], actor, today=clock.today(now)):
        raise NotFound("Diesen Brief gibt es nicht, oder er ist für Sie nicht freigegeben.")
    kept: list[dict[str, Any]] = Application.objects.filter(case_id=case_id).values_list("attachments", flat=True).first() or []
    found = next((entry for entry in kept if entry["sha256"] == sha256), None)
    if found is None:
        raise NotFound("Diese Datei gehört nicht zu diesem Brief.")
    audit.record_view(
        actor=actor, subject=audit.Subject("case", str(case_id)), purpose="Angaben aus dem Brief eintragen", now=now
    )
    return storage.respond(request, sha256=sha256, filename=found["filename"], media_type=found["media_type"])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, token: str, desk: Desk) -> HttpResponse:
    """What the letter leaves open, with a reason for each; then the answers go to the case."""
    opened = opened_draft(request, token, desk)
    if opened.draft.state == DraftState.SUBMITTED:
        return HttpResponseRedirect(desk.url("sent", token))
    if request.method == "POST":
        return _finish(request, opened, desk, clock.now())
    return _show(request, opened, desk, {})


def _finish(request: HttpRequest, opened: queries.OpenDraft, desk: Desk, now: dt.datetime) -> HttpResponse:
    token, seen = opened.draft.token, request.POST.get("version", "")
    form = transcript.closing_form(opened)
    page = form.pages[0]
    save_page(
        token=token,
        part="review",
        form=form,
        page=page,
        post=request.POST,
        shown=forms.page_digest(page, opened.draft.review),
        actor=actor_of(request),
        now=now,
    )
    opened = opened_draft(request, token, desk)
    errors = forms.check(form, opened.draft.review, today=opened.today).errors
    if seen != opened.fingerprint:
        return _show(
            request, opened, desk, {}, problem="Jemand hat die Angaben inzwischen geändert. Bitte sehen Sie sie noch einmal an."
        )
    if errors or transcript.unreadable(opened):
        return _show(request, opened, desk, errors)
    try:
        finish_transcript(token=token, actor=actor_of(request), now=now)
    except Invalid as error:
        return _show(request, opened, desk, {}, problem=str(error))
    return HttpResponseRedirect(desk.url("sent", token))


def _show(
    request: HttpRequest, opened: queries.OpenDraft, desk: Desk, errors: dict[str, str], *, problem: str = ""
) -> HttpResponse:
    draft, form = opened.draft, transcript.closing_form(opened)
    wrong = transcript.unreadable(opened)
    pages = {spot.key: queries.PARTY_PAGE for spot in opened.party_checked.spots}
    pages |= {spot.key: spot.page.id for spot in opened.checked.spots}
    context = {
        "frame": desk.frame,
        "draft": draft,
        "offer": draft.offer,
        "scans": scans_of(draft),
        "blocks": blocks_of(opened, desk),
        "wrong": [
            {
                "label": forms.label_of(opened.party_form if pages[key] == queries.PARTY_PAGE else opened.form, key),
                "text": text,
                "url": f"{desk.page_url(draft.token, pages[key], back=True)}#{forms.html_id(key)}",
            }
            for key, text in wrong.items()
        ],
        "gaps": bool(transcript.gaps(opened)),
        "fields": forms.render_page(
            form=form,
            page=form.pages[0],
            answers=draft.review,
            files={},
            checked=forms.check(form, draft.review, today=opened.today),
            errors=errors,
        ),
        "summary": forms.error_summary_html(form, errors),
        "errors": errors,
        "problem": problem,
        "shown": opened.fingerprint,
        "number": len(opened.pages),
        "back_url": desk.page_url(draft.token, opened.pages[-2]),
    }
    refused = bool(errors or problem or (wrong and request.method == "POST"))
    return render(request, "applications/letter_review.html", context, status=422 if refused else 200)


@never_cache
@require_GET
def sent(request: HttpRequest, token: str, desk: Desk) -> HttpResponse:
    """What was entered and what happens next; from here on to the case or the next letter."""
    draft = opened_draft(request, token, desk).draft
    letter = get_object_or_404(Application, case_id=draft.case_id or NO_CASE)
    row = queries.latest_transcript(letter.pk)
    if row is None:
        return HttpResponseRedirect(desk.url("resume", token))
    case = cases.get_cases([letter.case_id])[letter.case_id]
    context = {"frame": desk.frame, "draft": draft, "offer": draft.offer, "case": case, "transcript": row}
    context["case_url"] = _case_url(request, case.id)
    return render(request, "applications/letter_sent.html", context)


@never_cache
@require_GET
def saved(request: HttpRequest, token: str, desk: Desk) -> HttpResponse:
    """Put aside: the answers so far are kept for whoever goes on."""
    draft = opened_draft(request, token, desk).draft
    messages.success(request, "Die Angaben aus dem Brief sind gespeichert. Weiter geht es am Vorgang oder im Posteingang.")
    where = _case_url(request, draft.case_id) if draft.case_id else ""
    return HttpResponseRedirect(where or reverse("applications:post_room"))


def _case_url(request: HttpRequest, case_id: uuid.UUID) -> str:
    """The page of the case for those who have one: the post room has none."""
    may = permissions.allowed(actor_of(request), "cases.view", today=clock.today(clock.now()))
    return reverse("cases:case", args=[case_id]) if may else ""
