"""`{{ form }}` in KERN markup: labels, hints, errors, an error summary on top. Set as FORM_RENDERER.

Known widgets are drawn as flat strings; any other widget falls back to Django's own template.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from rathaus.web.components import fields
from rathaus.web.components.markup import attributes, esc

Context = Mapping[str, Any]


def _attrs(widget: Context) -> SafeString:
    return attributes(widget["attrs"])


def _input(context: Context) -> str:
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{esc(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{esc(widget["name"])}"{value}{_attrs(widget)}>'


def _checkbox(context: Context) -> str:
    widget = context["widget"]
    value = f' value="{esc(widget["value"])}"' if widget["value"] is not None else ""
    return f'<input type="checkbox" name="{esc(widget["name"])}"{value}{_attrs(widget)}>'


def _textarea(context: Context) -> str:
    widget = context["widget"]
    return f'<textarea name="{esc(widget["name"])}"{_attrs(widget)}>\n{esc(widget["value"] or "")}</textarea>'


def _select(context: Context) -> str:
    widget = context["widget"]
    parts = []
    for group_name, options, _ in widget["optgroups"]:
        inner = "".join(
            f'<option value="{esc(option["value"])}"{_attrs(option)}>{esc(option["label"])}</option>' for option in options
        )
        parts.append(f'<optgroup label="{esc(group_name)}">{inner}</optgroup>' if group_name else inner)
    control = f'<select name="{esc(widget["name"])}"{_attrs(widget)}>{"".join(parts)}</select>'
    return f'<div class="kern-form-input__select-wrapper">{control}</div>'


def _checks(context: Context) -> str:
    parts = []
    for _, options, _ in context["widget"]["optgroups"]:
        for option in options:
            extra = {key: value for key, value in option["attrs"].items() if key not in {"id", "class", "checked"}}
            parts.append(
                fields.check(
                    option["type"], name=option["name"], value=option["value"], label=option["label"],
                    field_id=option["attrs"]["id"], checked=bool(option["selected"]), **extra,
                )
            )  # fmt: skip
    return "".join(parts)


_WIDGETS: dict[str, Callable[[Context], str]] = {
    **{
        f"django/forms/widgets/{name}.html": _input
        for name in ("text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "file", "input", "tel",
                     "search", "color")
    },
    "django/forms/widgets/checkbox.html": _checkbox,
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/radio.html": _checks,
    "django/forms/widgets/checkbox_select.html": _checks,
}  # fmt: skip


def target_of(bound: BoundField) -> str:
    """The id the error summary leads to: the first control of a group."""
    widget = bound.field.widget
    if isinstance(widget, DateParts):
        return f"{bound.auto_id}_day"
    return f"{bound.auto_id}_0" if widget.use_fieldset else bound.auto_id


def _message(bound: BoundField, error: ValidationError) -> str:
    """Django's own short messages in words that name the field; everything else as the field says it."""
    label = str(bound.label)
    if error.code == "required" and error.message == forms.Field.default_error_messages["required"]:
        if isinstance(bound.field.widget, forms.CheckboxInput):
            return f"Bitte bestätigen Sie: {label}"
        choice = isinstance(bound.field, forms.ChoiceField)
        return f"Bitte wählen Sie bei „{label}“ etwas aus." if choice else f"Bitte füllen Sie „{label}“ aus."
    if error.code == "max_length" and error.params:
        return f"„{label}“: höchstens {error.params['limit_value']} Zeichen, Sie haben {error.params['show_value']} geschrieben."
    text = " ".join(str(part) for part in error.messages)
    return text if label in text else f"{label}: {text}"


def messages_of(bound: BoundField) -> list[str]:
    return [_message(bound, error) for error in bound.errors.as_data()]


