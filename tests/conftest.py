"""Fixtures every test may use."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from rathaus.foundation.audit import guards
from rathaus.modules.payments import guards as payment_guards
from tests import database

# a loaded machine is no failure of a property; `./test quick` looks at fewer examples
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("quick", hypothesis_settings.get_profile("house"), max_examples=15)
QUICK = bool(os.environ.get("RATHAUS_TEST_QUICK"))
hypothesis_settings.load_profile("quick" if QUICK else "house")


NOON = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)  # a Friday, 12:00 in Halle


@pytest.fixture
def now() -> dt.datetime:
    return NOON


@pytest.fixture(scope="session")
def standards() -> Path:
    """The folder of official files; skips with a clear line where it is absent."""
    folder = os.environ.get("RATHAUS_STANDARDS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("RATHAUS_STANDARDS names no folder of official files")
    return Path(folder)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What a page or a figure keeps for a minute is that of the city of another test."""
    cache.clear()


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """True where the tables of this state were copied and only what is missing is to be migrated."""
    given: bool = request.config.getvalue("reuse_db")
    made = _template(request)
    if made is None or not made.is_file():
        return given
    database.copy(made, Path(settings.DATABASES["default"]["TEST"]["NAME"]))
    return True


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    made = _template(request)
    if made is not None and not made.is_file():
        with django_db_blocker.unblock():
            database.keep(Path(settings.DATABASES["default"]["NAME"]), made)


def _template(request: pytest.FixtureRequest) -> Path | None:
    """None on PostgreSQL, and where pytest keeps nothing from one run to the next."""
    cache = getattr(request.config, "cache", None)
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3" or cache is None:
        return None
    return database.template(cache.mkdir("database"))


@pytest.fixture(autouse=True, scope="session")
def _flush_passes_the_guards():
    """Emptying the test database between transactional tests alone may remove rows of the audit chain and the ledger."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def unguarded(operations, sql_list):
        connection = operations.connection
        for room in (guards, payment_guards):
            guards.run(connection, room.drop_statements(connection.vendor))
        flush(operations, sql_list)
        for room in (guards, payment_guards):
            guards.run(connection, room.install_statements(connection.vendor))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", unguarded)
        yield


SLOW = (  # left out of ./test quick: real processes, every address, whole cities
    "failures",
    "bench",
    "config/test_https.py",
    "config/test_file_modes.py",
    "config/test_demo.py",
    "config/operations/test_checks.py",
    "contracts/test_imports_bite.py",
    "contracts/test_every_page_is_guarded.py",
    "contracts/test_no_demonstration.py",
    "contracts/test_nothing_leaks.py",
    "docs/test_cookbook.py",
    "modules/organisation/test_install.py",
    "foundation/storage/test_images.py",
    "foundation/storage/test_receive.py",
    "foundation/documents/test_render.py",
    "modules/cookbook/test_remedies.py",
    "foundation/test_childprocess.py",
    "foundation/audit/test_views.py",
    "modules/catalogue/test_editing.py",
    "modules/catalogue/test_office_pages.py",
    "modules/catalogue/test_responsibility.py",
    "modules/catalogue/test_routing.py",
    "modules/catalogue/test_api.py",
    "modules/catalogue/test_coverage.py",
    "modules/catalogue/test_links.py",
    "modules/applications/test_letter.py",
    "modules/applications/test_mandates.py",
    "modules/cookbook/test_examples.py",
    "modules/geo/test_territories.py",
    "modules/accounts/test_second_factor.py",
    "modules/accounts/test_realms.py",
    "modules/applications/test_office.py",
    "modules/applications/test_adopt.py",
    "modules/catalogue/test_comparing.py",
    "modules/catalogue/test_responsible_pages.py",
    "modules/catalogue/test_services.py",
    "modules/catalogue/test_exchange.py",
    "modules/catalogue/test_told.py",
    "modules/catalogue/test_inheritance.py",
    "modules/cookbook/test_install.py",
    "modules/payments/test_at_once.py",
    "foundation/audit/test_verify.py",
    "foundation/storage/test_sweep.py",
    "foundation/tasks/test_worker.py",
    "foundation/law/test_holidays.py",
    "standards/evidence/test_bundle.py",
    "standards/xdatenfelder/test_reader.py",
    "standards/xfall/test_faults.py",
    "standards/xfall/test_round_trip.py",
    "modules/servicecentre/test_pages.py",
    "modules/catalogue/test_online.py",
    "modules/catalogue/test_online_status.py",
    "modules/catalogue/test_online_projection.py",
    "modules/catalogue/test_heed_responsibilities.py",
    "modules/catalogue/test_rules_page.py",
    "modules/catalogue/test_outside.py",
    "modules/catalogue/test_import_objects.py",
    "modules/catalogue/test_sources_at_once.py",
    "modules/catalogue/test_source_forms.py",
    "modules/catalogue/test_demo_texts.py",
    "modules/catalogue/test_machine_translated.py",
    "modules/applications/test_bundle.py",
    "modules/servicecentre/test_send.py",
    "foundation/search/test_speed.py",
    "foundation/test_rows.py",
    "standards/xzufi",
    "config/operations/test_pages.py",
    "foundation/abuse/test_challenge.py",
    "modules/applications/test_flow.py",
    "modules/cases/test_block_and_bias.py",
    "modules/cases/test_confirm_address.py",
    "modules/cases/test_inquiries.py",
    "modules/cases/test_pages.py",
    "modules/catalogue/test_bundles.py",
    "modules/catalogue/test_pages.py",
    "modules/records/test_documents.py",
)
_SLOW_PATHS = frozenset(Path(__file__).parent / entry for entry in SLOW)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """`./test quick` does not even read what it leaves out."""
    return True if QUICK and collection_path in _SLOW_PATHS else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not _SLOW_PATHS.isdisjoint((item.path, *item.path.parents)):
            item.add_marker(pytest.mark.slow)
