"""What the page of a service says of texts that the city has not written."""

import datetime as dt

import pytest
from django.core.cache import cache

from rathaus.foundation import clock
from rathaus.foundation.statistics import public as statistics
from rathaus.modules.catalogue import spans
from rathaus.modules.catalogue.domain.import_objects import import_objects
from rathaus.modules.catalogue.domain.import_ozg import import_ozg
from rathaus.modules.catalogue.domain.sources import enter_source
from rathaus.modules.catalogue.models import Duration, Responsibility, Service, ServiceFee, TextModule
from rathaus.modules.organisation.models import Unit
from rathaus.standards import xzufi
from rathaus.standards.xzufi import model
from tests.modules.catalogue import factories
from tests.modules.organisation.factories import authority, unit

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
KEY = "99108001001000"
PAGE = f"/leistungen/bewohnerparken-beantragen-{KEY}/"
OWN = "/leistungen/bewohnerparkausweis-verlaengern-99108001020000/"


@pytest.fixture(autouse=True)
def _city(now):
    cache.clear()
    authority()


def text(code, said, language="de", links=()):
    kind = model.Code(code=code)
    return model.TextModule(kind=kind, content=(model.LocalizedText(language=language, text=said),), links=links)


def take(*texts, key=KEY, **values):
    texts = (text("03", "Bewohnerparken beantragen"), *texts)
    service = model.Service(
        id=model.Identifier(value="LB.1", scheme_agency_id="L1"), keys=(model.Identifier(value=key),), texts=texts, **values
    )
    source = enter_source(slug="redaktion-land", name="Redaktion des Landes", level="land")
    import_objects(source=source, operations=[xzufi.Write(service)], now=NOW)


def page(client, path=PAGE):
    cache.clear()
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def in_charge(key=KEY, **values):
    service = Service.objects.get(key=key)
    return Responsibility.objects.create(service=service, territory="15002", source="Satzung", **values)


def test_a_text_of_the_land_is_shown_cleaned_with_its_source_and_approval(client):
    link = model.Link(uri="https://land.example/merkblatt", title="Merkblatt", language="de")
    bad = '<p onclick="x()">Text <b>des Landes</b></p><script>alert(1)</script><a href="javascript:alert(1)">hier</a>'
    take(text("06", bad, links=(link,)))
    TextModule.objects.filter(code="06").update(approved_by="das Ministerium", approved_on=dt.date(2026, 3, 12))
    found = page(client)
    assert "<p>Text <b>des Landes</b></p>" in found
    assert "alert(1)" not in found
    assert "onclick" not in found
    assert 'href="https://land.example/merkblatt"' in found
    assert "Text: Redaktion des Landes, fachlich freigegeben durch das Ministerium am 12.3.2026." in found
    assert "Ja, bei uns" not in found
    assert "haben wir noch nicht geprüft" in found
    assert "Dazu haben wir noch keinen Text" not in found


def test_plain_text_of_others_is_escaped_and_keeps_its_paragraphs(client):
    take(text("06", "x"))
    TextModule.objects.filter(code="06").update(markup="plain", text="Erster <Absatz>\n\nZweiter")
    found = page(client)
    assert "<p>Erster &lt;Absatz&gt;</p>" in found
    assert "<p>Zweiter</p>" in found


def test_a_text_that_says_nothing_gets_no_heading(client):
    take(text("06", "Lang"), text("16", "nicht angegeben"))
    assert "Hinweise</h2>" not in page(client)


def test_only_the_citys_own_text_needs_no_source(client, now):
    take(text("06", "<p>Lang</p>"), text("16", "<p>Hinweis des Landes</p>"), key="99108001020000")
    factories.install(now, unit="", text="Text der Stadt")
    found = page(client, OWN)
    assert "Text der Stadt" in found
    assert "Hinweis des Landes" in found
    assert found.count("Text: Redaktion des Landes.") == 1
    assert "Text: Test" not in found
    assert "Ja, bei uns" in found


@pytest.mark.parametrize(
    ("begins", "ends", "there"),
    [
        (None, None, True),
        (dt.date(2999, 1, 1), None, False),
        (None, dt.date(2020, 1, 1), False),
        (dt.date(2020, 1, 1), dt.date(2999, 1, 1), True),
    ],
)
def test_a_text_outside_its_validity_is_not_shown(client, begins, ends, there):
    take(text("06", "Ein Satz des Landes"))
    TextModule.objects.filter(code="06").update(valid_from=begins, valid_until=ends)
    assert ("Ein Satz des Landes" in page(client)) is there


def test_every_machine_translation_is_marked(client):
    languages = (model.LanguageVersion(language="en", machine_translated=True), model.LanguageVersion(language="fr"))
    take(text("06", "Lang"), text("06", "Long", "en"), text("05", "Short", "en"), text("06", "Longue", "fr"), languages=languages)
    assert TextModule.objects.filter(language="en", machine_translated=True).count() == 2
    assert page(client).count("Maschinell übersetzt") == 0
    french = page(client, f"{PAGE}?sprache=fr")
    assert "Longue" in french
    assert french.count("Maschinell übersetzt") == 0
    found = page(client, f"{PAGE}?sprache=en")
    assert found.count("Maschinell übersetzt") == 3  # the third time for machines (JSON-LD)
    assert found.count("Diesen Text hat eine Maschine übersetzt") == 2
    assert found.index("Short") < found.index("Long")


