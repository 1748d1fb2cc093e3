"""What strangers' XML may not do, for every codec that reads a whole file."""

import pytest

from rathaus.standards import safe_xml

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "kein wohlgeformtes XML"),
        (b"<a>", "kein wohlgeformtes XML"),
        (b"<a>&fremd;</a>", "kein wohlgeformtes XML"),
        (b"<!DOCTYPE a><a/>", "DOCTYPE"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "DOCTYPE"),
        (b"<a" + b" " * MB + b"/>", "als 1 MB"),
        (b"<a>" * 300 + b"</a>" * 300, "kein wohlgeformtes XML"),
    ],
    ids=["nothing", "open", "unknown entity", "doctype", "a file of the machine", "too large", "too deep"],
)
def test_refused(data, said):
    with pytest.raises(safe_xml.Unreadable, match=said):
        safe_xml.parse(data, most=MB)


def test_what_is_left_is_elements_and_text():
    root = safe_xml.parse(b"<?xml version='1.0'?><a><!-- nichts --><?tue was?>x<b/>y</a>", most=MB)
    assert [child.tag for child in root] == ["b"]
    assert (root.text, root[0].tail) == ("x", "y")
