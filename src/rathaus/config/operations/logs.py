"""Logs as JSON lines without personal data.

Our own entries carry what the code names. Entries of libraries lose their arguments, since these carry paths, addresses and
values; an exception keeps its type and the way to it, not its message.
"""

import re
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

import structlog

from rathaus.foundation.failures import describe

if TYPE_CHECKING:
    import logging

_SUSPECT = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+|[A-Za-z0-9_-]{20,}")
_ALLOWED_TYPES = (str, int, float, bool, type(None), list)

Entry = MutableMapping[str, Any]


def scrub(_logger: object, _method: str, entry: Entry) -> Entry:
    """The last line of defence: what looks like an address or a token does not pass, whoever wrote it."""
    for name, value in entry.items():
        if isinstance(value, str) and name not in {"timestamp", "error", "task", "mail"}:
            entry[name] = _SUSPECT.sub("[...]", value)
        elif not isinstance(value, _ALLOWED_TYPES):
            entry[name] = type(value).__name__
    return entry


def from_library(_logger: object, _method: str, entry: Entry) -> Entry:
    """A record of the standard library's logging: its template without arguments, the error without its message."""
    record: logging.LogRecord = entry["_record"]
    entry["event"] = str(record.msg)[:200]
    entry.pop("positional_args", None)
    if record.exc_info and record.exc_info[1] is not None:
        entry["error"] = describe(record.exc_info[1])
    entry.pop("exc_info", None)
    if status := getattr(record, "status_code", None):
        entry["status"] = status
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    if match is not None:
        entry["route"] = match.route
    return entry


_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "foreign_pre_chain": [*_SHARED, from_library],
            "use_get_message": False,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                scrub,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        }
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": "WARNING"},
    "loggers": {
        "rathaus": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "django_tasks": {"level": "ERROR"},
    },
}


def configure() -> None:
    """Called once, by the settings."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
