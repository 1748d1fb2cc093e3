"""`{% load abuse %} {% open_form "bucket" %}` inside the form, `{% open_form_script %}` in `extra_scripts`."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rathaus.foundation.abuse.challenge import form_fields

register = template.Library()


@register.simple_tag
def open_form(bucket: str) -> SafeString:
    """Hidden fields that protect an open form; the view calls `abuse.check_form(request, bucket)`."""
    return form_fields(bucket)


@register.simple_tag
def open_form_script() -> SafeString:
    """The small script that does the work; without it the form works too, a little slower."""
    return format_html('<script src="{}" defer></script>', static("abuse/work.js"))
