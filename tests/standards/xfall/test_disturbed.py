"""Documents with something moved, doubled, taken out or rewritten: we take what the XSD takes and nothing else."""

from hypothesis import given
from lxml import etree

from rathaus.standards import xfall
from tests.standards.xfall import made, schemas
from tests.standards.xfall.validators import compiled

TEXTS = ["", " ", "x", "1", "true", "2026-02-28", "10:00:00", "-7.5", "001", "a@b.de", "06108"]


def disturbed(document, rng):
    """One to three changes to the elements below the root."""
    root = etree.fromstring(document)
    for _ in range(rng.randint(1, 3)):
        inner = [element for element in root.iter() if element is not root]
        if not inner:
            break
        _change(rng.choice(inner), rng)
    return etree.tostring(root)


def _change(element, rng):
    parent = element.getparent()
    match rng.choice(["out", "double", "move", "text"]):
        case "out":
            parent.remove(element)
        case "double":
            parent.append(etree.fromstring(etree.tostring(element)))
        case "move":
            parent.insert(0, element)
        case _:
            if not len(element):
                element.text = rng.choice(TEXTS)


def chooses(schema):
    return any(getattr(place.element, "choice", False) for _path, place in schema.walk())


def holds_files(schema):
    return any(getattr(place.element, "datatype", "") == "file" for _path, place in schema.walk())


def read(schema, document):
    try:
        return xfall.read_xml(schema, document)
    except xfall.XfallError:
        return None


@given(made.SEEDS)
def test_what_we_read_is_valid_and_what_is_valid_we_read(rng):
    schema = schemas.made_schema(rng)
    xsd = compiled(xfall.xsd(schema))
    for _ in range(5):
        document = disturbed(xfall.write_xml(schema, made.made_values(schema, rng)), rng)
        valid = xsd.validate(etree.fromstring(document))
        data = read(schema, document)
        if data is None:  # an empty alternative and a file that is no reference are fine for the XSD alone
            assert not valid or chooses(schema) or holds_files(schema)
        else:
            assert valid, xsd.error_log
            assert xfall.read_xml(schema, xfall.write_xml(schema, data)) == data