def draw_field(bound: BoundField) -> SafeString:
    """One field with label, hint and errors; `{{ field.as_field_group }}` does the same."""
    widget = bound.field.widget
    if bound.is_hidden:
        return bound.as_widget()
    field_id, hint, error = bound.auto_id, str(bound.help_text or ""), " ".join(messages_of(bound))
    optional = not bound.field.required
    if isinstance(widget, DateParts):
        return fields.date_input(
            name=bound.html_name, legend=str(bound.label), value=widget.parts(bound.value()), hint=hint, error=error,
            optional=optional, birthday=widget.birthday,
        )  # fmt: skip
    if widget.use_fieldset:
        control = bound.as_widget()
        return fields.group(field_id, str(bound.label), control, hint=hint, error=error, optional=optional)
    described = fields.described_by(field_id, hint=hint, error=error)
    attrs: dict[str, Any] = {"aria-describedby": described} if described else {}
    if isinstance(widget, forms.CheckboxInput):
        attrs["class"] = f"kern-form-check__checkbox{' kern-form-check__checkbox--error' if error else ''}"
        label = f'<label class="kern-label" for="{field_id}">{esc(bound.label)}</label>'
        box = f'<div class="kern-form-check">{bound.as_widget(attrs=attrs)}{label}</div>'
        mark = " r-check--error" if error else ""
        return mark_safe(
            f'<div class="r-check{mark}">{box}{fields.hint_of(field_id, hint)}{fields.error_of(field_id, error)}</div>'
        )
    base = "kern-form-input__select" if isinstance(widget, forms.Select) else "kern-form-input__input"
    own = widget.attrs.get("class", "")
    attrs["class"] = f"{base}{f' {base}--error' if error else ''}{f' {own}' if own else ''}"
    return fields.frame(field_id, str(bound.label), bound.as_widget(attrs=attrs), hint=hint, error=error, optional=optional)


def summary_of(form: forms.BaseForm) -> SafeString:
    """Errors of the whole form first, then of its fields in their order."""
    errors: list[tuple[str | None, str]] = [(None, str(text)) for text in form.non_field_errors()]
    for bound in form:
        errors += [(None if bound.is_hidden else target_of(bound), text) for text in messages_of(bound)]
    return fields.error_summary(errors)


def draw_form(form: forms.BaseForm, *, summary: bool = True) -> SafeString:
    parts = [summary_of(form) if summary and form.is_bound else ""]
    parts += [draw_field(bound) for bound in form]
    return mark_safe(f'<div class="r-form">{"".join(parts)}</div>')


def _formset(context: Context) -> str:
    formset = context["formset"]
    forms_html = "".join(draw_form(form) for form in formset)
    return f"{formset.management_form}{fields.error_summary((None, str(e)) for e in formset.non_form_errors())}{forms_html}"


def _errors(context: Context) -> str:
    texts = context["errors"]
    return f'<ul class="kern-list">{"".join(f"<li>{esc(text)}</li>" for text in texts)}</ul>' if texts else ""


class KernRenderer(BaseRenderer):
    form_template_name = "kern/form"
    formset_template_name = "kern/formset"
    field_template_name = "kern/field"

    @cached_property
    def _fallback(self) -> DjangoTemplates:
        return DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        return self._fallback.get_template(template_name)

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if draw := _WIDGETS.get(template_name):
            return mark_safe(draw(context))
        if template_name == self.form_template_name:
            return draw_form(context["form"])
        if template_name == self.field_template_name:
            return draw_field(context["field"])
        if template_name == self.formset_template_name:
            return mark_safe(_formset(context))
        if template_name.startswith("django/forms/errors/list/"):
            return mark_safe(_errors(context))
        return mark_safe(self._fallback.render(template_name, context, request).strip())


class DateParts(forms.Widget):
    """Three fields for one date. The value is an ISO text, or what was typed where that is no date."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        super().__init__(attrs)
        self.birthday = birthday

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        del files
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip() for part in ("day", "month", "year"))
        return f"{year}-{month}-{day}" if day or month or year else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        del files
        return all(f"{name}_{part}" not in data for part in ("day", "month", "year"))

    @staticmethod
    def parts(value: object) -> tuple[str, str, str]:
        """(day, month, year) as shown."""
        if isinstance(value, dt.date):
            return str(value.day), str(value.month), str(value.year)
        pieces = (str(value).split("-") if value else []) + ["", "", ""]
        return pieces[2], pieces[1], pieces[0]


class DateField(forms.Field):
    """A date typed in three fields. `birthday=True` lets the browser fill it (WCAG 1.3.5)."""

    def __init__(self, *, birthday: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DateParts(birthday=birthday))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        day, month, year = DateParts.parts(value)
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            raise ValidationError(
                "Dieses Datum gibt es nicht. Geben Sie Tag, Monat und Jahr an, zum Beispiel 24 12 2026."
            ) from None
