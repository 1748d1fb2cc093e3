"""What narrows a result list: links that set a filter and chips that take it away. Works without script."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest

from rathaus.foundation import text
from rathaus.modules.catalogue.enums import ExecutingLevel

MOST_EVENTS = 8
ONLINE = {"ja": "Nur online", "nein": "Nicht online"}
AUDIENCE = {"buerger": "Bürgerinnen und Bürger", "unternehmen": "Unternehmen", "verwaltung": "Verwaltung"}
LEVEL = {
    "stadt": (ExecutingLevel.MUNICIPAL, "Stadt"),
    "land-oder-stadt": (ExecutingLevel.LAND_OR_MUNICIPAL, "Land oder Stadt"),
    "land": (ExecutingLevel.LAND, "Land"),
    "bund": (ExecutingLevel.FEDERAL, "Bund"),
}
TITLES = {"online": "Online", "lebenslage": "Lebenslage", "fuer": "Für wen", "wer": "Wer macht es"}


class Link(NamedTuple):
    label: str
    url: str
    number: int


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of an address, by the name of their parameter. What is not known is not there."""

    question: str
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, request: HttpRequest) -> "Filters":
        given = {name: text.clean(request.GET.get(name, ""))[:80] for name in TITLES}
        known: dict[str, Mapping[str, object]] = {"online": ONLINE, "fuer": AUDIENCE, "wer": LEVEL}
        values = {name: value for name, value in given.items() if value and (name not in known or value in known[name])}
        return cls(text.clean(request.GET.get("q", ""))[:200], values)

    @property
    def chosen(self) -> dict[str, Any]:
        """As `finding.find` takes them."""
        level, online = self.values.get("wer"), self.values.get("online")
        return {
            "life_event": self.values.get("lebenslage"),
            "audience": self.values.get("fuer"),
            "level": str(LEVEL[level][0]) if level else None,
            "online": online == "ja" if online else None,
        }

    def chips(self, events: Mapping[str, str]) -> list[Link]:
        """The filters set, each with the address without it."""
        return [Link(_label(name, value, events), self._url({name: ""}), 0) for name, value in self.values.items()]

    def groups(
        self, counts: Mapping[str, Mapping[str, int]], total: int, events: Mapping[str, str]
    ) -> list[tuple[str, list[Link]]]:
        """What can still be set, by heading: values that some of the lines have and not all of them."""
        offered = {
            "online": {value: counts.get("online", {}).get(value, 0) for value in ONLINE},
            "wer": {slug: counts.get("level", {}).get(str(level), 0) for slug, (level, _) in LEVEL.items()},
            "fuer": {value: counts.get("audience", {}).get(value, 0) for value in AUDIENCE},
            "lebenslage": dict(_commonest({slug: n for slug, n in counts.get("life_event", {}).items() if slug in events})),
        }
        groups = []
        for name, values in offered.items():
            links = [
                Link(_label(name, value, events), self._url({name: value}), n) for value, n in values.items() if 0 < n < total
            ]
            if links and name not in self.values:
                groups.append((TITLES[name], links))
        return groups

    def _url(self, changed: Mapping[str, str]) -> str:
        values = {"q": self.question, **self.values, **changed}
        return f"?{urlencode({name: value for name, value in values.items() if value})}"


def _commonest(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_EVENTS]


def _label(name: str, value: str, events: Mapping[str, str]) -> str:
    if name == "wer":
        return LEVEL[value][1]
    return {"online": ONLINE, "fuer": AUDIENCE}.get(name, events).get(value, value)
