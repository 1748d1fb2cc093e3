"""What a browser posted for one page, made into typed answers. Unknown names are ignored, hostile text is tamed."""

from collections.abc import Mapping
from typing import Protocol

from rathaus.modules.forms.answers.keys import count_key, template
from rathaus.modules.forms.answers.reading import DATE_PARTS, MAX_TYPED
from rathaus.modules.forms.answers.unfolding import Spot, occurrences, unfold_page
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Field, Group, Kind, Note, Page, PrefillMode, repeated

_NUL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000)))


class Post(Protocol):
    """What is used of a Django QueryDict."""

    def getlist(self, key: str) -> list[str]: ...
    def __contains__(self, key: object) -> bool: ...


class PlainPost(dict[str, str]):
    """Single values in the shape of a QueryDict."""

    def getlist(self, key: str) -> list[str]:
        return [self[key]] if key in self else []


def take(page: Page, typed: Mapping[str, str], post: Post) -> dict[str, str]:
    """All typed answers with those of this page replaced by what was posted, exactly as typed (control characters aside).

    A field the page did not show keeps what it had: a hidden answer is pruned at the check, not lost by a click.
    """
    result = dict(typed)
    for spot in unfold_page(page, typed):
        element = spot.element
        if isinstance(element, Field) and element.kind not in {Kind.FILE, Kind.LOCKED} and not _proven(element):
            _take_field(element, spot, post, result)
    return result


def typed_on(page: Page, typed: Mapping[str, str]) -> dict[str, str]:
    """The typed answers that belong to this page, with the counts of its repeated elements."""
    found: dict[str, str] = {}
    for spot in unfold_page(page, typed):
        base = spot.key.rpartition("[")[0]
        names = [spot.key, *(f"{spot.key}.{part}" for part in DATE_PARTS), *([count_key(base)] if spot.key.endswith("]") else [])]
        found.update({name: typed[name] for name in names if name in typed})
    return found


def _proven(element: Field) -> bool:
    """A value from a proven source alone: what the browser says does not count."""
    return element.prefill is not None and element.prefill.mode is PrefillMode.MANDATORY


def _take_field(element: Field, spot: Spot, post: Post, result: dict[str, str]) -> None:
    names = [f"{spot.key}.{part}" for part in DATE_PARTS] if element.kind is Kind.DATE else [spot.key]
    shown = f"{spot.key}@" in post
    for name in names:
        if name not in post and not shown:
            continue
        given = [value.translate(_NUL)[: MAX_TYPED + 1] for value in post.getlist(name)[:200] if isinstance(value, str)]
        text = "\n".join(given) if element.kind is Kind.CHOICES else (given[-1] if given else "")
        if text:
            result[name] = text
        else:
            result.pop(name, None)


def add(form: CompiledForm, typed: Mapping[str, str], base: str) -> dict[str, str]:
    """One occurrence more of the repeated element whose key without occurrence is `base`; unknown ones change nothing."""
    found = _repeated(form, typed, base)
    if found is None:
        return dict(typed)
    wanted = {**typed, count_key(base): str(occurrences(found, base, typed) + 1)}
    return {**typed, count_key(base): str(occurrences(found, base, wanted))}


def remove(form: CompiledForm, typed: Mapping[str, str], key: str) -> dict[str, str]:
    """The occurrence `key` (`kinder[1]`) taken out; the later ones move up."""
    base, _, tail = key.rpartition("[")
    number = tail.removesuffix("]")
    found = _repeated(form, typed, base)
    if found is None or not (number.isascii() and number.isdigit() and len(number) <= 4):
        return dict(typed)
    count, at = occurrences(found, base, typed), int(number)
    if at >= count:
        return dict(typed)
    result: dict[str, str] = {}
    for name, value in typed.items():
        moved = _moved(name, base, at)
        if moved is not None:
            result[moved] = value
    result[count_key(base)] = str(count - 1)
    return result


def _moved(name: str, base: str, removed: int) -> str | None:
    """The name after the removal; None where it belonged to the removed occurrence."""
    if not name.startswith(f"{base}["):
        return name
    number, _, rest = name[len(base) + 1 :].partition("]")
    at = int(number)
    if at == removed:
        return None
    return f"{base}[{at - 1}]{rest}" if at > removed else name


def moved_file_key(key: str, removed: str) -> str | None:
    """Where the uploads of a file field go when the occurrence `removed` is taken out; None where they go with it."""
    base, _, tail = removed.rpartition("[")
    return _moved(key, base, int(tail.removesuffix("]")))


def _repeated(form: CompiledForm, typed: Mapping[str, str], base: str) -> Field | Group | None:
    place = form.places.get(template(base))
    if place is None or isinstance(place.element, Note) or not repeated(place.element):
        return None
    if place.parent and base.rpartition(".")[0] not in {spot.key for spot in unfold_page(place.page, typed)}:
        return None
    return place.element
