"""The staff pages: the registers, and where an address lands."""

import pytest

from rathaus.foundation.permissions.public import Role
from rathaus.modules.geo import public as geo
from tests.modules.geo.factories import install, write_list
from tests.modules.organisation import factories as organisation
from tests.modules.records.test_pages import worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, tmp_path, now):
    organisation.authority()
    geo.import_territories(path=write_list(tmp_path), now=now)
    install(now)
    return worker(client, Role.EDITOR)[0]


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("", "Halle (Saale)", "xyz"),
        ("?q=hanau", "064350014014", "Halle (Saale)"),
        ("?q=0643", "Hanau", "Halle (Saale)"),
        ("?q=15002000", "Halle (Saale)", "Hanau"),
        ("?art=stadtteile", "Süd", "Hanau"),
        ("?art=strassen&q=gr.+ulrichstrasse", "1 bis 12a: Nord", "Am Südhang"),
        ("?art=strassen", "1 bis Ende: Süd", "Hanau"),
        ("?art=unbekannt&q=%00&seite=999", "Halle (Saale)", "xyz"),
    ],
)
def test_registers_can_be_searched(editor, query, shown, hidden):
    page = text(editor.get(f"/amt/gebiete/{query}")).partition('class="kern-table')[2]
    assert shown in page
    assert hidden not in page


def test_where_an_address_lands(editor):
    assert "csrfmiddlewaretoken" in text(editor.get("/amt/gebiete/anschrift/"))
    page = text(editor.post("/amt/gebiete/anschrift/", {"line": "Gr. Ulrichstr. 3"}))
    for fact in ("Große Ulrichstraße", "Nord", "Umriss Nord, Zone", "Halle (Saale)"):
        assert fact in page


@pytest.mark.parametrize(
    ("line", "said"),
    [("Ulrichstr. 3", "Meinten Sie: Große Ulrichstraße?"), ("Große Ulrichstr. 99", "in keinem Bereich"), ("", "Fehler")],
)
def test_an_address_that_is_unknown_stays_in_the_field(editor, line, said):
    page = text(editor.post("/amt/gebiete/anschrift/", {"line": line}), 422)
    assert said in page
    assert f'value="{line}"' in page or not line


def test_commands(tmp_path, now, capsys):
    from django.core.management import CommandError, call_command

    organisation.authority()
    path = write_list(tmp_path)
    call_command("geo", "import-territories", str(path))
    call_command("geo", "install-demo")
    call_command("geo", "apply-changes")
    call_command("geo", "address", "Reilstr. 12b")
    assert "Reilstraße: Stadtteil Giebichenstein" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Gemeint vielleicht: Große Ulrichstraße"):
        call_command("geo", "address", "Ulrichstraße 3")
    (tmp_path / "places.toml").write_text("x = ", encoding="utf-8")
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        call_command("geo", "install-places", str(tmp_path / "places.toml"))
