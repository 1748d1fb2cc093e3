"""One page at a time: show, save, add and take out entries and files, go on. Without JavaScript every button is a submit."""

import uuid
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rathaus.foundation import clock
from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.errors import RathausError
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.foundation.storage import public as storage
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import queries, transcript
from rathaus.modules.applications.domain import drafts, files
from rathaus.modules.applications.domain.save_page import Part, change_answers, save_page
from rathaus.modules.applications.domain.transcribe import begin_transcript
from rathaus.modules.applications.enums import DraftState
from rathaus.modules.applications.models import Application, Draft
from rathaus.modules.applications.views.desk import Desk, actor_of
from rathaus.modules.applications.views.holding import hold
from rathaus.modules.forms import public as forms


def opened_draft(request: HttpRequest, token: str, desk: Desk) -> queries.OpenDraft:
    today = clock.today(clock.now())
    draft = queries.find_draft(token, actor=actor_of(request), today=today)
    desk.demand(draft)
    return queries.OpenDraft(draft, today=today)


def session_gone(request: HttpRequest, token: str) -> Actor | None:
    """The owner of the draft, where the session ended in the meantime: what is posted is kept, nothing is shown."""
    if actor_of(request).kind is not ActorKind.GUEST:
        return None
    owner = Draft.objects.filter(token=token, staff_person_id__isnull=True).values_list("account_id", flat=True).first()
    return None if owner is None else Actor(kind=ActorKind.CITIZEN, name="", id=owner)


def scans_of(draft: Draft) -> list[dict[str, str]]:
    """The scan beside the questions: name and address."""
    if draft.case_id is None:
        return []
    kept = Application.objects.filter(case_id=draft.case_id).values_list("attachments", flat=True).first() or []
    return [
        {"filename": entry["filename"], "url": reverse("applications:letter_scan", args=[draft.case_id, entry["sha256"]])}
        for entry in kept
        if entry.get("scan")
    ]


def adopt_url(draft: Draft, desk: Desk) -> str:
    """The way into a Servicekonto for a draft that has none; guests come by the sign-in."""
    return reverse("applications:adopt", args=[draft.token]) if desk.name == "citizen" and draft.account_id is None else ""


