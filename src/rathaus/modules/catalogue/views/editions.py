"""For staff: one service with all its editions, an edition with its steps, two editions side by side, the preview."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from rathaus.foundation import clock
from rathaus.foundation.errors import Conflict, Invalid, NotFound
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.catalogue import descriptions, rules, staff
from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.domain.draft_edition import draft_edition
from rathaus.modules.catalogue.domain.move_edition import MOVES, move_edition
from rathaus.modules.catalogue.domain.publish_edition import publish_edition, schedule_edition, withdraw_edition
from rathaus.modules.catalogue.editing.comparing import changes
from rathaus.modules.catalogue.editing.draw import marked
from rathaus.modules.catalogue.enums import STEPS, EditionAct, EditionState
from rathaus.modules.catalogue.forms import ResponsibleForm
from rathaus.modules.catalogue.languages import GERMAN, known_or_german
from rathaus.modules.catalogue.models import Edition
from rathaus.modules.catalogue.page import preview_page
from rathaus.modules.catalogue.scoring.measure import Scores
from rathaus.modules.catalogue.staff import Dossier
from rathaus.modules.catalogue.views.office import LEVELS
from rathaus.web.components.lists import Entry
from rathaus.web.components.text import status
from rathaus.web.context import actor_of
from rathaus.web.forms import DateField

EDITIONS = ("Fassung", "Stand", "Verfasst", "Zuletzt", "Vergleichen")
BUTTONS: dict[EditionAct, tuple[str, str]] = {  # what the button says, and how it looks
    EditionAct.SUBMIT: ("Zur Prüfung geben", "primary"),
    EditionAct.REVIEW: ("Ist fachlich richtig", "primary"),
    EditionAct.RELEASE: ("Freigeben", "primary"),
    EditionAct.PUBLISH: ("Jetzt veröffentlichen", "primary"),
    EditionAct.SCHEDULE: ("An diesem Tag veröffentlichen", "secondary"),
    EditionAct.RETURN: ("Zurückgeben", "secondary"),
    EditionAct.REFUSE: ("Nicht freigeben", "secondary"),
    EditionAct.RECALL: ("Zurückholen", "secondary"),
    EditionAct.CANCEL: ("Verwerfen", "secondary"),
    EditionAct.WITHDRAW: ("Zurückziehen", "secondary"),
    EditionAct.DISCARD: ("Entwurf verwerfen", "secondary"),
}


class StepForm(forms.Form):
    publish_on = DateField(label="Tag der Veröffentlichung", required=False)
    note = forms.CharField(
        label="Grund oder Anmerkung", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Beim Zurückgeben, Verwerfen und Zurückziehen nötig",
    )  # fmt: skip


class NewForm(forms.Form):
    name = forms.CharField(label="Name der Leistung", max_length=400)
    key = forms.CharField(
        label="Leistungsschlüssel", max_length=60,
        help_text="99 und zwölf Ziffern. Gibt es keinen, dann local: und ein Kürzel, zum Beispiel local:lastenrad",
    )  # fmt: skip


@require_safe
@staff_required(rules.VIEW_COMPLETENESS)
def service(request: HttpRequest, key: str) -> HttpResponse:
    now = clock.now()
    file, today = staff.dossier(key), clock.today(now)
    shown = file.published or (file.in_work if not file.lower else None)
    said = descriptions.decode(file.editions[0].content) if file.editions else Description(key=key)
    context = {
        "file": file,
        "columns": EDITIONS,
        "rows": [_edition_line(file, edition) for edition in file.editions],
        "lower": [layer.source for layer in file.lower],
        "compare_lower": f"{reverse('office-compare', args=[key])}?a=q0&b={file.editions[0].number}"
        if file.lower and file.editions
        else "",
        "may_write": staff.may_write(key, said.unit, actor_of(request), today=today),
        "public": bool(file.service and file.service.valid_until is None and file.service.described),
        **_measured(staff.scores_of(file, shown, now=now)),
    }
    return render(request, "catalogue/office/service.html", context)


def _measured(scores: Scores | None) -> dict[str, Any]:
    """The scores in words."""
    if scores is None:
        return {"scores": None}
    reading = scores.reading
    if reading.grade is None:
        grade = f"keine Aussage: {reading.words} Wörter sind zu wenig"
    else:
        grade = f"Stufe {reading.grade:.1f} von 4 (leicht) bis 15 (schwer): {reading.label}".replace(".", ",", 1)
    first, second = scores.maturity_1, scores.maturity_2
    return {
        "scores": scores,
        "facts": [
            ("Vollständigkeit", f"{scores.completeness.percent} %"),
            ("Lesbarkeit", [
                grade,
                f"{reading.words} Wörter in {reading.sentences} Sätzen, der längste hat {reading.longest} Wörter",
            ]),
            ("Reifegrad nach Modell 1.1", [
                first.text + (f", entscheidend: {first.decided_by}" if first.decided_by else ""),
                f"nicht beurteilt: {'; '.join(first.unknown)}",
            ]),
            ("Reifegrad nach Modell 2.0", [second.text, f"nicht beurteilt: alle {len(second.unknown)} Kriterien"]),
        ],
    }  # fmt: skip


def _edition_line(file: Dossier, edition: Edition) -> tuple[object, ...]:
    state = EditionState(edition.state)
    last = list(edition.entries.all())[-1:]
    word = str(state.label) + (f", vorgemerkt für {edition.publish_on:%d.%m.%Y}" if edition.publish_on else "")
    other = file.published if file.published and file.published != edition else None
    compare = (
        format_html('<a class="kern-link" href="{}?a={}&amp;b={}">mit Fassung {}</a>',
                    reverse("office-compare", args=[file.key]), other.number, edition.number, other.number)
        if other else "–"
    )  # fmt: skip
    return (
        format_html('<a class="kern-link" href="{}">Fassung {}</a>', _url("office-edition", edition), edition.number),
        status(word, LEVELS.get(state, "info")),
        f"{edition.written_by_name or 'unbekannt'}, {clock.local(edition.written_at):%d.%m.%Y}",
        f"{last[0].get_act_display()}: {last[0].person_name}, {clock.local(last[0].at):%d.%m.%Y}" if last else "übernommen",
        compare,
    )


def _url(name: str, edition: Edition) -> str:
    return reverse(name, args=[edition.service_key, edition.number])


@require_POST
@staff_required(rules.DRAFT)
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """A draft from the published text, or from an old edition (`fassung`)."""
    number = request.POST.get("fassung", "")
    draft = draft_edition(
        service_key=key,
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 9 else None,
        actor=actor_of(request),
        now=clock.now(),
    )
    return redirect("office-edit", key=key, number=draft.number)


@staff_required(rules.DRAFT)
def new(request: HttpRequest) -> HttpResponse:
    """A service that the catalogue does not know, or one of it that the city has not described."""
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"].strip()
        try:
            draft = draft_edition(service_key=key, name=form.cleaned_data["name"], actor=actor_of(request), now=clock.now())
        except Invalid as refused:
            form.add_error("key", str(refused))
        else:
            return redirect("office-edit", key=key, number=draft.number)
    return render(request, "catalogue/office/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@staff_required(rules.VIEW_COMPLETENESS)
def edition(request: HttpRequest, key: str, number: int) -> HttpResponse:
    return _edition(request, staff.dossier(key), number, StepForm())


def _edition(request: HttpRequest, file: Dossier, number: int, form: StepForm, *, http: int = 200) -> HttpResponse:
    now = clock.now()
    today, one = clock.today(now), file.edition(number)
    steps = staff.steps_for(one, actor_of(request), today=today)
    if EditionAct.SCHEDULE not in steps:
        del form.fields["publish_on"]
    said = descriptions.decode(one.content)
    parts = changes(
        Description(key=said.key), said, names=dict(pair for some in staff.choices(today=today).values() for pair in some)
    )
    context = {
        "file": file,
        "edition": one,
        "level": LEVELS.get(EditionState(one.state), "info"),
        "form": form,
        "steps": [(act.value, *BUTTONS[act]) for act in BUTTONS if act in steps],
        "may_edit": EditionAct.WRITE in steps,
        "may_restore": file.in_work is None and one.state not in {EditionState.RELEASED, EditionState.PUBLISHED}
        and staff.may_write(file.key, said.unit, actor_of(request), today=today),
        "history": [Entry(f"{str(entry.get_act_display()).capitalize()}", entry.at, entry.note, entry.person_name)
                    for entry in one.entries.all()],
        "parts": [(change.label, change.after.splitlines()) for change in parts],
        "overtaken": file.published is not None and one.state in {*LEVELS} - {EditionState.PUBLISHED}
        and one.based_on != file.published.number,
        **_measured(staff.scores_of(file, one, now=now)),
    }  # fmt: skip
    return render(request, "catalogue/office/edition.html", context, status=http)


@require_POST
@staff_required(rules.WORK)
def step(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One step; sent twice it happens once."""
    file = staff.dossier(key)
    one, form = file.edition(number), StepForm(request.POST)
    asked = request.POST.get("schritt", "")
    if asked not in EditionAct.values or asked == EditionAct.WRITE:
        raise NotFound("Diesen Schritt gibt es nicht. Öffnen Sie die Fassung neu.")
    act = EditionAct(asked)
    if not form.is_valid():
        return _edition(request, file, number, form, http=422)
    try:
        _do(act, one, request, form)
    except Conflict:
        mine = {entry.person_id for entry in one.entries.all() if entry.act == act}
        if one.state not in STEPS[act].values() or actor_of(request).person_id not in mine:
            raise
    except Invalid as refused:
        for name, message in refused.fields.items() or (("", str(refused)),):
            form.add_error(name if name in form.fields else None, message)
        return _edition(request, file, number, form, http=422)
    messages.success(request, f"Fassung {number}: {act.label}.")
    return redirect("office-service", key=key)


