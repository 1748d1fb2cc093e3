"""The description of `/api/v1/` in OpenAPI 3.1, made from the types that are encoded: it cannot say anything else."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from rathaus.modules.catalogue.api import parameters, types

ROOT = "/api/v1"
VERSION = "1.0.0"
_REF = "#/components/schemas/{name}"
_FAILURES = {
    "400": "Die Anfrage ist falsch.",
    "404": "Das gibt es nicht.",
    "429": "Zu viele Anfragen.",
    "500": "Ein Fehler bei uns.",
}


@dataclass(frozen=True, slots=True)
class Operation:
    path: str
    name: str
    summary: str
    answer: type
    query: tuple[parameters.Parameter, ...] = ()
    path_parameter: str = ""


OPERATIONS = (
    Operation("/services", "listServices", "Leistungen, nach Leistungsschlüssel", types.Services, parameters.SERVICES),
    Operation("/services/{key}", "getService", "Eine Leistung mit allem, was ihre Seite sagt", types.Service, (), "key"),
    Operation("/life-events", "listLifeEvents", "Lebenslagen mit der Zahl ihrer Leistungen", types.LifeEvents, parameters.PAGE),
    Operation("/units", "listUnits", "Stellen mit Anschrift und Öffnungszeiten", types.Units, parameters.PAGE),
)


@lru_cache(maxsize=4)
def document(base_url: str) -> dict[str, Any]:
    """The same dictionary each time: nobody may change it."""
    wanted = [*(operation.answer for operation in OPERATIONS), types.Problem]
    refs, schemas = msgspec.json.schema_components(wanted, ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Leistungen der Stadt",
            "version": VERSION,
            "description": "Nur lesend, ohne Anmeldung und ohne Cookies. Neue Felder können hinzukommen, keines fällt weg.",
        },
        "servers": [{"url": base_url + ROOT}],
        "paths": {
            operation.path: {"get": _operation(operation, ref, refs[-1])}
            for operation, ref in zip(OPERATIONS, refs, strict=False)
        },
        "components": {"schemas": schemas},
    }


def _operation(operation: Operation, answer: dict[str, Any], failure: dict[str, Any]) -> dict[str, Any]:
    asked = [
        {"name": one.name, "in": "query", "required": False, "description": one.description, "schema": dict(one.schema)}
        for one in operation.query
    ]
    if operation.path_parameter:
        asked.append({"name": operation.path_parameter, "in": "path", "required": True, "schema": {"type": "string"}})
    failed = {"application/problem+json": {"schema": failure}}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": asked,
        "responses": {
            "200": {"description": "Die Antwort.", "content": {"application/json": {"schema": answer}}},
            "304": {"description": "Unverändert seit dem genannten ETag."},
            **{status: {"description": words, "content": failed} for status, words in _FAILURES.items()},
        },
    }
