"""Units and responsibilities of editorial systems: shown below what the city says, in whatever order they come."""

import datetime as dt
import itertools
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from rathaus.foundation.errors import Invalid, NotFound
from rathaus.modules.catalogue import queries
from rathaus.modules.catalogue.coverage import coverage
from rathaus.modules.catalogue.domain.import_objects import import_objects
from rathaus.modules.catalogue.domain.import_ozg import import_ozg
from rathaus.modules.catalogue.domain.map_unit import foreign_units, map_unit
from rathaus.modules.catalogue.domain.record_responsibility import record_responsibility
from rathaus.modules.catalogue.enums import ExecutingLevel, Origin, Role
from rathaus.modules.catalogue.exchange.claims import role_of
from rathaus.modules.catalogue.exchange.foreign import foreign_of
from rathaus.modules.catalogue.exchange.offering import agency
from rathaus.modules.catalogue.models import Responsibility, ServedService, Service, Source
from rathaus.modules.catalogue.queries import infos
from rathaus.modules.catalogue.responsibility.matching import Facts
from rathaus.modules.catalogue.responsibility.report import report
from rathaus.modules.catalogue.responsibility.rows import resolve_services
from rathaus.standards import xzufi
from rathaus.standards.xzufi import model
from tests.modules.catalogue import factories
from tests.modules.catalogue.test_import_objects import KEY, NOW, OTHER, land, leistung, take
from tests.modules.organisation.factories import authority, unit

pytestmark = pytest.mark.django_db
DAY = NOW.date()
HALLE, LAND = "150020000000", "150000000000"


@pytest.fixture(autouse=True)
def _city() -> None:
    cache.clear()
    authority(name="Stadt Halle (Saale)")


def identifier(value: str) -> model.Identifier:
    return model.Identifier(value=value, scheme_agency_id="L1")


def german(said: str) -> tuple[model.LocalizedText, ...]:
    return (model.LocalizedText("de", said),)


def office(value: str = "OE.1", name: str = "Landesverwaltungsamt", **values: Any) -> xzufi.Write:
    defaults: dict[str, Any] = {
        "addresses": (
            model.Address(street="Ernst-Kamieth-Straße", house_number="2", postal_code="06112", place="Halle (Saale)"),
        ),
        "contacts": (
            model.Contact(channel=model.Code("02", name="Telefax"), address="0345 999"),
            model.Contact(channel=model.Code("01"), address="0345 514-0"),
            model.Contact(channel=model.Code("04"), address="post@amt.example.org"),
        ),
        "websites": (model.Link(uri="https://amt.example.org/"),),
        "opening_hours_text": german("<p>Montag 9 bis 12 Uhr<br>Dienstag zu</p>"),
    }
    return xzufi.Write(model.Unit(id=identifier(value), name=model.UnitName(name=german(name)), **defaults | values))


def charge(
    value: str = "Z.1", *, of: str = "OE.1", service: str = "LB.1", places: tuple[str, ...] = (LAND,), **values: Any
) -> xzufi.Write:
    held = model.Responsibility(
        id=identifier(value),
        services=(identifier(service),),
        territories=tuple(model.Identifier(value=place) for place in places),
        owner=model.Owner.UNIT,
        **values,
    )
    return xzufi.Write(model.OwnedResponsibility(owner_id=identifier(of), responsibility=held))


def gone(value: str, kind: xzufi.ObjectClass) -> xzufi.Delete:
    return xzufi.Delete(kind, identifier(value))


def in_charge(key: str = KEY, ars: str = HALLE) -> str:
    """Whom the resolver names for Halle: by name where it is somebody else."""
    answer = resolve_services([key], facts=Facts(ars), day=DAY)[key].in_charge
    return (answer.winner.unit_slug or answer.winner.external_name) if answer.winner else "|".join(
        sorted(row.external_name for row in answer.conflict)
    )  # fmt: skip


def page(client: Client, key: str = KEY) -> str:
    cache.clear()
    return client.get(f"/leistungen/{key}/", follow=True).content.decode()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("together", [True, False])
def test_the_order_in_which_objects_come_does_not_matter(*, order: tuple[int, ...], together: bool) -> None:
    objects = (leistung(), office(), charge())
    if together:
        take(*(objects[at] for at in order))
    else:
        for at in order:
            take(objects[at])
    assert in_charge() == "Landesverwaltungsamt"
    row = Responsibility.objects.get()
    assert (row.territory, row.role, row.origin, row.source) == ("15", Role.IN_CHARGE, Origin.SOURCE, "Redaktion des Landes")


