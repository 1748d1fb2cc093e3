"""What a compiled official schema can do, counted: fields, rules by how they are executed, lists, pages, what is open."""

from collections import Counter
from dataclasses import dataclass

from rathaus.modules.forms.compiled.model import Field, Form, Kind, ManualCheck, Note, Rule
from rathaus.modules.forms.compiled.tree import places
from rathaus.modules.forms.official.accessibility import Finding, findings
from rathaus.modules.forms.official.decisions import Verdict
from rathaus.modules.forms.official.undecided import undecided
from rathaus.modules.forms.official.walk import bearers
from rathaus.standards import xdatenfelder as xdf


@dataclass(frozen=True, slots=True)
class Coverage:
    """Rules are counted at their places: one that stands at three groups counts three times.

    `translated` and `text` are executed from FITKO's translation and from the free text; `decided` are those people decided on;
    `by_hand` those that nobody has. `open_points` are what keeps the form from being published, rules among them.
    """

    id: str
    version: str
    title: str
    fields: int
    groups: int
    kinds: dict[str, int]
    pages: int
    rules: int
    translated: int
    text: int
    decided: int
    by_hand: int
    lists_inline: int
    lists_resolved: int
    lists_missing: tuple[str, ...]
    without_help: int  # fields to fill in that no text explains
    open_points: tuple[ManualCheck, ...]
    accessibility: tuple[Finding, ...]

    @property
    def publishable(self) -> bool:
        return not self.open_points


def coverage(form: Form, schema: xdf.Schema) -> Coverage:
    found = [place.element for place in places(form)]
    fields = [element for element in found if isinstance(element, Field)]
    kinds = Counter(element.kind.value for element in fields)
    notes = sum(isinstance(element, Note) for element in found)
    executed = _executed(form)
    decided = [check for check in form.manual_checks if check.decision]
    opened = undecided(form)
    rules = {(path, rule.id) for path, _ids, element in bearers(schema) for rule in element.rules}
    by_hand = {(check.path, check.id) for check in opened} & rules
    lists = form.code_lists.values()
    return Coverage(
        id=form.key,
        version=form.source.version,
        title=form.title,
        fields=len(fields),
        groups=len(found) - len(fields) - notes,
        kinds={**dict(sorted(kinds.items())), **({"note": notes} if notes else {})},
        pages=len(form.pages),
        rules=len(rules),
        translated=len({place for place, origin in executed if origin == "translated"} & rules),
        text=len({place for place, origin in executed if origin == "text"} & rules),
        decided=len({(check.path, check.id) for check in decided} & rules),
        by_hand=len(by_hand),
        lists_inline=sum(field.kind is Kind.CHOICE and not field.code_list for field in fields),
        lists_resolved=sum(bool(one.options) for one in lists),
        lists_missing=tuple(sorted(key for key, one in form.code_lists.items() if not one.options)),
        without_help=sum(field.kind is not Kind.LOCKED and not (field.help or field.hint) for field in fields),
        open_points=tuple(opened),
        accessibility=findings(form),
    )


def _executed(form: Form) -> set[tuple[tuple[str, str], str]]:
    """((path of the bearer, id of the rule), origin) of every official rule that runs."""
    found: set[tuple[tuple[str, str], str]] = set()

    def gather(path: str, rules: tuple[Rule, ...]) -> None:
        found.update(((path, rule.id), rule.origin) for rule in rules if rule.origin not in tuple(Verdict))

    gather("", form.rules)
    for place in places(form):
        if not isinstance(place.element, Note):
            gather(place.path, place.element.rules)
    return found
