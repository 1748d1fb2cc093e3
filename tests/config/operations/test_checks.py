"""The installation is looked at, not believed."""

import pytest
from django.db import connection

from rathaus.config.operations import checks


def ids(problems):
    return [problem.id for problem in problems]


@pytest.mark.django_db
def test_database_runs_as_intended():
    assert checks.check_database(databases=["default"]) == []


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PRAGMAs are SQLite's")
def test_wrong_pragma_is_found():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=100")
    try:
        (problem,) = checks.check_database(databases=["default"])
        assert problem.id == "rathaus.E001"
        assert "busy_timeout=100" in problem.msg
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=20000")


def test_keys_open_to_others_are_found(settings, tmp_path):
    settings.RATHAUS_KEYS = tmp_path / "keys"
    assert checks.check_keys() == []
    settings.RATHAUS_KEYS.mkdir(mode=0o700)
    key = settings.RATHAUS_KEYS / "secret-key"
    key.write_text("x")
    key.chmod(0o600)
    assert checks.check_keys() == []
    key.chmod(0o640)
    (problem,) = checks.check_keys()
    assert "secret-key" in problem.msg


@pytest.mark.parametrize(
    ("url", "hosts", "demo", "expected"),
    [
        ("http://localhost:8000", ["localhost"], True, []),
        ("https://rathaus.example", ["rathaus.example"], False, []),
        ("http://rathaus.example", ["rathaus.example"], False, ["rathaus.E005"]),
        ("https://rathaus.example", ["localhost"], False, ["rathaus.E006"]),
        ("https://rathaus.example", ["rathaus.example"], True, ["rathaus.W001"]),
        ("rathaus.example", ["*"], False, ["rathaus.E004"]),
        ("https://rathaus.example/pfad", ["*"], False, ["rathaus.E004"]),
    ],
)
def test_base_url(settings, url, hosts, demo, expected):
    settings.RATHAUS_BASE_URL, settings.ALLOWED_HOSTS, settings.RATHAUS_DEMO = url, hosts, demo
    assert ids(checks.check_base_url()) == expected


@pytest.mark.parametrize(("url", "expected"), [("", ["rathaus.W002"]), ("mail:25", ["rathaus.E007"]), ("smtp://mail:25", [])])
def test_mail_server(settings, url, expected):
    settings.RATHAUS_SMTP_URL = url
    assert ids(checks.check_mail()) == expected


@pytest.mark.parametrize(
    ("url", "factor", "proxies", "expected"),
    [
        ("http://localhost:8000", "optional", 0, []),
        ("https://rathaus.example", "required", 1, []),
        ("https://rathaus.example", "optional", 1, ["rathaus.W003"]),
        ("https://rathaus.example", "required", 0, ["rathaus.W004"]),
        ("http://localhost:8000", "Required", 0, ["rathaus.E008"]),
    ],
)
def test_what_the_world_can_reach_is_told_what_it_lacks(settings, url, factor, proxies, expected):
    settings.RATHAUS_BASE_URL, settings.RATHAUS_STAFF_MFA, settings.RATHAUS_TRUSTED_PROXIES = url, factor, proxies
    assert ids(checks.check_front()) == expected
