import json

import pytest
from hypothesis import given

from rathaus.standards import xfall
from rathaus.standards.xdatenfelder import read_schema
from rathaus.standards.xfall import json_document, xml_document
from rathaus.standards.xfall.plan import plan
from tests.standards.xfall import made, schemas
from tests.standards.xfall.faults import faults
from tests.standards.xfall.official import NUMBERS, official_xsd
from tests.standards.xfall.validators import validators, xml_faults

EACH = 3
OFFICIALLY_FINE = {"wrong code"}
"""An empty code of a referenced list is an xs:string for the official XSD."""


def chosen(schema, data, rng):
    """A few faults of each name."""
    by_name = {}
    for fault in faults(schema, data):
        by_name.setdefault(fault[0], []).append(fault)
    return [fault for found in by_name.values() for fault in rng.sample(found, min(len(found), EACH))]


def require_refused(schema, data, rng, known):
    """Single faults, by each validator and by us, at their place. Says which were met."""
    root = plan(schema)
    met = set()
    for name, path, make in chosen(schema, data, rng):
        faulty = make()
        found = xfall.problems(schema, faulty)
        assert any(problem.path.startswith(path) for problem in found), (name, path, found)
        document = xml_document.unchecked(root, faulty)
        assert xml_faults(known.xsd, document), (name, path)
        if known.official is not None and name not in OFFICIALLY_FINE:
            assert xml_faults(known.official, document), (name, path)
        with pytest.raises(xfall.XfallError):
            xfall.read_xml(schema, document)
        for names, validator in known.json.items():
            written = json_document.unchecked(root, faulty, names)
            assert not validator.is_valid(json.loads(written)), (name, path)
            with pytest.raises(xfall.XfallError):
                xfall.read_json(schema, written, names=names)
        for write in (xfall.write_xml, xfall.write_json):
            with pytest.raises(xfall.XfallError) as caught:
                write(schema, faulty)
            assert caught.value.problems == found
        met.add(name)
    return met


@given(made.SEEDS)
def test_no_validator_lets_a_single_fault_pass(rng):
    schema = schemas.made_schema(rng)
    require_refused(schema, made.made_values(schema, rng, full=True), rng, validators(schema))


@pytest.mark.conformance
@pytest.mark.parametrize("number", NUMBERS)
def test_no_fault_passes_in_official_schemas(standards, number):
    schema = read_schema((standards / f"fim/xdf3/{number}.xdf3.xml").read_bytes())
    rng = made.chance(1)
    data = made.made_values(schema, rng, full=True)
    met = require_refused(schema, data, rng, validators(schema, official_xsd(standards, number)))
    assert {"missing", "too long", "too many"} <= met
