"""Which event classes exist and who listens to them. Filled while the apps get ready, read by the dispatcher."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Protocol, TypeVar


class EventClass(Protocol):
    """A frozen dataclass with `TYPE` and fields of str, int, bool or None (ids as text, dates in ISO 8601)."""

    TYPE: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclasses.dataclass(frozen=True, slots=True)
class Meta:
    """What the handler may know beside the event. `key` is stable: the name of an outside effect (Message-ID, transaction id)."""

    sequence: int
    aggregate: tuple[str, str]
    version: int
    published_at: dt.datetime
    now: dt.datetime
    key: str


Handler = Callable[[Any, Meta], None]
H = TypeVar("H", bound=Handler)


@dataclasses.dataclass(frozen=True, slots=True)
class Subscriber:
    name: str
    classes: Mapping[str, type[EventClass]]  # by TYPE
    handler: Handler
    replay: bool


_SUBSCRIBERS: dict[str, Subscriber] = {}


def subscribe(*classes: type[EventClass], name: str, replay: bool = True) -> Callable[[H], H]:
    """`@subscribe(CaseOpened, name="records.file_case")` above `def handler(event, meta)`.

    Several classes under one name are handled in order of an aggregate across the classes. `name` is kept for ever: it names the
    cursor. With `replay` a subscriber that joins a running house gets every event since its beginning, else only those to come.
    Raises ValueError for a second handler of the same name and for a class without TYPE or not a dataclass.
    """
    if not classes:
        raise ValueError(f"subscriber {name!r} names no event class")
    for cls in classes:
        if not dataclasses.is_dataclass(cls) or not isinstance(getattr(cls, "TYPE", None), str):
            raise ValueError(f"{cls.__qualname__} is no dataclass with TYPE")

    def register(handler: H) -> H:
        if name in _SUBSCRIBERS:
            raise ValueError(f"subscriber {name!r} is registered twice")
        if len(name) > 120 or name.startswith("#"):
            raise ValueError(f"subscriber {name!r}: at most 120 characters, not beginning with #")
        _SUBSCRIBERS[name] = Subscriber(name=name, classes={cls.TYPE: cls for cls in classes}, handler=handler, replay=replay)
        return handler

    return register


def subscribers() -> list[Subscriber]:
    return list(_SUBSCRIBERS.values())


def find(name: str) -> Subscriber | None:
    return _SUBSCRIBERS.get(name)


@contextmanager
def isolated() -> Iterator[None]:
    """For tests: nobody listens inside but who subscribes inside."""
    before = dict(_SUBSCRIBERS)
    _SUBSCRIBERS.clear()
    try:
        yield
    finally:
        _SUBSCRIBERS.clear()
        _SUBSCRIBERS.update(before)
