"""Lists: facts, answers to check, tasks, uploads, what happened, nothing there."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from rathaus.foundation import clock
from rathaus.web.components.markup import esc
from rathaus.web.components.text import badge, button, icon

Value = str | SafeString | Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A question and its answer. `value` may be several lines; `change_url` leads back to the page that asks."""

    key: str
    value: Value
    change_url: str = ""
    note: str = ""  # where the value comes from: "aus Ihrem Servicekonto"


@dataclass(frozen=True, slots=True)
class Task:
    """One entry of a task list; without `url` it cannot be done yet."""

    title: str
    url: str = ""
    status: str = ""
    level: str = "info"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file a person has handed in. `error` says what is wrong with it and what to do."""

    filename: str
    size: int  # bytes
    url: str = ""
    status: str = ""
    level: str = "success"
    error: str = ""
    remove_value: str = ""  # value of the button `remove_name`; empty: cannot be removed


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened, newest first or oldest first as the caller orders it."""

    title: str
    at: dt.datetime | dt.date
    text: str | SafeString = ""
    by: str = ""


def _value(value: Value) -> str:
    if isinstance(value, str):
        return esc(value) if value else '<span class="kern-body--muted">keine Angabe</span>'
    return "<br>".join(esc(line) for line in value)


def _rows(rows: Iterable[Row | Sequence[str]]) -> list[Row]:
    return [row if isinstance(row, Row) else Row(row[0], row[1]) for row in rows]


def _item(row: Row) -> str:
    note = f' <span class="r-note">{esc(row.note)}</span>' if row.note else ""
    change = (
        f'<dd class="r-change"><a class="kern-link" href="{esc(row.change_url)}" '
        f'aria-label="{esc(row.key)} ändern">Ändern</a></dd>'
        if row.change_url
        else ""
    )
    return (
        f'<div class="kern-description-list-item"><dt class="kern-description-list-item__key">{esc(row.key)}</dt>'
        f'<dd class="kern-description-list-item__value">{_value(row.value)}{note}</dd>{change}</div>'
    )


def description_list(rows: Iterable[Row | Sequence[str]]) -> SafeString:
    """Facts: pairs of (key, value), or Rows."""
    return mark_safe(f'<dl class="kern-description-list r-facts">{"".join(_item(row) for row in _rows(rows))}</dl>')


def summary_list(title: str, rows: Iterable[Row | Sequence[str]], number: int | str = "", heading: int = 2) -> SafeString:
    """Check-your-answers: one block per page of the form, each answer with its way back."""
    mark = f'<span class="kern-number" aria-hidden="true">{esc(str(number))}</span>' if number else ""
    return mark_safe(
        f'<section class="kern-summary r-summary"><div class="kern-summary__header">{mark}'
        f'<h{heading} class="kern-title">{esc(title)}</h{heading}></div>'
        f'<div class="kern-summary__body">{description_list(rows)}</div></section>'
    )


def task_list(tasks: Iterable[Task], title: str = "", heading: int = 2) -> SafeString:
    """What is to be done, with the state of each in words."""
    items = []
    for number, task in enumerate(tasks, 1):
        status_id = f"aufgabe-{number}-status"
        title_html = esc(task.title)
        name = (
            f'<a class="kern-link kern-link--stretched" href="{esc(task.url)}" aria-describedby="{status_id}">{title_html}</a>'
            if task.url
            else f'<span class="kern-body">{title_html}</span>'
        )
        hint = f'<span class="kern-hint">{esc(task.hint)}</span>' if task.hint else ""
        mark = badge(task.status, task.level, small=True) if task.status else ""
        items.append(
            f'<li class="kern-task-list__item"><span class="kern-number" aria-hidden="true">{number}</span>'
            f'<div class="kern-task-list__title"><span class="r-task">{name}{hint}</span>'
            f'<div class="kern-task-list__status" id="{status_id}">{mark}</div></div></li>'
        )
    head = f'<h{heading} class="kern-heading-medium">{esc(title)}</h{heading}>' if title else ""
    header = f'<div class="kern-task-list__header">{head}</div>' if head else ""
    return mark_safe(f'<div class="kern-task-list">{header}<ul class="kern-task-list__list">{"".join(items)}</ul></div>')


def file_size(size: int) -> str:
    """Bytes as people read them: `340 KB`, `1,2 MB`."""
    if size < 1_000:
        return f"{size} Byte"
    if size < 1_000_000:
        return f"{size // 1_000} KB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def upload_list(uploads: Iterable[Upload], remove_name: str = "entfernen") -> SafeString:
    """Files already there, inside the form whose submit button removes them."""
    items = []
    for entry in uploads:
        name = f'<a class="kern-link" href="{esc(entry.url)}">{esc(entry.filename)}</a>' if entry.url else esc(entry.filename)
        mark = badge(entry.status, "danger" if entry.error else entry.level, small=True) if entry.status or entry.error else ""
        if entry.error and not entry.status:
            mark = badge("Nicht angenommen", "danger", small=True)
        error = f'<p class="r-uploads__error">{esc(entry.error)}</p>' if entry.error else ""
        remove = (
            button("Entfernen", "tertiary", name=remove_name, value=entry.remove_value, aria_label=f"{entry.filename} entfernen")
            if entry.remove_value
            else ""
        )
        items.append(
            f'<li><span class="r-uploads__name">{name} <span class="r-note">{file_size(entry.size)}</span></span>'
            f"{mark}{remove}{error}</li>"
        )
    return mark_safe(f'<ul class="r-uploads">{"".join(items)}</ul>') if items else SafeString()


def _time(at: dt.datetime | dt.date) -> str:
    if isinstance(at, dt.datetime):
        local = clock.local(at)
        return f'<time datetime="{local.isoformat(timespec="minutes")}">{local:%d.%m.%Y, %H:%M} Uhr</time>'
    return f'<time datetime="{at.isoformat()}">{at:%d.%m.%Y}</time>'


def timeline(entries: Iterable[Entry]) -> SafeString:
    """What happened and when, as an ordered list."""
    items = []
    for entry in entries:
        by = f'<span class="r-note"> · {esc(entry.by)}</span>' if entry.by else ""
        body = entry.text if hasattr(entry.text, "__html__") else f"<p>{esc(entry.text)}</p>" if entry.text else ""
        items.append(
            f'<li><p class="r-timeline__title">{esc(entry.title)}</p>'
            f'<p class="r-timeline__when">{_time(entry.at)}{by}</p>{body}</li>'
        )
    return mark_safe(f'<ol class="r-timeline">{"".join(items)}</ol>')


def empty_state(title: str, text: str = "", url: str = "", label: str = "", heading: int = 2) -> SafeString:
    """Nothing there: say so, say why, offer the next step."""
    body = f'<p class="kern-body">{esc(text)}</p>' if text else ""
    link = f'<p><a class="kern-link" href="{esc(url)}">{icon("arrow-forward")}{esc(label)}</a></p>' if url else ""
    return mark_safe(f'<div class="r-empty"><h{heading} class="kern-title">{esc(title)}</h{heading}>{body}{link}</div>')
