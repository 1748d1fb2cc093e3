"""What nobody has decided yet keeps an official form from being published."""

from rathaus.foundation.errors import Invalid
from rathaus.modules.forms.compiled.model import Form, ManualCheck, Note
from rathaus.modules.forms.compiled.tree import places


def undecided(form: Form) -> list[ManualCheck]:
    return [check for check in form.manual_checks if check.open]


def demand_decisions(form: Form) -> None:
    """Raises Invalid with every open point, its reason and what a decision must name."""
    found = undecided(form)
    if not found:
        return
    labels = {place.path: place.element.label for place in places(form) if not isinstance(place.element, Note)}
    lines = [f"- {told(check, labels.get(check.path, ''))}" for check in found]
    count = "Ein Punkt" if len(found) == 1 else f"{len(found)} Punkte"
    raise Invalid(
        f"{count} des Schemas {form.key} {form.source.version} kann keine Maschine entscheiden, und niemand hat es bisher getan. "
        f"Tragen Sie die Entscheidungen in decisions/{form.key}.toml ein (docs/kochbuch/amtliche-formulare.md).\n"
        + "\n".join(lines)
    )


def told(check: ManualCheck, label: str = "") -> str:
    """One point for the command line."""
    place = f" an „{label}“ ({check.path})" if label else f" an {check.path}" if check.path else ""
    said = " ".join(check.text.split())
    text = said if len(said) <= 200 else f"{said[:199]}…"
    reason = f" Grund: {check.reason}" if check.reason else ""
    return f"{check.id} {check.version}{place}: {text}{reason} [text_sha256 = {check.digest}]"
