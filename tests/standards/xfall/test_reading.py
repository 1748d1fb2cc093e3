"""Documents of others: whatever is wrong with them, one clear error, and nothing read from anywhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards import xfall
from tests.standards.xfall.schemas import field, group, schema

PROBE = schema(group(1, (field(1), "0:2"), (group(2, field(2, "num_int")), "0:*")), (field(3, "file"), "0:1"), (field(4), "0:1"))
F1, F2, F3, F4, G1, G2 = "F00000000001", "F00000000002", "F00000000003", "F00000000004", "G00000000001", "G00000000002"
BOMB = "<!DOCTYPE x [" + "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 20 if n else 'ha' * 500}'>" for n in range(8)) + "]>"


def element(name, *inner, attributes=""):
    return f"<{name}V1.0.0{attributes}>{''.join(inner)}</{name}V1.0.0>"


def document(*inner, root="S00000000001", namespace=xfall.NAMESPACE, head="", attributes=""):
    return (head + element(root, *inner, attributes=f' xmlns="{namespace}"{attributes}')).encode()


NUMBER = element(F2, "7")


@pytest.mark.parametrize(
    ("data", "path", "says"),
    [
        (b"", "", "kein wohlgeformtes XML"),
        (b"\x00\xff\xfe", "", "kein wohlgeformtes XML"),
        (document(element(G1))[:-9], "", "kein wohlgeformtes XML"),
        (b"<a>" * 300 + b"</a>" * 300, "", "kein wohlgeformtes XML"),
        (document(element(G1), head="<!DOCTYPE x [<!ENTITY e 'ha'>]>"), "", "DOCTYPE"),
        (document(element(G1, "&e;"), head="<!DOCTYPE x [<!ENTITY e 'ha'>]>"), "", "DOCTYPE"),
        (document(element(G1), head='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), "", "DOCTYPE"),
        (document(element(G1, "&e7;"), head=BOMB), "", "DOCTYPE|amplification"),
        (document(element(G1), root="S00000000002"), "", "'S00000000002V1.0.0' .* erwartet wird 'S00000000001V1.0.0'"),
        (document(element(G1), namespace="urn:x"), "", "Namensraum 'urn:x'"),
        (document(element(G1), "<F00000000009V1.0.0/>"), "", "'F00000000009V1.0.0' gehört nicht hierher"),
        (document(element(G1, "<x:a xmlns:x='urn:y'/>")), G1, "'{urn:y}a' gehört nicht hierher"),
        (document(element(G1, element(G2, NUMBER, element(F1, "x")))), f"{G1}.{G2}[0]", "gehört nicht hierher"),
        (document(element(G1, element(F1, "a") * 3)), G1, "zu oft oder an der falschen Stelle"),
        (document(element(G1, element(G2, NUMBER), element(F1, "a"))), G1, "an der falschen Stelle"),
        (document(element(G1, "daneben")), G1, "Text, der nirgends hingehört"),
        (document(element(G1, element(F1, "a"), "daneben")), G1, "Text, der nirgends hingehört"),
        (document(element(G1, attributes=' id="1"')), G1, "Das Attribut 'id'"),
        (document(element(G1, element(F1, "a", attributes=' x="1"'))), f"{G1}.{F1}[0]", "Das Attribut 'x'"),
        (document(element(G1), attributes=' xmlns:x="urn:y" x:z="1"'), "", "Das Attribut"),
        (document(element(G1, element(F1, "<b/>"))), f"{G1}.{F1}[0]", "Text erwartet, kein Element"),
        (document(element(G1), element(F3, "<b/>")), F3, "Verweis auf eine Anlage"),
        (document(element(G1, element(G2, NUMBER), element(G2))), f"{G1}.{G2}[1]", "„Gruppe 2“ ist leer"),
        (document(), G1, "„Gruppe 1“ fehlt"),
    ],
)
def test_refuses_xml(data, path, says):
    with pytest.raises(xfall.XfallError, match=says) as caught:
        xfall.read_xml(PROBE, data)
    assert caught.value.path == path


def test_names_every_fault_of_the_data():
    strict = schema(group(1, (field(1), "1:2"), (group(2, field(2, "num_int")), "0:1")), field(3, "file"), (field(4), "0:1"))
    with pytest.raises(xfall.XfallError) as caught:
        xfall.read_xml(strict, document(element(G1, element(G2, NUMBER)), element(F4, "x")))
    assert [problem.path for problem in caught.value.problems] == [f"{G1}.{F1}", F3]
    assert str(caught.value) == f"„Feld 1“ fehlt. (Stelle: {G1}.{F1}) „Feld 3“ fehlt. (Stelle: {F3})"


def test_says_how_many_faults_it_does_not_show():
    many = schema(*(field(number) for number in range(1, 9)))
    with pytest.raises(xfall.XfallError, match=r"Dazu 3 weitere Fehler\.$") as caught:
        xfall.write_xml(many, {})
    assert len(caught.value.problems) == 8


def test_reads_no_file_through_an_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    head = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    with pytest.raises(xfall.XfallError, match="DOCTYPE") as caught:
        xfall.read_xml(PROBE, document(element(G1, element(F1, "&e;")), head=head))
    assert "geheim" not in str(caught.value)


def test_refuses_size_before_parsing():
    for read in (xfall.read_xml, xfall.read_json):
        with pytest.raises(xfall.XfallError, match="größer als"):
            read(PROBE, b"<" * (xfall.MAX_BYTES + 1))


def test_takes_the_hint_at_a_schema_comments_and_blanks():
    hint = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x http://127.0.0.1:9/x.xsd"'
    data = document("\n <!-- <x/> -->", element(G1, "\n", element(F1, "a<!-- b -->c"), "<?pi?> "), "\n", attributes=hint)
    assert xfall.read_xml(PROBE, data) == {G1: {F1: ["ac"]}}


@pytest.mark.parametrize(
    ("data", "path", "says"),
    [
        (b"", "", "kein JSON"),
        (b"\xff", "", "kein JSON"),
        (b"[" * 100_000, "", "kein JSON"),
        (b'{"a":NaN}', "", "NaN ist keine Zahl"),
        (b'{"F00000000004V1.0.0":"a","F00000000004V1.0.0":"b"}', "", "zweimal"),
        (b"[]", "", "Objekt erwartet"),
        (b"null", "", "Objekt erwartet"),
        (b'{"F00000000004":"a"}', "", "'F00000000004' gehört nicht hierher"),
        (b"{}", G1, "„Gruppe 1“ fehlt"),
        (b'{"G00000000001V1.0.0":{"G00000000002V1.0.0":[{}]}}', f"{G1}.{G2}[0]", "„Gruppe 2“ ist leer"),
        (b'{"G00000000001V1.0.0":{},"F00000000004V1.0.0":null}', F4, "ein Text erwartet"),
        (b'{"G00000000001V1.0.0":{},"F00000000004V1.0.0":7}', F4, "ein Text erwartet"),
        (b'{"G00000000001V1.0.0":{},"F00000000004V1.0.0":["a"]}', F4, "ein Text erwartet"),
        (b'{"G00000000001V1.0.0":{},"F00000000003V1.0.0":"a"}', F3, "Verweis auf eine Anlage"),
        (b'{"G00000000001V1.0.0":[]}', G1, "Objekt erwartet"),
        (b'{"G00000000001V1.0.0":{"F00000000001V1.0.0":"a"}}', f"{G1}.{F1}", "Liste erwartet"),
        (b'{"G00000000001V1.0.0":{"F00000000001V1.0.0":["a","b","c"]}}', f"{G1}.{F1}", "höchstens 2-mal"),
        (b'{"G00000000001V1.0.0":{"G00000000002V1.0.0":[{"F00000000002V1.0.0":"7"}]}}', f"{G1}.{G2}[0].{F2}", "ganze Zahl"),
        (b'{"G00000000001V1.0.0":{"G00000000002V1.0.0":[{"F00000000002V1.0.0":true}]}}', f"{G1}.{G2}[0].{F2}", "ganze Zahl"),
        (b'{"G00000000001V1.0.0":{"G00000000002V1.0.0":[{"F00000000002V1.0.0":7.5}]}}', f"{G1}.{G2}[0].{F2}", "ganze Zahl"),
        (b'{"G00000000001V1.0.0":{"G00000000002V1.0.0":[{"F00000000002V1.0.0":1e999999999}]}}', f"{G1}.{G2}[0].{F2}", "ganze"),
        (b'{"G00000000001V1.0.0":{},"F00000000004V1.0.0":"\\ud800"}', F4, "U.D800"),
    ],
)
def test_refuses_json(data, path, says):
    with pytest.raises(xfall.XfallError, match=says) as caught:
        xfall.read_json(PROBE, data)
    assert caught.value.path == path


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_end_in_another_error(data):
    for read in (xfall.read_xml, xfall.read_json):
        with pytest.raises(xfall.XfallError):
            read(schema(field(1)), data)


@given(st.recursive(st.none() | st.booleans() | st.text(max_size=3) | st.integers(), lambda inner: st.lists(inner, max_size=3)))
def test_no_data_end_in_another_error(value):
    for data in ({G1: value}, {G1: {F1: value}}, {F4: value}, value):
        assert all(problem.message for problem in xfall.problems(PROBE, data))
