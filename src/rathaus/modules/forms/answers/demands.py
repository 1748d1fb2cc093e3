"""What is missing or does not fit: one German sentence for each place."""

from rathaus.modules.forms.answers.given import Given, ancestors
from rathaus.modules.forms.answers.ruled import Ruled, names
from rathaus.modules.forms.answers.unfolding import Spot
from rathaus.modules.forms.compiled.model import Effect, Field, Group, Kind, Note, PrefillMode

UNFIT = "Die Angaben passen nicht zusammen. Bitte prüfen Sie sie."
EMPTY = "Bitte füllen Sie diesen Teil aus."


class Demands:
    """`required` maps the key a rule demands to the rule's sentence."""

    def __init__(self, visible: list[Spot], rules: dict[Effect, list[Ruled]], given: Given) -> None:
        self.visible, self.given = visible, given
        self.filled = {
            name
            for spot in visible
            if given.filled(spot.key) and isinstance(spot.element, Field)
            for name in (*ancestors(spot.key), spot.key)
        }
        self.required: dict[str, str] = {}
        self._require(rules[Effect.REQUIRE])
        self._validations = rules[Effect.VALID]

    def _require(self, rules: list[Ruled]) -> None:
        """A voluntary group that nobody began demands nothing; a rule may begin it, so this is asked until nothing is added."""
        waiting = [one for one in rules if one.applies(self.given)]
        while True:
            left = []
            for one in waiting:
                if self._active(one.bearer):
                    self.required.setdefault(one.target, one.rule.message)
                else:
                    left.append(one)
            if len(left) == len(waiting):
                return
            waiting = left

    def demanded(self, spot: Spot) -> bool:
        """Of an element that repeats, the first occurrence."""
        return spot.key in self.required or (spot.at == 0 and not self.required.keys().isdisjoint(names(spot)))

    def _message(self, spot: Spot) -> str:
        return next((self.required[name] for name in names(spot) if self.required.get(name)), "")

    def errors(self) -> dict[str, str]:
        """By key, in document order."""
        found = {spot.key: message for spot in self.visible if (message := self._error(spot))}
        for spot in self.visible:
            if isinstance(spot.element, Group) and self.demanded(spot) and not self._said(spot.key, found):
                found[spot.key] = self._message(spot) or EMPTY
        keys = [spot.key for spot in self.visible]
        for one in self._validations:
            hidden = one.bearer is not None and one.bearer.key in self.given.hidden
            if not hidden and self._active(one.bearer) and self.given.refutes(one.rule.condition, one.bearer):
                found.setdefault(_said_at(one, keys), one.rule.message or UNFIT)
        return {key: found[key] for key in keys if key in found}

    def _said(self, key: str, found: dict[str, str]) -> bool:
        """Whether something below is filled in, or its own message asks for it."""
        return key in self.filled or any(name == key or name.startswith(f"{key}.") for name in found)

    def _error(self, spot: Spot) -> str:
        element = spot.element
        if isinstance(element, Note):
            return ""
        if spot.key in self.given.unreadable:
            return self.given.unreadable[spot.key]
        forced = self.demanded(spot) or self.given.holds(element.required_if, spot, default=False)
        if isinstance(element, Group):
            return self._group_error(spot, element, needed=forced or element.minimum > spot.at)
        if element.kind is Kind.FILE:
            return _file_error(element, len(self.given.read.get(spot.key, ())), forced=forced, asked=self._asked(spot))
        needed = forced or (element.minimum > spot.at and self._asked(spot))
        if spot.key in self.given.read or not needed:
            return ""
        return self._message(spot) or missing(element)

    def _group_error(self, spot: Spot, group: Group, *, needed: bool) -> str:
        if not group.choice:
            return ""
        answered = sum(f"{spot.key}.{child.id}" in self.filled for child in group.children if not isinstance(child, Note))
        if answered > 1:
            return f"Füllen Sie bei „{group.label}“ nur einen der Teile aus und leeren Sie die anderen."
        return f"Füllen Sie bei „{group.label}“ einen der Teile aus." if needed and not answered else ""

    def _asked(self, spot: Spot) -> bool:
        """A voluntary group asks for its fields only once something in it is filled in, or a rule demands it."""
        return not _of_choice(spot) and self._active(spot.parent)

    def _active(self, spot: Spot | None) -> bool:
        if spot is None or spot.key in self.filled or self.demanded(spot):
            return True
        element = spot.element
        if isinstance(element, Note) or self.given.holds(element.required_if, spot, default=False):
            return True
        return element.minimum > spot.at and not _of_choice(spot) and self._active(spot.parent)


def _said_at(one: Ruled, keys: list[str]) -> str:
    """At the target, else at the bearer, else at the first place that is shown: an error is never lost."""
    bearer = one.bearer.key if one.bearer else ""
    return next((key for key in (one.target, f"{one.target}[0]", bearer) if key in keys), keys[0] if keys else "")


def _of_choice(spot: Spot) -> bool:
    return spot.parent is not None and isinstance(spot.parent.element, Group) and spot.parent.element.choice


_MISSING = {
    Kind.CHOICE: "Bitte wählen Sie aus: {name}.",
    Kind.CHOICES: "Bitte wählen Sie aus: {name}.",
    Kind.BOOLEAN: "Bitte beantworten Sie mit Ja oder Nein: {name}.",
    Kind.CONSENT: "Ohne dieses Häkchen geht es nicht weiter. Bitte lesen Sie die Erklärung und setzen Sie es, wenn sie stimmt.",
    Kind.FILE: "Bitte fügen Sie eine Datei bei: {name}.",
    Kind.DATE: "Bitte geben Sie Tag, Monat und Jahr an: {name}.",
}
_PROVEN = "Diese Angabe nehmen wir nur aus einem nachgewiesenen Servicekonto: {name}. Melden Sie sich dort an."


def missing(element: Field) -> str:
    """What to do where nothing was entered."""
    proven = element.prefill is not None and element.prefill.mode is PrefillMode.MANDATORY
    text = _PROVEN if proven else _MISSING.get(element.kind, "Bitte füllen Sie dieses Feld aus: {name}.")
    return text.replace("{name}", element.label.rstrip("?:. "))


def _file_error(element: Field, count: int, *, forced: bool, asked: bool) -> str:
    needed = max(element.minimum if asked else 0, 1 if forced else 0)
    if count < needed:
        return missing(element) if needed == 1 else f"Bitte fügen Sie mindestens {needed} Dateien bei: {element.label}."
    if element.maximum is not None and count > element.maximum:
        return f"Erlaubt sind höchstens {element.maximum} Dateien. Bitte entfernen Sie eine."
    return ""