def test_the_page_says_who_does_it_and_how_to_reach_them(client: Client) -> None:
    take(leistung(), office(), charge())
    said = page(client)
    assert "Nicht wir, sondern Landesverwaltungsamt" in said
    for detail in ("Ernst-Kamieth-Straße 2", "06112 Halle (Saale)", "0345 514-0", "post@amt.example.org", "Montag 9 bis 12 Uhr"):
        assert detail in said
    assert 'href="https://amt.example.org/"' in said
    assert "Quelle: Redaktion des Landes" in said
    assert "0345 999" not in said
    assert "<br>Dienstag zu" in said


def test_a_body_with_our_name_is_not_called_somebody_else(client: Client) -> None:
    take(leistung(), office(name="Stadt Halle (Saale) - Bürgerservice"), charge())
    assert "Nicht wir" not in page(client)
    assert "Zuständig: Stadt Halle (Saale) - Bürgerservice" in page(client)


def test_the_answer_for_an_address_and_the_routing_name_the_unit(client: Client) -> None:
    take(leistung(), office(), charge())
    found = client.get("/routing/v2/routes", {"leikaKey": KEY, "ars": HALLE}, headers={"user-agent": "Test/1"}).json()
    route = found["routes"][0]
    assert route["destinationName"] == "Landesverwaltungsamt"
    assert route["address"]["city"] == "Halle (Saale)"
    assert route["contactPersons"][0]["tel"] == "0345 514-0"


def test_the_same_again_changes_nothing_and_a_change_replaces() -> None:
    take(leistung(), office(), charge())
    before = Responsibility.objects.get().pk
    assert take(leistung(), office(), charge()).responsibilities == 0
    assert Responsibility.objects.get().pk == before
    take(charge(places=(HALLE,)))
    assert Responsibility.objects.get().territory == "15002"
    take(office(name="Neuer Name"))
    assert in_charge() == "Neuer Name"


def test_deletions_take_the_rows_away_in_any_order() -> None:
    kinds = xzufi.ObjectClass
    for order in (("Z.1", kinds.RESPONSIBILITY), ("OE.1", kinds.UNIT), ("LB.1", kinds.SERVICE)):
        take(leistung(), office(), charge())
        assert in_charge() == "Landesverwaltungsamt"
        take(gone(*order))
        assert in_charge() == ""
        assert not Responsibility.objects.exists()
    take(gone("Z.1", kinds.RESPONSIBILITY), gone("Z.9", kinds.RESPONSIBILITY), gone("OE.9", kinds.UNIT))
    assert not ServedService.objects.filter(object__deleted_at=None).exists()
    take(charge(), office(), leistung())
    assert in_charge() == "Landesverwaltungsamt"


def test_elsewhere_is_not_here() -> None:
    take(leistung(), office(), charge(places=("090000000000",)))
    assert not Responsibility.objects.exists()
    take(charge(places=("090000000000", "150020000000", "unfug")))
    assert [row.territory for row in Responsibility.objects.all()] == ["15002"]


def test_the_most_specific_territory_of_a_source_wins() -> None:
    take(leistung(), office(), office("OE.2", "Stadt"), charge(), charge("Z.2", of="OE.2", places=(HALLE,)))
    assert in_charge() == "Stadt"


def test_the_land_before_the_federation() -> None:
    federal = land("federal", "redaktion-bund")
    take(leistung("LB.9"), office("OE.9", "Bundesamt"), charge("Z.9", of="OE.9", service="LB.9", places=(HALLE,)), source=federal)
    assert in_charge() == "Bundesamt"
    take(leistung(), office(), charge())
    assert in_charge() == "Landesverwaltungsamt"


