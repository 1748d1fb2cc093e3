"""What changed between two states of a schema."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards.xdatenfelder import (
    Cardinality,
    Change,
    ChangeKind,
    Field,
    FieldKind,
    Group,
    LegalBasis,
    Limits,
    Schema,
    Standard,
    Structure,
    differences,
    read_schema,
)

ADDED, REMOVED, MOVED, CHANGED = ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.MOVED, ChangeKind.CHANGED


def field(identifier, **changes):
    return replace(Field(identifier, "1.0.0", "Feld", "Feld", "", FieldKind.INPUT, "text"), **changes)


def once(element, low=1, high=1, basis=()):
    return Structure(Cardinality(low, high), element, basis)


def group(identifier, *inside):
    return Group(identifier, "1.0.0", "Gruppe", "Gruppe", "", tuple(once(element) for element in inside))


def schema(*inside, **changes):
    places = tuple(element if isinstance(element, Structure) else once(element) for element in inside)
    return replace(Schema("S1", "1.0.0", "Probe", "Probe", places), **changes)


A, B, C = field("F1"), field("F2"), field("F3")

CASES = {
    "nothing": (schema(A, B), schema(A, B), []),
    "added": (schema(A), schema(A, B), [Change(ADDED, ("F2",), new=once(B))]),
    "removed": (schema(A, B), schema(B), [Change(REMOVED, ("F1",), ("F1",), old=once(A))]),
    "a group with all it holds": (
        schema(A),
        schema(A, group("G1", B)),
        [Change(ADDED, ("G1",), new=once(group("G1", B))), Change(ADDED, ("G1", "F2"), new=once(B))],
    ),
    "label": (schema(A), schema(field("F1", label="Neu")), [Change(CHANGED, ("F1",), ("F1",), "label", "Feld", "Neu")]),
    "one limit": (
        schema(field("F1", limits=Limits(max_length=5, pattern="a"))),
        schema(field("F1", limits=Limits(max_length=9, pattern="a"))),
        [Change(CHANGED, ("F1",), ("F1",), "limits.max_length", 5, 9)],
    ),
    "version alone": (
        schema(A),
        schema(field("F1", version="2.0.0")),
        [Change(CHANGED, ("F1",), ("F1",), "version", "1.0.0", "2.0.0")],
    ),
    "how often": (
        schema(once(A)),
        schema(once(A, 0, None)),
        [Change(CHANGED, ("F1",), ("F1",), "cardinality", Cardinality(1, 1), Cardinality(0, None))],
    ),
    "on which norm": (
        schema(once(A)),
        schema(once(A, basis=(LegalBasis("§ 1"),))),
        [Change(CHANGED, ("F1",), ("F1",), "place.legal_basis", (), (LegalBasis("§ 1"),))],
    ),
    "the schema itself": (schema(A), schema(A, title="Neu"), [Change(CHANGED, (), (), "title", "Probe", "Neu")]),
    "the edition is no difference": (schema(A), schema(A, standard=Standard.XDF2), []),
    "order": (schema(A, B, C), schema(C, A, B), [Change(MOVED, ("F3",), ("F3",), old=2, new=0)]),
    "into a group": (
        schema(A, group("G1", B)),
        schema(group("G1", B, A)),
        [Change(MOVED, ("G1", "F1"), ("F1",))],
    ),
    "moved and changed": (
        schema(A, group("G1", B)),
        schema(group("G1", B, field("F1", label="Neu"))),
        [Change(MOVED, ("G1", "F1"), ("F1",)), Change(CHANGED, ("G1", "F1"), ("F1",), "label", "Feld", "Neu")],
    ),
    "a group with all it holds moved": (
        schema(group("G1", A, group("G2", A, B)), group("G3", C)),
        schema(group("G1", A), group("G3", C, group("G2", A, B))),
        [
            Change(MOVED, ("G3", "G2"), ("G1", "G2")),
            Change(MOVED, ("G3", "G2", "F1"), ("G1", "G2", "F1")),
            Change(MOVED, ("G3", "G2", "F2"), ("G1", "G2", "F2")),
        ],
    ),
    "whose answers go where is open": (
        schema(group("G1", A), group("G2", A), C),
        schema(C, group("G3", A), group("G4", A)),
        [
            *(Change(REMOVED, path, path, old=once(old)) for path, old in [
                (("G1",), group("G1", A)), (("G1", "F1"), A), (("G2",), group("G2", A)), (("G2", "F1"), A),
            ]),
            *(Change(ADDED, path, new=once(new)) for path, new in [
                (("G3",), group("G3", A)), (("G3", "F1"), A), (("G4",), group("G4", A)), (("G4", "F1"), A),
            ]),
        ],
    ),
    "the second of the same": (schema(A, A), schema(A), [Change(REMOVED, ("F1_2",), ("F1_2",), old=once(A))]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_tells(name):
    old, new, changes = CASES[name]
    assert list(differences(old, new)) == changes


# few ids, so that they meet again elsewhere
LEAVES = st.builds(field, st.sampled_from(["F1", "F2", "F3", "F4"]), label=st.sampled_from(["Feld", "Neu"]))
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda identifier, inside: group(identifier, *inside), st.sampled_from(["G1", "G2", "G3"]), st.lists(inner, max_size=4)
    ),
    max_leaves=8,
)
SCHEMAS = st.lists(TREES, max_size=4).map(lambda found: schema(*found))


def paths(changes, kind, side):
    return {getattr(change, side) for change in changes if change.kind is kind}


def moved(changes, there, here):
    """Places that stand elsewhere; a mere change of order has several shortest tellings."""
    return {
        (getattr(c, there), getattr(c, here), c.attribute)
        for c in changes
        if c.kind is CHANGED or (c.kind is MOVED and c.path != c.old_path)
    }


@given(SCHEMAS, SCHEMAS)
def test_there_and_back(one, other):
    there, back = differences(one, other), differences(other, one)
    assert paths(there, ADDED, "path") == paths(back, REMOVED, "path")
    assert paths(there, REMOVED, "path") == paths(back, ADDED, "path")
    assert moved(there, "old_path", "path") == moved(back, "path", "old_path")


@given(SCHEMAS, SCHEMAS)
def test_every_answer_has_one_place_to_go_or_none(one, other):
    changes = differences(one, other)
    where = {change.old_path: change.path for change in changes if change.kind is MOVED}
    gone = paths(changes, REMOVED, "path")
    kept = {path: where.get(path, path) for path in numbered(one) if path not in gone}
    assert len(set(kept.values())) == len(kept)
    assert {*kept.values(), *paths(changes, ADDED, "path")} == set(numbered(other))
    assert all(source[-1].split("_")[0] == target[-1].split("_")[0] for source, target in kept.items())


def numbered(thing, parent=()):
    """Every path of the schema, the later ones of the same id under one parent with a number."""
    seen = {}
    for place in thing.children:
        count = seen[place.element.id] = seen.get(place.element.id, 0) + 1
        path = (*parent, place.element.id + (f"_{count}" if count > 1 else ""))
        yield path
        if isinstance(place.element, Group):
            yield from numbered(place.element, path)


@given(SCHEMAS)
def test_a_schema_does_not_differ_from_itself(read):
    assert differences(read, read) == ()


@pytest.mark.conformance
def test_two_official_schemas_that_differ_in_little(standards):
    """S07000000200 and S07000000201: the examination of falconers and of hunters."""
    one, other = (read_schema((standards / f"fim/xdf3/S0700000020{at}.xdf3.xml").read_bytes()) for at in (0, 1))
    changes = differences(one, other)
    assert {change.kind for change in changes} == {CHANGED}
    assert {change.attribute for change in changes if not change.path} >= {"name", "title"}
