"""What is written is read: every part of the model, in both written versions."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from rathaus.standards.xzufi import (
    Delete,
    Findings,
    Header,
    Limits,
    Operation,
    Version,
    Write,
    XzufiObject,
    read_transfer,
    write_object,
    write_transfer,
)
from rathaus.standards.xzufi.context import Context
from rathaus.standards.xzufi.model.basics import Identifier
from rathaus.standards.xzufi.model.territory import Publisher, Territory, TerritoryClass, TerritoryKind
from rathaus.standards.xzufi.model.unit import Unit
from rathaus.standards.xzufi.reading import reader_of
from rathaus.standards.xzufi.tables import TABLES
from rathaus.standards.xzufi.tables.transfer import OBJECTS
from rathaus.standards.xzufi.versions import WRITTEN, XSI
from rathaus.standards.xzufi.writing import Output, write_part
from tests.standards.xzufi import strategies

HEADER = Header(message="transfer")
CLASSES = [struct.cls for struct in OBJECTS.values()]


def message(operations, version, header=HEADER):
    return b"".join(write_transfer(operations, header=header, version=version))


@pytest.mark.parametrize("version", WRITTEN)
@pytest.mark.parametrize("cls", CLASSES)
@given(data=st.data())
@settings(max_examples=15)
def test_an_object_comes_back_as_it_was(cls, version, data):
    item = data.draw(strategies.parts(cls, version))
    read = read_transfer(message([Write(item)], version))
    assert read.operations == (Write(item),)
    assert read.findings.total == 0


@pytest.mark.parametrize("version", WRITTEN)
@pytest.mark.parametrize("cls", [cls for cls in TABLES if cls not in {*CLASSES, Header, Delete}])
@given(data=st.data())
@settings(max_examples=5)
def test_every_part_comes_back_as_it_was(cls, version, data):
    """Each class alone, so that no rare part goes untried."""
    part, out, findings = data.draw(strategies.parts(cls, version)), Output(), Findings()
    write_part("teil", part, version, out)
    frame = f'<r xmlns:xzufi="{version.namespace}" xmlns:xsi="{XSI}">{"".join(out.parts)}</r>'
    assert reader_of(cls, version)(etree.fromstring(frame)[0], Context(findings, Limits())) == part
    assert not out.losses
    assert findings.total == 0


@pytest.mark.parametrize("version", WRITTEN)
@given(data=st.data())
@settings(max_examples=15)
def test_a_message_comes_back_in_order(version, data):
    header = data.draw(strategies.headers())
    operations = data.draw(strategies.operations(version))
    read = read_transfer(message(operations, version, header))
    assert (read.header, read.version) == (header, version)
    assert list(read.operations) == operations


@given(strategies.objects(Version.V231))
@settings(max_examples=20)
def test_what_220_cannot_say_is_listed_and_the_rest_stays(item):
    losses = []
    data = b"".join(write_transfer([Write(item)], header=HEADER, version=Version.V220, losses=losses))
    again = read_transfer(data).operations[0].item
    assert (again == item) == (not losses)
    assert b"".join(write_transfer([Write(again)], header=HEADER, version=Version.V220)) == data


def nested(depth):
    kind = TerritoryKind(id=Identifier("t"), territory_class=TerritoryClass(id=Identifier("k")))
    publisher = Publisher(id=Identifier("h"))
    for _level in range(depth):
        publisher = Publisher(id=Identifier("h"), territories=(Territory(id=Identifier("g"), kind=kind, publisher=publisher),))
    return Unit(id=Identifier("u"), publisher=publisher)


@pytest.mark.parametrize("version", WRITTEN)
def test_publishers_and_territories_hold_each_other(version):
    item = nested(3)
    assert read_transfer(message([Write(item)], version)).operations == (Write(item),)


@given(strategies.objects(Version.V231).map(Write))
@settings(max_examples=20)
def test_the_model_survives_json(operation):
    assert msgspec.json.decode(msgspec.json.encode(operation), type=Operation) == operation


@given(strategies.objects(Version.V231))
@settings(max_examples=20)
def test_an_object_alone_is_stable(item):
    assert write_object(item) == write_object(msgspec.json.decode(msgspec.json.encode(item), type=XzufiObject))
