"""What other rooms may use of the forms."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from rathaus.modules.forms.answers.checking import Checked
from rathaus.modules.forms.answers.checking import check as _check
from rathaus.modules.forms.answers.posting import Post, add, moved_file_key, remove, take
from rathaus.modules.forms.answers.typing import typed
from rathaus.modules.forms.compiled import CompiledForm, Field, Form, Group, Kind, ManualCheck, Page, PrefillMode
from rathaus.modules.forms.domain.install_form import install_form, read_form
from rathaus.modules.forms.queries import load, version_ids
from rathaus.modules.forms.rendering.page import basis_html, error_summary_html, page_html
from rathaus.modules.forms.rendering.parts import Sheet
from rathaus.modules.forms.rendering.summary import Line, Section, as_json, display, manual_points, summary
from rathaus.modules.forms.rendering.twin import qr_rows, twin_pdf

__all__ = [
    "Checked",
    "CompiledForm",
    "Field",
    "Form",
    "Group",
    "Kind",
    "Line",
    "ManualCheck",
    "Page",
    "Post",
    "PrefillMode",
    "Section",
    "add",
    "as_json",
    "basis_html",
    "check",
    "display",
    "error_summary_html",
    "install_form",
    "load",
    "load_version",
    "manual_checks",
    "manual_points",
    "moved_file_key",
    "prefill_map",
    "prune",
    "qr_rows",
    "read_form",
    "read_page",
    "remove",
    "render_page",
    "summary",
    "take",
    "twin_pdf",
    "typed",
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
    return page_html(Sheet(form, answers, files, errors), page, checked.spots)


def validate(form: CompiledForm, values: Mapping[str, Any], *, today: dt.date) -> Checked:
    """Canonical values (an example, another system) through the same gate as typed ones; uploads are taken as they are."""
    files = {key: value for key, value in values.items() if isinstance(value, list) and value and isinstance(value[0], dict)}
    return _check(form, typed(form, values), files, today=today)


def prune(form: CompiledForm, values: Mapping[str, Any], *, today: dt.date) -> dict[str, Any]:
    """The values without those of hidden or unreachable places."""
    return validate(form, values, today=today).values


def prefill_map(form: CompiledForm) -> dict[str, tuple[str, PrefillMode]]:
    """Path of the field to (FIM id or account key, mode). Repeated places are never prefilled."""
    return {
        place.path: (place.element.prefill.source, place.element.prefill.mode)
        for place in form.places.values()
        if isinstance(place.element, Field) and place.element.prefill is not None and not place.loops
    }


def manual_checks(form: CompiledForm) -> tuple[ManualCheck, ...]:
    """The rules no machine executes; a clerk looks at each."""
    return form.form.manual_checks


def load_version(key: str, version: str) -> uuid.UUID | None:
    """The id of an installed version, or None."""
    return version_ids([(key, version)]).get((key, version))
