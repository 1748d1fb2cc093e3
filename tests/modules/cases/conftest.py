import pytest

from tests.modules.cases import factories


@pytest.fixture
def house(db):
    factories.organisation_installed()
