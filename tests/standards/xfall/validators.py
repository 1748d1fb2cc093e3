"""The validators a document must pass: lxml with an XSD, jsonschema with a JSON Schema and its formats."""

import datetime as dt
import json
import re
from typing import NamedTuple

from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree

from rathaus.standards import xfall

FORMATS = FormatChecker(["date", "uuid"])
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@FORMATS.checks("date-time", raises=ValueError)
def _date_time(value):
    if not isinstance(value, str):
        return True
    return bool(_RFC3339.fullmatch(value)) and bool(dt.datetime.fromisoformat(value))


class Validators(NamedTuple):
    """`official` is None for schemas that only we know."""

    xsd: etree.XMLSchema
    official: etree.XMLSchema | None
    json: dict[xfall.Names, Draft202012Validator]


def validators(schema, official=None):
    return Validators(
        compiled(xfall.xsd(schema)),
        compiled(official) if official else None,
        {names: json_validator(xfall.json_schema(schema, names=names)) for names in xfall.Names},
    )


def compiled(xsd):
    return etree.XMLSchema(etree.fromstring(xsd))


def xml_faults(validator, document):
    """What the XSD has against the document."""
    validator.validate(etree.fromstring(document))
    return [entry.message for entry in validator.error_log]


def json_validator(json_schema):
    return Draft202012Validator(json.loads(json.dumps(json_schema)), format_checker=FORMATS)


def json_faults(validator, document):
    """What the JSON Schema has against the document; numbers as other programs read them."""
    return [error.message for error in validator.iter_errors(json.loads(document))]