def test_what_the_city_says_wins_and_survives() -> None:
    unit("strassenverkehr")
    unit("ordnung")
    factories.install(NOW, key=KEY, unit="strassenverkehr", name="Bewohnerparkausweis")
    take(leistung(), office(), charge(places=(HALLE,)))
    assert in_charge() == "strassenverkehr"
    [shown] = infos(Service.objects.filter(key=KEY))
    assert shown.unit_id is not None
    record_responsibility(service_key=KEY, data={"unit": "ordnung", "territory": HALLE, "place_of": "seat"}, now=NOW)
    take(leistung(texts=()), charge(places=(LAND,)))
    assert set(Responsibility.objects.values_list("origin", flat=True)) == {Origin.SERVICE, Origin.OWN, Origin.SOURCE}
    take(gone("Z.1", xzufi.ObjectClass.RESPONSIBILITY))
    assert set(Responsibility.objects.values_list("origin", flat=True)) == {Origin.SERVICE, Origin.OWN}


def test_a_source_fills_what_the_city_leaves_open(client: Client) -> None:
    factories.install(NOW, key=KEY, unit="", name="Bewohnerparkausweis")
    take(leistung(), office(), charge())
    assert in_charge() == "Landesverwaltungsamt"
    assert "Nicht wir, sondern Landesverwaltungsamt" in page(client)


def test_several_roles_stand_side_by_side(client: Client) -> None:
    contact = model.Code("02", name="Ansprechstelle")
    take(leistung(), office(), office("OE.2", "Beratungsstelle"), charge(), charge("Z.2", of="OE.2", role=contact))
    assert in_charge() == "Landesverwaltungsamt"
    assert "Beratungsstelle" in page(client)


def test_two_equal_bodies_are_shown_both_and_nobody_is_chosen(client: Client) -> None:
    take(leistung(), office(), office("OE.2", "Zweites Amt"), charge(), charge("Z.2", of="OE.2"))
    assert in_charge() == "Landesverwaltungsamt|Zweites Amt"
    said = page(client)
    assert "mehrere Stellen" in said
    assert "Landesverwaltungsamt" in said
    assert "Zweites Amt" in said
    found = client.get("/routing/v2/routes", {"leikaKey": KEY, "ars": HALLE}, headers={"user-agent": "Test/1"}).json()
    assert found["totalCount"] == 2


def test_a_condition_in_words_decides_in_no_list_either() -> None:
    municipal = unit("buergeramt")
    some = model.Criterion(kind=model.Code("1", name="Buchstabe"), value="A")
    take(leistung(), office(), charge(criteria=(some,)))
    Service.objects.update(executing_level=ExecutingLevel.MUNICIPAL)
    assert coverage(today=DAY).executed.total == 1
    map_unit(source=Source.objects.get(), value="OE.1", unit=municipal.slug, now=NOW)
    assert [info.unit_id for info in infos(Service.objects.filter(key=KEY))] == [None]


def test_a_condition_in_words_never_holds_for_everybody(client: Client) -> None:
    letters = model.Criterion(kind=model.Code("1", name="Anfangsbuchstabe"), value="A", value_to="K")
    take(leistung(), office(), charge(criteria=(letters,)))
    answer = resolve_services([KEY], facts=Facts(HALLE), day=DAY)[KEY].in_charge
    assert answer.winner is None
    said = page(client)
    assert "Das gilt für: Anfangsbuchstabe: A bis K" in said
    assert "nur unter einer Bedingung" in said


@pytest.mark.parametrize("places", [(LAND,), (HALLE,)])
def test_a_condition_in_words_leaves_the_rest_to_the_plain_one(client: Client, places: tuple[str, ...]) -> None:
    """In a narrower territory or in the same one: for all others the plain rule holds, on pages and in the Routing API."""
    letters = model.Criterion(kind=model.Code("1", name="Anfangsbuchstabe"), value="A", value_to="K")
    some = charge("Z.2", of="OE.2", places=(HALLE,), criteria=(letters,))
    take(leistung(), office(), office("OE.2", "Amt für A bis K"), charge(places=places), some)
    assert in_charge() == "Landesverwaltungsamt"
    said = page(client)
    assert "Nicht wir, sondern Landesverwaltungsamt" in said
    assert "Für manche ist eine andere Stelle da" in said
    assert said.index("Amt für A bis K") < said.index("Das gilt für: Anfangsbuchstabe: A bis K")
    found = client.get("/routing/v2/routes", {"leikaKey": KEY, "ars": HALLE}, headers={"user-agent": "Test/1"}).json()
    told = [(route["destinationName"], route["customParameters"].get("condition")) for route in found["routes"]]
    assert told == [("Landesverwaltungsamt", None), ("Amt für A bis K", "Anfangsbuchstabe: A bis K")]


