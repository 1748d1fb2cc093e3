import pytest
from hypothesis import given

from rathaus.standards.xdatenfelder import MAX_DEPTH, Field, Group, XdfError, read_schema
from tests.standards.xdatenfelder import documents as docs


def plain(place):
    """A read place as the data it was written from."""
    count = (place.cardinality.minimum, place.cardinality.maximum)
    element = place.element
    if isinstance(element, Group):
        return count, {"id": element.id, "label": element.label, "children": [plain(child) for child in element.children]}
    options = [(option.code, option.name) for option in element.options]
    data = {"id": element.id, "label": element.label, "kind": element.kind.value, "datatype": element.datatype}
    return count, {**data, "options": options, "max_length": element.limits.max_length}


@given(docs.SCHEMAS)
def test_what_is_written_is_read(children):
    read = read_schema(docs.schema(children))
    assert [plain(place) for place in read.children] == children


@given(docs.SCHEMAS)
def test_walk_meets_every_place_once_in_document_order(children):
    def ids(places):
        for _count, data in places:
            yield data["id"]
            yield from ids(data.get("children", ()))

    assert [path[-1] for path, _place in read_schema(docs.schema(children)).walk()] == list(ids(children))


def nested(depth):
    data = docs.PLAIN
    for at in range(depth):
        data = {"id": f"G{at:011d}", "label": "Gruppe", "children": [((1, 1), data)]}
    return [((1, 1), data)]


def test_names_the_place():
    with pytest.raises(XdfError) as caught:
        read_schema(docs.schema([((1, 1), docs.PLAIN), ((1, 1), {**docs.PLAIN, "datatype": "eval"})]))
    assert caught.value.path.endswith("stammdatenschema[S00000000001]/struktur[2]/datenfeld[F00000000007]/datentyp")


def test_reads_the_deepest_allowed_nesting():
    read = read_schema(docs.schema(nested(MAX_DEPTH - 1)))
    assert sum(isinstance(place.element, Field) for _path, place in read.walk()) == 1


@pytest.mark.conformance
def test_reads_the_falconry_schema_as_it_stands(standards):
    read = read_schema((standards / "fim/xdf3/S07000000200.xdf3.xml").read_bytes())
    places = {"/".join(path): place for path, place in read.walk()}
    assert (read.version, read.release_state, len(read.children), len(places)) == ("1.2.0", "5", 2, 24)
    lines = places["G07000002577/G07000002558/G60000000091/G60000000092/F60000000262"]
    assert (lines.cardinality.minimum, lines.cardinality.maximum) == (2, 5)
    where = places["G07000002577/G07000002558/F60000000263"].element
    assert [(option.code, option.name) for option in where.options] == [
        ("001", "in Deutschland"),
        ("002", "außerhalb von Deutschland"),
    ]
    assert sum(len(place.element.rules) for place in places.values()) == 5
    assert read.legal_basis[0].link == "https://www.gesetze-im-internet.de/bjagdg/__15.html"
