"""The organisation file: installed whole or not at all, twice the same."""

import copy
import tomllib
from importlib import resources

import pytest
from django.core.management import CommandError, call_command

from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.permissions.public import Role
from rathaus.modules.organisation import public as organisation
from rathaus.modules.organisation.models import Authority, Holding, Person, Post, PostRole, Unit

pytestmark = pytest.mark.django_db

SLUGS = [
    "buergerservice",
    "strassenverkehr",
    "steuern",
    "ordnung",
    "standesamt",
    "jagd-fischerei",
    "bauordnung",
    "wohngeld",
    "gewerbe",
    "umwelt",
    "kasse",
    "poststelle",
    "archiv",
    "datenschutz",
    "it-betrieb",
]


@pytest.fixture
def demo():
    return tomllib.loads((resources.files("rathaus.modules.organisation") / "demo/organisation.toml").read_text("utf-8"))


def counts():
    return [model.objects.count() for model in (Authority, Unit, Post, PostRole, Person, Holding)]


def test_the_demo_organisation_installs_twice_as_once(demo, now):
    organisation.install_organisation(demo, now=now)
    first = counts()
    done = organisation.install_organisation(demo, now=now)
    assert counts() == first
    assert (done.authorities, done.units, done.persons) == tuple(first[index] for index in (0, 1, 4))


def test_both_authorities_have_every_unit(demo, now):
    organisation.install_organisation(demo, now=now)
    for slug in SLUGS:
        home = organisation.find_unit(slug)
        other = organisation.find_unit(slug, authority="guetersloh")
        authorities = organisation.get_authorities([home.authority_id, other.authority_id])
        assert authorities[home.authority_id].land == "ST"
        assert authorities[other.authority_id].land == "NW"
    assert organisation.main_authority().ars == "150020000000"


def test_the_regional_keys_are_those_of_the_official_list(demo, standards):
    listed = (standards / "fim/codelists/urn_de_bund_destatis_schluessel_rs_2024-10-31.csv").read_text("utf-8")
    for authority in demo["authority"]:
        name = authority["name"].removeprefix("Stadt ").removesuffix(" – Demonstration")
        assert f'{authority["ars"]},"{name}, Stadt"' in listed


def test_every_person_of_the_demonstration_is_marked(demo, now):
    organisation.install_organisation(demo, now=now)
    assert Person.objects.exclude(demo=True).count() == 0
    assert all(person.name.endswith("(Demo)") and person.email.endswith("@example.org") for person in Person.objects.all())


def test_each_procedure_unit_has_a_clerk_and_another_approver(demo, now):
    organisation.install_organisation(demo, now=now)
    for slug in ("strassenverkehr", "steuern", "jagd-fischerei", "wohngeld", "gewerbe"):
        for authority in ("halle", "guetersloh"):
            unit = organisation.find_unit(slug, authority=authority)
            clerks = {holder.person.id for holder in organisation.holders(Role.CLERK, unit.id, None, now.date())}
            approvers = {holder.person.id for holder in organisation.holders(Role.APPROVER, unit.id, None, now.date())}
            assert len(clerks | approvers) >= 2


def break_ars(data):
    data["authority"][0]["ars"] = "15002"


def break_role(data):
    data["authority"][0]["unit"][0]["post"][0]["roles"][0]["role"] = "king"


def break_person(data):
    data["authority"][1]["unit"][1]["post"][0]["persons"] = ["niemand"]


def break_parent(data):
    data["authority"][0]["unit"][0]["parent"] = "kasse"  # stands below


def break_twice(data):
    data["authority"][0]["unit"].append(data["authority"][0]["unit"][0])


def break_secrecy(data):
    data["authority"][0]["unit"][0]["post"][0]["roles"][0]["secrecy"] = ["ultra"]


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (break_ars, "zwölf Ziffern"),
        (break_role, "king"),
        (break_person, "niemand"),
        (break_parent, "übergeordnete"),
        (break_twice, "zweimal"),
        (break_secrecy, "ultra"),
    ],
)
def test_a_fault_is_named_and_nothing_is_written(demo, now, spoil, word):
    data = copy.deepcopy(demo)
    spoil(data)
    with pytest.raises(Invalid, match=word):
        organisation.install_organisation(data, now=now)
    assert counts() == [0] * 6


def test_unknown_units_and_persons_are_refused(demo, now):
    with pytest.raises(NotFound):
        organisation.main_authority()
    organisation.install_organisation(demo, now=now)
    with pytest.raises(NotFound):
        organisation.find_unit("marsmission")
    with pytest.raises(NotFound):
        organisation.find_unit("steuern", authority="berlin")
    with pytest.raises(NotFound):
        organisation.find_person("niemand")


def test_reads_are_bulk(demo, now, django_assert_num_queries):
    organisation.install_organisation(demo, now=now)
    ids = [unit.id for unit in organisation.units(now.date())]
    with django_assert_num_queries(1):
        assert len(organisation.get_units(ids)) == len(ids)
    unit = organisation.find_unit("umwelt")
    assert unit.address_lines == organisation.main_authority().address_lines


def test_the_command_installs_and_reorganises(tmp_path, capsys):
    file = tmp_path / "organisation.toml"
    file.write_text(
        'valid_from = 2020-01-01\n[[authority]]\nslug = "x"\nname = "X"\nland = "ST"\nars = "150020000000"\n'
        '[[authority.unit]]\nslug = "a"\nname = "A"\n[[authority.unit]]\nslug = "b"\nname = "B"\n'
    )
    call_command("organisation", "install", str(file))
    call_command("organisation", "reorganise", "a", "b", "2027-01-01")
    assert organisation.find_unit("a").successor_id == organisation.find_unit("b").id
    assert "1 Behörden, 2 Einheiten" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Prüfen Sie"):
        call_command("organisation", "reorganise", "a", "c", "2027-01-01")
    file.write_text("kein toml =")
    with pytest.raises(CommandError, match="Schreibweise"):
        call_command("organisation", "install", str(file))