def test_usual_durations_and_fees_of_others_are_said_to_be_unchecked(client):
    take(text("06", "Lang"))
    service = Service.objects.get(key=KEY)
    Duration.objects.create(service=service, kind="usual", amount=2, amount_to=4, unit="WOCHE")
    Duration.objects.create(service=service, kind="promise", amount=1, unit="ARBEITSTAG")
    ServiceFee.objects.create(service=service, kind="fixed", cents=1234, certainty="checked", as_of=dt.date(2026, 1, 1))
    found = page(client)
    assert "Üblich: 2 bis 4 Wochen" in found
    assert "nach der Quelle, ungeprüft" in found
    assert "Wir sagen zu" not in found
    assert "12,34" in found
    assert "Ungeprüft: Redaktion des Landes" in found
    assert "Geprüft am" not in found


def test_yes_only_where_the_city_is_in_charge(client):
    take(text("06", "Lang"))
    row = in_charge(unit_id=unit("parken", name="Parkstelle").id, unit_slug="parken")
    found = page(client)
    assert "Ja, bei uns" in found
    assert 'href="/stellen/parken/"' in found
    Responsibility.objects.filter(pk=row.pk).update(
        unit_id=None, external_name="Landkreis", external_url="https://kreis.example/"
    )
    found = page(client)
    assert "Ja, bei uns" not in found
    assert "Nicht wir, sondern Landkreis" in found
    assert "https://kreis.example/" in found


def test_a_unit_of_another_authority_is_not_us(client):
    take(text("06", "Lang"))
    county = authority("kreis", name="Landkreis Beispiel", position=5)
    in_charge(unit_id=unit("kfz", of=county).id, unit_slug="kfz")
    found = page(client)
    assert "Nicht wir, sondern Landkreis Beispiel" in found
    assert "Ja, bei uns" not in found


def test_a_described_service_of_the_federation_is_not_ours(client, now):
    factories.install(now, unit="", level="federal", level_source="§ 1 Gesetz")
    found = page(client, OWN)
    assert "Nicht wir, sondern eine Behörde des Bundes" in found
    assert "Ja, bei uns" not in found


def test_open_now_stands_beside_the_address(client, now):
    hours = [{"days": list(range(7)), "opens": "00:00:00", "closes": "23:59:00"}]
    details = {"hours": hours, "open_on_holidays": True}
    unit("strassenverkehr", name="Straßenverkehr", details=details, phone="")
    factories.install(now)
    Unit.objects.filter(slug="strassenverkehr").update(phone="")
    Unit.objects.first().authority.__class__.objects.update(phone="")
    found = page(client, OWN)
    assert "Jetzt geöffnet bis" in found
    assert 'href="/stellen/strassenverkehr/"' in found
    assert 'Telefon <a class="kern-link" href="tel:115">115</a>' in found


def test_plain_language_and_sign_language_stand_at_the_top(client):
    video = model.Link(uri="https://video.example/dgs", title="Parken", language="gsg")
    take(text("06", "Lang"), text("06", "Leicht gesagt.", "de-simple"), text("06", "", "gsg", links=(video,)))
    found = page(client)
    assert found.index('href="#sprache-de-simple"') < found.index("https://video.example/dgs") < found.index("Lang")
    assert '<section id="sprache-de-simple" lang="de-simple"' in found
    assert "Video in Deutscher Gebärdensprache: Parken" in found


def test_an_uncached_page_with_everything_needs_twelve_queries(client, now, tmp_path, django_assert_max_num_queries):
    unit("strassenverkehr")
    import_ozg(folder=factories.write_catalogue(tmp_path), now=now)
    take(text("06", "Lang"), key="99108001020000")
    factories.install(now)
    record = Service.objects.get(key="99108001020000")
    assert record.ozg_service_id
    client.get(OWN)
    cache.clear()
    statistics.row(statistics.PROCESSING_DAYS, "x", now=clock.now())  # the house's own figures, kept longer than the page
    with django_assert_max_num_queries(12):
        client.get(OWN)


@pytest.mark.parametrize(
    ("amount", "to", "unit_code", "words"),
    [
        (1, None, "TAG", "1 Tag"),
        (2, None, "WOCHE", "2 Wochen"),
        (2, 4, "monat", "2 bis 4 Monate"),
        (3, 3, "ARBEITSTAG", "3 Arbeitstage"),
        (3, None, "", ""),
        (None, None, "TAG", ""),
    ],
)
def test_spans_in_words(amount, to, unit_code, words):
    assert spans.words(amount, to, unit_code) == words


def test_days_in_words():
    assert spans.day_words("--03-31") == "31.3. jedes Jahres"
    assert spans.day_words("2027-03-01") == "1.3.2027"
    assert spans.day_words("bald") == ""


def test_a_page_in_another_language_shows_the_rest_in_german_and_links_to_the_others(client):
    take(
        text("05", "Kurzer Satz"), text("06", "Langer Satz"), text("05", "قصير", "ar"), text("06", "Leicht gesagt.", "de-simple")
    )
    german = page(client)
    assert "Kurzer Satz" in german
    assert "قصير" not in german
    assert f'href="{PAGE}?sprache=ar"' in german
    assert "?sprache=de-simple" not in german
    arabic = page(client, f"{PAGE}?sprache=ar")
    assert '<div lang="ar" dir="rtl">قصير' in arabic
    assert "Kurzer Satz" not in arabic
    assert "Langer Satz" in arabic
    assert '<section id="sprache-de-simple" lang="de-simple"' in arabic
    unknown = page(client, f"{PAGE}?sprache=xx")
    assert "Kurzer Satz" in unknown
    assert "قصير" not in unknown
