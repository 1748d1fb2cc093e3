import pytest


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    """Each test has its own data folder."""
    settings.RATHAUS_DATA = tmp_path
    return tmp_path
