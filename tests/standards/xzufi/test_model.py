import subprocess
import sys
from decimal import Decimal

import pytest

from rathaus.standards.xzufi import codelists
from rathaus.standards.xzufi.model.basics import Amount, Code, Identifier, LocalizedText
from rathaus.standards.xzufi.model.modules import TextModule
from rathaus.standards.xzufi.model.responsibility import Owner, Responsibility
from rathaus.standards.xzufi.model.service import Service


@pytest.mark.parametrize(
    ("identifier", "key"),
    [
        (Identifier("1", scheme_agency_id="L100042", scheme_id="Leistung"), ("L100042", "1")),
        (Identifier("1", scheme_uri="urn:x", scheme_id="y"), ("urn:x", "1")),
        (Identifier("1", scheme_data_uri="urn:d"), ("urn:d", "1")),
        (Identifier("1", scheme_id="y"), ("y", "1")),
        (Identifier("1"), ("", "1")),
    ],
)
def test_identity_is_scheme_and_value(identifier, key):
    assert identifier.key == key


@pytest.mark.parametrize(("value", "cents"), [("30.70", 3070), ("0.1", 10), ("-5", -500), ("0.005", None)])
def test_cents(value, cents):
    assert Amount(Decimal(value)).cents == cents


def text(kind, *pairs):
    return TextModule(kind=Code(kind), content=tuple(LocalizedText(*pair) for pair in pairs))


def test_the_name_is_the_second_one():
    both = Service(id=Identifier("1"), texts=(text("02", ("de", "Amtlich"), ("en", "Official")), text("03", ("de", "Kurz"))))
    assert (both.name(), both.name("en"), both.name("fr")) == ("Kurz", "Official", "")
    empty = Service(id=Identifier("1"), texts=(text("03", ("de", "")), text("02", ("de", "Amtlich"))))
    assert empty.name() == "Amtlich"


def test_the_kind_of_owner_is_said_or_follows_from_the_scheme():
    own = Identifier("1", scheme_id="ZustaendigkeitOnlinedienst")
    assert Responsibility(own).owner_kind is Owner.ONLINE_SERVICE
    assert Responsibility(own, owner=Owner.FORM).owner_kind is Owner.FORM
    assert Responsibility(Identifier("1")).owner_kind is None


def test_labels_are_those_seen_and_codes_stand_for_the_others():
    assert codelists.label("text_module", "06") == "Volltext"
    assert codelists.label("fee_kind", "001") == "001"
    assert codelists.label("fee_kind", "neu") == "neu"
    assert all(labels.labels for labels in codelists.LISTS.values())
    assert len(codelists.TEXT_MODULES) == 16
    assert not set(codelists.TEXT_MODULES) & set(codelists.PVOG_MODULES)


def test_models_and_writing_load_no_parser():
    """A web process shows and sends catalogue data; it must not carry lxml for that."""
    words = "import sys; from rathaus.standards import xzufi, pvog; list(xzufi.write_transfer([], header=xzufi.Header())); "
    check = words + "sys.exit('lxml.etree' in sys.modules or 'django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
