"""What changed between two states of a schema, place by place.

A place is named by its path of ids; the second and later ones of the same id under one parent get a number (`F1_2`), as answers
to the form do. Versions are no part of a path: a new version of a field is a change at the same place.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum

from rathaus.standards.xdatenfelder.model import Element, Group, Limits, Release, Schema, Structure

Path = tuple[str, ...]

_OWN = frozenset({"children", "standard", "header", "id"})
"""Told by other changes, or no part of what the schema means."""


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `path` is that in the new schema, of a removed place that in the old one; the schema itself has an empty path.

    `old_path` is where the place stood in the old schema; empty for an added one. Moved: if both paths are equal only the order
    changed, and `old` and `new` count the kept places before it. Changed: `attribute` is the name in the model (`label`,
    `limits.max_length`, `cardinality`, `place.legal_basis` ...), `old` and `new` its values. Added, removed: `new`, `old` is
    the place.
    """

    kind: ChangeKind
    path: Path
    old_path: Path = ()
    attribute: str = ""
    old: object = None
    new: object = None


def differences(old: Schema, new: Schema) -> tuple[Change, ...]:
    """Every added, removed, moved and changed place: removed ones first, then the others in the order of the new schema.

    Below an added, removed or moved group each place is told of, so that answers can follow. A place counts as moved if its
    group moved, or if its id went away once and came once: only then is it certain whose answers belong where.
    """
    before, after = _places(old), _places(new)
    moved = _moved(before, after)
    origin = {target: path for path, target in moved.items()}
    gone = [path for path in before if path not in after and path not in moved]
    order = _reordered(before, after)
    changes = [Change(ChangeKind.REMOVED, path, path, old=before[path]) for path in gone]
    changes += _compared(old, new, (), ())
    for path, place in after.items():
        source = path if path in before else origin.get(path)
        if source is None:
            changes.append(Change(ChangeKind.ADDED, path, new=place))
            continue
        if source != path:
            changes.append(Change(ChangeKind.MOVED, path, source))
        elif path in order:
            changes.append(Change(ChangeKind.MOVED, path, path, old=order[path][0], new=order[path][1]))
        changes += _place_compared(before[source], place, path, source)
    return tuple(changes)


def _places(schema: Schema) -> dict[Path, Structure]:
    """Every place by its path, in document order."""
    found: dict[Path, Structure] = {}

    def add(places: tuple[Structure, ...], parent: Path) -> None:
        seen: Counter[str] = Counter()
        for place in places:
            seen[place.element.id] += 1
            count = seen[place.element.id]
            path = (*parent, place.element.id if count == 1 else f"{place.element.id}_{count}")
            found[path] = place
            if isinstance(place.element, Group):
                add(place.element.children, path)

    add(schema.children, ())
    return found


def _moved(before: dict[Path, Structure], after: dict[Path, Structure]) -> dict[Path, Path]:
    """Old paths to new ones. What stood in a moved group is looked for there first; what that settles may settle more."""
    gone = [path for path in before if path not in after]
    come = dict.fromkeys(path for path in after if path not in before)
    moved: dict[Path, Path] = {}
    settled = True
    while settled:
        settled = False
        left = Counter(before[path].element.id for path in gone)
        arrived = Counter(after[path].element.id for path in come)
        where = {after[path].element.id: path for path in come}
        for path in gone:
            parent, identifier = moved.get(path[:-1]), before[path].element.id
            target = (*parent, path[-1]) if parent else None
            if target not in come and left[identifier] == arrived[identifier] == 1:
                target = where[identifier]
            if target in come:
                moved[path], settled = target, True
                del come[target]
        gone = [path for path in gone if path not in moved]
    return moved


def _reordered(before: dict[Path, Structure], after: dict[Path, Structure]) -> dict[Path, tuple[int, int]]:
    """The fewest places whose order under their parent changed, with their positions among the kept ones before and after."""
    kept: dict[Path, list[Path]] = {}
    for path in after:
        if path in before:
            kept.setdefault(path[:-1], []).append(path)
    position = {path: at for at, path in enumerate(before)}
    result: dict[Path, tuple[int, int]] = {}
    for paths in kept.values():
        was = {path: at for at, path in enumerate(sorted(paths, key=position.__getitem__))}
        steady = _longest_rise([was[path] for path in paths])
        result |= {path: (was[path], at) for at, path in enumerate(paths) if was[path] not in steady}
    return result


def _longest_rise(numbers: list[int]) -> set[int]:
    """The members of one longest increasing subsequence of distinct numbers."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    found: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def _place_compared(old: Structure, new: Structure, path: Path, source: Path) -> Iterator[Change]:
    if old == new:
        return
    if old.cardinality != new.cardinality:
        yield Change(ChangeKind.CHANGED, path, source, "cardinality", old.cardinality, new.cardinality)
    if old.legal_basis != new.legal_basis:
        yield Change(ChangeKind.CHANGED, path, source, "place.legal_basis", old.legal_basis, new.legal_basis)
    yield from _compared(old.element, new.element, path, source)


def _compared(old: Schema | Element, new: Schema | Element, path: Path, source: Path) -> Iterator[Change]:
    """Attribute by attribute; limits and release metadata one level deeper. The id tells field from group, so both are alike."""
    for field in fields(old):
        if field.name in _OWN:
            continue
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after:
            continue
        if isinstance(before, Limits | Release):
            for inner in fields(before):
                was, now = getattr(before, inner.name), getattr(after, inner.name)
                if was != now:
                    yield Change(ChangeKind.CHANGED, path, source, f"{field.name}.{inner.name}", was, now)
        else:
            yield Change(ChangeKind.CHANGED, path, source, field.name, before, after)
