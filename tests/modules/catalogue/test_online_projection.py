"""Online services that a source sends: written, changed, deleted, written again, in any order; hostile ones make no entry."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rathaus.modules.catalogue import tasks
from rathaus.modules.catalogue.domain import import_objects as importing
from rathaus.modules.catalogue.domain.import_objects import Taken, import_objects
from rathaus.modules.catalogue.domain.online_services import map_parameters, replace_online_services
from rathaus.modules.catalogue.domain.project_online import without_address
from rathaus.modules.catalogue.domain.record_responsibility import record_responsibility
from rathaus.modules.catalogue.domain.refresh_online import refresh_online
from rathaus.modules.catalogue.domain.sources import enter_source
from rathaus.modules.catalogue.management.online import findings
from rathaus.modules.catalogue.models import Handover, OnlineService, Responsibility, Service, Source
from rathaus.standards import xzufi
from rathaus.standards.xzufi import model
from tests.modules.catalogue.test_import_objects import KEY, OTHER, leistung
from tests.modules.organisation.factories import authority

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
URL = "https://efa.example/antrag"


@pytest.fixture
def source() -> Source:
    authority()
    return enter_source(slug="redaktion-land", name="Redaktion des Landes", level="land")


def ident(value: str) -> model.Identifier:
    return model.Identifier(value=value, scheme_agency_id="L1")


def said(words: str) -> tuple[model.LocalizedText, ...]:
    return (model.LocalizedText(language="de", text=words),)


def duty(*services: str, territories: tuple[str, ...] = ("150000000000",), **values: Any) -> model.Responsibility:
    return model.Responsibility(
        id=ident("Z." + "-".join(services)),
        services=tuple(ident(one) for one in services),
        territories=tuple(ident(one) for one in territories),
        owner=model.Owner.ONLINE_SERVICE,
        **values,
    )


def online(value: str = "OD.1", *, uri: str = URL, **values: Any) -> xzufi.Write:
    values.setdefault("links", (model.ServiceLink(uri=uri, language="de", parameters=(_kind("003", "gebiet"),)),))
    values.setdefault("responsibilities", (duty("LB.1"),))
    return xzufi.Write(model.OnlineService(id=ident(value), name=said("Parken online"), **values))


def _kind(code: str, name: str) -> model.DynamicParameter:
    return model.DynamicParameter(kind=model.Code(code=code), name=name)


def take(source: Source, *operations: xzufi.Operation) -> Taken:
    return import_objects(source=source, operations=operations, now=NOW)


def gone(value: str = "OD.1", kind: xzufi.ObjectClass = xzufi.ObjectClass.ONLINE_SERVICE) -> xzufi.Delete:
    return xzufi.Delete(kind, ident(value))


def holds(key: str = KEY) -> str:
    return Service.objects.get(key=key).online_elsewhere


def test_write_change_delete_and_write_again(source: Source) -> None:
    assert KEY in take(source, leistung(), online(trust_level=model.Code(code="30"))).services
    row = OnlineService.objects.get()
    assert (row.name, row.url, row.provider, row.trust_level) == ("Parken online", URL, "Redaktion des Landes", "30")
    assert row.parameters == [{"name": "gebiet", "kind": "003", "value": "", "required": False}]
    assert holds() == row.slug
    assert list(Responsibility.objects.exclude(online_slug="").values_list("territory", flat=True)) == ["15"]
    take(source, online(uri=URL + "/neu"))
    changed = OnlineService.objects.get()
    assert (changed.pk, changed.slug, changed.url) == (row.pk, row.slug, URL + "/neu")
    take(source, gone())
    assert (OnlineService.objects.count(), holds(), Responsibility.objects.exclude(online_slug="").count()) == (0, "", 0)
    take(source, gone())
    take(source, online())
    assert (OnlineService.objects.get().slug, holds()) == (row.slug, row.slug)


def test_the_same_delivery_again_changes_nothing(source: Source) -> None:
    take(source, leistung(), online())
    version = Service.objects.get(key=KEY).version
    assert take(source, leistung(), online()).services == set()
    assert Service.objects.get(key=KEY).version == version


def test_a_break_between_the_objects_and_the_entries_is_made_good_by_the_next_run(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(**_: Any) -> list[str]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(importing, "project_online", breaks)
        with pytest.raises(KeyboardInterrupt):
            take(source, leistung(), online())
    assert not OnlineService.objects.exists()
    take(source, leistung(), online())
    assert holds() == OnlineService.objects.get().slug


def test_the_service_may_come_later(source: Source) -> None:
    take(source, online())
    assert Responsibility.objects.count() == 0
    take(source, leistung())
    assert holds() == OnlineService.objects.get().slug
    take(source, leistung(keys=(OTHER,)))
    assert holds(OTHER) == OnlineService.objects.get().slug
    assert not Responsibility.objects.filter(service__key=KEY).exclude(online_slug="").exists()


def test_the_service_may_come_from_another_source_later(source: Source) -> None:
    take(source, online(responsibilities=(duty(KEY),)))
    take(enter_source(slug="bund", name="Bund", level="federal"), leistung())
    assert holds() == ""
    tasks.refresh_online_services.func()
    assert holds() == OnlineService.objects.get().slug
    (row,) = Responsibility.objects.exclude(online_slug="")
    tasks.refresh_online_services.func()
    assert Responsibility.objects.exclude(online_slug="").get() == row


def test_a_rule_of_the_city_goes_before_what_a_source_says(source: Source) -> None:
    take(source, leistung(), online())
    entry = {
        "slug": "stadt", "name": "Parken", "provider": "Stadt", "url": URL, "services": [OTHER], "territories": ["15"]
    }  # fmt: skip
    replace_online_services(entries=[entry], origin="Datei", now=NOW)
    record_responsibility(service_key=KEY, data={"territory": "15", "online": "stadt"}, now=NOW)
    refresh_online([KEY], now=NOW)
    assert holds() == "stadt"


def test_a_responsibility_may_come_by_itself(source: Source) -> None:
    alone = xzufi.Write(model.OwnedResponsibility(owner_id=ident("OD.1"), responsibility=duty("LB.1", territories=("15002",))))
    take(source, leistung(), online(responsibilities=()))
    assert holds() == ""
    take(source, alone)
    assert holds() == OnlineService.objects.get().slug
    take(source, gone("Z.LB.1", xzufi.ObjectClass.RESPONSIBILITY))
    assert holds() == ""


def test_a_unit_of_the_same_name_is_no_online_service(source: Source) -> None:
    of_unit = xzufi.Write(
        model.OwnedResponsibility(
            owner_id=ident("OD.1"),
            responsibility=model.Responsibility(id=ident("Z.9"), services=(ident("LB.1"),), owner=model.Owner.UNIT),
        )
    )
    take(source, leistung(), online(responsibilities=()), of_unit)
    assert holds() == ""


def test_the_same_value_of_another_scheme_is_something_else(source: Source) -> None:
    """Identity is scheme and value: of Leistungen, of Onlinedienste, and of whom a Zuständigkeit hangs on."""
    other = {"scheme_agency_id": "L2"}
    stranger = model.Service(id=model.Identifier(value="LB.1", **other), keys=(model.Identifier(value=OTHER),))
    theirs = model.OnlineService(
        id=model.Identifier(value="OD.1", **other), name=said("Anderer"), links=(model.ServiceLink(uri=URL, language="de"),)
    )
    take(source, leistung(), xzufi.Write(stranger), online(), xzufi.Write(theirs))
    ours = OnlineService.objects.get(scheme="L1").slug
    assert (holds(), holds(OTHER)) == (ours, "")
    alone = model.OwnedResponsibility(
        owner_id=model.Identifier(value="OD.1", **other),
        responsibility=model.Responsibility(id=ident("Z.2"), services=(model.Identifier(value="LB.1", **other),)),
    )
    take(source, xzufi.Write(alone))
    assert (holds(), holds(OTHER)) == (ours, OnlineService.objects.get(scheme="L2").slug)


def test_an_identifier_without_scheme_means_the_only_one(source: Source) -> None:
    bare = model.Responsibility(id=ident("Z.2"), services=(model.Identifier(value="LB.1"),))
    hung = xzufi.Write(model.OwnedResponsibility(owner_id=model.Identifier(value="OD.1"), responsibility=bare))
    take(source, leistung(), online(responsibilities=()), hung)
    assert holds() == OnlineService.objects.get().slug
    stranger = model.OnlineService(
        id=model.Identifier(value="OD.1", scheme_agency_id="L2"), links=(model.ServiceLink(uri=URL, language="de"),)
    )
    take(source, xzufi.Write(stranger))
    assert holds() == ""  # which of the two is meant, nobody says


@pytest.mark.parametrize("territories", [("05",), ("053000000000", "110000000000")])
def test_what_is_for_others_is_left_out(source: Source, territories: tuple[str, ...]) -> None:
    take(source, leistung(), online(responsibilities=(duty("LB.1", territories=territories),)))
    assert holds() == ""


@pytest.mark.parametrize("territories", [(), ("000000000000",), ("150020000000", "05")])
def test_everywhere_and_at_home(source: Source, territories: tuple[str, ...]) -> None:
    take(source, leistung(), online(responsibilities=(duty("LB.1", territories=territories),)))
    assert holds() == OnlineService.objects.get().slug


@pytest.mark.parametrize(
    "uri", ["http://efa.example/", "javascript:alert(1)", "https://a:b@efa.example/", "https://{ars}.example/"]
)
def test_a_hostile_address_makes_no_entry_and_is_named(source: Source, uri: str) -> None:
    take(source, leistung(), online(uri=uri))
    assert (OnlineService.objects.count(), holds()) == (0, "")
    assert without_address(source) == ["Parken online"]
    assert ["keine Adresse" in line for line in findings()] == [True]
    take(source, online())
    take(source, online(uri=uri))
    assert OnlineService.objects.count() == 0


def test_strange_names_and_codes_do_no_harm(source: Source) -> None:
    links = (
        model.ServiceLink(uri=URL + "/strange", parameters=(_kind("777", "a&b=c"),)),
        model.ServiceLink(uri=URL + "/fr", language="fr"),
    )
    take(
        source,
        leistung(),
        online(links=links, trust_level=model.Code(code="zz"), payment=(model.PaymentMethod(kind=model.Code(code="9")),)),
    )
    row = OnlineService.objects.get()
    assert (row.url, row.trust_level, row.payment, row.parameters) == (URL + "/fr", "", ["9"], [])


def test_a_kind_without_meaning_is_named_until_the_operator_says(source: Source) -> None:
    take(source, leistung(), online())
    assert ["(Typ 003)" in line for line in findings()] == [True]
    map_parameters(rules=[{"kind": "003", "value": "ars"}], now=NOW)
    assert findings() == []


def test_validity_ends_it(source: Source) -> None:
    past = model.Period(ends=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    take(source, leistung(), online(validity=(past,)))
    assert holds() == ""


def test_one_that_somebody_still_follows_ends_instead_of_going(source: Source) -> None:
    take(source, leistung(), online())
    Handover.objects.create(
        account_id=uuid.uuid4(), online_service=OnlineService.objects.get(), service_key=KEY, reference="x", begun_at=NOW
    )
    take(source, gone())
    assert (Handover.objects.count(), holds()) == (1, "")
    assert OnlineService.objects.get().valid_until == dt.date(2026, 11, 26)
    take(source, online())
    assert (OnlineService.objects.get().valid_until, holds()) == (None, OnlineService.objects.get().slug)


def test_a_new_description_keeps_what_the_source_says_of_online(source: Source) -> None:
    take(source, leistung(), online())
    take(source, leistung(texts=()))
    assert Responsibility.objects.exclude(online_slug="").count() == 1


def test_queries_do_not_grow(source: Source) -> None:
    many = [leistung(f"LB.{number}", keys=(f"9910800{number:04}000",)) for number in range(50)]
    many += [online(f"OD.{number}", responsibilities=(duty(f"LB.{number}"),)) for number in range(50)]
    with CaptureQueriesContext(connection) as asked:
        take(source, *many)
    assert len([query for query in asked if "advisory" not in query["sql"]]) <= 90  # search locks each entry on PostgreSQL
    assert Service.objects.exclude(online_elsewhere="").count() == 50
