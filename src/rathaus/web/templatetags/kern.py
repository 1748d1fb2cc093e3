"""The tags and filters of the KERN components; a builtin library, so no template loads it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rathaus.foundation import clock, money
from rathaus.web import navigation
from rathaus.web.addresses import tellable
from rathaus.web.components import blocks, chrome, fields, lists, paging, session, tables, text
from rathaus.web.forms import draw_field, draw_form, summary_of

register = template.Library()

for component in (
    chrome.breadcrumb, chrome.chrome_assets, chrome.main_navigation,
    fields.checkbox, fields.checkboxes, fields.date_input, fields.error_summary, fields.file_input, fields.radios, fields.select,
    fields.text_input, fields.textarea,
    lists.description_list, lists.empty_state, lists.summary_list, lists.task_list, lists.timeline, lists.upload_list,
    paging.copy_block, paging.language_switch, paging.pager, paging.search_field, paging.section_navigation, paging.steps,
    tables.table,
    text.alert, text.badge, text.button, text.icon, text.link_button, text.status,
):  # fmt: skip
    register.simple_tag(component)

for block in (blocks.card, blocks.dialog, blocks.disclosure, blocks.fieldset, blocks.notice):
    register.simple_block_tag(block)

register.simple_tag(draw_form, name="form_fields")
register.simple_tag(draw_field, name="form_field")
register.simple_tag(summary_of, name="form_errors")
register.filter("file_size", lists.file_size)


@register.simple_tag(takes_context=True)
def pagination(context: RequestContext, page: Page[Any], name: str = "seite", label: str = "Seiten") -> SafeString:
    return paging.pagination(page, context["request"].GET, name, label)


@register.simple_tag(takes_context=True)
def page_footer(context: RequestContext) -> SafeString:
    request = context.get("request")
    helps = navigation.help_links(str(context.get("realm", navigation.Realm.CITIZEN)))
    return chrome.page_footer(tellable(request) if request else str(context.get("path", "/")), helps)


@register.simple_tag(takes_context=True)
def page_header(context: RequestContext, name: str, realm_label: str, home: str) -> SafeString:
    """The header; a view that has the page in several languages puts `languages` (code, name, address) into its context."""
    request = context.get("request")
    aside = (
        session.account_area(request, signed_in=bool(context["signed_in"]), name=context["actor"].name)
        if request
        else SafeString()
    )
    switch = paging.language_switch(context.get("languages") or ())
    return chrome.page_header(name, realm_label, home, switch + aside)


@register.simple_tag(takes_context=True)
def session_notice(context: RequestContext) -> SafeString:
    """When the session ends, for those who are signed in; the warning dialog with its extension."""
    request = context.get("request")
    return session.notice(request) if request and context["signed_in"] else SafeString()


@register.simple_tag
def flash_messages(messages: Iterable[Message]) -> SafeString:
    """What the view before the redirect had to say (`django.contrib.messages`), as alerts."""
    levels = {"error": "danger", "debug": "info"}
    return format_html_join(
        "", "{}", ((text.alert(str(entry.message), level=levels.get(entry.level_tag, entry.level_tag)),) for entry in messages)
    )


@register.simple_tag
def htmx() -> SafeString:
    """The script of htmx, for `extra_scripts` of the pages that use it."""
    return format_html('<script src="{}" defer></script>', static("vendor/htmx/htmx.min.js"))


@register.filter
def euro(cents: int | None) -> str:
    """Cents as `30,70 €`; nothing for None."""
    return "" if cents is None else money.format_cents(cents)


@register.filter
def day(value: dt.datetime | dt.date | None) -> str:
    """The German calendar day: `20.11.2026`; nothing for None."""
    if value is None:
        return ""
    return f"{clock.local(value) if isinstance(value, dt.datetime) else value:%d.%m.%Y}"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Day and time in Germany: `20.11.2026, 12:00 Uhr`; nothing for None."""
    return "" if value is None else f"{clock.local(value):%d.%m.%Y, %H:%M} Uhr"
