"""Find: home, search, life situations, A to Z. All of it works by links and GET forms; suggestions come on top."""

import string
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.foundation import clock, text
from rathaus.modules.catalogue import finding, queries
from rathaus.modules.catalogue.bundles import leading_from
from rathaus.modules.catalogue.views.filters import Filters

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from rathaus.modules.catalogue.models import Service

LIMIT = 20
MOST_OFFSET = 200
LONGEST_QUESTION = 200
LETTERS = tuple(string.ascii_lowercase)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    events = [event for event in queries.life_events_lately() if event.described]
    events.sort(key=lambda event: (-event.described, event.name))
    return render(request, "catalogue/home.html", {"most_used": queries.most_used(9), "events": events[:12]})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    question = text.clean(request.GET.get("q", ""))[:LONGEST_QUESTION]
    asked = Filters.read(request)
    offset = _offset(request)
    found = finding.find(question, limit=LIMIT, offset=offset, **asked.chosen) if question else None
    events = {entry.slug: entry.name for entry in queries.life_events_lately()} if question else {}
    short = question and len(question.strip()) <= finding.SHORT_QUESTION
    ways = finding.next_ways(question, day=clock.today(clock.now())) if found and not found.hits else None
    context = {
        "question": question,
        "found": found,
        "facets": asked.groups(found.counts, found.total, events) if found and found.hits else [],
        "chips": asked.chips(events) if question else [],
        "unfiltered": f"?{urlencode({'q': question})}",
        "beginnings": finding.marked(finding.suggest(question)) if short else [],
        "ways": ways,
        "similar": finding.marked(ways.similar) if ways else [],
        "previous_url": _at(request, offset - LIMIT) if offset else "",
        "next_url": _at(request, offset + LIMIT) if found and offset + LIMIT < min(found.total, MOST_OFFSET) else "",
        "first": offset + 1,
        "last": offset + len(found.hits) if found else 0,
    }
    return render(request, "catalogue/search.html", context)


def _offset(request: HttpRequest) -> int:
    given = request.GET.get("ab", "")
    return min(int(given), MOST_OFFSET) if given.isascii() and given.isdigit() and len(given) < 6 else 0


def _at(request: HttpRequest, offset: int) -> str:
    values = request.GET.copy()
    values.pop("ab", None)
    if offset > 0:
        values["ab"] = str(offset)
    return f"?{values.urlencode()}"


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The `option` elements of the search field's datalist."""
    found = finding.suggest(request.GET.get("q", "")[:LONGEST_QUESTION])
    return render(request, "catalogue/suggestions.html", {"suggestions": finding.marked(found)})


@require_safe
def life_events(request: HttpRequest) -> HttpResponse:
    subjects: dict[str, list[object]] = {}
    for event in queries.life_events_lately():
        if event.services:
            subjects.setdefault(event.subject, []).append(event)
    return render(request, "catalogue/life_events.html", {"subjects": sorted(subjects.items())})


@require_safe
def life_event(request: HttpRequest, slug: str) -> HttpResponse:
    event, mine, others = queries.of_life_event(slug)
    if event is None:
        raise Http404(slug)
    return render(
        request,
        "catalogue/life_event.html",
        {"event": event, "mine": mine, "others": others, "bundles": leading_from(life_event=slug)},
    )


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Without a letter: what the city describes. With one: all services of the catalogue that begin so."""
    letter = request.GET.get("buchstabe", "").lower()
    links = [(entry.upper(), f"?buchstabe={entry}") for entry in LETTERS]
    if letter not in LETTERS:
        return render(request, "catalogue/services.html", {"letter_links": links, "mine": queries.described_services()})
    page = Paginator(queries.letter_rows(letter), 100).get_page(request.GET.get("seite"))
    context = {"letter_links": links, "current": f"?buchstabe={letter}", "letter": letter, "page": page}
    found = queries.listed(cast("QuerySet[Service]", page.object_list))
    terms = queries.letter_terms_lately(letter) if page.number == 1 else []
    return render(request, "catalogue/services.html", context | {"found": found, "terms": terms})
