import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards import xfall
from rathaus.standards.xdatenfelder import read_schema
from tests.standards.xfall import made, schemas
from tests.standards.xfall.official import NUMBERS, official_xsd
from tests.standards.xfall.validators import json_faults, validators, xml_faults

SCHEMA_AND_DATA = schemas.schemas().flatmap(lambda schema: st.tuples(st.just(schema), made.values(schema)))


def require_round_trip(schema, data, known=None):
    """Both ways out and in again, past every validator."""
    known = known or validators(schema)
    assert xfall.problems(schema, data) == ()
    document = xfall.write_xml(schema, data)
    assert xml_faults(known.xsd, document) == []
    assert known.official is None or xml_faults(known.official, document) == []
    assert xfall.read_xml(schema, document) == data
    for names, validator in known.json.items():
        written = xfall.write_json(schema, data, names=names)
        assert json_faults(validator, written) == []
        assert xfall.read_json(schema, written, names=names) == data


@given(SCHEMA_AND_DATA)
def test_what_is_written_is_valid_and_reads_back(pair):
    schema, data = pair
    require_round_trip(schema, data)


@pytest.mark.conformance
@pytest.mark.parametrize("number", NUMBERS)
def test_data_of_official_schemas_pass_the_official_xsd_and_ours(standards, number):
    schema = read_schema((standards / f"fim/xdf3/{number}.xdf3.xml").read_bytes())
    known = validators(schema, official_xsd(standards, number))
    for seed in range(5):
        require_round_trip(schema, made.made_values(schema, made.chance(seed)), known)
    require_round_trip(schema, made.made_values(schema, made.chance(99), full=True), known)


def test_the_same_seed_makes_the_same_data():
    schema = schemas.made_schema(made.chance(3))
    assert made.made_values(schema, made.chance(5)) == made.made_values(schema, made.chance(5))
