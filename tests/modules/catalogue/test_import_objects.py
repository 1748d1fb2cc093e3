"""What editorial systems send: layers below the city's text, idempotent, in any order, orphaned deletions harmless."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from rathaus.modules.catalogue.domain.compare import compare_delivery
from rathaus.modules.catalogue.domain.import_objects import Taken, import_objects
from rathaus.modules.catalogue.domain.import_ozg import import_ozg
from rathaus.modules.catalogue.domain.sources import enter_source
from rathaus.modules.catalogue.exchange.territory import overlaps, stem
from rathaus.modules.catalogue.finding import find
from rathaus.modules.catalogue.models import ObjectKey, Service, Source, SourceObject
from rathaus.standards import xzufi
from rathaus.standards.xzufi import model
from tests.modules.catalogue import factories
from tests.modules.organisation.factories import authority

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
KEY, OTHER = "99108001001000", "99108001020000"


@pytest.fixture(autouse=True)
def _city() -> None:
    authority()


def land(level: str = "land", slug: str = "redaktion-land") -> Source:
    return enter_source(slug=slug, name="Redaktion des Landes", level=level)


def text(code: str, said: str, language: str = "de") -> model.TextModule:
    return model.TextModule(kind=model.Code(code=code), content=(model.LocalizedText(language=language, text=said),))


def leistung(value: str = "LB.1", *, keys: tuple[str, ...] = (KEY,), **values: Any) -> xzufi.Write:
    values.setdefault("texts", (text("03", "Bewohnerparken beantragen"), text("06", "<p>Text des Landes</p>")))
    return xzufi.Write(
        model.Service(
            id=model.Identifier(value=value, scheme_agency_id="L1"),
            keys=tuple(model.Identifier(value=key) for key in keys),
            **values,
        )
    )


def gone(value: str = "LB.1") -> xzufi.Delete:
    return xzufi.Delete(xzufi.ObjectClass.SERVICE, model.Identifier(value=value, scheme_agency_id="L1"))


def take(*operations: xzufi.Operation, source: Source | None = None) -> Taken:
    return import_objects(source=source or land(), operations=operations, now=NOW)


def shown(key: str = KEY) -> Service:
    return Service.objects.get(key=key)


def test_a_service_is_found_and_says_who_speaks() -> None:
    taken = take(leistung())
    assert (taken.written, taken.services) == (1, {KEY})
    service = shown()
    assert (service.name, service.has_text, service.source) == ("Bewohnerparken beantragen", True, "Redaktion des Landes")
    assert not service.described  # the city itself says nothing
    assert [hit.service.key for hit in find("bewohnerparken").hits] == [KEY]


def test_the_same_again_changes_nothing() -> None:
    take(leistung())
    version = shown().version
    taken = take(leistung())
    assert (taken.written, taken.unchanged, taken.services) == (0, 1, set())
    assert shown().version == version


def test_the_city_speaks_before_the_land_and_the_land_fills_what_it_leaves_open() -> None:
    take(leistung(texts=(text("03", "Name des Landes"), text("06", "<p>Lang</p>"), text("16", "<p>Hinweis des Landes</p>"))))
    factories.install(NOW, unit="", key=KEY, name="Bewohnerparkausweis beantragen", text="Text der Stadt")
    service = shown()
    said = {row.code: (row.text, row.source) for row in service.texts.all()}
    assert service.name == "Bewohnerparkausweis beantragen"
    assert said["06"][0] == "Text der Stadt"
    assert said["16"] == ("<p>Hinweis des Landes</p>", "Redaktion des Landes")


def test_a_new_text_of_the_land_reaches_the_page_below_the_citys() -> None:
    factories.install(NOW, unit="", key=KEY, name="Bewohnerparkausweis beantragen", text="Text der Stadt")
    take(leistung(texts=(text("16", "<p>alt</p>"),)))
    take(leistung(texts=(text("16", "<p>neu</p>"),)))
    said = {row.code: row.text for row in shown().texts.all()}
    assert (said["06"], said["16"]) == ("Text der Stadt", "<p>neu</p>")


def test_land_before_federation() -> None:
    take(leistung("B.1", texts=(text("06", "Bund"), text("16", "Bund"))), source=land("federal", "redaktion-bund"))
    take(leistung(texts=(text("06", "Land"),)))
    assert {row.code: row.text for row in shown().texts.all()} == {"06": "Land", "16": "Bund"}


def test_a_deletion_takes_the_layer_away_and_the_last_one_ends_the_service() -> None:
    factories.install(NOW, unit="", key=OTHER, name="Verlängern")
    take(leistung(), leistung("LB.2", keys=(OTHER,), texts=(text("16", "Hinweis"),)))
    taken = take(gone(), gone("LB.2"))
    assert taken.deleted == 2
    assert shown().valid_until == NOW.date() - dt.timedelta(days=1)
    assert not shown().has_text
    assert find("bewohnerparken").total == 0
    assert shown(OTHER).described
    assert not shown(OTHER).texts.filter(code="16").exists()


def test_what_the_federation_names_stands_bare_again(tmp_path: Path) -> None:
    import_ozg(folder=factories.write_catalogue(tmp_path), now=NOW)
    take(leistung())
    assert shown().name == "Bewohnerparken beantragen"
    take(gone())
    service = shown()
    assert (service.name, service.has_text, service.valid_until) == ("Bewohnerparkausweis Erteilung", False, None)
    assert next(hit.service.name for hit in find("Bewohnerparkausweis Erteilung").hits) == "Bewohnerparkausweis Erteilung"


def test_orphaned_and_repeated_deletions_are_harmless() -> None:
    taken = take(*[gone(f"LB.{number}") for number in range(1200)])
    assert (taken.orphaned, taken.deleted) == (1200, 0)
    take(leistung())
    take(gone())
    assert take(gone()).orphaned == 1
    assert SourceObject.objects.count() == 1


def test_deleted_and_written_again_lives() -> None:
    take(leistung(), gone(), leistung())
    assert shown().has_text
    assert SourceObject.objects.get().deleted_at is None


def test_the_last_of_several_operations_on_one_object_counts() -> None:
    take(leistung(texts=(text("03", "alt"),)), leistung(texts=(text("03", "neu"),)))
    assert shown().name == "neu"


def test_same_value_of_another_agency_is_another_object() -> None:
    other = xzufi.Write(
        model.Service(
            id=model.Identifier(value="LB.1", scheme_agency_id="L2"),
            keys=(model.Identifier(value=OTHER),),
            texts=(text("03", "Andere"),),
        )
    )
    take(leistung(), other)
    assert SourceObject.objects.count() == 2
    take(gone())
    assert shown(OTHER).valid_until is None
    assert shown(OTHER).name == "Andere"


def test_one_object_may_describe_several_services() -> None:
    take(leistung(keys=(KEY, OTHER)))
    assert [shown(key).name for key in (KEY, OTHER)] == ["Bewohnerparken beantragen"] * 2
    take(leistung(keys=(OTHER,)))
    assert not shown().has_text
    assert ObjectKey.objects.count() == 1


def test_a_service_without_official_key_gets_a_local_one() -> None:
    take(leistung("LB.77", keys=(), texts=(text("03", "Sperrmüll anmelden"),)))
    assert shown("local:l1-lb-77").name == "Sperrmüll anmelden"


@pytest.mark.parametrize(
    ("ars", "here"),
    [("150000000000", True), ("150020000000", True), ("000000000000", True), ("090000000000", False), ("15", True)],
)
def test_only_what_holds_for_us_is_shown(ars: str, *, here: bool) -> None:
    taken = take(leistung(territories=(model.Identifier(value=ars),)))
    assert taken.elsewhere == (not here)
    assert Service.objects.filter(key=KEY).exists() is here
    assert SourceObject.objects.count() == 1


def test_a_change_of_territory_takes_the_service_away() -> None:
    take(leistung())
    take(leistung(territories=(model.Identifier(value="090000000000"),)))
    assert not shown().has_text


def special(said: str) -> xzufi.Write:
    return xzufi.Write(
        model.Specialisation(
            id=model.Identifier(value="SP.1", scheme_agency_id="L1"),
            service_id=model.Identifier(value="LB.1", scheme_agency_id="L1"),
            texts=(text("16", said),),
        )
    )


@pytest.mark.parametrize("first", [True, False])
def test_a_specialisation_stands_above_its_service_whichever_comes_first(*, first: bool) -> None:
    service = leistung(texts=(text("06", "lang"), text("16", "allgemein")))
    take(*([special("besonders"), service] if first else [service, special("besonders")]))
    assert {row.code: row.text for row in shown().texts.all()} == {"06": "lang", "16": "besonders"}
    take(special("noch besonderer"))
    assert shown().texts.get(code="16").text == "noch besonderer"


def test_a_specialisation_of_another_scheme_adds_nothing() -> None:
    stranger = model.Specialisation(
        id=model.Identifier(value="SP.2", scheme_agency_id="L2"),
        service_id=model.Identifier(value="LB.1", scheme_agency_id="L2"),
        texts=(text("16", "einer anderen"),),
    )
    take(leistung(texts=(text("06", "lang"), text("16", "allgemein"))), xzufi.Write(stranger))
    assert shown().texts.get(code="16").text == "allgemein"


def test_machine_translations_stay_marked() -> None:
    take(
        leistung(
            texts=(text("06", "lang"), text("06", "long", "en")),
            languages=(model.LanguageVersion(language="en", machine_translated=True),),
        )
    )
    assert list(shown().texts.order_by("language").values_list("language", "machine_translated")) == [("de", False), ("en", True)]


def test_placeholders_are_no_text() -> None:
    take(leistung(texts=(text("03", "Name"), text("06", "<p>nicht angegeben</p>"), text("16", "<p>&#xa0;</p>"))))
    assert list(shown().texts.values_list("code", flat=True)) == ["03"]


def test_a_comparison_tells_and_changes_nothing() -> None:
    source = land()
    take(leistung(), source=source)
    before = list(Service.objects.values_list("key", "version", "said"))
    new = leistung("LB.2", keys=(OTHER,), texts=(text("03", "Verlängern"),))
    changes = compare_delivery(source=source, operations=[leistung(texts=(text("03", "anders"),)), new], now=NOW)
    assert [(change.key, change.kind) for change in changes] == [(KEY, "changed"), (OTHER, "new")]
    assert changes[0].parts == ("name", "texts")
    assert list(Service.objects.values_list("key", "version", "said")) == before
    assert [change.kind for change in compare_delivery(source=source, operations=[gone()], now=NOW)] == ["gone"]


def test_queries_do_not_grow_with_the_delivery(django_assert_max_num_queries: Any) -> None:
    take(leistung("LB.0"))
    batch = [leistung(f"LB.{n}", keys=(f"991080010{n:05}",), texts=(text("03", f"Name {n}"),)) for n in range(1, 101)]
    source = land()
    with django_assert_max_num_queries(60):
        import_objects(source=source, operations=batch, now=NOW)


@pytest.mark.parametrize(
    ("ars", "beginning"),
    [
        ("150020000000", "15002"), ("150000000000", "15"), ("000000000000", ""), ("150880220220", "150880220220"),
        ("15002000", "15002"), ("091", "091"), ("15", "15"), ("150880220000", "150880220"), ("", ""),
    ],
)  # fmt: skip
def test_stem(ars: str, beginning: str) -> None:
    assert stem(ars) == beginning


def test_districts_of_ours_are_ours() -> None:
    assert overlaps("150020000000", "15")
    assert not overlaps("150030000000", "150020000000")


def test_nothing_is_taken_from_a_broken_file(tmp_path: Path) -> None:
    from django.core.management import CommandError, call_command

    land()
    broken = tmp_path / "lieferung.xml"
    broken.write_bytes(b"<a>")
    with pytest.raises(CommandError, match="nichts übernommen"):
        call_command("catalogue", "import", str(broken), "--source", "redaktion-land")
    with pytest.raises(CommandError, match="gibt es nicht"):
        call_command("catalogue", "import", str(tmp_path / "fehlt.xml"), "--source", "redaktion-land")
    with pytest.raises(CommandError, match="Bekannt sind: redaktion-land"):
        call_command("catalogue", "import", str(broken), "--source", "fremd")
    assert not SourceObject.objects.exists()
