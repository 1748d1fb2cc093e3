import datetime as dt
import re
import threading

import pytest
from django.db import connection

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import GUEST, Role
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.catalogue.check import check
from rathaus.modules.catalogue.domain.import_ozg import import_ozg
from rathaus.modules.catalogue.domain.install_demo import demo_services
from rathaus.modules.catalogue.domain.install_service import install_service
from rathaus.modules.catalogue.domain.reindex import reindex
from rathaus.modules.catalogue.index import SERVICES
from rathaus.modules.catalogue.models import Responsibility, Service
from rathaus.modules.catalogue.naming import is_official, slug_of
from rathaus.modules.catalogue.plain import faults_of
from rathaus.modules.organisation import public as organisation
from tests.modules.catalogue.factories import install, service_data, worker, write_catalogue
from tests.modules.catalogue.measure import plain_fts5, questions, rank, second_names

HALLE = "150020000000"


@pytest.mark.django_db
def test_install_is_idempotent_and_counts_versions(now):
    assert install(now) is True
    assert install(now) is False
    assert Service.objects.get().version == 1
    assert install(now, short="Neu.") is True
    service = Service.objects.get()
    assert service.version == 2
    assert service.texts.get(code="05").text == "Neu."
    assert service.documents.count() == 2
    assert [item.act for item in audit.history(audit.Subject("service", service.key))] == ["catalogue.service_installed"] * 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": "123"}, "weder ein Leistungsschlüssel"),
        ({"name": ""}, "der Name fehlt"),
        ({"colour": "red"}, "unbekannte Angaben colour"),
        ({"level": "planet"}, "level 'planet' gibt es nicht"),
        ({"channels": ["fax"]}, "den Weg 'fax' gibt es nicht"),
        ({"fees": [{"kind": "fixed", "cents": 100}]}, "keine Gebühr ohne Rechtsgrundlage"),
        ({"fees": [{"kind": "fixed", "cents": 1.5, "legal_basis": "x"}]}, "cents"),
        ({"fees": [{"kind": "gold", "legal_basis": "x"}]}, "kind fehlt oder ist falsch"),
        (
            {"fees": [{"kind": "text", "legal_basis": "x", "certainty": "checked"}]},
            "eine geprüfte Gebühr braucht source und as_of",
        ),
    ],
)
def test_faults_are_refused(now, changes, said):
    with pytest.raises(Invalid, match=re.escape(said)):
        install(now, **changes)
    assert not Service.objects.exists()


@pytest.mark.django_db
def test_get_services_is_bulk(now, django_assert_num_queries):
    install(now)
    install(now, key="local:b", name="Zweite")
    with django_assert_num_queries(4):
        found = catalogue.get_services(["99108001020000", "local:b", "99000000000000"])
    assert set(found) == {"99108001020000", "local:b"}
    assert found["99108001020000"].promise_days == 3
    assert found["99108001020000"].url == "/leistungen/bewohnerparkausweis-verlaengern-99108001020000/"


@pytest.mark.django_db
def test_set_online(now):
    install(now)
    catalogue.set_online(service_key="99108001020000", slug="parken", now=now)
    catalogue.set_online(service_key="99108001020000", slug="parken", now=now)
    assert catalogue.get_services(["99108001020000"])["99108001020000"].online_slug == "parken"
    assert Service.objects.get().version == 2
    assert [hit.service.key for hit in catalogue.find("parken", online=True).hits] == ["99108001020000"]
    assert install(now, short="x")  # a new text does not take the form away
    assert Service.objects.get().online_slug == "parken"
    with pytest.raises(NotFound, match="steht nicht im Katalog"):
        catalogue.set_online(service_key="99000000000000", slug="x", now=now)


@pytest.mark.django_db
def test_only_who_publishes_puts_a_service_online(now):
    install(now)
    key = {"service_key": "99108001020000", "slug": "parken", "now": now}
    others = [role for role in Role if role != Role.PUBLISHER]
    for actor in (GUEST, worker(*others), worker(Role.PUBLISHER, service_key="local:anderes")):
        with pytest.raises(Forbidden):
            catalogue.set_online(**key, actor=actor)
    assert Service.objects.get().online_slug == ""
    catalogue.set_online(**key, actor=worker(Role.PUBLISHER))
    assert Service.objects.get().online_slug == "parken"


@pytest.mark.django_db
def test_units_are_found_when_they_exist(now):
    install(now)
    assert catalogue.responsible_unit("99108001020000", ars=HALLE, day=now.date()) is None
    assert check(today=now.date()).missing
    organisation.install_organisation(
        {"authority": [{"slug": "halle", "name": "Stadt Halle (Saale)", "land": "ST", "ars": HALLE, "regimes": ["vwvfg"],
                        "unit": [{"slug": "strassenverkehr", "name": "Straßenverkehr"}]}]},
        now=now,
    )  # fmt: skip
    assert catalogue.resolve_units(now=now) == 1
    unit = organisation.find_unit("strassenverkehr").id
    assert catalogue.responsible_unit("99108001020000", ars=HALLE, day=now.date()) == unit
    assert not check(today=now.date()).missing


