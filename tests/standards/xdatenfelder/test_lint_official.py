"""The linter against the official list and against the checker of the FIM editors."""

from collections import Counter
from xml.etree import ElementTree as ET

import pytest

from rathaus.standards.xdatenfelder import Severity, lint, read_schema
from rathaus.standards.xdatenfelder.lint import CHECKS, How

pytestmark = pytest.mark.conformance

LIST = "fim/codelists/urn_xoev-de_fim-datenfelder_codeliste_xdfm_1.8.genericode.xml"

# findings by number, as QS-DF 1.20 of the FIM editors counts them (vs5000/FIM-XSLT, commit e9e356ed, SaxonC 13.1, no network)
OFFICIAL = {
    "S00000000362": {1097: 1, 1101: 13, 1106: 1, 1115: 1, 1132: 10},
    "S00000000364": {1097: 1, 1102: 1},
    "S00000000366": {1097: 1, 1102: 3},
    "S00000000367": {1097: 1, 1101: 1, 1102: 1},
    "S00000000371": {1097: 1, 1101: 3, 1102: 2, 1136: 1},
    "S00000000372": {1097: 1, 1101: 3, 1102: 2, 1136: 1},
    "S00000000373": {1097: 1, 1101: 1, 1102: 1, 1136: 1},
    "S00000000374": {1097: 1, 1101: 21, 1102: 1, 1106: 1, 1115: 3, 1132: 47},
    "S00000000380": {1097: 1, 1101: 15, 1106: 1, 1115: 1, 1127: 1, 1129: 1, 1132: 10},
    "S05000001162": {1097: 1, 1101: 1, 1115: 3, 1129: 2, 1132: 16, 1136: 10, 1140: 1},
    "S05000001195": {1097: 1, 1101: 1, 1106: 1, 1115: 2, 1132: 1, 1136: 3, 1140: 1},
    "S05000001319": {1097: 1, 1101: 11, 1102: 8, 1115: 3, 1116: 1},
    "S05000001323": {1097: 1, 1101: 9, 1102: 6, 1115: 1},
    "S07000000200": {1097: 1, 1101: 4, 1106: 1, 1115: 1},
    "S07000000201": {1097: 1, 1101: 4, 1106: 1, 1115: 1},
    "S07000000210": {1097: 1, 1101: 6, 1102: 1, 1106: 1, 1115: 3, 1139: 1, 1140: 2},
    "S07000000219": {1097: 1, 1101: 5, 1102: 2, 1106: 1, 1115: 3},
    "S07000000248": {1097: 1, 1101: 5, 1102: 4, 1106: 1, 1115: 3},
    "S07000000264": {1097: 1, 1101: 5, 1102: 4, 1106: 1, 1115: 3},
}
# 1115 asks the XRepository. The list speaks of dates (1103) and of list versions (1105); that checker looks at neither.
ITS_OWN, OURS = {1115}, {1103, 1105}


def rows(standards):
    """Number to severity, as the genericode file has them."""
    root = ET.parse(standards / LIST).getroot()  # noqa: S314 - an official file
    for row in (element for element in root.iter() if element.tag.split("}")[-1] == "Row"):
        said = {value.get("ColumnRef"): "".join(value.itertext()).strip() for value in row}
        yield int(said["Code"]), Severity(said["Typ"])


def test_the_table_is_the_official_list(standards):
    official = dict(rows(standards))
    assert len(official) == 142
    assert {number: severity for number, (severity, _how) in CHECKS.items()} == official


def test_what_the_list_switches_off_is_not_looked_for():
    assert {n for n, (severity, _how) in CHECKS.items() if severity is Severity.OFF} == {
        n for n, (_severity, how) in CHECKS.items() if how is How.SWITCHED_OFF
    }


@pytest.mark.parametrize("name", OFFICIAL)
def test_released_schemas_get_the_findings_of_the_official_checker(standards, name):
    found = lint(read_schema((standards / f"fim/xdf3/{name}.xdf3.xml").read_bytes()))
    counts = Counter(finding.number for finding in found)
    assert {n: count for n, count in counts.items() if n not in OURS} == {
        n: count for n, count in OFFICIAL[name].items() if n not in ITS_OWN
    }
    assert not [finding for finding in found if finding.refuses]


def test_every_official_file_is_compared(standards):
    assert {file.name.split(".")[0] for file in (standards / "fim/xdf3").glob("*.xdf3.xml")} == set(OFFICIAL)
