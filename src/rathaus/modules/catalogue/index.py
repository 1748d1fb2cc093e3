"""What of a service can be found, and how much it counts."""

import tomllib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import Prefetch

from rathaus.foundation.search import public as search
from rathaus.modules.catalogue.enums import ExecutingLevel, TextCode
from rathaus.modules.catalogue.models import Service, TextModule

WEIGHTS = {"title": 6.0, "official": 5.0, "terms": 5.0, "bundle": 1.0, "short": 1.0, "text": 0.3}
_LEVEL_BOOST = {ExecutingLevel.FEDERAL: -0.1, ExecutingLevel.LAND: -0.05, ExecutingLevel.MUNICIPAL: 0.05}
AUDIENCES = {"001": "buerger", "002": "unternehmen", "003": "verwaltung"}  # Adressaten of XZuFi
LEVELS = (ExecutingLevel.MUNICIPAL, ExecutingLevel.LAND_OR_MUNICIPAL, ExecutingLevel.LAND, ExecutingLevel.FEDERAL)
DESCRIBED_BOOST = 0.35
OBJECT_BOOST = -0.05  # a bare object (`...000000`) says less than what can be done with it
SEARCHED_TEXTS = (TextCode.FULL, TextCode.DOCUMENTS, TextCode.REQUIREMENTS, TextCode.PROCEDURE)
_INDEXED = frozenset({TextCode.SHORT, *SEARCHED_TEXTS})


def everyday_words() -> Iterator[tuple[str, Collection[str]]]:
    """How people say it, with what the catalogue calls it: `everyday.toml`, and by theme, the other way round, `everyday/`.

    A saying comes more than once where it means several things; one file is in memory at a time.
    """
    here = Path(__file__).parent
    yield from _toml(here / "everyday.toml")["words"].items()
    for file in sorted((here / "everyday").glob("*.toml")):
        yield from ((said, (name,)) for name, sayings in _toml(file)["said"].items() for said in sayings)


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def words_alike() -> dict[str, list[str]]:
    """Groups of words that sayings of several words take for one another."""
    groups: dict[str, list[str]] = _toml(Path(__file__).parent / "alike.toml")["alike"]
    return groups


SERVICES = search.Index("catalogue.services", weights=WEIGHTS, thesaurus=everyday_words, alike=words_alike)


def index_services(services: Iterable[Service]) -> int:
    """Puts services in or anew, in the caller's transaction. Gives the number of those that changed."""
    return SERVICES.replace_many(_entry(service) for service in services)


def index_keys(keys: Collection[str]) -> int:
    """The same by keys, with everything that is needed loaded in a fixed number of queries."""
    rows = Service.objects.filter(key__in=list(keys)).select_related("ozg_service__life_event")
    texts = TextModule.objects.filter(language="de", code__in=_INDEXED).only("service_id", "language", "code", "text", "markup")
    return index_services(rows.prefetch_related(Prefetch("texts", texts), "terms", "life_events"))


def _entry(service: Service) -> search.Entry:
    texts = {text.code: text.words for text in service.texts.all() if text.language == "de" and text.code in _INDEXED}
    terms = [term.text for term in service.terms.all() if term.language == "de"]
    ozg = service.ozg_service
    events = {event.slug: event.name for event in service.life_events.all()}
    if ozg is not None:
        events.setdefault(ozg.life_event.slug, ozg.life_event.name)
    official = service.official_name if service.official_name != service.name else ""
    return search.Entry(
        key=service.key,
        title=service.name,
        fields={
            "official": official,
            "terms": ", ".join(terms),
            "bundle": f"{ozg.name if ozg else ''} {' '.join(events.values())}",
            "short": texts.get(TextCode.SHORT, ""),
            "text": " ".join(texts.get(code, "") for code in SEARCHED_TEXTS),
        },
        facets={
            "described": ["ja" if service.described else "nein"],
            "online": ["ja" if service.online_slug or service.online_elsewhere else "nein"],
            "level": [service.executing_level],
            "life_event": list(events),
            "audience": [AUDIENCES[code] for code in service.addressees if code in AUDIENCES],
        },
        boost=_boost(service),
        suggestions=tuple(terms),
    )


def _boost(service: Service) -> float:
    boost = _LEVEL_BOOST.get(ExecutingLevel(service.executing_level), 0.0)
    if service.described:
        boost = DESCRIBED_BOOST + min(service.prominence, 20) / 100
    elif service.key.endswith("000000"):
        boost += OBJECT_BOOST
    return round(boost, 4)
