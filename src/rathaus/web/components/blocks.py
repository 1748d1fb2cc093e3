"""Parts that enclose a piece of a template: card, disclosure, notice, fieldset, dialog."""

from django.utils.safestring import SafeString, mark_safe

from rathaus.web.components import text
from rathaus.web.components.fields import described_by, error_of, hint_of
from rathaus.web.components.markup import attributes, esc


def card(content: str, title: str, url: str = "", preline: str = "", heading: int = 3) -> SafeString:
    """One thing among several. With `url` its title is the link and the whole card can be clicked."""
    name = f'<a class="kern-link kern-link--stretched" href="{esc(url)}">{esc(title)}</a>' if url else esc(title)
    above = f'<p class="kern-preline">{esc(preline)}</p>' if preline else ""
    body = f'<div class="kern-card__body">{content}</div>' if content.strip() else ""
    return mark_safe(
        f'<div class="kern-card{" kern-card--interactive" if url else ""} r-card"><div class="kern-card__container">'
        f'<div class="kern-card__header">{above}<h{heading} class="kern-title">{name}</h{heading}></div>{body}</div></div>'
    )


def disclosure(content: str, title: str, *, is_open: bool = False) -> SafeString:
    """More on demand, native `details`."""
    return mark_safe(
        f'<details class="kern-accordion"{" open" if is_open else ""}><summary class="kern-accordion__header">'
        f'<span class="kern-title">{esc(title)}</span></summary><div class="kern-accordion__body">{content}</div></details>'
    )


def notice(content: str, title: str, level: str = "info", heading: int = 0) -> SafeString:
    """An alert whose body is a piece of template."""
    return text.alert(title, mark_safe(content), level, heading)


def fieldset(content: str, legend: str, hint: str = "", error: str = "", name: str = "") -> SafeString:
    """Questions that belong together. `name` gives the ids of hint and error."""
    field_id = f"id_{name}" if name else "gruppe"
    described = attributes({"aria-describedby": described_by(field_id, hint=hint, error=error)})
    return mark_safe(
        f'<fieldset class="kern-fieldset{" kern-fieldset--error" if error else ""}"{described}>'
        f'<legend class="kern-label kern-label--large">{esc(legend)}</legend>{hint_of(field_id, hint)}'
        f'<div class="kern-fieldset__body">{content}</div>{error_of(field_id, error)}</fieldset>'
    )


def dialog(content: str, dialog_id: str, title: str, opener: str) -> SafeString:
    """A question before something happens. The opener is a link to a page that asks the same: the dialog only saves the way.

    `opener` is the address of that page; a link with `data-dialog="<id>"` opens the dialog where there is script.
    """
    own_id, close = esc(dialog_id), text.icon("close")
    return mark_safe(
        f'<dialog id="{own_id}" class="kern-dialog" aria-labelledby="{own_id}_titel" data-opener="{esc(opener)}">'
        f'<div class="kern-dialog__header"><h2 class="kern-title kern-title--large" id="{own_id}_titel">{esc(title)}</h2>'
        f'<form method="dialog"><button class="kern-btn kern-btn--tertiary" aria-label="Schließen">{close}</button></form>'
        f'</div><div class="kern-dialog__body">{content}</div></dialog>'
    )
