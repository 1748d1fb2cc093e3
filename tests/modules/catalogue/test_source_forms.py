"""Forms of editorial systems on the page of a service: whoever names them, in whatever order they come, safe to show, marked."""

import datetime as dt
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from rathaus.modules.catalogue.domain.import_objects import import_objects
from rathaus.modules.catalogue.domain.import_ozg import import_ozg
from rathaus.modules.catalogue.domain.record_responsibility import record_responsibility
from rathaus.modules.catalogue.exchange import objects, offering
from rathaus.modules.catalogue.exchange.reading import open_delivery
from rathaus.modules.catalogue.links import standing_links
from rathaus.modules.catalogue.models import Service
from rathaus.standards import xzufi
from rathaus.standards.xzufi import model
from tests.modules.catalogue import factories
from tests.modules.catalogue.test_heed_responsibilities import HALLE, LAND, german, gone, identifier, page
from tests.modules.catalogue.test_import_objects import KEY, NOW, OTHER, land, leistung, take
from tests.modules.organisation.factories import authority
from tests.standards.pvog.test_description import EXAMPLE

pytestmark = pytest.mark.django_db
URL = "https://formulare.example.org/parken.pdf"


@pytest.fixture(autouse=True)
def _city() -> None:
    cache.clear()
    authority(name="Stadt Halle (Saale)")


def held(*services: str, places: tuple[str, ...] = (LAND,), value: str = "Z.F1", **more: Any) -> model.Responsibility:
    return model.Responsibility(
        id=identifier(value),
        services=tuple(identifier(one) for one in services),
        territories=tuple(model.Identifier(value=place) for place in places),
        **more,
    )


def form(
    value: str = "F.1", name: str = "Antrag Bewohnerparken", *, uri: str = URL, language: str = "de", **more: Any
) -> xzufi.Write:
    return xzufi.Write(
        model.Form(id=identifier(value), name=german(name), links=(model.ServiceLink(uri=uri, language=language),), **more)
    )


def hanging(of: str = "F.1", *services: str, **more: Any) -> xzufi.Write:
    return xzufi.Write(
        model.OwnedResponsibility(
            owner_id=identifier(of), responsibility=held(*(services or ("LB.1",)), owner=model.Owner.FORM, **more)
        )
    )


def needing(*forms: str) -> tuple[model.DocumentModule, ...]:
    document = model.Document(name=german("Antrag"), forms=tuple(identifier(one) for one in forms))
    return (model.DocumentModule(incoming=(model.IncomingDocument(document=document),)),)


WAYS = {
    "the form names the service": (leistung(), form(responsibilities=(held("LB.1"),))),
    "a responsibility hangs on the form": (leistung(), form(), hanging()),
    "the service names the form": (leistung(documents=needing("F.1")), form()),
}


def names(key: str = KEY) -> list[str]:
    return [entry["name"] for entry in Service.objects.get(key=key).forms or ()]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("together", [True, False])
def test_whoever_says_it_and_whatever_comes_first(way: str, *, together: bool) -> None:
    for number, order in enumerate(itertools.permutations(WAYS[way])):
        source = land(slug=f"quelle-{number}")
        if together:
            take(*order, source=source)
        else:
            for operation in order:
                take(operation, source=source)
        assert names() == ["Antrag Bewohnerparken"]
        source.delete()
        Service.objects.all().delete()


