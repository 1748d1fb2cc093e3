"""Reading a source and keeping the compiled form under its version, once."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.forms.compiled import Form, digest, to_json
from rathaus.modules.forms.models import FormVersion
from rathaus.modules.forms.official.beside import NOTHING, Beside
from rathaus.modules.forms.official.undecided import demand_decisions
from rathaus.modules.forms.sources import toml


def read_form(source: bytes, beside: Beside = NOTHING) -> Form:
    """A `form.toml` or an XDatenfelder 3 file, told apart by the first sign. Raises Invalid."""
    if source.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<":
        if beside:
            raise Invalid("Regeln, Codelisten und Entscheidungen gehören zu einem amtlichen Schema, nicht zu form.toml.")
        return toml.read(source)
    from rathaus.modules.forms.sources import xdf  # reads XML with lxml: no web process needs its 4 MB

    return xdf.read(source, beside=beside)


def install_form(*, source: bytes, beside: Beside = NOTHING, actor: Actor, now: dt.datetime) -> uuid.UUID:
    """The id of the version. The same form again gives the same id; another source under a known version is a Conflict.

    A newer program may read the same source better: that is a form of its own, and who began with the older one keeps it. (The
    version of an official form says so by itself: it carries the digest.) Raises Invalid with the list where people have not
    decided about every point that no machine decides.
    """
    form = read_form(source, beside)
    demand_decisions(form)
    sha256 = digest(form)
    with transaction.atomic():
        known = list(FormVersion.objects.select_for_update().filter(key=form.key, version=form.version))
        if any(row.source_sha256 != form.source.sha256 for row in known):
            raise Conflict(
                f"Das Formular {form.key} gibt es schon in Version {form.version} mit anderem Inhalt. "
                "Eine eingespielte Version bleibt unverändert: Geben Sie der Änderung eine neue Versionsnummer."
            )
        if same := next((row for row in known if row.sha256 == sha256), None):
            return same.pk
        row = FormVersion.objects.create(
            key=form.key,
            version=form.version,
            title=form.title[:300],
            sha256=sha256,
            compiled=to_json(form),
            source_kind=form.source.kind,
            source_sha256=form.source.sha256,
            installed_at=now,
        )
        audit.record(
            act="form.installed",
            actor=actor,
            subject=audit.Subject("form_version", row.pk),
            payload={"key": form.key, "version": form.version, "sha256": sha256},
            now=now,
        )
        return row.pk
