"""The form: from every page for everybody, and for staff who take an inquiry in at the counter or on the telephone."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.foundation import clock, ids
from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.foundation.storage import public as storage
from rathaus.modules.accounts import public as accounts
from rathaus.modules.cases.public import Channel
from rathaus.modules.organisation import public as organisation
from rathaus.modules.servicecentre import attached, landing, queries, rules
from rathaus.modules.servicecentre.domain.send_inquiry import Message, faults, send_inquiry
from rathaus.modules.servicecentre.enums import Nature
from rathaus.modules.servicecentre.forms import ContactForm
from rathaus.modules.servicecentre.setup import KindSpec
from rathaus.web.addresses import came_from
from rathaus.web.components.lists import file_size

BUCKET = "contact"
HOUR = dt.timedelta(hours=1)
SIGNED_IN_LIMIT = 20  # inquiries an hour and Servicekonto
FILES_LIMIT = 40  # an hour and network: a form that is never sent must not fill the disk
TOO_MANY_FILES = f"Es gehen höchstens {attached.MOST} Dateien mit. Entfernen Sie eine, oder fassen Sie sie zusammen."
TOO_OFTEN = "Von Ihrem Anschluss kamen gerade sehr viele Dateien. Warten Sie eine Stunde, oder senden Sie die Nachricht ohne sie."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    return _page(request, office=False)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@accounts.staff_required(rules.TAKE)
def take(request: HttpRequest) -> HttpResponse:
    return _page(request, office=True)


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _page(request: HttpRequest, *, office: bool) -> HttpResponse:
    today = clock.today(clock.now())
    found = queries.setup_on(today)
    if found is None:
        home = organisation.get_authorities()
        context = {"frame": _frame(office), "authority": next(iter(home.values()), None)}
        return render(request, "servicecentre/not_set_up.html", context, status=200 if request.method != "POST" else 422)
    kinds = found.spec.kinds(today)
    choices = [(kind.key, _label(kind)) for kind in kinds]
    if request.method == "POST":
        return _send(request, found, choices, office=office)
    page = "" if office else came_from(request)
    initial = {
        "key": ids.token(),
        "page": "" if page == request.path else page,
        "nature": Nature.QUESTION,
        "channel": Channel.PHONE,
    }
    form = ContactForm(initial={**initial, **_known(actor_of(request))}, kinds=choices, office=office)
    return _show(request, found, form, [], office=office)


def _label(kind: KindSpec) -> str:
    """With the promise, so that the clock is known before anything is written."""
    law = "; gesetzliche Frist: ein Monat" if kind.law == "information" else ""
    days = "eines Arbeitstags" if kind.promise_working_days == 1 else f"von {kind.promise_working_days} Arbeitstagen"
    return f"{kind.label} (Antwort innerhalb {days}{law})"


def _known(actor: Actor) -> dict[str, str]:
    """What the Servicekonto knows need not be typed."""
    if actor.kind is not ActorKind.CITIZEN or actor.id is None:
        return {}
    info = accounts.get_accounts([actor.id]).get(actor.id)
    if info is None:
        return {}
    lines = accounts.letter_address(info)[1:]
    return {
        "name": info.name,
        "email": info.email,
        "street": lines[0] if len(lines) > 1 else "",
        "city": lines[-1] if len(lines) > 1 else "",
    }


def _send(request: HttpRequest, found: queries.Setup, choices: list[tuple[str, str]], *, office: bool) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    form = ContactForm(request.POST, kinds=choices, office=office)
    key = request.POST.get("key", "")[:64] or ids.token()
    files, problem = _files(request, key, now, office=office)
    if problem:
        form.add_error("dateien", problem)
    if not form.is_valid():
        _say_all(form, actor, [key for key, _ in choices], office=office)
        return _show(request, found, form, files, office=office, status=422)
    data = form.cleaned_data

    def admit() -> None:
        if actor.kind is ActorKind.GUEST:
            abuse.check_form(request, BUCKET, holder=key)
        elif actor.kind is ActorKind.CITIZEN:
            abuse.require_hit(request, BUCKET, SIGNED_IN_LIMIT, HOUR, key=str(actor.id))

    try:
        inquiry = send_inquiry(
            key=key,
            message=_message(data, files),
            channel=Channel(data["channel"]) if office else Channel.ONLINE,
            actor=actor,
            now=now,
            admit=admit,
        )
    except (Invalid, Conflict) as error:
        _say(form, error)
        return _show(request, found, form, files, office=office, status=error.status)
    if office:
        return redirect("servicecentre:taken", inquiry_id=inquiry.pk)
    return redirect("servicecentre:receipt", token=inquiry.token)


def _say(form: ContactForm, error: Invalid | Conflict) -> None:
    """What speaks against it; another message under a key that is used gets a key of its own."""
    if isinstance(error, Conflict):
        form.data = {**dict(form.data.items()), "key": ids.token()}
    fields = error.fields if isinstance(error, Invalid) else {}
    for field, text in fields.items():
        form.add_error(field, text)
    if not fields:
        form.add_error(None, str(error))


def _say_all(form: ContactForm, actor: Actor, kinds: list[str], *, office: bool) -> None:
    """What the use case would miss too, so that nobody is sent round twice."""
    found = faults(_message(form.cleaned_data, []), kinds, account=actor.kind is ActorKind.CITIZEN, staff=office)
    for field, text in found.items():
        if field not in form.errors:
            form.add_error(field, text)


def _message(data: dict[str, Any], files: list[attached.Entry]) -> Message:
    """A field that was refused is empty here."""
    return Message(
        kind=data.get("kind", ""),
        nature=Nature(data.get("nature", Nature.QUESTION)),
        subject=data.get("subject", ""),
        text=data.get("text", ""),
        name=data.get("name", ""),
        email=data.get("email", ""),
        phone=data.get("phone", ""),
        address_lines=(data.get("street", ""), data.get("city", "")),
        files=files,
        page=data.get("page", ""),
        understood=data.get("understood", False),
    )


def _files(request: HttpRequest, key: str, now: dt.datetime, *, office: bool) -> tuple[list[attached.Entry], str]:
    """What is attached so far with what came now, and the first sentence about a file that could not be taken."""
    files = attached.read(request.POST.getlist("datei"), key)
    if not request.FILES.getlist("dateien"):
        return files, ""
    if not office and not abuse.hit(request, "contact_files", FILES_LIMIT, HOUR):
        return files, TOO_OFTEN
    problem = ""
    for upload in storage.read_uploads(request, "dateien", now=now):
        if upload.problem:
            problem = problem or f"{upload.filename}: {upload.problem}"
        elif upload.blob is not None:
            files.append(attached.entry_of(upload.blob))
    if len(files) > attached.MOST:
        return files[: attached.MOST], TOO_MANY_FILES
    return files, problem


def _frame(office: bool) -> str:  # noqa: FBT001  (one of two frames)
    return "web/office.html" if office else "web/citizen.html"


def _show(
    request: HttpRequest,
    found: queries.Setup,
    form: ContactForm,
    files: list[attached.Entry],
    *,
    office: bool,
    status: int = 200,
) -> HttpResponse:
    key, page = str(form["key"].value() or ids.token()), str(form["page"].value() or "")
    service = None if office else landing.service_at(page)
    nature = form["nature"].value()
    context = {
        "frame": _frame(office),
        "office": office,
        "form": form,
        "spec": found.spec,
        "kinds": [kind for kind in found.spec.kinds(clock.today(clock.now())) if kind.note],
        "service": service,
        "kept": (kept := [(attached.sign(entry, key), f"{entry['filename']} ({file_size(entry['size'])})") for entry in files]),
        "kept_values": [value for value, _ in kept],
        "guest": actor_of(request).kind is ActorKind.GUEST,
        "objection": form.is_bound and nature == Nature.OBJECTION,
        "file_errors": " ".join(str(text) for text in form.errors.get("dateien", ())) if form.is_bound else "",
        "accept": storage.ACCEPT,
        "accepted_text": storage.ACCEPTED_TEXT,
        "bucket": BUCKET,
    }
    return render(request, "servicecentre/contact.html", context, status=status)
