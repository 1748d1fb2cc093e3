"""Akten for the staff: search, Akte, Vorgang, Dokument, download, print view. Every look at a person's file is logged."""

import datetime as dt
import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from rathaus.foundation import clock, ids
from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import held
from rathaus.foundation.storage import public as storage
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.records import queries, rules
from rathaus.modules.records.domain.read_document import read_document
from rathaus.modules.records.enums import SubfileState
from rathaus.modules.records.forms import FileForm, ReopenForm
from rathaus.modules.records.models import Subfile
from rathaus.modules.records.views import lists
from rathaus.web.context import actor_of

PAGE = 25


@require_GET
@staff_required(rules.VIEW)
def search(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()[:200]
    found = queries.search(actor_of(request), wanted, today=clock.today(clock.now()))
    page = Paginator(found, PAGE).get_page(request.GET.get("seite"))
    context = {"q": wanted, "page_object": page, "columns": lists.SUBFILE_COLUMNS, "rows": lists.subfile_rows(page)}
    return render(request, "records/search.html", context)


@require_GET
@staff_required(rules.VIEW)
def file_page(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    record_file, subfiles = queries.get_file(file_id, actor, today=clock.today(now))
    audit.record_view(actor=actor, subject=audit.Subject("record_file", file_id), purpose="Akte ansehen", now=now)
    context = {"file": record_file, "columns": lists.SUBFILE_COLUMNS, "rows": lists.subfile_rows(subfiles)}
    return render(request, "records/file.html", context)


@require_GET
@staff_required(rules.VIEW)
def subfile_page(request: HttpRequest, subfile_id: uuid.UUID) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    subfile = queries.get_subfile(subfile_id, actor, today=clock.today(now))
    audit.record_view(actor=actor, subject=audit.Subject("subfile", subfile_id), purpose="Vorgang in der Akte ansehen", now=now)
    return show_subfile(request, subfile, now=now)


def show_subfile(
    request: HttpRequest,
    subfile: Subfile,
    *,
    now: dt.datetime,
    form: FileForm | None = None,
    reopening: ReopenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; a refused form comes back as it was typed."""
    actor, today, scope = actor_of(request), clock.today(now), queries.scope_of(subfile)
    is_open = subfile.state == SubfileState.OPEN
    can = held(actor, (rules.FILE, rules.CLOSE, rules.REOPEN), scope=scope, today=today)
    context = _content(subfile) | {
        "can_close": is_open and rules.CLOSE in can,
        "form": (form or FileForm(initial={"key": ids.token()})) if is_open and rules.FILE in can else None,
        "reopening": (reopening or ReopenForm(initial={"version": subfile.version}))
        if not is_open and rules.REOPEN in can
        else None,
    }
    return render(request, "records/subfile.html", context, status=status)


def _content(subfile: Subfile) -> dict[str, Any]:
    history = queries.history_of(subfile)
    names = lists.names_of(entry.actor for entry in history)
    documents = queries.documents_of([subfile.pk]).get(subfile.pk, [])
    return {
        "subfile": subfile,
        "file": subfile.record_file,
        "state": lists.state(subfile),
        "retention": lists.retention(subfile),
        "columns": lists.DOCUMENT_COLUMNS,
        "rows": lists.document_rows(documents),
        "history": lists.history_entries(history, names),
    }


@require_GET
@staff_required(rules.VIEW)
def print_view(request: HttpRequest, subfile_id: uuid.UUID) -> HttpResponse:
    """Everything on one page without controls: contents with checksums, and the history."""
    actor, now = actor_of(request), clock.now()
    subfile = queries.get_subfile(subfile_id, actor, today=clock.today(now))
    audit.record_view(actor=actor, subject=audit.Subject("subfile", subfile_id), purpose="Vorgang drucken", now=now)
    documents = queries.documents_of([subfile.pk]).get(subfile.pk, [])
    return render(request, "records/print.html", _content(subfile) | {"documents": documents, "now": now})


@require_GET
@staff_required(rules.VIEW)
def document_page(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    document = queries.get_document(document_id, actor, today=clock.today(now))
    audit.record_view(actor=actor, subject=audit.Subject("document", document_id), purpose="Dokument ansehen", now=now)
    versions = queries.versions_of(document)
    names = lists.names_of(version.actor for version in versions)
    context = {
        "document": document,
        "subfile": document.subfile,
        "columns": lists.VERSION_COLUMNS,
        "rows": lists.version_rows(versions, names),
        "latest": versions[0].number,
        "sha256": next(entry.sha256 for entry in versions[0].formats.all() if entry.number == 1),
    }
    return render(request, "records/document.html", context)


@require_safe
@staff_required(rules.VIEW)
def download(request: HttpRequest, document_id: uuid.UUID, number: int) -> HttpResponseBase:
    reading = read_document(
        document_id=document_id, actor=actor_of(request), purpose="Datei öffnen", now=clock.now(), version=number
    )
    return storage.respond(request, sha256=reading.sha256, media_type=reading.media_type, filename=reading.filename)
