"""What other rooms may use of the forms."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from rathaus.modules.forms.answers.checking import Checked
from rathaus.modules.forms.answers.checking import check as _check
from rathaus.modules.forms.answers.keys import html_id, template
from rathaus.modules.forms.answers.posting import PlainPost, Post, add, moved_file_key, remove, take, typed_on
from rathaus.modules.forms.answers.typing import typed
from rathaus.modules.forms.compiled import (
    CompiledForm,
    Element,
    Field,
    Form,
    Group,
    Kind,
    ManualCheck,
    Page,
    PrefillMode,
    from_json,
)
from rathaus.modules.forms.compiled.binding import bind
from rathaus.modules.forms.domain.install_form import install_form, read_form
from rathaus.modules.forms.official.beside import Beside, SuppliedList
from rathaus.modules.forms.queries import load, version_ids
from rathaus.modules.forms.rendering.page import basis_html, error_summary_html, page_html
from rathaus.modules.forms.rendering.parts import Sheet
from rathaus.modules.forms.rendering.summary import Line, Section, as_json, display, manual_points, summary
from rathaus.modules.forms.rendering.twin import Letterhead, qr_svg, signed_summary_pdf, twin_pdf

__all__ = [
    "Beside",
    "Checked",
    "CompiledForm",
    "Element",
    "Field",
    "Form",
    "Group",
    "Kind",
    "Letterhead",
    "Line",
    "ManualCheck",
    "Page",
    "PlainPost",
    "Post",
    "PrefillMode",
    "Section",
    "SuppliedList",
    "add",
    "answers_digest",
    "as_json",
    "basis_html",
    "check",
    "display",
    "error_summary_html",
    "form_of",
    "html_id",
    "install_form",
    "label_of",
    "load",
    "load_version",
    "manual_checks",
    "manual_points",
    "moved_file_key",
    "page_digest",
    "prefill_map",
    "prune",
    "qr_svg",
    "read_form",
    "read_page",
    "remove",
    "render_page",
    "signed_summary_pdf",
    "summary",
    "take",
    "twin_pdf",
    "typed",
    "unknown",
    "validate",
    "version_ids",
]

Files = Mapping[str, list[Any]]


def check(form: CompiledForm, answers: Mapping[str, str], files: Files | None = None, *, today: dt.date) -> Checked:
    """The authority on typed answers: values, errors, pages on the way, visible places."""
    return _check(form, answers, files or {}, today=today)


def read_page(form: CompiledForm, page: Page, answers: Mapping[str, str], post: Post) -> dict[str, str]:
    """All typed answers with this page's replaced by the posted ones. Unknown names are ignored."""
    del form
    return take(page, answers, post)


def render_page(
    *, form: CompiledForm, page: Page, answers: Mapping[str, str], files: Files, checked: Checked, errors: Mapping[str, str]
) -> SafeString:
    """The page's fields as safe HTML; `errors` by key are shown at their fields."""
    return page_html(Sheet(form, answers, files, errors, checked.demanded), page, checked, checked.today)


def validate(form: CompiledForm, values: Mapping[str, Any], *, today: dt.date) -> Checked:
    """Canonical values (an example, another system) through the same gate as typed ones; uploads are taken as they are."""
    files = {key: value for key, value in values.items() if isinstance(value, list) and value and isinstance(value[0], dict)}
    return _check(form, typed(form, values), files, today=today)


def unknown(form: CompiledForm, values: Mapping[str, Any]) -> list[str]:
    """The keys among canonical values that name no field of the form."""
    return [key for key in values if template(key) not in form.fields]


def prune(form: CompiledForm, values: Mapping[str, Any], *, today: dt.date) -> dict[str, Any]:
    """The values without those of hidden or unreachable places."""
    return validate(form, values, today=today).values


def prefill_map(form: CompiledForm) -> dict[str, tuple[str, PrefillMode]]:
    """Path of the field to (FIM id or account key, mode). Repeated places are never prefilled.

    In an official schema every field offers itself by its FIM id: the schema cannot know what an account holds.
    """
    official = form.form.source.kind == "xdf3"
    return {
        place.path: (element.prefill.source, element.prefill.mode) if element.prefill else (element.id, PrefillMode.OPTIONAL)
        for place in form.places.values()
        if isinstance(element := place.element, Field) and not place.loops and (element.prefill is not None or official)
    }


def manual_checks(form: CompiledForm) -> tuple[ManualCheck, ...]:
    """The points no machine decides, with what people decided about them."""
    return form.form.manual_checks


def load_version(key: str, version: str) -> uuid.UUID | None:
    """The id of an installed version, or None."""
    return version_ids([(key, version)]).get((key, version))


def form_of(data: Mapping[str, Any]) -> CompiledForm:
    """A small form another room builds from plain data (the shape of the compiled JSON). Raises Invalid."""
    return CompiledForm(bind(from_json(json.dumps(data))))


def label_of(form: CompiledForm, name: str) -> str:
    """The label behind the name of an input, for the page of a conflict."""
    parts = {"day": "Tag", "month": "Monat", "year": "Jahr"}
    base, _, last = name.rpartition(".")
    field = form.fields.get(template(name)) or form.fields.get(template(base))
    if field is None:
        place = form.places.get(template(name.removesuffix("#")))
        label = getattr(place.element, "label", "") if place else name
        return f"{label} (Anzahl)" if name.endswith("#") else label
    return f"{field.label}: {parts[last]}" if field.kind is Kind.DATE and last in parts else field.label


def answers_digest(*parts: Any) -> str:
    """A short fingerprint of typed answers, to see that what is sent is what was shown."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:24]


def page_digest(page: Page, answers: Mapping[str, str]) -> str:
    """What a page showed, as a short text: a page whose stored answers changed in the meantime gives another one."""
    return answers_digest(typed_on(page, answers))