@pytest.mark.django_db
def test_most_specific_territory_wins(now):
    install(now)
    service = Service.objects.get()
    service.responsibilities.all().delete()
    rows = {territory: service.responsibilities.create(territory=territory, unit_id=service.id) for territory in ("", "15")}
    city = Responsibility.objects.create(service=service, territory="15002", unit_id="00000000-0000-0000-0000-000000000001")
    assert len(rows) == 2
    assert catalogue.responsible_unit(service.key, ars=HALLE, day=now.date()) == Responsibility.objects.get(id=city.id).unit_id
    assert catalogue.responsible_unit(service.key, ars="057540008008", day=now.date()) == service.id
    assert catalogue.responsible_unit("99000000000000", ars=HALLE, day=now.date()) is None


@pytest.mark.django_db
def test_reindex_repairs_the_index(tmp_path, now):
    import_ozg(folder=write_catalogue(tmp_path), now=now)
    install(now)
    assert reindex() == (0, 0)
    SERVICES.remove(["99108001020000"])
    Service.objects.filter(key="99041007017000").update(valid_until=dt.date(2026, 1, 1))
    assert reindex() == (1, 1)
    assert catalogue.find("anwohnerparken verlängern").hits[0].service.key == "99108001020000"


@pytest.mark.django_db(transaction=True)
def test_two_installations_at_once(now):
    errors = []

    def work(number):
        try:
            install(now, short=f"Fassung {number}")
        except Exception as error:  # noqa: BLE001  (any error fails the test)
            errors.append(error)
        finally:
            connection.close()

    install(now)
    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    service = Service.objects.get()
    assert service.version == 5
    assert service.texts.filter(code="05").count() == 1
    assert catalogue.find("bewohnerparkausweis").total == 1


@pytest.mark.django_db
def test_din_spec_91379_text(now):
    name = "Straße Ţ̈ ḿ l̥ Ǡ melden"
    install(now, key="local:din", name=name, short=name)
    assert Service.objects.get().name == name
    assert catalogue.find("Ţ̈ ḿ l̥ Ǡ").hits[0].service.name == name


@pytest.mark.parametrize(
    ("name", "slug"), [("Bewohnerparkausweis verlängern", "bewohnerparkausweis-verlaengern"), ("ß/ü", "ss-ue"), ("…", "leistung")]
)
def test_slug(name, slug):
    assert slug_of(name) == slug


def test_official_keys():
    assert is_official("99108001020000")
    assert not is_official("local:x")
    assert not is_official("99108001020000\n")


def test_demo_services_are_whole():
    services = demo_services()
    assert len(services) >= 60
    assert len({service["key"] for service in services}) == len(services)
    for service in services:
        assert list(faults_of(service)) == []
        for part in (
            "short",
            "text",
            "requirements",
            "procedure",
            "unit",
            "channels",
            "promise_days",
            "fees",
            "life_events",
            "legal_basis",
        ):
            assert service.get(part), (service["key"], part)


# keys newer than the catalogue of 2019, as publication lists of 2026 name them
NEWER_KEYS = {"99102013104000", "99107023037000", "99012070006001"}


@pytest.mark.conformance
def test_demo_keys_are_real(standards):
    lines = (standards / "fim/ozg_catalogue/leika_services.csv").read_text(encoding="utf-8").splitlines()
    known = {line.split(",")[0] for line in lines} | NEWER_KEYS
    assert {service["key"] for service in demo_services() if is_official(service["key"])} <= known


@pytest.mark.conformance
@pytest.mark.slow
@pytest.mark.django_db
def test_questions_are_answered(standards, now):
    import_ozg(folder=standards / "fim/ozg_catalogue", now=now)
    catalogue.install_demo(now=now)

    def ours(question):
        return [hit.key for hit in SERVICES.query(question, limit=3).hits]

    listed = [any(rank(hit.keys, keys) for hit in catalogue.find(asked, limit=3).hits) for asked, _, keys in questions()]
    assert sum(listed) / len(listed) >= 0.95  # the first three lines of the page, variants inside them
    names = dict(Service.objects.values_list("key", "name"))
    others = second_names(standards, names)
    assert len(others) > 100
    assert hit_rate(ours, others) > hit_rate(plain_fts5(names.items()), others) + 0.15


def hit_rate(search, asked):
    return sum(0 < rank(search(question)[:3], keys) <= 3 for question, _, keys in asked) / len(asked)


def test_install_takes_plain_data_only(now):
    with pytest.raises(Invalid):
        install_service(data={}, source="x", demo=False, now=now)
    assert service_data()["key"]
