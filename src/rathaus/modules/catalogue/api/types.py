"""What `/api/v1/` answers. Every field is always there; None says that nothing is known. Days are ISO 8601, money is in cents."""

import datetime as dt
from typing import Annotated, Literal

import msgspec

Level = Literal["federal", "land", "land_or_municipal", "municipal", "unknown"]
Url = Annotated[str, msgspec.Meta(description="absolute address")]
Time = Annotated[str, msgspec.Meta(description="HH:MM, local time", pattern=r"^\d{2}:\d{2}$")]


class _Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Link(_Said, frozen=True):
    title: str
    url: Url


class Text(_Said, frozen=True):
    """One text in one language. `html` is cleaned: no script, no style, no picture. `own` tells whether the city wrote it."""

    code: Annotated[str, msgspec.Meta(description="text module of XZuFi")]
    label: str
    language: Annotated[str, msgspec.Meta(description="BCP 47; de-simple is plain language, gsg German Sign Language")]
    html: str
    links: list[Link]
    own: bool
    source: str
    approved_by: str
    approved_on: dt.date | None
    machine_translated: bool


class Fee(_Said, frozen=True):
    """What it costs. `checked` is False where the city has not checked it, above all for what others say."""

    kind: Literal["fixed", "range", "text", "none"]
    label: str
    cents: int | None
    cents_to: int | None
    currency: str
    text: str
    legal_basis: str
    source: str
    as_of: dt.date | None
    checked: bool


class Document(_Said, frozen=True):
    name: str
    text: str
    mandatory: bool | None


class Body(_Said, frozen=True):
    """Who is in charge at the seat of the city. `ours` is True only for the city itself; `depends` names what decides else."""

    ours: bool
    name: str
    unit: Annotated[str | None, msgspec.Meta(description="slug of one of our units")]
    url: str
    depends: list[Literal["address", "name", "place_of"]]


class ServiceSummary(_Said, frozen=True):
    """Leistung in short. `described`: by the city itself."""

    key: Annotated[str, msgspec.Meta(description="14-digit Leistungsschlüssel, or local:...")]
    name: str
    machine_translated: Annotated[bool, msgspec.Meta(description="a machine has translated the name, nobody has checked it")]
    official_name: str
    url: Url
    described: bool
    demo: Annotated[bool, msgspec.Meta(description="an example and no information of an authority")]
    executing_level: Level
    online: Annotated[bool, msgspec.Meta(description="it can be applied for online, with us or with somebody else")]
    online_url: Annotated[Url | None, msgspec.Meta(description="our own form")]
    promise_days: Annotated[int | None, msgspec.Meta(description="working days the city promises")]


class OnlineService(_Said, frozen=True):
    """Where somebody else takes the application, at the seat of the city. `url` carries what the provider wants to be told."""

    name: str
    provider: str
    url: Url
    trust_level: Annotated[str, msgspec.Meta(description="00 to 40, empty where nothing is said")]
    languages: list[str]
    payment: list[str]
    demo: bool
    unreachable_since: dt.datetime | None


class Form(_Said, frozen=True):
    """Formular of somebody else. `language` is BCP 47, empty where nobody says; `condition` says for whom it is."""

    name: str
    url: Url
    language: str
    kind: str
    condition: str
    source: str
    checked: bool


class Service(_Said, frozen=True):
    """Leistung with everything its page says."""

    summary: ServiceSummary
    source: str
    level_source: str
    responsible: Body
    texts: list[Text]
    fees: list[Fee]
    documents: list[Document]
    forms: list[Form]
    deadline: str
    durations: list[str]
    channels: list[Literal["online", "counter", "paper", "phone"]]
    life_events: list[str]
    online_services: list[OnlineService]


class LifeEvent(_Said, frozen=True):
    """Lebenslage with the numbers of its services: all, those the city describes, those of them that are online."""

    slug: str
    name: str
    subject: str
    url: Url
    services: int
    described: int
    online: int


class Hours(_Said, frozen=True):
    days: Annotated[list[int], msgspec.Meta(description="0 Monday to 6 Sunday")]
    opens: Time
    closes: Time


class Unit(_Said, frozen=True):
    """Stelle of the city or of an authority beside it."""

    slug: str
    name: str
    authority: str
    url: Url
    phone: str
    email: str
    address: list[str]
    hours: list[Hours]
    by_appointment: bool
    step_free: bool | None


class Services(_Said, frozen=True):
    """One page; `next` is the address of the following one, None at the end."""

    items: list[ServiceSummary]
    next: Url | None


class LifeEvents(_Said, frozen=True):
    items: list[LifeEvent]
    next: Url | None


class Units(_Said, frozen=True):
    items: list[Unit]
    next: Url | None


class Problem(_Said, frozen=True):
    """RFC 7807, sent as application/problem+json. `detail` is German."""

    type: str
    title: str
    status: int
    detail: str
