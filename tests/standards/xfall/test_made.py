"""The generator meets what it is there for; otherwise the properties would prove little."""

from rathaus.standards.xdatenfelder import Field, Group
from tests.standards.xfall import made, schemas
from tests.standards.xfall.faults import faults

SCHEMAS = [schemas.made_schema(made.chance(seed)) for seed in range(300)]


def features(schema):
    found = set()
    by_id = {}
    for _path, place in schema.walk():
        element = place.element
        by_id.setdefault(element.id, set()).add(element.version)
        if isinstance(element, Field):
            found |= {element.kind.value, element.datatype, "pattern" if element.limits.pattern else "free"}
        else:
            found |= twice(element.children) | ({"choice"} if element.choice else set())
    if any(len(versions) > 1 for versions in by_id.values()):
        found.add("two versions")
    return found | twice(schema.children)


def twice(places):
    ids = [place.element.id for place in places]
    names = [(place.element.id, place.element.version) for place in places]
    return ({"same twice"} if len(set(names)) < len(names) else set()) | (
        {"id in two versions beside"} if len(set(ids)) < len(set(names)) else set()
    )


def test_every_feature_is_met():
    met = set().union(*map(features, SCHEMAS))
    assert {"choice", "two versions", "same twice", "id in two versions beside", "pattern", "label", "locked"} <= met
    assert set(made.VALUES) <= met


def test_every_fault_is_met():
    met = set()
    for seed, schema in enumerate(SCHEMAS):
        data = made.made_values(schema, made.chance(seed), full=True)
        met |= {name for name, _path, _make in faults(schema, data)}
    assert met == {
        "missing",
        "too many",
        "too few",
        "too long",
        "too short",
        "pattern",
        "wrong code",
        "too small",
        "too large",
        "two alternatives",
    }


def test_groups_are_optional_and_repeated():
    depths = {len(path) for schema in SCHEMAS for path, place in schema.walk() if isinstance(place.element, Group)}
    assert max(depths) >= 3
