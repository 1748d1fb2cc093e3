"""The form over a whole description. Whatever happens (an error, somebody else's save, another state), what was typed stays."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rathaus.foundation import clock
from rathaus.foundation.errors import Conflict, Forbidden, RathausError
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.catalogue import descriptions, rules, staff
from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.domain.edit_edition import edit_edition
from rathaus.modules.catalogue.editing import typed as entries
from rathaus.modules.catalogue.editing.comparing import Change, changes
from rathaus.modules.catalogue.editing.draw import ACTION, Form, Inherited, draw, errors, marked
from rathaus.modules.catalogue.editing.shape import FIRST_LANGUAGES, ROWS_OF
from rathaus.modules.catalogue.enums import EditionAct, EditionState
from rathaus.modules.catalogue.languages import GERMAN, LANGUAGES, known_or_german, name_of
from rathaus.modules.catalogue.models import Edition
from rathaus.modules.catalogue.staff import Dossier
from rathaus.web.context import actor_of


@staff_required(rules.DRAFT)
def edit(request: HttpRequest, key: str, number: int) -> HttpResponse:
    file = staff.dossier(key)
    draft = file.edition(number)
    language = known_or_german(request.GET.get("sprache", GERMAN))
    stored = descriptions.decode(draft.content)
    today = clock.today(clock.now())
    if not staff.may_write(key, stored.unit, actor_of(request), today=today):
        raise Forbidden("Diesen Text bearbeitet eine andere Stelle. Wenden Sie sich an Ihre Leitung, wenn Sie ihn ändern sollen.")
    found = _inherited(file, language)
    form = Form(
        typed=entries.fill(stored, language),
        language=language,
        inherited=found,
        choices=staff.choices(today=today),
        marked=_marked(stored, found, language),
    )
    if request.method == "POST":
        return _post(request, file, draft, form)
    if draft.state != EditionState.DRAFT:
        return redirect("office-edition", key=key, number=number)
    return _page(request, file, draft, form)


def _inherited(file: Dossier, language: str) -> dict[str, Inherited]:
    """The slots of this tab."""
    found = {}
    for name, one in staff.inherited(file).items():
        slot, _, spoken = name.partition("@")
        if (spoken or GERMAN) == language:
            found[slot] = one
    return found


def _marked(stored: Description, found: Mapping[str, Inherited], language: str) -> frozenset[str]:
    said = [stored, *{id(one.description): one.description for one in found.values()}.values()]
    return frozenset(
        f"text-{text.code.value}" for one in said for text in one.texts if text.language == language and text.machine_translated
    )


def _post(request: HttpRequest, file: Dossier, draft: Edition, form: Form) -> HttpResponse:
    stored, language = descriptions.decode(draft.content), form.language
    lower = [one.description for one in form.inherited.values()]
    several = {name: request.POST.getlist(name) for name in request.POST}
    typed = entries.post(request.POST.dict(), several, language, stored, *lower)
    form = replace(form, typed=typed)
    version = request.POST.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    action, _, rest = request.POST.get(ACTION, "").partition(":")
    if action in {"dazu", "weg", "hoch", "nehmen"}:
        return _page(
            request, file, draft, _arranged(form, action, rest, stored), version=seen, stand=request.POST.get("stand", "")
        )
    reading = entries.read(typed, base=stored, language=language)
    if reading.errors:
        form = replace(form, errors=reading.errors)
        return _page(request, file, draft, form, version=seen, stand=request.POST.get("stand", ""), status=422)
    if draft.version != seen and request.POST.get("stand") == _digest(stored, language):
        seen = draft.version  # somebody saved another tab: nothing of what was typed here meets it
    try:
        edit_edition(
            edition_id=draft.id, description=reading.description, version=seen, actor=actor_of(request), now=clock.now(),
            checked=reading.checked,
        )  # fmt: skip
    except RathausError as refused:
        if isinstance(refused, Forbidden):
            raise
        draft.refresh_from_db()
        return _refused(request, file, draft, form, mine=reading.description, refused=refused)
    messages.success(request, "Entwurf gespeichert.")
    if action == "fertig":
        return redirect("office-edition", key=file.key, number=draft.number)
    if action == "vorschau":
        return redirect("office-preview", key=file.key, number=draft.number)
    return redirect(_address(draft, language))


def _arranged(form: Form, action: str, rest: str, stored: Description) -> Form:
    """The same entries with a row more, less or higher, or with a part taken over; nothing is saved."""
    name, _, last = rest.partition(":")
    at = int(last) if last.isascii() and last.isdigit() and len(last) < 4 else 0
    typed, focus = form.typed, ""
    if action == "nehmen":
        source = stored if name == "stand" else form.inherited[last].description if last in form.inherited else None
        known = {*entries.slots(form.language, stored), *form.inherited}
        if source is not None and last in known:
            typed = entries.take(typed, last, source, form.language)
            focus = last if last in typed else f"{last}-text" if last.startswith("text-") else f"{last}-0-{_first(last)}"
    elif name in ROWS_OF:
        if action == "dazu":
            typed = entries.add_row(typed, name)
            at = entries.count(typed, name) - 1
        elif action == "weg":
            typed = entries.remove_row(typed, name, at)
        else:
            typed, at = entries.raise_row(typed, name, at), max(at - 1, 0)
        at = min(at, entries.count(typed, name) - 1)
        focus = f"{name}-{at}-{_first(name)}" if at >= 0 else ""
    return replace(form, typed=typed, focus=focus)


def _first(name: str) -> str:
    return ROWS_OF[name].fields[0].name if name in ROWS_OF else ""


def _refused(
    request: HttpRequest, file: Dossier, draft: Edition, form: Form, *, mine: Description, refused: RathausError
) -> HttpResponse:
    """What was typed is still there; what somebody else saved stands beside it, part by part, to be chosen."""
    stored = descriptions.decode(draft.content)
    names = dict(pair for some in form.choices.values() for pair in some)
    here = set(entries.slots(form.language, stored, mine))
    different = [change for change in changes(mine, stored, names=names) if _slot(change) in here]
    return _page(
        request, file, draft, form, version=draft.version, stand=_digest(stored, form.language), status=refused.status,
        refused=str(refused), different=different if isinstance(refused, Conflict) else [],
    )  # fmt: skip


def _slot(change: Change) -> str:
    return "-".join(change.slot.split("-")[:2]) if change.slot.startswith("text-") else change.slot


def _digest(stored: Description, language: str) -> str:
    """What this tab showed when it was opened."""
    return hashlib.sha256(json.dumps(entries.fill(stored, language), sort_keys=True).encode()).hexdigest()


def _address(draft: Edition, language: str) -> str:
    own = reverse("office-edit", args=[draft.service_key, draft.number])
    return own if language == GERMAN else f"{own}?sprache={language}"


def _page(
    request: HttpRequest, file: Dossier, draft: Edition, form: Form, *, version: int | None = None, stand: str = "",
    status: int = 200, refused: str = "", different: list[Change] | None = None,
) -> HttpResponse:  # fmt: skip
    stored = descriptions.decode(draft.content)
    there = {text.language for text in stored.texts} | {text.language for layer in file.lower for text in layer.description.texts}
    shown = [code for code in LANGUAGES if code in FIRST_LANGUAGES or code in there or code == form.language]
    context = {
        "file": file,
        "edition": draft,
        "fields": draw(form),
        "errors": errors(form),
        "version": draft.version if version is None else version,
        "stand": stand or _digest(stored, form.language),
        "language": "de",
        "form_language": form.language,
        "tabs": [(name_of(code), _address(draft, code)) for code in shown],
        "tab": _address(draft, form.language),
        "others": [(code, name_of(code)) for code in LANGUAGES if code not in shown],
        "refused": refused,
        "different": [(change.label, _slot(change), marked(change)) for change in different or ()],
        "last": draft.entries.filter(act=EditionAct.WRITE).last() if refused else None,
    }
    return render(request, "catalogue/office/edit.html", context, status=status)
