"""XFall (FITKO): the data of one application as XML or JSON, with the XSD and JSON Schema of its XDatenfelder schema.

The data are a nested dict by element id (see `values`); `problems` says in German what is wrong with them, `write_xml` and
`write_json` refuse what is wrong, `read_xml` and `read_json` give back the very same data. Referenced code lists are passed
in; where one is absent any code will do, and `losses` says so. The variant of the XSD without versions is not written.
"""

from rathaus.standards.xfall.check import problems
from rathaus.standards.xfall.errors import Problem, XfallError
from rathaus.standards.xfall.json_document import read_json, write_json
from rathaus.standards.xfall.json_schema import Names, json_schema
from rathaus.standards.xfall.losses import losses
from rathaus.standards.xfall.plan import CodeLists
from rathaus.standards.xfall.values import Data
from rathaus.standards.xfall.xml_document import MAX_BYTES, read_xml, write_xml
from rathaus.standards.xfall.xsd import NAMESPACE, xsd

__all__ = [
    "MAX_BYTES",
    "NAMESPACE",
    "CodeLists",
    "Data",
    "Names",
    "Problem",
    "XfallError",
    "json_schema",
    "losses",
    "problems",
    "read_json",
    "read_xml",
    "write_json",
    "write_xml",
    "xsd",
]