def test_whoever_asks_by_address_sees_the_condition_too(client: Client) -> None:
    unit("ordnung")
    letters = model.Criterion(kind=model.Code("1", name="Branche"), value="Handwerk")
    take(leistung(), office(), charge(places=(HALLE,), criteria=(letters,)))
    record_responsibility(service_key=KEY, data={"unit": "ordnung", "territory": HALLE, "place_of": "seat"}, now=NOW)
    shown = page(client)
    assert "hängt von Ihren Angaben ab" in shown
    assert "Das gilt für: Branche: Handwerk" in shown
    address = f"/leistungen/bewohnerparken-beantragen-{KEY}/zustaendig/"
    answer = client.post(address, {"place_of": "residence"}, follow=True).content.decode()
    assert "Das gilt für: Branche: Handwerk" in answer
    assert "keine Stelle eingetragen" not in answer


def test_validity_is_kept() -> None:
    later = model.Period(begins=dt.datetime(2027, 1, 1))  # noqa: DTZ001  (XZuFi gives local times without zone)
    take(leistung(), office(), charge(validity=(later,)))
    assert in_charge() == ""
    assert Responsibility.objects.get().valid_from == dt.date(2027, 1, 1)


def test_a_unit_says_itself_what_it_does() -> None:
    held = model.Responsibility(id=identifier("Z.7"), services=(identifier("LB.1"),))
    take(office(responsibilities=(held,)), leistung())
    assert in_charge() == "Landesverwaltungsamt"
    take(office())
    assert in_charge() == ""


def test_references_without_scheme_find_the_only_one() -> None:
    held = model.Responsibility(id=identifier("Z.1"), services=(model.Identifier("LB.1"),))
    bare = xzufi.Write(model.OwnedResponsibility(owner_id=model.Identifier("OE.1"), responsibility=held))
    take(leistung(), office(), bare)
    assert in_charge() == "Landesverwaltungsamt"
    stranger = model.Unit(id=model.Identifier("OE.1", scheme_agency_id="L2"), name=model.UnitName(name=german("Andere")))
    take(xzufi.Write(stranger), charge("Z.2", places=(HALLE,)))
    assert in_charge() == "Landesverwaltungsamt"


def test_a_key_is_a_reference_too_whenever_the_service_comes(tmp_path: Any) -> None:
    take(office(), charge(service=OTHER))
    assert not Responsibility.objects.exists()
    import_ozg(folder=factories.write_catalogue(tmp_path), now=NOW)
    assert in_charge(OTHER) == "Landesverwaltungsamt"


def test_our_own_unit_is_known_by_its_identifier() -> None:
    ours = unit("strassenverkehr")
    own = model.Identifier(value=str(ours.pk), scheme_agency_id=agency())
    take(leistung(), office(secondary_ids=(own,)), charge())
    assert in_charge() == "strassenverkehr"
    assert Responsibility.objects.get().unit_id == ours.pk


def test_the_operator_says_which_unit_is_ours() -> None:
    unit("strassenverkehr")
    source = land()
    take(leistung(), office(), charge(), source=source)
    assert foreign_units(source) == [("OE.1", "Landesverwaltungsamt", "", 1)]
    assert map_unit(source=source, value="OE.1", unit="strassenverkehr", now=NOW) == 1
    assert in_charge() == "strassenverkehr"
    take(office(name="anders"), source=source)
    assert in_charge() == "strassenverkehr"
    map_unit(source=source, value="OE.1", unit="", now=NOW)
    assert in_charge() == "anders"


def test_what_the_mapping_refuses() -> None:
    source = land()
    take(office(), source=source)
    with pytest.raises(NotFound, match="nennt keine Stelle"):
        map_unit(source=source, value="OE.9", unit="", now=NOW)
    with pytest.raises(NotFound, match="gibt es nicht"):
        map_unit(source=source, value="OE.1", unit="fehlt", now=NOW)
    other = model.Unit(id=model.Identifier("OE.1", scheme_agency_id="L2"), name=model.UnitName(name=german("Andere")))
    take(xzufi.Write(other), source=source)
    with pytest.raises(Invalid, match="zwei Stellen"):
        map_unit(source=source, value="OE.1", unit="", now=NOW)


