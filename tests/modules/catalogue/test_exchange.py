"""Out as XZuFi and in again: what the city says survives the way through a file and through the feed."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from rathaus.foundation.errors import Invalid
from rathaus.foundation.net import public as net
from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.descriptions import Deadline, Description, Document, Duration, Fee, Term, Text
from rathaus.modules.catalogue.domain import harvest as harvesting
from rathaus.modules.catalogue.domain.feed import note_change
from rathaus.modules.catalogue.domain.harvest import harvest, token_name
from rathaus.modules.catalogue.domain.sources import enter_source
from rathaus.modules.catalogue.enums import DurationKind, FeeKind, Markup, TextCode
from rathaus.modules.catalogue.exchange import offering
from rathaus.modules.catalogue.exchange.describing import describe_service
from rathaus.modules.catalogue.exchange.reading import open_delivery
from rathaus.modules.catalogue.exchange.writing import as_service
from rathaus.modules.catalogue.models import Service, Source
from rathaus.standards import xzufi
from rathaus.standards.xzufi import model
from tests.modules.catalogue import factories
from tests.modules.organisation.factories import authority, unit

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
KEY = "99108001001000"

SAID = Description(
    key=KEY,
    name="Bewohnerparkausweis beantragen",
    official_name="Bewohnerparkausweis Erteilung",
    terms=(Term(text="Anwohnerparken"),),
    texts=(
        Text(code=TextCode.SHORT, text="<p>Kurz &amp; gut</p>", markup=Markup.HTML),
        Text(code=TextCode.FULL, text="<p>Lang</p>", markup=Markup.HTML),
        Text(code=TextCode.FULL, text="<p>Long</p>", markup=Markup.HTML, language="en", machine_translated=True),
    ),
    fees=(
        Fee(kind=FeeKind.FIXED, cents=3070, code="001"),
        Fee(kind=FeeKind.RANGE, cents=1000, cents_to=20000, prepayment=True),
        Fee(kind=FeeKind.NONE, text="gebührenfrei"),
    ),
    deadlines=(Deadline(code="001", amount=2, unit="WOCHE", text="vorher"), Deadline(month_day="--05-31")),
    durations=(Duration(kind=DurationKind.USUAL, amount=3, amount_to=5, unit="ARBEITSTAG"),),
    documents=(Document(name="Fahrzeugschein", code="999", text="in Kopie"),),
    type="2/3",
    trust_level="10",
    written_form=False,
    informal=True,
    addressees=("001",),
    catalogue_status=5,
)


def test_a_description_survives_the_way_through_an_object() -> None:
    item = as_service(SAID, agency="ars-150020000000")
    again = describe_service(item, key=KEY, keys=(KEY,))
    texts = {(text.code, text.language): (text.text, text.machine_translated) for text in again.texts}
    assert texts["05", "de"] == ("<p>Kurz &amp; gut</p>", False)
    assert texts["06", "en"] == ("<p>Long</p>", True)
    assert again.fees == SAID.fees
    assert again.deadlines == SAID.deadlines
    assert again.durations == SAID.durations
    assert again.documents == SAID.documents
    assert again.terms == SAID.terms
    for name in ("name", "official_name", "type", "trust_level", "written_form", "informal", "addressees", "catalogue_status"):
        assert getattr(again, name) == getattr(SAID, name), name


def test_plain_words_become_paragraphs_and_stay_harmless() -> None:
    said = descriptions.decode(b'{"key":"x","texts":[{"code":"06","text":"a < b\\nzweite\\n\\nneu & gut"}]}')
    module = as_service(said, agency="a").texts[0]
    assert module.content[0].text == "<p>a &lt; b<br>zweite</p><p>neu &amp; gut</p>"


@pytest.fixture
def city() -> None:
    halle = authority()
    unit("strassenverkehr", of=halle, name="Straßenverkehrsbehörde")


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("version", ["2.2.0", "2.3.1"])
def test_the_export_can_be_read_by_anybody_and_taken_in_again(version: str, tmp_path: Path) -> None:
    factories.install(NOW)
    factories.install(NOW, key=KEY, name="Bewohnerparkausweis beantragen")
    file = tmp_path / "export.xml"
    call_command("catalogue", "export", str(file), "--xzufi-version", version)
    delivery = open_delivery(file)
    kinds = [type(operation.item).__name__ for operation in delivery.operations() if isinstance(operation, xzufi.Write)]
    assert sorted(kinds) == ["OwnedResponsibility", "OwnedResponsibility", "Service", "Service", "Unit"]
    assert delivery.findings == ()
    Service.objects.all().delete()
    enter_source(slug="nachbar", name="Nachbarstadt", level="municipal")
    call_command("catalogue", "import", str(file), "--source", "nachbar")
    # the city's own edition is still there: it stands above its own export
    assert Service.objects.get(key=KEY).source == "Test"


@pytest.mark.usefixtures("city")
def test_the_feed_gives_every_change_once_and_in_order(client: Client) -> None:
    for number in range(3):
        factories.install(NOW, key=f"9910800100{number}000", name=f"Leistung {number}")
    first = client.get("/leistungen/xzufi/").json()
    assert first["vollstaendig"] is True
    found = keys_of(first)
    assert found == ["99108001000000", "99108001001000", "99108001002000"]
    again = client.get("/leistungen/xzufi/", {"index": first["naechsterIndex"]}).json()
    assert keys_of(again) == []
    factories.install(NOW, key="99108001001000", name="Anders")
    note_change("99108001002000", now=NOW, deleted=True)
    third = client.get(first["naechsteAnfrageUrl"]).json()
    operations = list(xzufi.read_transfer(third["xzufiObjekte"].encode()).operations)
    assert keys_of(third) == ["99108001001000"]
    assert isinstance(operations[-1], xzufi.Delete)
    assert operations[-1].id.value == "99108001002000"


def keys_of(page: dict[str, Any]) -> list[str]:
    operations = xzufi.read_transfer(page["xzufiObjekte"].encode()).operations
    items = [operation.item for operation in operations if isinstance(operation, xzufi.Write)]
    return [item.service_keys[0] for item in items if isinstance(item, model.Service)]


@pytest.mark.usefixtures("city")
def test_a_long_feed_comes_in_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        factories.install(NOW, key=f"9910800100{number}000", name=f"Leistung {number}")
    monkeypatch.setattr(offering.page, "__kwdefaults__", {"limit": 2})
    seen: list[str] = []
    url = "/leistungen/xzufi/"
    for _ in range(3):
        page = client.get(url).json()
        seen += keys_of(page)
        url = page["naechsteAnfrageUrl"]
    assert page["vollstaendig"] is True
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize("query", ["index=-1", "index=x", "index=99999999999999999999", "version=9", "index=%00"])
def test_wrong_questions_to_the_feed(client: Client, query: str) -> None:
    answer = client.get(f"/leistungen/xzufi/?{query}")
    assert answer.status_code == 400
    assert answer.json()["fehler"]


def source(**values: str) -> Source:
    return enter_source(slug="land", name="Land", level="land", feed_url="https://feed.example/objekte?index=0", **values)


def pages(monkeypatch: pytest.MonkeyPatch, answers: dict[str, tuple[int, bytes]]) -> list[tuple[str, dict[str, str]]]:
    asked: list[tuple[str, dict[str, str]]] = []

    def request(_method: str, url: str, *, headers: dict[str, str], **_: object) -> net.Response:
        asked.append((url, headers))
        if url not in answers:
            raise net.Unreachable("gone")
        return net.Response(answers[url][0], {}, answers[url][1], url)

    monkeypatch.setattr(harvesting.net, "request", request)
    return asked


def envelope(number: int, *, complete: bool, url: str) -> bytes:
    key = f"9910800100{number}000"
    item = as_service(Description(key=key, name=f"Leistung {number}"), agency="land")
    message = b"".join(xzufi.write_transfer([xzufi.Write(item)], header=xzufi.Header()))
    page = {"xzufiObjekte": message.decode(), "vollstaendig": complete, "naechsterIndex": number, "naechsteAnfrageUrl": url}
    return json.dumps(page).encode()


@pytest.mark.usefixtures("city")
def test_a_harvest_follows_until_everything_was_sent_and_goes_on_there(monkeypatch: pytest.MonkeyPatch) -> None:
    base = "https://feed.example/objekte?index="
    land = source()
    monkeypatch.setenv(token_name(land), "geheim")
    answers = {
        f"{base}0": (200, envelope(0, complete=False, url=f"{base}1")),
        f"{base}1": (200, envelope(1, complete=True, url=f"{base}2")),
    }
    asked = pages(monkeypatch, answers)
    assert harvest(source=land, now=NOW).written == 2
    assert [url for url, _ in asked] == [f"{base}0", f"{base}1"]
    assert asked[0][1]["authorization"] == "Bearer geheim"
    assert Service.objects.exclude(said="").count() == 2
    with pytest.raises(Invalid, match="nicht zu erreichen"):
        harvest(source=Source.objects.get(slug="land"), now=NOW)
    answers[f"{base}2"] = (200, envelope(2, complete=True, url=f"{base}3"))
    assert harvest(source=Source.objects.get(slug="land"), now=NOW).written == 1


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("status", "body", "message"),
    [
        (403, b"", "RATHAUS_FEED_TOKEN_LAND"),
        (500, b"", "antwortet mit 500"),
        (200, b"<html>", "keine Seite"),
        (200, json.dumps({"xzufiObjekte": "<a/>", "vollstaendig": True}).encode(), "nichts von dieser Seite"),
        (200, envelope(0, complete=False, url="https://boese.example/"), "anderen Rechner"),
    ],
)
def test_a_source_that_answers_wrongly(monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, message: str) -> None:
    pages(monkeypatch, {"https://feed.example/objekte?index=0": (status, body)})
    land = source()
    with pytest.raises(Invalid, match=message):
        harvest(source=land, now=NOW)
    assert Source.objects.get(slug="land").next_url == ""


def test_a_source_without_address() -> None:
    with pytest.raises(Invalid, match="catalogue source leer --url"):
        harvest(source=enter_source(slug="leer", name="", level="land"), now=NOW)
    with pytest.raises(Invalid, match="Möglich sind"):
        enter_source(slug="x", name="", level="planet")
    with pytest.raises(Invalid, match="Möglich sind"):
        enter_source(slug="x", name="", level="land", kind="fax")
