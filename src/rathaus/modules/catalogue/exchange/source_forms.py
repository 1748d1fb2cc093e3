"""Forms of a source (XZuFi: Formular) as people see them: a name, an address that is safe to show, language, kind."""

from collections.abc import Iterator

from rathaus.foundation import html
from rathaus.modules.catalogue.descriptions import Form
from rathaus.modules.catalogue.exchange.claims import condition_of
from rathaus.modules.catalogue.exchange.describing import words
from rathaus.modules.catalogue.online import handover
from rathaus.standards.xzufi import model

NAMELESS = "Formular"


def forms_of(item: model.Form, *, source: str, held: model.Responsibility | None = None) -> Iterator[Form]:
    """One for each of its addresses; none for an address that is not https or strange (`handover.faults`).

    `held` is the responsibility that says for which Leistung, where and for whom it is; None where a Leistung names the form.
    """
    period = next(iter(item.validity or (held.validity if held else ())), None)
    for link in sorted(item.links, key=lambda link: link.position or 0):
        url = link.uri.strip()
        if handover.faults(url) or "{" in url:
            continue
        yield Form(
            name=(words(item.name) or html.plain(link.title) or NAMELESS)[:300],
            url=url,
            language=link.language[:12],
            kind=html.plain(item.kind.name)[:100] if item.kind else "",
            condition=condition_of(held) if held else "",
            source=source[:200],
            valid_from=period.begins.date() if period and period.begins else None,
            valid_until=period.ends.date() if period and period.ends else None,
        )
