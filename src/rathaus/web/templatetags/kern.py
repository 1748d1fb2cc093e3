"""The tags of the KERN components; a builtin library, so no template loads it."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.template.context import RequestContext
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from rathaus.web.components import chrome, text

register = template.Library()

for component in (
    chrome.chrome_assets,
    chrome.page_header,
    chrome.main_navigation,
    chrome.breadcrumb,
    text.icon,
    text.alert,
    text.badge,
    text.button,
    text.link_button,
):
    register.simple_tag(component)


@register.simple_tag(takes_context=True)
def page_footer(context: RequestContext) -> SafeString:
    request = context.get("request")
    return chrome.page_footer(str(request.path if request else context.get("path", "/")))


@register.simple_tag(takes_context=True)
def session_notice(context: dict[str, Any]) -> SafeString:
    del context
    return SafeString()


@register.simple_tag(name="flash_messages")
def flash_messages(messages: Iterable[Message]) -> SafeString:
    """What the view before the redirect had to say (`django.contrib.messages`), as alerts."""
    levels = {"error": "danger", "debug": "info"}
    return format_html_join(
        "", "{}", ((text.alert(str(entry.message), level=levels.get(entry.level_tag, entry.level_tag)),) for entry in messages)
    )
