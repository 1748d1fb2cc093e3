"""`rathaus catalogue editions KEY [--diff A B] [--json]`: the editions of a text, and what differs between two of them."""

import json
from typing import TYPE_CHECKING, Any

from rathaus.foundation import clock
from rathaus.foundation.errors import NotFound
from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.domain.refresh import lower_layers
from rathaus.modules.catalogue.editing.comparing import Change, Mark, changes
from rathaus.modules.catalogue.models import Edition

if TYPE_CHECKING:
    from argparse import ArgumentParser

_BRACKETS = {Mark.SAME: "{}", Mark.GONE: "[-{}-]", Mark.NEW: "{{+{}+}}"}


def add(commands: Any) -> None:
    parser: ArgumentParser = commands.add_parser("editions", help="die Fassungen eines Textes und ihre Unterschiede")
    parser.add_argument("key")
    parser.add_argument("--diff", nargs=2, metavar=("A", "B"), help="zwei Nummern; q0, q1 ... für das, was Land und Bund sagen")
    parser.add_argument("--json", action="store_true")


def run(options: dict[str, Any]) -> str:
    """The text to print. Raises NotFound in German."""
    editions = {str(edition.number): edition for edition in Edition.objects.filter(service_key=options["key"])}
    if not editions and not options["diff"]:
        raise NotFound(f"Zu {options['key']} gibt es keinen eigenen Text. Prüfen Sie den Schlüssel.")
    if not options["diff"]:
        return _list(list(editions.values()), as_json=options["json"])
    said = {number: descriptions.decode(edition.content) for number, edition in editions.items()}
    said |= {f"q{at}": layer.description for at, layer in enumerate(lower_layers(options["key"]))}
    first, second = options["diff"]
    for name in (first, second):
        if name not in said:
            raise NotFound(f"{name} gibt es nicht. Möglich sind: {', '.join(said) or 'keine'}.")
    found = changes(said[first], said[second])
    if options["json"]:
        return _json([{"slot": one.slot, "label": one.label, "before": one.before, "after": one.after} for one in found])
    return "\n\n".join(f"{one.label}:\n{_words(one)}" for one in found) or "Beide sagen dasselbe."


def _list(editions: list[Edition], *, as_json: bool) -> str:
    if as_json:
        columns = ("number", "state", "sha256", "source", "based_on", "publish_on", "version")
        return _json([{name: getattr(edition, name) for name in columns} for edition in editions])
    return "\n".join(
        f"{edition.number:>4}  {edition.get_state_display():<16}  {clock.local(edition.written_at):%d.%m.%Y %H:%M}  "
        f"{edition.written_by_name}"
        for edition in editions
    )


def _words(change: Change) -> str:
    return "".join(_BRACKETS[piece.mark].format(piece.text) for piece in change.pieces)


def _json(body: object) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2, default=str)