def _do(act: EditionAct, one: Edition, request: HttpRequest, form: StepForm) -> None:
    version, note = request.POST.get("version", ""), form.cleaned_data["note"]
    key: dict[str, Any] = {
        "edition_id": one.id,
        "version": int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0,
        "actor": actor_of(request),
        "now": clock.now(),
    }
    if act in MOVES:
        move_edition(act=act, note=note, **key)
    elif act is EditionAct.PUBLISH:
        replaces = request.POST.get("ersetzt", "")
        publish_edition(replaces=int(replaces) if replaces.isascii() and replaces.isdigit() else None, **key)
    elif act is EditionAct.SCHEDULE:
        schedule_edition(publish_on=form.cleaned_data.get("publish_on"), **key)
    else:
        withdraw_edition(note=note, **key)


@require_safe
@staff_required(rules.VIEW_COMPLETENESS)
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """`?a=1&b=2`: numbers of editions, or `q0`, `q1`, ... for what the sources below the city say."""
    file, today = staff.dossier(key), clock.today(clock.now())
    options = {str(one.number): (f"Fassung {one.number}, {one.get_state_display()}", one.content) for one in file.editions}
    said = {name: (label, descriptions.decode(content)) for name, (label, content) in options.items()}
    said |= {f"q{at}": (f"Quelle: {layer.source}", layer.description) for at, layer in enumerate(file.lower)}
    a, b = request.GET.get("a", ""), request.GET.get("b", "")
    found = None
    if a in said and b in said:
        names = dict(pair for some in staff.choices(today=today).values() for pair in some)
        found = [(change.label, marked(change)) for change in changes(said[a][1], said[b][1], names=names)]
    context = {
        "file": file,
        "choices": [(name, label) for name, (label, _) in said.items()],
        "a": a,
        "b": b,
        "a_label": said[a][0] if a in said else "",
        "b_label": said[b][0] if b in said else "",
        "found": found,
    }
    return render(request, "catalogue/office/compare.html", context)


@require_safe
@staff_required(rules.VIEW_COMPLETENESS)
def preview(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The public page as it will be, under a mark, for staff only and for no search engine."""
    file = staff.dossier(key)
    one = file.edition(number)
    said = file.composed(one)
    if said is None:
        raise Http404
    language = known_or_german(request.GET.get("sprache", GERMAN))
    page = preview_page(said, source=one.source, now=clock.now(), language=language)
    form = ResponsibleForm(page.responsible.needs)
    context = {"page": page, "service": page.service, "file": file, "edition": one, "preview": True, "form": form}
    response = render(request, "catalogue/office/preview.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response
