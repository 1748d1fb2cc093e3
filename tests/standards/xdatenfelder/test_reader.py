import pytest
from hypothesis import given

from rathaus.standards.xdatenfelder import MAX_BYTES, MAX_DEPTH, Field, Group, XdfError, read_element, read_schema
from rathaus.standards.xdatenfelder import reader as reader_module
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


BOMB = (
    "<!DOCTYPE x [<!ENTITY a '"
    + "ha" * 500
    + "'>"
    + "".join(f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 20}'>" for i in range(8))
    + "]>"
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "kein wohlgeformtes XML"),
        (b"\x00\xff\xfe", "kein wohlgeformtes XML"),
        (docs.schema([((1, 1), docs.PLAIN)])[:-30], "kein wohlgeformtes XML"),
        (docs.schema([((1, 1), docs.PLAIN)], head=BOMB), "DOCTYPE"),
        (docs.schema([((1, 1), docs.PLAIN)], head='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), "DOCTYPE"),
        (docs.schema([((1, 1), docs.PLAIN)], namespace="urn:xoev-de:fim:standard:xdatenfelder_2"), "xdatenfelder_2"),
        (docs.schema([((1, 1), docs.PLAIN)], message="datenfeld.0104"), "Die Nachricht ist"),
        (docs.schema([]), "enthält kein Feld"),
        (docs.schema(nested(MAX_DEPTH + 1)), "tiefer als"),
        (b"<a>" * 300 + b"</a>" * 300, "kein wohlgeformtes XML"),
        (docs.schema([((3, 2), docs.PLAIN)]), "unmöglich"),
        (docs.schema([((0, 0), docs.PLAIN)]), "unmöglich"),
        (docs.schema([((1, 1), {**docs.PLAIN, "id": "F7<x:boese/>"})]), "Text erwartet"),
        (docs.schema([((1, 1), {**docs.PLAIN, "id": "G00000000007"})]), "keine Kennung"),
        (docs.schema([((1, 1), {**docs.PLAIN, "datatype": "eval"})]), "Codeliste"),
        (docs.schema([((1, 1), {**docs.PLAIN, "max_length": "zwei"})]), "keine Zahl"),
        (docs.schema([((1, 1), {**docs.PLAIN, "max_length": "9" * 5000})]), "keine Zahl"),
        (docs.schema([((1, 1), {**docs.PLAIN, "options": [("1", "a"), ("1", "b")]})]), "zweimal"),
    ],
)
def test_refuses(data, says):
    with pytest.raises(XdfError, match=says):
        read_schema(data)


def test_reads_no_file_through_an_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    head = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    with pytest.raises(XdfError, match="DOCTYPE") as caught:
        read_schema(docs.schema([((1, 1), {**docs.PLAIN, "label": "&e;"})], head=head).replace(b"&amp;", b"&"))
    assert "geheim" not in str(caught.value)


def test_refuses_size_before_parsing():
    with pytest.raises(XdfError, match="größer als"):
        read_schema(b"<" * (MAX_BYTES + 1))


def test_refuses_too_many_places(monkeypatch):
    monkeypatch.setattr(reader_module, "MAX_PLACES", 3)
    with pytest.raises(XdfError, match="mehr als 3"):
        read_schema(docs.schema([((1, 1), docs.PLAIN)] * 4))


def test_names_the_place():
    with pytest.raises(XdfError) as caught:
        read_schema(docs.schema([((1, 1), docs.PLAIN), ((1, 1), {**docs.PLAIN, "datatype": "eval"})]))
    assert caught.value.path.endswith("stammdatenschema[S00000000001]/struktur[2]/datenfeld[F00000000007]/datentyp")


def test_reads_the_deepest_allowed_nesting():
    read = read_schema(docs.schema(nested(MAX_DEPTH - 1)))
    assert sum(isinstance(place.element, Field) for _path, place in read.walk()) == 1


@pytest.mark.conformance
def test_reads_every_official_schema(standards):
    files = sorted((standards / "fim/xdf3").glob("*.xdf3.xml"))
    assert len(files) == 19
    for file in files:
        read = read_schema(file.read_bytes())
        assert file.name.startswith(f"{read.id}.")


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


@pytest.mark.conformance
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("v3-duplicate-id-node", "'id' steht mehrfach"),
        ("v3-missing-id-node", "'id' fehlt"),
        ("v3-unexpected-node", "'unknown' gehört nicht hierher"),
        ("v3-invalid-freigabestatus", "'10' steht nicht in der Codeliste"),
        ("v3-unknown-namespace", "Namensraum"),
        ("v2-simple", "xdatenfelder_2"),
    ],
)
def test_refuses_the_broken_fixtures(standards, name, says):
    with pytest.raises(XdfError, match=says):
        read_element((standards / f"fim/xdf-fixtures/{name}.xml").read_bytes())


@pytest.mark.conformance
@pytest.mark.parametrize("name", ["v3-simple", "v3-input"])
def test_reads_the_valid_fixtures(standards, name):
    group = read_element((standards / f"fim/xdf-fixtures/{name}.xml").read_bytes())
    assert isinstance(group, Group)
    assert group.id == "G60000000088"
