"""The German free text of `regel` (freitextRegel) as rules, where it is understood to the last sign.

The grammar knows the phrasings of published schemas and nothing beyond. A name that belongs to another element, a code that
the list does not have, a comma too few: NotUnderstood, and nobody executes any of it. What only shows an element (aktiviere,
zeige) is read as FITKO translates it everywhere, as required, and only where the text also says when the element is absent.
"""

from dataclasses import dataclass

from rathaus.standards.xdatenfelder.model import Element, Schema
from rathaus.standards.xdatenfelder.rules import sentences
from rathaus.standards.xdatenfelder.rules.model import Effect, Rule
from rathaus.standards.xdatenfelder.rules.scanner import Scanner
from rathaus.standards.xdatenfelder.rules.scope import NotUnderstood, Scope


@dataclass(frozen=True, slots=True)
class Reading:
    """The rules of one text, and the phrasings it used."""

    rules: tuple[Rule, ...]
    phrases: tuple[str, ...]


def read_freetext(text: str, bearer: Schema | Element, path: tuple[str, ...]) -> Reading:
    """The rules that `text` states at `bearer`, which stands at `path`. Raises NotUnderstood."""
    if not text.strip():
        raise NotUnderstood("Die Regel hat keinen Text.")
    scanner = Scanner(text, Scope(bearer))
    said: list[sentences.Said] = []
    memory = sentences.Memory()
    while not scanner.ended:
        said += sentences.read_sentence(scanner, memory)
        if not scanner.sign(".") and not scanner.ended:
            scanner.fail()
    _require_both_ways(said)
    rules = tuple(
        Rule(bearer=path, effect=one.effect, target=one.target, condition=one.condition, message=one.message) for one in said
    )
    return Reading(rules, tuple(dict.fromkeys(one.phrase for one in said)))


def _require_both_ways(said: list[sentences.Said]) -> None:
    hidden = {one.target for one in said if one.effect is Effect.FORBID}
    for one in said:
        if one.shown and one.target not in hidden:
            raise NotUnderstood(f"Wann {one.target} nicht angezeigt wird, sagt die Regel nicht.")
