"""Small parts: icon, alert, badge, button, link that looks like one, card head, status."""

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from rathaus.web.components.markup import attributes

LEVELS = frozenset({"info", "success", "warning", "danger"})
LEVEL_NAMES = {"info": "Hinweis", "success": "Erledigt", "warning": "Achtung", "danger": "Fehler"}
VARIANTS = frozenset({"primary", "secondary", "tertiary"})


def icon(name: str, size: str = "") -> SafeString:
    """A KERN icon; decoration, so hidden from screen readers: the words beside it carry the meaning."""
    return format_html(
        '<span class="kern-icon kern-icon--{}{}" aria-hidden="true"></span>', name, f" kern-icon--{size}" if size else ""
    )


def _level(level: str) -> str:
    if level not in LEVELS:
        raise ValueError(f"alert or badge level {level!r}; known: {', '.join(sorted(LEVELS))}")
    return level


def alert(title: str, body: str | SafeString | Promise = "", level: str = "info", heading: int = 0) -> SafeString:
    """A notice within the page. `heading` 2-6 makes its title a heading; 0 leaves it a plain line."""
    tag = f"h{heading}" if heading else "p"
    inner = body if hasattr(body, "__html__") else format_html('<p class="kern-body">{}</p>', body) if body else ""
    return format_html(
        '<div class="kern-alert kern-alert--{}"><div class="kern-alert__header">{}<{} class="kern-title">'
        '<span class="kern-sr-only">{}: </span>{}</{}></div>{}</div>',
        _level(level),
        icon(level),
        mark_safe(tag),
        LEVEL_NAMES[level],
        title,
        mark_safe(tag),
        format_html('<div class="kern-alert__body">{}</div>', inner) if inner else "",
    )


def badge(text: str, level: str = "info", *, small: bool = False) -> SafeString:
    """A word with a colour and an icon; the word alone says it all."""
    return format_html(
        '<span class="kern-badge kern-badge--{}{}">{}<span class="kern-label kern-label--small">{}</span></span>',
        _level(level),
        " kern-badge--small" if small else "",
        icon(level),
        text,
    )


def button(text: str, variant: str = "primary", **attrs: object) -> SafeString:
    """A submit button. Attributes by keyword, `_` for `-`: `name="aktion" value="senden" icon="check"`."""
    return format_html(
        '<button class="kern-btn kern-btn--{}"{}>{}</button>',
        _variant(variant),
        *_button_parts(text, {"type": "submit", **attrs}),
    )


def link_button(text: str, url: str, variant: str = "primary", **attrs: object) -> SafeString:
    """A link that leads on and looks like a button."""
    return format_html(
        '<a class="kern-btn kern-btn--{}"{}>{}</a>', _variant(variant), *_button_parts(text, {"href": url, **attrs})
    )


def _variant(variant: str) -> str:
    if variant not in VARIANTS:
        raise ValueError(f"button variant {variant!r}; known: {', '.join(sorted(VARIANTS))}")
    return variant


def _button_parts(text: str, attrs: dict[str, object]) -> tuple[SafeString, SafeString]:
    name = attrs.pop("icon", "")
    label = format_html('<span class="kern-label">{}</span>', text)
    plain = {key.rstrip("_").replace("_", "-"): value for key, value in attrs.items()}
    return attributes(plain), format_html("{}{}", icon(str(name)), label) if name else label


def status(text: str, level: str = "info") -> SafeString:
    """A state within running text or a table: icon and word, no box."""
    return format_html('<span class="r-status r-status--{}">{}{}</span>', _level(level), icon(level), text)