def test_the_command_shows_and_maps(capsys: Any) -> None:
    unit("strassenverkehr")
    take(leistung(), office(), charge())
    call_command("catalogue", "unit", "redaktion-land")
    assert "OE.1  Landesverwaltungsamt  1 Zuständigkeiten" in capsys.readouterr().out
    call_command("catalogue", "unit", "redaktion-land", "OE.1", "strassenverkehr")
    assert "1 Zuständigkeiten neu eingetragen" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Ohne Kennung zeigt der Befehl alle"):
        call_command("catalogue", "unit", "redaktion-land", "OE.9", "strassenverkehr")


def test_the_report_counts_them_and_stays_proven() -> None:
    unit("strassenverkehr")
    factories.install(NOW, key=KEY, unit="strassenverkehr", name="Bewohnerparkausweis")
    take(
        leistung(),
        leistung("LB.2", keys=(OTHER,)),
        office(),
        charge(places=("159990000000", HALLE)),
        charge("Z.2", service="LB.2"),
    )
    [today, *_] = report(today=DAY).days
    assert (today.told, today.told_services) == (2, 2)
    assert today.proven


def test_queries_do_not_grow_with_the_delivery(django_assert_max_num_queries: Any) -> None:
    source = land()
    take(leistung(), office(), charge(), source=source)

    def delivery(number: int, first: int) -> list[xzufi.Operation]:
        made: list[xzufi.Operation] = []
        for at in range(first, first + number):
            made += [leistung(f"LB.{at}", keys=(f"991080010{at:05}",)), office(f"OE.{at}", f"Amt {at}")]
            made.append(charge(f"Z.{at}", of=f"OE.{at}", service=f"LB.{at}"))
        return made

    with django_assert_max_num_queries(110):
        import_objects(source=source, operations=delivery(30, 100), now=NOW)
    with django_assert_max_num_queries(110):
        import_objects(source=source, operations=delivery(150, 1000), now=NOW)
    assert Responsibility.objects.count() == 181


@pytest.mark.parametrize(
    ("code", "name", "role"),
    [
        ("01", "", Role.IN_CHARGE), ("01", "Zuständige Stelle", Role.IN_CHARGE), ("77", "Zuständige Behörde", Role.IN_CHARGE),
        ("02", "Ansprechpunkt", Role.CONTACT), ("03", "Antragsannahme", Role.FORM), ("99", "", Role.CONTACT),
    ],
)  # fmt: skip
def test_roles_by_name_and_nothing_guessed(code: str, name: str, role: Role) -> None:
    assert role_of(model.Code(code, name=name)) == role
    assert role_of(None) == Role.IN_CHARGE


def test_hostile_units_become_plain_words() -> None:
    bad = model.Unit(
        id=identifier("OE.1"),
        name=model.UnitName(name=german("<script>x</script><b>Amt</b>")),
        addresses=(model.Address(street='<img src=x onerror="y">Weg', house_number="1", place="Ort"),),
        contacts=(model.Contact(channel=model.Code("04"), address='a@b.de"><script>'), model.Contact(address="0345")),
        websites=(model.Link(uri="javascript:alert(1)"), model.Link(uri="https://x.example/")),
    )
    found = foreign_of(bad)
    assert (found.name, found.address_lines, found.email, found.phone) == ("Amt", ("Weg 1", "Ort"), "", "")
    assert found.url == "https://x.example/"
    assert foreign_of(model.Unit(id=identifier("OE.2"))).name == "OE.2"


def test_a_source_that_goes_takes_its_rows_along() -> None:
    source = land()
    take(leistung(), office(), charge(), source=source)
    Source.objects.filter(pk=source.pk).delete()
    assert not Responsibility.objects.exists()


def test_the_page_of_a_unit_does_not_grow_with_the_catalogue(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    unit("strassenverkehr", name="Straßenverkehr")
    source = land()
    services = [leistung(f"LB.{at}", keys=(f"9910800101{at:04}",)) for at in range(4)]
    take(office(), *services, *(charge(f"Z.{at}", service=f"LB.{at}") for at in range(4)), source=source)
    map_unit(source=source, value="OE.1", unit="strassenverkehr", now=NOW)
    assert "Es sind noch mehr" not in client.get("/stellen/strassenverkehr/").content.decode()
    monkeypatch.setattr(queries, "MOST_OF_UNIT", 3)
    said = client.get("/stellen/strassenverkehr/").content.decode()
    assert said.count("Bewohnerparken beantragen") == 3
    assert "Es sind noch mehr" in said
