import json
from decimal import Decimal

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from rathaus.standards import xfall
from rathaus.standards.xdatenfelder import FieldKind, Limits, Option, read_schema
from tests.standards.xfall.official import NUMBERS
from tests.standards.xfall.schemas import field, group, schema, schemas
from tests.standards.xfall.validators import json_validator

BARE = xfall.Names.BARE


def of(datatype, **more):
    """What is said of one field, texts apart."""
    (found,) = xfall.json_schema(schema(field(1, datatype, **more)))["$defs"].values()
    return {key: value for key, value in found.items() if key != "title"}


@pytest.mark.parametrize(
    ("datatype", "limits", "expected"),
    [
        ("text", Limits(1, 80), {"type": "string", "minLength": 1, "maxLength": 80}),
        ("text_latin", Limits(), {"type": "string"}),
        ("text", Limits(pattern="^[0-9]{5}$"), {"type": "string", "pattern": "^(?:[0-9]{5})$"}),
        ("date", Limits(), {"type": "string", "format": "date"}),
        ("datetime", Limits(), {"type": "string", "format": "date-time"}),
        ("bool", Limits(), {"type": "boolean"}),
        ("num_int", Limits(min_value=Decimal("0.5"), max_value=Decimal("9.5")), {"type": "integer", "minimum": 1, "maximum": 9}),
        ("num_int", Limits(min_value=Decimal(0)), {"type": "integer", "minimum": 0}),
        ("num", Limits(min_value=Decimal("0.1")), {"type": "number", "minimum": 0.1}),
        ("num_currency", Limits(max_value=Decimal(0), pattern="[0-9]*"), {"type": "number", "maximum": 0}),
        ("file", Limits(), {"type": "string", "format": "uuid"}),
        ("obj", Limits(), {"type": "string"}),
    ],
)
def test_says_of_a_field(datatype, limits, expected):
    assert of(datatype, limits=limits) == expected


def test_says_the_codes_with_their_meaning():
    options = (Option("001", "Ja"), Option("002", "Nein"))
    assert of("text", kind=FieldKind.SELECT, options=options) == {
        "type": "string",
        "oneOf": [{"const": "001", "description": "Ja"}, {"const": "002", "description": "Nein"}],
    }


@pytest.mark.parametrize("text", ["24:00:00", "10:00", "10:00:00Z", "1:00:00"])
def test_a_time_is_a_time_of_day(text):
    validator = json_validator(xfall.json_schema(schema(field(1, "time")), names=BARE))
    assert validator.is_valid({"F00000000001": "10:00:00.25"})
    assert not validator.is_valid({"F00000000001": text})


def test_says_the_structure():
    label = field(9, kind=FieldKind.LABEL)
    inner = group(2, field(2), (field(3), "0:1"), choice=True)
    probe = schema(label, (group(1, field(1), (inner, "0:1")), "0:*"), (field(4), "2:5"))
    found = xfall.json_schema(probe, names=BARE)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"] == "S00000000001.schema.json"
    assert xfall.json_schema(probe)["$id"] == "S00000000001V1.0.0.schema.json"
    assert found["properties"] == {
        "G00000000001": {"type": "array", "items": {"$ref": "#/$defs/G00000000001V1.0.0"}},
        "F00000000004": {"type": "array", "items": {"$ref": "#/$defs/F00000000004V1.0.0"}, "minItems": 2, "maxItems": 5},
    }
    assert (found["required"], found["additionalProperties"]) == (["F00000000004"], False)
    assert found["$defs"]["G00000000002V1.0.0"]["oneOf"] == [{"required": ["F00000000002"]}, {"required": ["F00000000003"]}]
    assert "required" not in found["$defs"]["G00000000002V1.0.0"]


@pytest.mark.conformance
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("names", xfall.Names)
def test_is_valid_for_every_official_schema(standards, number, names):
    schema = read_schema((standards / f"fim/xdf3/{number}.xdf3.xml").read_bytes())
    found = xfall.json_schema(schema, names=names)
    Draft202012Validator.check_schema(found)
    used = {place.element.id for _path, place in schema.walk() if getattr(place.element, "kind", "") != FieldKind.LABEL}
    assert {name.split("V")[0] for name in found["$defs"]} == used
    assert json.loads(json.dumps(found)) == found


@given(schemas())
def test_is_valid_for_every_schema(probe):
    for names in xfall.Names:
        Draft202012Validator.check_schema(xfall.json_schema(probe, names=names))