def to_sign_in(url: str) -> HttpResponse:
    return HttpResponseRedirect(f"/konto/login/?{urlencode({'next': url})}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str, page_id: str, desk: Desk) -> HttpResponse:
    owner = session_gone(request, token)
    if owner is not None:
        if request.method == "POST" and not _keep(request, token, page_id, desk, owner):
            return accounts.to_sign_in(request, accounts.Realm.CITIZEN)
        return to_sign_in(desk.page_url(token, page_id))
    opened = opened_draft(request, token, desk)
    if opened.draft.state == DraftState.SUBMITTED and not _taken_up(request, opened):
        return HttpResponseRedirect(desk.url("sent", token))
    if page_id not in opened.pages:
        return HttpResponseRedirect(desk.page_url(token, opened.first_open()))
    if request.method == "POST":
        return _Posted(request, token, page_id, desk, actor_of(request)).answer()
    return hold(request, show(request, opened, page_id, desk, {}), opened.draft)


def _taken_up(request: HttpRequest, opened: queries.OpenDraft) -> bool:
    """A colleague finished the letter while this page lay open: what is sent now corrects it instead of being lost."""
    if opened.draft.case_id is None or request.method != "POST":
        return False
    opened.draft.state = begin_transcript(case_id=opened.draft.case_id, actor=actor_of(request), now=clock.now()).state
    return True


def _keep(request: HttpRequest, token: str, page_id: str, desk: Desk, owner: Actor) -> bool:
    """Answers and files sent after the end of the session go into the draft; False where another tab saved other words."""
    today = clock.today(clock.now())
    opened = queries.OpenDraft(queries.find_draft(token, actor=owner, today=today), today=today)
    if opened.draft.state != DraftState.OPEN or page_id not in opened.pages:
        return True
    posted = _Posted(request, token, page_id, desk, owner)
    if posted.save():
        return False
    posted.upload()
    return True


@require_GET
def resume(request: HttpRequest, token: str, desk: Desk) -> HttpResponse:
    """The address a person noted: leads to the first page that lacks something."""
    if session_gone(request, token) is not None:
        return to_sign_in(request.path)
    opened = opened_draft(request, token, desk)
    if opened.draft.state == DraftState.SUBMITTED:
        return HttpResponseRedirect(desk.url("sent", token))
    return HttpResponseRedirect(desk.page_url(token, opened.first_open()))


def show(request: HttpRequest, opened: queries.OpenDraft, page_id: str, desk: Desk, errors: Mapping[str, str]) -> HttpResponse:
    draft = opened.draft
    part, form, found, checked = _parts(opened, page_id)
    at = opened.pages.index(page_id)
    typed = getattr(draft, part)
    context = {
        "frame": desk.frame,
        "draft": draft,
        "shown": forms.page_digest(found, typed),
        "title": found.title,
        "intro": found.intro,
        "offer": draft.offer,
        "fields": forms.render_page(form=form, page=found, answers=typed, files=opened.files, checked=checked, errors=errors),
        "summary": forms.error_summary_html(form, errors),
        "errors": errors,
        "number": at + 1,
        "total": len(opened.pages),
        "back_url": desk.page_url(draft.token, opened.pages[at - 1]) if at else "",
        "prefilled": any(key in draft.provenance for key in typed) and part == "party",
        "from_bundle": any(draft.provenance.get(key) == "bundle" for key in typed),
        "office": desk.name != "citizen",
        "adopt_url": adopt_url(opened.draft, desk),
        "scans": scans_of(draft) if desk.name == "letter" else (),
    }
    return render(request, "applications/page.html", context, status=422 if errors else 200)


def _parts(opened: queries.OpenDraft, page_id: str) -> tuple[Part, forms.CompiledForm, forms.Page, forms.Checked]:
    if page_id == queries.PARTY_PAGE:
        return "party", opened.party_form, opened.party_form.pages[0], opened.party_checked
    found = opened.form.page(page_id)
    if found is None:
        raise KeyError(page_id)
    return "answers", opened.form, found, opened.checked


class _Posted:
    """What to do with one posted page."""

    def __init__(self, request: HttpRequest, token: str, page_id: str, desk: Desk, actor: Actor) -> None:
        self.request, self.token, self.page_id, self.desk, self.actor = request, token, page_id, desk, actor
        self.now = clock.now()
        self.opened = self._read()
        self.part, self.form, self.page, _checked = _parts(self.opened, page_id)

    def _read(self) -> queries.OpenDraft:
        today = clock.today(self.now)
        return queries.OpenDraft(queries.find_draft(self.token, actor=self.actor, today=today), today=today)

    def save(self) -> Mapping[str, tuple[str, str]]:
        saved = save_page(
            token=self.token,
            part=self.part,
            form=self.form,
            page=self.page,
            post=self.request.POST,
            shown=self.request.POST.get("version", ""),
            actor=self.actor,
            now=self.now,
        )
        return saved.conflicts

    def answer(self) -> HttpResponse:
        post = self.request.POST
        if "_resolve" in post:
            self._resolve()
        else:
            conflicts = self.save()
            if conflicts:
                self.upload()
                return self._show_conflict(conflicts)
        problems = self.upload()
        if problems:
            return show(self.request, self._read(), self.page_id, self.desk, problems)
        return self._pressed() or self._go_on()

    def _pressed(self) -> HttpResponse | None:
        """The button that was pressed, where it is not the one that leads on."""
        post = self.request.POST
        if key := post.get("_add", ""):
            self._change(forms.add(self.form, self._typed(), key))
            return self._here(key)
        if key := post.get("_remove", ""):
            self._remove(key)
            return self._here(key.rpartition("[")[0])
        if "_delete" in post:
            self._delete(post["_delete"])
            return self._here("")
        if "_upload" in post:
            return self._here(post["_upload"])
        return HttpResponseRedirect(self.desk.url("saved", self.token)) if "_save" in post else None

    def _remove(self, key: str) -> None:
        before = self._typed()
        changed = forms.remove(self.form, before, key)
        if changed != before:
            self._change(changed)
            files.move_files(token=self.token, removed=key, actor=self.actor, now=self.now)

    def _go_on(self) -> HttpResponse:
        opened = self._read()
        errors = opened.party_checked.errors if self.part == "party" else opened.checked.errors_on(self.page_id)
        if self.desk.name == "letter":  # what the letter does not say is asked about once, at the end
            errors = {key: text for key, text in errors.items() if key in transcript.unreadable(opened)}
        if errors:
            return show(self.request, opened, self.page_id, self.desk, errors)
        if self.request.GET.get("zurueck") == "pruefen" and (opened.complete or self.desk.name == "letter"):
            return HttpResponseRedirect(self.desk.url("review", self.token))
        at = opened.pages.index(self.page_id)
        return HttpResponseRedirect(self.desk.page_url(self.token, opened.pages[at + 1]))

    def _typed(self) -> dict[str, str]:
        typed: dict[str, str] = getattr(self._read().draft, self.part)
        return typed

    def _change(self, answers: Mapping[str, str]) -> None:
        change_answers(token=self.token, part=self.part, answers=answers, actor=self.actor, now=self.now)

    def _here(self, key: str) -> HttpResponse:
        back = self.request.GET.get("zurueck") == "pruefen"
        url = self.desk.page_url(self.token, self.page_id, back=back)
        return HttpResponseRedirect(f"{url}#{forms.html_id(key)}" if key else url)

    def _delete(self, identifier: str) -> None:
        try:
            file_id = uuid.UUID(identifier)
        except ValueError:
            return
        files.remove_file(token=self.token, file_id=file_id, actor=self.actor, now=self.now)

    def upload(self) -> dict[str, str]:
        """The files of this page, each with its own fate: a refused one does not hold back the others."""
        if not self.request.FILES:
            return {}
        problems: dict[str, str] = {}
        for spot in _parts(self._read(), self.page_id)[3].spots:
            if spot.page is not self.page or not isinstance(spot.element, forms.Field) or spot.key not in self.request.FILES:
                continue
            for upload in storage.read_uploads(self.request, spot.key, now=self.now):
                problem = upload.problem
                if upload.blob is not None:
                    try:
                        files.add_file(
                            token=self.token, key=spot.key, field=spot.element, blob=upload.blob, actor=self.actor, now=self.now
                        )
                    except RathausError as error:
                        problem = str(error)
                if problem:
                    problems[spot.key] = problem
        return problems

    def _show_conflict(self, conflicts: Mapping[str, tuple[str, str]]) -> HttpResponse:
        rows = [
            {"name": name, "label": forms.label_of(self.form, name), "mine": mine, "stored": stored}
            for name, (mine, stored) in sorted(conflicts.items())
        ]
        context = {"frame": self.desk.frame, "rows": rows, "draft": self._read().draft, "title": self.page.title}
        return render(self.request, "applications/conflict.html", context, status=409)

    def _resolve(self) -> None:
        """Each differing answer as the person chose it; unknown names are ignored."""
        post, answers = self.request.POST, self._typed()
        mine = {name.removeprefix("mine."): post[name] for name in post if name.startswith("mine.")}
        read = forms.read_page(self.form, self.page, answers, forms.PlainPost(mine))
        for name in mine:
            if post.get(f"wahl.{name}") == "mine" and (name in read or name in answers):
                answers[name] = read.get(name, "")
        self._change({name: value for name, value in answers.items() if value})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest, token: str, desk: Desk) -> HttpResponse:
    """The draft is kept: its address to note or to have mailed, or to throw it away."""
    if session_gone(request, token) is not None:
        return to_sign_in(request.path)
    opened = opened_draft(request, token, desk)
    address = request.build_absolute_uri(desk.url("resume", token))
    told = problem = ""
    if request.method == "POST" and "_discard" in request.POST:
        drafts.discard(token=token, actor=actor_of(request), now=clock.now())
        return HttpResponseRedirect("/" if desk.name == "citizen" else "/amt/")
    if request.method == "POST":
        abuse.require_hit(request, "draft_mail", 6, 3600)
        to = request.POST.get("email", "")[:254]
        try:
            drafts.mail_address(token=token, to=to, url=address, actor=actor_of(request), now=clock.now())
            told = to
        except RathausError as error:
            problem = str(error)
    context = {"frame": desk.frame, "draft": opened.draft, "address": address, "told": told, "problem": problem, "desk": desk}
    context["adopt_url"] = adopt_url(opened.draft, desk)
    context["continue_url"] = desk.page_url(token, opened.first_open())
    return render(request, "applications/saved.html", context, status=422 if problem else 200)
