"""What a machine translated stands nowhere without saying so: results, suggestions, lists, interfaces, feeds."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from rathaus.modules.catalogue import finding, queries
from rathaus.modules.catalogue.models import Service
from rathaus.modules.catalogue.page import service_page
from rathaus.modules.catalogue.structured import government_service
from rathaus.standards import xzufi
from rathaus.standards.xzufi import model
from tests.modules.catalogue import factories
from tests.modules.catalogue.test_import_objects import KEY, NOW, OTHER, land, leistung, take, text
from tests.modules.organisation.factories import authority

pytestmark = pytest.mark.django_db
MARK = "maschinell übersetzt"
NAME = "Anwohnerparkplatz begehren"


@pytest.fixture(autouse=True)
def _city() -> None:
    cache.clear()
    authority(name="Stadt Halle (Saale)")


def translated(value: str = "LB.1", *, name: str = NAME, short: str = "<p>Kurz &amp; gut</p>", **more: Any) -> xzufi.Write:
    said = leistung(value, texts=(text("03", name), text("05", short), text("08", "<p>Ausweis</p>")), **more)
    machine = (model.LanguageVersion(language="de", machine_translated=True),)
    synonym = model.TermModule(terms=(model.Term(model.LocalizedText("de", "Parkgunst")),))
    return xzufi.Write(said.item.__class__(**_parts(said.item) | {"languages": machine, "terms": (synonym,)}))


def _parts(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__struct_fields__}


def page(client: Client, address: str) -> str:
    cache.clear()
    return re.sub(r"\s+", " ", client.get(address, follow=True).content.decode())


def after(said: str, name: str) -> str:
    """What stands right behind a name."""
    return re.sub(r"<[^>]+>", "", said[said.index(name) :])[: len(name) + 40]


def test_results_say_it_of_the_name_and_of_the_short_text(client: Client) -> None:
    take(translated())
    said = page(client, "/suche/?q=anwohnerparkplatz")
    assert MARK in after(said, f">{NAME}</a>")
    assert MARK in after(said, "Kurz &amp; gut")
    [hit] = finding.find("anwohnerparkplatz").hits
    assert (hit.short, hit.short_machine, hit.service.machine_translated) == ("Kurz & gut", True, True)


def test_suggestions_say_it_of_names_and_other_words(client: Client) -> None:
    take(translated(), leistung("LB.2", keys=(OTHER,), texts=(text("03", "Anwohnerversammlung"),)))
    said = page(client, "/suche/vorschlaege/?q=anwohner")
    assert f'<option value="{NAME}" label="{NAME} ({MARK})">' in said
    assert '<option value="Anwohnerversammlung">' in said
    assert f'label="Parkgunst ({MARK})"' in page(client, "/suche/vorschlaege/?q=parkg")
    assert MARK in after(page(client, "/suche/?q=anw"), f">{NAME}</a>")


@pytest.mark.parametrize("address", ["/leistungen/?buchstabe=a", f"/leistungen/{KEY}/", f"/leistungen/{KEY}/zustaendig/"])
def test_lists_and_pages_say_it(client: Client, address: str) -> None:
    take(translated())
    said = page(client, address)
    body = said[said.index("<main") :]
    assert MARK in after(body, NAME).lower()


def test_interfaces_say_it(client: Client) -> None:
    take(translated())
    [item] = [one for one in client.get("/api/v1/services").json()["items"] if one["key"] == KEY]
    assert item["machine_translated"] is True
    one = client.get(f"/api/v1/services/{KEY}").json()
    assert one["summary"]["machine_translated"] is True
    assert all(said["machine_translated"] for said in one["texts"])
    said = government_service(service_page(Service.objects.get(key=KEY), now=NOW))
    assert said["description"] == "Maschinell übersetzt, noch von niemandem geprüft: Kurz & gut"


def test_the_routing_says_it_and_shows_words(client: Client) -> None:
    held = model.Responsibility(id=model.Identifier("Z.1", scheme_agency_id="L1"), services=(model.Identifier("LB.1"),))
    office = model.Unit(
        id=model.Identifier("OE.1", scheme_agency_id="L1"),
        name=model.UnitName(name=(model.LocalizedText("de", "Amt"),)),
        responsibilities=(held,),
    )
    take(translated(), xzufi.Write(office))
    found = client.get("/routing/v2/routes", {"leikaKey": KEY, "ars": "150020000000"}, headers={"user-agent": "Test/1"}).json()
    told = found["routes"][0]["requiredDocuments"]["description"]["de"]
    assert told == "<p>Maschinell übersetzt, noch von niemandem geprüft</p><p>Ausweis</p>"


def test_what_a_person_wrote_carries_no_mark(client: Client) -> None:
    take(translated())
    factories.install(NOW, unit="", key=KEY, name="Bewohnerparkausweis", short="Von uns")
    assert not Service.objects.get(key=KEY).machine_translated
    assert queries.machine_words() == frozenset()
    said = page(client, "/suche/?q=bewohnerparkausweis")
    assert "Von uns" in said
    assert MARK not in said
    assert NAME not in page(client, f"/leistungen/{KEY}/")


def test_the_mark_goes_with_a_new_delivery() -> None:
    take(translated())
    take(leistung(texts=(text("03", NAME),)))
    assert not Service.objects.get(key=KEY).machine_translated


def test_the_name_of_another_source_is_not_blamed() -> None:
    take(leistung(texts=(text("03", "Vom Land benannt"),)))
    take(translated("B.1"), source=land("federal", "redaktion-bund"))
    assert not Service.objects.get(key=KEY).machine_translated


def test_the_feed_says_it(client: Client) -> None:
    factories.install(NOW, unit="", key=KEY, name="Bewohnerparkausweis", short="Kurz")
    row = Service.objects.get(key=KEY)
    row.texts.filter(code="05").update(machine_translated=True)
    Service.objects.filter(pk=row.pk).update(machine_translated=True)
    said = client.get("/leistungen/neu.atom").content.decode()
    assert "<title>Bewohnerparkausweis (maschinell übersetzt)</title>" in said
    assert "<summary>Maschinell übersetzt, noch von niemandem geprüft: Kurz</summary>" in said
