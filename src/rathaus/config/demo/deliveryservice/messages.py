"""A request and an answer, and how the service refuses (RFC 7807)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_PROBLEMS = "https://schema.fitko.de/fit-connect/submission-api/problems/"


@dataclass(frozen=True, slots=True)
class Request:
    """`headers` in lower case; `query` with the last value of each name."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """`name`: the last part of the problem's type, where one was seen in a source; else `about:blank`."""

    def __init__(self, status: int, title: str, *, name: str = "", detail: str = "") -> None:
        super().__init__(title)
        kind = f"{_PROBLEMS}{name}" if name else "about:blank"
        body = {"type": kind, "title": title, "status": status} | ({"detail": detail} if detail else {})
        self.answer = Answer(status, json.dumps(body, ensure_ascii=False).encode(), "application/problem+json")


def as_json(value: Any, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value, ensure_ascii=False).encode())
