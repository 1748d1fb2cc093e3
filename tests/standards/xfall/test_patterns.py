import re

import pytest
from lxml import etree

from rathaus.standards import xfall
from rathaus.standards.xdatenfelder import CodeListRef, FieldKind, Limits
from rathaus.standards.xfall import patterns
from tests.standards.xfall.schemas import MAIL, field, schema
from tests.standards.xfall.validators import compiled


@pytest.mark.parametrize(
    ("pattern", "kept"),
    [
        ("^a$", "a"),
        (MAIL, MAIL[:-1]),
        ("(^a$|^b$)", "(a|b)"),
        (r"a\$", r"a\$"),
        ("[a$]", "[a$]"),
        ("[^a]$", "[^a]"),
        (r"[\]$]", r"[\]$]"),
        ("a$b", "a$b"),
        ("x^2", "x^2"),
        ("", ""),
    ],
)
def test_drops_anchors_and_only_them(pattern, kept):
    assert patterns.unanchored(pattern) == kept


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (MAIL, "a.b@halle.de", "a.b@halle.de$"),
        ("[0-9]{5}", "06108", "06108 "),
        ("a$b", "a$b", "ab"),
        ("x^2", "x^2", "x2"),
        (r"\d\-\d", "1-2", "12"),
        (r"a\$", "a$", "a"),
        (r"\p{Lu}\p{L}*", "Ökonom", "ökonom"),
        ("[a-z-[aeiou]]+", "xyz", "xyza"),
    ],
)
def test_matches_the_whole_text_as_xsd_and_json_schema_do(pattern, good, bad):
    assert patterns.fits(pattern, good)
    assert not patterns.fits(pattern, bad)
    xsd = compiled(xfall.xsd(schema(field(1, limits=Limits(pattern=pattern)))))
    for text, valid in ((good, True), (bad, False)):
        body = f"<F00000000001V1.0.0>{text}</F00000000001V1.0.0>"
        document = f'<S00000000001V1.0.0 xmlns="{xfall.NAMESPACE}">{body}</S00000000001V1.0.0>'
        assert xsd.validate(etree.fromstring(document)) is valid
        if patterns.ecma(pattern):
            assert (re.search(patterns.ecma(pattern), text) is not None) is valid


@pytest.mark.parametrize("pattern", [r"(?=.*\d)a", r"a\b", "(a", "[z-a]", "a++", "a{,3}", "a" * 2000])
def test_what_no_xsd_can_say_is_left_out_and_told(pattern):
    probe = schema(field(1, limits=Limits(pattern=pattern)))
    compiled(xfall.xsd(probe))
    assert "pattern" not in str(xfall.json_schema(probe))
    assert xfall.problems(probe, {"F00000000001": "alles"}) == ()
    (loss,) = xfall.losses(probe)
    assert loss.path == "F00000000001V1.0.0"
    assert "nirgends geprüft" in loss.message


def test_what_json_schema_cannot_say_is_told():
    probe = schema(field(1, limits=Limits(pattern=r"\p{Lu}+")), field(2, limits=Limits(pattern="[a-z]+")))
    assert [(loss.path, "nicht im JSON Schema" in loss.message) for loss in xfall.losses(probe)] == [("F00000000001V1.0.0", True)]


def test_tells_which_code_list_is_absent():
    reference = CodeListRef("urn:de:probe", "3", "urn:de:probe_3")
    probe = schema(field(1, kind=FieldKind.SELECT, code_list=reference), field(2, kind=FieldKind.SELECT))
    assert [str(loss) for loss in xfall.losses(probe)] == [
        "Die Codeliste urn:de:probe_3 liegt nicht vor; jeder Code gilt. (Stelle: F00000000001V1.0.0)",
        "Zu dieser Auswahl nennt das Schema keine Werte; jeder Code gilt. (Stelle: F00000000002V1.0.0)",
    ]


@pytest.mark.parametrize("pattern", ["(x+x+)+y", "(a{1,10}){1,10}b"])
def test_a_pattern_that_explodes_ends_and_refuses(pattern):
    assert not patterns.fits(pattern, pattern[1] * 3000)
