"""FITKO's translated rules of a schema (FIM portal, `/api/v1/translated-rules`), as JSON.

The file names the schema and its version (`fim_id`, `fim_version`) and lists `translated_rules`. Each entry has one action,
the element that bears the rule (`rule_id`) with the path of groups down to it (`context`), the target, the condition and a text.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from rathaus.standards.xdatenfelder.rules.model import Effect, Rule, RuleError, Translation
from rathaus.standards.xdatenfelder.rules.notation import check_condition

MAX_BYTES = 4 * 1024 * 1024
MAX_RULES = 5000
MAX_TEXT = 4000
MAX_CONTEXT = 40

_FILE = {"fim_id", "fim_version", "leistungsschluessel", "join", "translated_rules"}
_ENTRY = {"rule_id", "actions", "target_id", "source_id", "condition", "text", "context"}
_SCHEMA = re.compile(r"S\d{1,14}")
_VERSION = re.compile(r"\d+(?:\.\d+){0,3}")
_GROUP = re.compile(r"G\d{1,14}")
_ELEMENT = re.compile(r"[FG]\d{1,14}")


def read_translated(data: bytes) -> Translation:
    """The rules of the file, in its order. Raises RuleError with the place."""
    if len(data) > MAX_BYTES:
        raise RuleError(f"Die Datei ist größer als {MAX_BYTES // 1024 // 1024} MB; so viele Regeln werden nicht gelesen.")
    try:
        raw = json.loads(data, object_pairs_hook=_object, parse_constant=_constant)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise RuleError(f"Die Datei ist kein lesbares JSON: {str(error)[:200]}") from error
    if not isinstance(raw, dict):
        raise RuleError("Erwartet wird ein Objekt mit fim_id, fim_version und translated_rules.")
    _only(raw, _FILE, "")
    entries = raw.get("translated_rules")
    if not isinstance(entries, list):
        raise RuleError("translated_rules fehlt oder ist keine Liste.")
    if len(entries) > MAX_RULES:
        raise RuleError(f"Die Datei hat mehr als {MAX_RULES} Regeln.")
    return Translation(
        schema_id=_matching(raw, "fim_id", _SCHEMA, ""),
        schema_version=_matching(raw, "fim_version", _VERSION, ""),
        rules=tuple(_rule(entry, f"translated_rules[{at}]") for at, entry in enumerate(entries, start=1)),
    )


def _rule(entry: Any, path: str) -> Rule:
    if not isinstance(entry, dict):
        raise RuleError("Eine Regel ist ein Objekt.", path)
    _only(entry, _ENTRY, path)
    context = entry.get("context")
    if not isinstance(context, list) or not 1 <= len(context) <= MAX_CONTEXT:
        raise RuleError("context nennt den Weg vom Schema zur Gruppe der Regel.", path)
    for at, step in enumerate(context, start=1):
        if not isinstance(step, str) or not _GROUP.fullmatch(step):
            raise RuleError(f"{str(step)[:40]!r} ist keine Kennung einer Gruppe.", f"{path}/context[{at}]")
    if _matching(entry, "rule_id", _GROUP, path) != context[-1]:
        raise RuleError("Der Weg in context endet nicht bei rule_id.", path)
    effect = _effect(entry.get("actions"), path)
    target = "" if entry.get("target_id") is None else _matching(entry, "target_id", _ELEMENT, path)
    if bool(target) == (effect is Effect.VALID):
        raise RuleError("required und forbidden brauchen target_id, validation hat keine.", path)
    if "condition" not in entry:
        raise RuleError("condition fehlt.", path)
    check_condition(entry["condition"], f"{path}/condition")
    text = entry.get("text")
    if not isinstance(text, str) or not text.strip() or len(text) > MAX_TEXT:
        raise RuleError(f"text ist der Satz für die Person, höchstens {MAX_TEXT} Zeichen.", path)
    return Rule(bearer=tuple(context), effect=effect, target=target, condition=entry["condition"], message=text.strip())


def _effect(actions: Any, path: str) -> Effect:
    if not isinstance(actions, list) or len(actions) != 1 or actions[0] not in tuple(Effect):
        raise RuleError(f"actions nennt genau eine Wirkung: {', '.join(Effect)}.", path)
    return Effect(actions[0])


def _matching(raw: Mapping[str, Any], name: str, pattern: re.Pattern[str], path: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise RuleError(f"{name} fehlt oder ist keine Kennung: {str(value)[:40]!r}.", path)
    return value


def _only(raw: Mapping[str, Any], known: set[str], path: str) -> None:
    unknown = sorted(set(raw) - known)
    if unknown:
        raise RuleError(f"Die Angabe {unknown[0][:40]!r} gehört nicht hierher.", path)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RuleError("Eine Angabe steht in einem Objekt zweimal.")
    return found


def _constant(name: str) -> Any:
    raise RuleError(f"{name} ist kein Wert des JSON-Standards.")
