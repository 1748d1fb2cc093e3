"""Tables with caption and scopes. On narrow screens each row becomes a block whose cells name their column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from rathaus.web.components.markup import esc


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    numeric: bool = False
    hidden: bool = False  # heading for screen readers only: a column of buttons


def table(
    caption: str,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[object]],
    empty: str = "Keine Einträge.",
    *,
    caption_hidden: bool = False,
) -> SafeString:
    """The first cell of a row is its heading. Cells may be safe HTML. The roles keep the table a table where CSS unfolds it."""
    heads = [column if isinstance(column, Column) else Column(column) for column in columns]
    head = "".join(_head(column) for column in heads)
    body = "".join(_row(heads, row) for row in rows)
    if not body:
        nothing = f'<td class="kern-table__cell" role="cell" colspan="{len(heads)}">{esc(empty)}</td>'
        body = f'<tr class="kern-table__row" role="row">{nothing}</tr>'
    title = f'<caption class="kern-title{" kern-sr-only" if caption_hidden else ""}">{esc(caption)}</caption>'
    return mark_safe(
        f'<table class="kern-table kern-table--small r-table" role="table">{title}'
        f'<thead class="kern-table__head" role="rowgroup"><tr class="kern-table__row" role="row">{head}</tr></thead>'
        f'<tbody class="kern-table__body" role="rowgroup">{body}</tbody></table>'
    )


def _head(column: Column) -> str:
    number = " kern-table__header--numeric" if column.numeric else ""
    label = f'<span class="kern-sr-only">{esc(column.label)}</span>' if column.hidden else esc(column.label)
    return f'<th scope="col" role="columnheader" class="kern-table__header{number}">{label}</th>'


def _cell_text(value: object) -> str:
    return esc(value) if isinstance(value, SafeString) else esc("" if value is None else str(value))


def _row(heads: Sequence[Column], row: Sequence[object]) -> str:
    cells = []
    for at, (column, value) in enumerate(zip(heads, row, strict=True)):
        text = _cell_text(value)
        if at == 0:
            cells.append(f'<th scope="row" role="rowheader" class="kern-table__header">{text}</th>')
            continue
        number = " kern-table__cell--numeric" if column.numeric else ""
        label = "" if column.hidden else f' data-label="{esc(column.label)}"'
        cells.append(f'<td role="cell" class="kern-table__cell{number}"{label}>{text}</td>')
    return f'<tr class="kern-table__row" role="row">{"".join(cells)}</tr>'
