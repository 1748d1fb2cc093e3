"""What a rule compares a field with: Ja and Nein, or a code of the field's own list. Nothing else is taken."""

import re

from rathaus.standards.xdatenfelder.model import Field, FieldKind, Option
from rathaus.standards.xdatenfelder.rules.scanner import Scanner
from rathaus.standards.xdatenfelder.rules.scope import Named, plain

_TRUTH = {"ja": True, "wahr": True, "nein": False, "falsch": False}
_CODE = re.compile(r"\d{1,10}(?![\w.])")
OTHERS = "alle anderen möglichen Ausprägungen der Codeliste"

Value = bool | str


def read_value(scanner: Scanner, named: Named) -> Value:
    """The truth value or the code. Raises NotUnderstood."""
    element = named.element
    if not isinstance(element, Field):
        scanner.fail("Verglichen werden nur Felder.")
    if element.datatype == "bool":
        return _truth(scanner)
    if element.kind is FieldKind.SELECT and element.options:
        return _code(scanner, element.options)
    return scanner.fail(f"{element.id} hat weder Ja und Nein noch eine eigene Liste, mit der sich vergleichen ließe.")


def _truth(scanner: Scanner) -> bool:
    given = scanner.quoted()
    word = scanner.take(*_TRUTH) if given is None else given.lower()
    return _TRUTH[word] if word in _TRUTH else scanner.fail("Das Feld kennt nur Ja und Nein.")


def _code(scanner: Scanner, options: tuple[Option, ...]) -> str:
    """`001 "in Deutschland"`, `001 - Änderung`, `"Natürliche Person"`. The code counts; its label may be an older wording."""
    labels = {option.code: plain(option.name) for option in options}
    match = scanner.pattern(_CODE)
    if match is not None:
        code = match[0]
        if code not in labels:
            scanner.fail(f"Den Code {code} hat die Liste des Feldes nicht.")
        _label_behind(scanner, code, labels)
        return code
    given = scanner.quoted()
    if given is None:
        scanner.fail()
    found = [code for code, label in labels.items() if label == given]
    return found[0] if len(found) == 1 else scanner.fail(f"„{given}“ ist kein Eintrag der Liste des Feldes.")


def _label_behind(scanner: Scanner, code: str, labels: dict[str, str]) -> None:
    given = scanner.quoted()
    if given is not None:
        if given != labels[code] and given in labels.values():
            scanner.fail(f"„{given}“ ist der Eintrag zu einem anderen Code als {code}.")
        return
    if scanner.sign("-", "–") and not scanner.literally(labels[code]):
        scanner.fail()
