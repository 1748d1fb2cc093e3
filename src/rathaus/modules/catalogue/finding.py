"""Finding: hits folded into lines, narrowed, counted; and what to do where nothing is found. Fixed numbers of queries."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from rathaus.foundation import text as texts
from rathaus.foundation.search import public as search
from rathaus.modules.catalogue import queries
from rathaus.modules.catalogue.enums import TextCode
from rathaus.modules.catalogue.index import AUDIENCES, LEVELS, SERVICES
from rathaus.modules.catalogue.models import TextModule
from rathaus.modules.catalogue.naming import object_of
from rathaus.modules.catalogue.types import FoundServices, NextWays, ServiceHit
from rathaus.modules.organisation import public as organisation

MOST = 400  # services folded into lines; the index looks at no more
SHOWN_VARIANTS = 8  # of a line; the page of the object has them all
UNSURE = 0.75  # the best hit answers less of the question
SHORT_QUESTION = 3  # letters: an abbreviation, or a word just begun
FILTERS = ("life_event", "audience", "online", "level")


def find(
    query: str,
    *,
    limit: int = 20,
    offset: int = 0,
    life_event: str | None = None,
    online: bool | None = None,
    audience: str | None = None,
    level: str | None = None,
) -> FoundServices:
    """The services a question means, the best first, all that is said of one object in one line.

    At most seven queries, four where the index is warm. The services come without unit and promise (see `queries.names`).

    `audience` and `level` are the values of `AUDIENCES` and `LEVELS`. Totals and counts are those of lines.
    """
    chosen = {"life_event": life_event, "audience": audience, "level": level}
    facets = {name: [value] for name, value in chosen.items() if value}
    if online is not None:
        facets["online"] = ["ja" if online else "nein"]
    found = SERVICES.query(query, facets=facets, limit=MOST)
    lines = fold(found.hits)
    page = lines[offset : offset + limit]
    services = queries.names(key for line in page for key in _loaded(line))
    keys = [line[0].key for line in page]
    shorts = {
        text.service.key: text
        for text in TextModule.objects.filter(service__key__in=keys, code=TextCode.SHORT, language="de").select_related("service")
    }
    hits = []
    for line in page:
        if (head := services.get(line[0].key)) is None:
            continue
        others = [hit.key for hit in line[1:]]
        short = shorts.get(head.key)
        hits.append(
            ServiceHit(
                service=head,
                short=short.words if short else "",
                short_machine=short is not None and short.machine_translated,
                score=max(hit.score for hit in line),
                others=tuple(others),
                variants=tuple(services[key] for key in others[:SHOWN_VARIANTS] if key in services),
                object=services.get(object_of(head.key) + "000000"),
            )
        )
    return FoundServices(
        hits=tuple(hits),
        total=len(lines),
        counts=_counts(lines),
        corrections=found.corrections,
        unsure=bool(lines) and found.coverage < UNSURE,
    )


def fold(hits: Sequence[search.Hit]) -> list[list[search.Hit]]:
    """Hits in lines: each described service its own; the bare object, acts and details of one object together.

    They stand with the described service of their object where one was found, else with the best of themselves; a line stands
    where its best hit would.
    """
    home: dict[str, str] = {}
    for hit in hits:
        if _described(hit):
            home.setdefault(object_of(hit.key), hit.key)
    lines: dict[str, list[search.Hit]] = {}
    for hit in hits:
        of = object_of(hit.key)
        line = lines.setdefault(hit.key if _described(hit) else home.get(of, of), [])
        line.insert(0 if _described(hit) else len(line), hit)
    return list(lines.values())


def _described(hit: search.Hit) -> bool:
    return ("described", "ja") in hit.facets


def _loaded(line: Sequence[search.Hit]) -> list[str]:
    keys = [hit.key for hit in line[: SHOWN_VARIANTS + 1]]
    return [*keys, object_of(keys[0]) + "000000"] if len(line) > SHOWN_VARIANTS + 1 else keys


def _counts(lines: Sequence[Sequence[search.Hit]]) -> dict[str, dict[str, int]]:
    """The lines by facet and value."""
    counted = Counter(pair for line in lines for pair in {pair for hit in line for pair in hit.facets})
    counts: dict[str, dict[str, int]] = {}
    for (name, value), number in sorted(counted.items()):
        counts.setdefault(name, {})[value] = number
    return counts


def suggest(prefix: str, *, limit: int = 8) -> list[str]:
    return SERVICES.suggest(prefix, limit=limit)


def marked(words: Iterable[str]) -> list[tuple[str, bool]]:
    """Each with whether a machine may have translated it. At most two queries."""
    machine = queries.machine_words()
    return [(word, word in machine) for word in words]


def next_ways(question: str, *, day: dt.date) -> NextWays:
    """What somebody can do whose question found nothing: similar words, each word alone, a unit, a letter."""
    similar = SERVICES.similar(question)
    words = texts.match_key(question).split()
    tried = list(dict.fromkeys(word for word in question.split() if len(word) > SHORT_QUESTION))[:4] if len(words) > 1 else []
    letter = next((word[0] for word in words if word[0].isascii() and word[0].isalpha()), "")
    units = [
        unit
        for unit in organisation.units(day)
        if any(len(word) > SHORT_QUESTION and word in texts.match_key(unit.name) for word in words)
    ]
    events = [event for event in queries.life_events_lately() if event.described or event.services]
    events.sort(key=lambda event: (-event.described, -event.services, event.name))
    return NextWays(
        similar=tuple(dict.fromkeys(name for word in similar for name in suggest(word, limit=3))),
        words=tuple(word for word in tried if SERVICES.query(word, limit=1).total),
        letter=letter,
        units=tuple(units[:5]),
        life_events=tuple(events[:6]),
    )


__all__ = ["AUDIENCES", "FILTERS", "LEVELS", "find", "fold", "marked", "next_ways", "suggest"]