def test_the_page_says_what_it_is_and_who_says_so(client: Client) -> None:
    kind = model.Code("1", name="Antragsformular")
    take(leistung(), form(language="en", kind=kind, responsibilities=(held("LB.1"),)))
    said = page(client)
    assert f'<a class="kern-link" href="{URL}" rel="external" hreflang="en">Antrag Bewohnerparken</a>' in said
    assert "(Antragsformular, Englisch)" in said
    assert "Ungeprüft, Quelle: Redaktion des Landes" in said
    told = client.get(f"/api/v1/services/{KEY}").json()["forms"]
    assert told == [
        {
            "name": "Antrag Bewohnerparken", "url": URL, "language": "en", "kind": "Antragsformular", "condition": "",
            "source": "Redaktion des Landes", "checked": False,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    "uri",
    [
        "http://formulare.example.org/",
        "javascript:alert(1)",
        "https://a@b.example/",
        "//x.example/",
        "https://x.example/{id}",
        "",
    ],
)
def test_an_address_that_is_not_safe_is_not_shown(client: Client, uri: str) -> None:
    take(leistung(), form("F.1", "<b>Böse</b>", uri=uri, responsibilities=(held("LB.1"),)))
    assert "Formulare zum Ausfüllen" not in page(client)


def test_hostile_names_are_words(client: Client) -> None:
    kind = model.Code("1", name='"><script>x</script>PDF')
    take(leistung(), form(name="<script>x</script><b>Antrag</b>", kind=kind, responsibilities=(held("LB.1"),)))
    said = page(client)
    assert "<script>x" not in said
    assert ">Antrag</a>" in said


def test_a_change_and_an_end_reach_the_page() -> None:
    take(leistung(), form(), hanging())
    take(form(name="Neuer Name"))
    assert names() == ["Neuer Name"]
    take(hanging("F.1", "LB.2"), leistung("LB.2", keys=(OTHER,)))
    assert (names(), names(OTHER)) == ([], ["Neuer Name"])
    take(hanging("F.2", "LB.2"))  # it hangs on another form by now, which nobody has sent
    assert names(OTHER) == []
    take(form("F.2", "Zweites"))
    assert names(OTHER) == ["Zweites"]
    take(gone("F.2", xzufi.ObjectClass.FORM))
    assert names(OTHER) == []
    take(form("F.2", "Zweites"), gone("Z.F1", xzufi.ObjectClass.RESPONSIBILITY))
    assert names(OTHER) == []


def test_a_service_that_names_other_forms_shows_those() -> None:
    take(leistung(documents=needing("F.1", "F.2")), form(), form("F.2", "Beiblatt", uri=URL + "?2"))
    assert names() == ["Antrag Bewohnerparken", "Beiblatt"]
    take(leistung(documents=needing("F.2")))
    assert names() == ["Beiblatt"]


def test_elsewhere_is_not_here_and_a_condition_is_told(client: Client) -> None:
    some = model.Criterion(kind=model.Code("1", name="Branche"), value="Handwerk")
    take(leistung(), form(responsibilities=(held("LB.1", places=("090000000000",)),)))
    assert names() == []
    take(form(responsibilities=(held("LB.1", places=(HALLE,), criteria=(some,)),)))
    assert "Das gilt für: Branche: Handwerk" in page(client)


def test_identity_is_scheme_and_value() -> None:
    stranger = model.Form(
        id=model.Identifier("F.1", scheme_agency_id="L2"), name=german("Fremd"), links=(model.ServiceLink(uri=URL + "?x"),)
    )
    take(leistung(documents=needing("F.1")), xzufi.Write(stranger), form())
    assert names() == ["Antrag Bewohnerparken"]


def test_a_form_for_a_key_stands_with_what_others_say(tmp_path: Path) -> None:
    import_ozg(folder=factories.write_catalogue(tmp_path), now=NOW)
    take(form(responsibilities=(held(KEY),)))
    assert not Service.objects.get(key=KEY).has_text  # a form alone describes nothing
    factories.install(NOW, unit="", key=KEY, name="Bewohnerparkausweis")
    assert names() == ["Antrag Bewohnerparken"]


def test_the_most_specific_source_speaks_and_the_city_keeps_its_text(client: Client) -> None:
    federal = land("federal", "redaktion-bund")
    take(leistung("B.1"), form("F.9", "Muster des Bundes", responsibilities=(held("B.1", places=()),)), source=federal)
    factories.install(NOW, unit="", key=KEY, name="Bewohnerparkausweis", text="Text der Stadt")
    assert names() == ["Muster des Bundes"]
    assert "Text der Stadt" in page(client)
    take(leistung(), form(responsibilities=(held("LB.1"),)))
    assert names() == ["Antrag Bewohnerparken"]
    assert {address for address, _, place in standing_links() if place == "Formulare"} == {URL}


def test_what_ended_is_not_shown(client: Client) -> None:
    over = model.Period(ends=dt.datetime(2020, 1, 1))  # noqa: DTZ001  (XZuFi gives local times without zone)
    take(leistung(), form(validity=(over,), responsibilities=(held("LB.1"),)))
    assert names() == ["Antrag Bewohnerparken"]
    assert "Formulare zum Ausfüllen" not in page(client)


def test_a_form_that_a_rule_of_the_city_names_comes_first(client: Client) -> None:
    take(leistung(), form(responsibilities=(held("LB.1"),)))
    rule = {"form": {"name": "Unser Vordruck", "url": "https://halle.example/vordruck"}, "source": "Amt", "certainty": "checked"}
    record_responsibility(service_key=KEY, data=rule, now=NOW)
    said = page(client)
    assert said.index("Unser Vordruck") < said.index("Antrag Bewohnerparken")
    assert "Geprüft, Quelle: Amt" in said


def test_forms_of_pvog_are_taken_over(tmp_path: Path, client: Client) -> None:
    answer = {
        **EXAMPLE,
        "forms": [{"id": "L100042.FO.7", "title": "Vordruck", "uri": URL}, {"title": "Zweiter", "uri": URL + "?2"}],
    }
    (tmp_path / "b.json").write_text(json.dumps(answer), encoding="utf-8")
    found = open_delivery(tmp_path / "b.json")
    import_objects(source=land(), operations=found.operations(), now=NOW)
    [service] = Service.objects.filter(forms__isnull=False)
    assert names(service.key) == ["Vordruck", "Zweiter"]
    assert "Vordruck</a>" in page(client, service.key)


def test_what_is_kept_is_whole_and_our_own_feed_says_nothing_for_others(tmp_path: Path) -> None:
    whole = model.Form(
        id=identifier("F.1"), name=german("Antrag"), description=german("Lang"), needs_written_form=True,
        links=(model.ServiceLink(uri="http://alt.example/"), model.ServiceLink(uri=URL, title="PDF")),
    )  # fmt: skip
    assert objects.decode(objects.encode(whole)) == whole
    take(leistung(documents=needing("F.1")), xzufi.Write(whole))
    assert list(offering.everything()) == []
    factories.install(NOW, unit="", key=KEY, name="Bewohnerparkausweis")
    told = [operation.item for operation in offering.everything() if isinstance(operation, xzufi.Write)]
    assert not any(isinstance(item, model.Form) for item in told)
    call_command("catalogue", "export", str(tmp_path / "alles.xml"))
    assert "formulare.example.org" not in (tmp_path / "alles.xml").read_text(encoding="utf-8")


def test_queries_do_not_grow(django_assert_max_num_queries: Any) -> None:
    source = land()

    def delivery(number: int, first: int) -> list[xzufi.Operation]:
        made: list[xzufi.Operation] = []
        for at in range(first, first + number):
            made.append(leistung(f"LB.{at}", keys=(f"991080010{at:05}",), documents=needing(f"F.{at}")))
            made += [form(f"F.{at}"), hanging(f"F.{at}", f"LB.{at}", value=f"Z.{at}")]
        return made

    with django_assert_max_num_queries(100):
        import_objects(source=source, operations=delivery(20, 100), now=NOW)
    with django_assert_max_num_queries(100):
        import_objects(source=source, operations=delivery(150, 1000), now=NOW)
    assert Service.objects.filter(forms__isnull=False).count() == 170
