"""What the staff does to a Vorgang: file a document, close, open again."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rathaus.foundation import clock
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import allowed
from rathaus.foundation.storage import public as storage
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.records import queries, rules
from rathaus.modules.records.domain import close_subfile, file_document, reopen_subfile
from rathaus.modules.records.forms import FileForm, ReopenForm
from rathaus.modules.records.views.office import show_subfile
from rathaus.web.context import actor_of


@require_POST
@staff_required(rules.FILE)
def file(request: HttpRequest, subfile_id: uuid.UUID) -> HttpResponseBase:
    actor, now = actor_of(request), clock.now()
    subfile = queries.get_subfile(subfile_id, actor, right=rules.FILE, today=clock.today(now))
    form = FileForm(request.POST, request.FILES)
    upload = storage.read_upload(request, "file", now=now)
    if upload.problem:
        form.add_error("file", upload.problem)
    if form.is_valid() and upload.blob is not None:
        try:
            file_document.file_document(
                subfile_id=subfile.pk,
                kind=form.cleaned_data["kind"],
                title=form.cleaned_data["title"],
                received_on=form.cleaned_data["received_on"],
                blob=upload.blob,
                actor=actor,
                now=now,
                key=f"form:{form.cleaned_data['key']}"[:120],
            )
        except Invalid as refused:
            form.add_error("title" if "title" in refused.fields else None, str(refused))
        else:
            messages.success(request, "Das Dokument ist abgelegt.")
            return redirect("records:subfile", subfile_id=subfile.pk)
    if not allowed(actor, rules.VIEW, scope=queries.scope_of(subfile), today=clock.today(now)):
        problems = " ".join(str(text) for texts in form.errors.values() for text in texts)
        raise Invalid(f"Das Dokument ist nicht abgelegt. {problems}")  # who may only file is not shown what lies there
    return show_subfile(request, subfile, now=now, form=form, status=422)


@require_POST
@staff_required(rules.CLOSE)
def close(request: HttpRequest, subfile_id: uuid.UUID) -> HttpResponse:
    close_subfile.close_subfile(subfile_id=subfile_id, actor=actor_of(request), now=clock.now())
    messages.success(request, "Der Vorgang ist zur Akte verfügt.")
    return redirect("records:subfile", subfile_id=subfile_id)


@require_POST
@staff_required(rules.REOPEN)
def reopen(request: HttpRequest, subfile_id: uuid.UUID) -> HttpResponseBase:
    actor, now = actor_of(request), clock.now()
    subfile = queries.get_subfile(subfile_id, actor, right=rules.REOPEN, today=clock.today(now))
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return show_subfile(request, subfile, now=now, reopening=form, status=422)
    reopen_subfile.reopen_subfile(subfile_id=subfile_id, actor=actor, now=now, **form.cleaned_data)
    messages.success(request, "Der Vorgang ist wieder geöffnet.")
    return redirect("records:subfile", subfile_id=subfile_id)
