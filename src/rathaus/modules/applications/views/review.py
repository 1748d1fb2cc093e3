"""Check the answers, choose how the decision arrives, declare, send; and what stands there afterwards."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rathaus.foundation import clock
from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.documents import public as documents
from rathaus.foundation.errors import Conflict, Forbidden, Invalid
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.modules.applications import queries
from rathaus.modules.applications.domain.save_page import save_page
from rathaus.modules.applications.domain.submit import Declaration, application_of, submit
from rathaus.modules.applications.enums import DraftState
from rathaus.modules.applications.models import Application, Draft
from rathaus.modules.applications.views.desk import Desk, actor_of
from rathaus.modules.applications.views.flow import opened_draft, session_gone, to_sign_in
from rathaus.modules.cases import public as cases
from rathaus.modules.forms import public as forms
from rathaus.modules.organisation import public as organisation
from rathaus.modules.payments import public as payments
from rathaus.web.components.lists import Row

SOURCES = {"account": "aus Ihrem Servicekonto", "mandate": "aus der Vollmacht", "bundle": "für alle Anträge eingegeben"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, token: str, desk: Desk) -> HttpResponse:
    if request.method == "POST":
        return _send(request, token, desk)
    if session_gone(request, token) is not None:
        return to_sign_in(request.path)
    opened = opened_draft(request, token, desk)
    if opened.draft.state == DraftState.SUBMITTED:
        return HttpResponseRedirect(desk.url("sent", token))
    return _show(request, opened, desk, {})


def _send(request: HttpRequest, token: str, desk: Desk) -> HttpResponse:
    """Submits; a second click finds the application of the first. What is refused is kept as typed."""
    actor = actor_of(request)

    def admit(draft: Draft) -> None:
        if actor.kind is ActorKind.GUEST:
            abuse.check_form(request, "application", holder=str(draft.pk))

    declaration = Declaration(post=request.POST, shown=request.POST.get("version", ""), admit=admit)
    try:
        submit(token=token, actor=actor, now=clock.now(), declaration=declaration)
    except Forbidden:
        owner = session_gone(request, token)
        if owner is None:
            raise
        _keep(request, token, owner)
        return to_sign_in(request.path)
    except (Invalid, Conflict) as refusal:
        return _not_sent(request, token, desk, refusal)
    return HttpResponseRedirect(desk.url("sent", token))


def _not_sent(request: HttpRequest, token: str, desk: Desk, refusal: Invalid | Conflict) -> HttpResponse:
    """The page again with what is missing, else with what was refused."""
    opened = opened_draft(request, token, desk)
    try:
        _save(request, opened, actor_of(request))
    except Conflict:
        return HttpResponseRedirect(desk.url("sent", token))
    opened = opened_draft(request, token, desk)
    errors = forms.check(opened.review_form, opened.draft.review, today=opened.today).errors
    problem = "" if errors or not opened.complete else str(refusal)
    return _show(request, opened, desk, errors, problem=problem)


def _save(request: HttpRequest, opened: queries.OpenDraft, actor: Actor) -> None:
    """Raises Conflict once the draft is submitted."""
    page = opened.review_form.pages[0]
    save_page(
        token=opened.draft.token,
        part="review",
        form=opened.review_form,
        page=page,
        post=request.POST,
        shown=forms.page_digest(page, opened.draft.review),
        actor=actor,
        now=clock.now(),
    )


def _keep(request: HttpRequest, token: str, owner: Actor) -> None:
    """The session ended on this page: the choice stays in the draft; only the person signed in sends it."""
    today = clock.today(clock.now())
    opened = queries.OpenDraft(queries.find_draft(token, actor=owner, today=today), today=today)
    if opened.draft.state == DraftState.OPEN:
        _save(request, opened, owner)


def _show(
    request: HttpRequest, opened: queries.OpenDraft, desk: Desk, errors: dict[str, str], *, problem: str = ""
) -> HttpResponse:
    draft = opened.draft
    form = opened.review_form
    open_pages = [
        {"title": opened.title_of(page), "url": desk.page_url(draft.token, page, back=True), "count": count}
        for page, count in open_pages_of(opened)
    ]
    checked = forms.check(form, draft.review, today=opened.today)
    context = {
        "frame": desk.frame,
        "draft": draft,
        "offer": draft.offer,
        "spec": opened.spec,
        "blocks": blocks_of(opened, desk),
        "open_pages": open_pages,
        "fields": forms.render_page(
            form=form, page=form.pages[0], answers=draft.review, files={}, checked=checked, errors=errors
        ),
        "summary": forms.error_summary_html(form, errors),
        "errors": errors,
        "problem": problem,
        "shown": opened.fingerprint,
        "number": len(opened.pages),
        "total": len(opened.pages),
        "back_url": desk.page_url(draft.token, opened.pages[-2]),
        "guest": actor_of(request).kind is ActorKind.GUEST,
        "office": desk.name == "office",
        "letter_only": not opened.portal,
        "signed_summary_url": desk.url("signed_summary", draft.token) if desk.name == "office" else "",
    }
    return render(request, "applications/review.html", context, status=422 if errors or problem else 200)


def open_pages_of(opened: queries.OpenDraft) -> list[tuple[str, int]]:
    found = [(queries.PARTY_PAGE, len(opened.party_checked.errors))] if opened.has_party else []
    found += [(page, len(opened.checked.errors_on(page))) for page in opened.checked.pages]
    return [(page, count) for page, count in found if count]


def blocks_of(opened: queries.OpenDraft, desk: Desk) -> list[dict[str, object]]:
    token = opened.draft.token
    sections = [
        *forms.summary(opened.party_form, opened.party_checked, with_empty=False),
        *forms.summary(opened.form, opened.checked, with_empty=False),
    ]
    return [
        {
            "title": section.title,
            "rows": [
                Row(
                    key=line.full_label,
                    value=line.text,
                    change_url=f"{desk.page_url(token, section.page_id, back=True)}#{forms.html_id(line.key)}",
                    note=SOURCES.get(opened.draft.provenance.get(line.key, ""), ""),
                )
                for line in section.lines
            ],
        }
        for section in sections
    ]


@never_cache
@require_GET
def sent(request: HttpRequest, token: str, desk: Desk) -> HttpResponse:
    """Receipt: server time, number, what comes next, by when, whom to call, the copy of the declaration."""
    if session_gone(request, token) is not None:
        return to_sign_in(request.path)
    draft = opened_draft(request, token, desk).draft
    application = application_of(draft.pk)
    if application is None:
        return HttpResponseRedirect(desk.url("resume", token))
    case = cases.get_cases([application.case_id])[application.case_id]
    unit = organisation.get_units([case.unit_id]).get(case.unit_id)
    context = {
        "frame": desk.frame,
        "draft": draft,
        "application": application,
        "case": case,
        "unit": unit,
        "blocks": [
            {"title": block["title"], "rows": [Row(key=row[0], value=row[1]) for row in block["rows"]]}
            for block in application.summary
        ],
        "payments": [payment for payment in payments.payments_for(("case", str(case.id))) if payment.payable],
        "fee_due": case.fee_state == cases.FeeState.DUE,
        "copy_url": desk.url("copy", token),
        "case_url": f"/vorgang/{case.token}/",
        "case_address": request.build_absolute_uri(f"/vorgang/{case.token}/"),
        "office": desk.name == "office",
        **({"address": cases.address_state(case.id)} if desk.name == "citizen" else {}),
    }
    return render(request, "applications/sent.html", context)


@require_POST
def address(request: HttpRequest, token: str, desk: Desk) -> HttpResponse:
    """The e-mail address on the receipt: asked about once more, or corrected. The application itself is not touched."""
    if session_gone(request, token) is not None:
        return to_sign_in(desk.url("sent", token))
    draft = opened_draft(request, token, desk).draft
    application = application_of(draft.pk)
    if application is None:
        return HttpResponseRedirect(desk.url("resume", token))
    try:
        abuse.require_hit(request, "receipt_address", 20, 3600)
        if "nochmal" in request.POST:
            cases.ask_again(case_id=application.case_id, now=clock.now())
        else:
            email = request.POST.get("email", "")[:254]
            cases.correct_address(case_id=application.case_id, email=email, actor=actor_of(request), now=clock.now())
    except Invalid as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Wir haben das übernommen. Sehen Sie bitte in Ihrem E-Mail-Postfach nach.")
    return HttpResponseRedirect(f"{desk.url('sent', token)}#adresse")


@never_cache
@require_GET
def copy(request: HttpRequest, token: str, desk: Desk) -> HttpResponse:
    """The copy of the declaration as PDF (§ 9a (4) OZG)."""
    draft = opened_draft(request, token, desk).draft
    application = application_of(draft.pk)
    if application is None:
        raise Invalid("Dieser Antrag ist noch nicht abgesendet. Eine Kopie gibt es nach dem Absenden.")
    pdf = documents.render(template="receipt", data=_receipt(application, draft.offer.title), now=application.submitted_at)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="Antrag.pdf"'
    return response


def _receipt(application: Application, title: str) -> dict[str, object]:
    case = cases.get_cases([application.case_id])[application.case_id]
    unit = organisation.get_units([case.unit_id])[case.unit_id]
    authority = organisation.get_authorities([unit.authority_id])[unit.authority_id]
    applicant = application.parties[0]
    received = clock.local(application.submitted_at)
    sections = [{"title": block["title"], "facts": [row[:2] for row in block["rows"]]} for block in application.summary]
    return {
        "title": f"Kopie Ihres Antrags: {title}",
        "authority": {"name": authority.name, "unit": unit.name, "lines": list(authority.address_lines)},
        "recipient": {"lines": [applicant["name"], *applicant["address_lines"]]},
        "date": received.date().isoformat(),
        "subject": f"Kopie Ihres Antrags: {title}",
        "intro": ["So ist Ihr Antrag bei uns eingegangen."],
        "facts": [
            ["Vorgang", case.number],
            ["Eingegangen am", f"{received:%d.%m.%Y, %H:%M:%S} Uhr"],
            ["Zuständig", f"{unit.name}, {unit.phone}"],
            ["Prüfsumme", f"SHA-256 {application.sha256}"],
        ],
        "sections": sections,
        "outro": [application.declaration] if application.declaration else [],
    }
