import pytest
from django.core.management import CommandError, call_command

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.catalogue.domain.import_ozg import import_ozg
from rathaus.modules.catalogue.domain.install_demo import install_demo
from rathaus.modules.catalogue.enums import ExecutingLevel
from rathaus.modules.catalogue.models import LifeEvent, OzgService, Service, SourceFile
from tests.modules.catalogue.factories import LEIKA, OZG, install, write_catalogue

pytestmark = pytest.mark.django_db


def test_takes_over_everything(tmp_path, now):
    done = import_ozg(folder=write_catalogue(tmp_path), now=now)
    assert (done.life_events, done.ozg_services, done.services) == (3, 3, 5)
    assert (done.created, done.changed, done.unchanged, done.gone) == (5, 0, 0, 0)
    levels = dict(Service.objects.values_list("key", "executing_level"))
    assert levels["99041007017000"] == ExecutingLevel.FEDERAL
    assert levels["99102013002000"] == ExecutingLevel.LAND_OR_MUNICIPAL
    assert Service.objects.get(key="99041007017000").level_certainty == "unchecked"
    assert [hit.service.key for hit in catalogue.find("kindergeld").hits] == ["99041007017000"]
    assert SourceFile.objects.get(name="leika_services.csv").rows == 5
    assert audit.history(audit.Subject("catalogue", "ozg"))[0].act == "catalogue.imported"


def test_twice_changes_nothing(tmp_path, now):
    folder = write_catalogue(tmp_path)
    import_ozg(folder=folder, now=now)
    before = list(Service.objects.order_by("key").values())
    done = import_ozg(folder=folder, now=now)
    assert (done.created, done.changed, done.unchanged, done.gone) == (0, 0, 5, 0)
    assert list(Service.objects.order_by("key").values()) == before


def test_changed_and_missing_rows(tmp_path, now):
    import_ozg(folder=write_catalogue(tmp_path), now=now)
    changed = ("99102013002000", "Steuer für Hunde Festsetzung", "5", "10160", "", "", "")
    done = import_ozg(folder=write_catalogue(tmp_path, leika=(*LEIKA[:3], changed)), now=now)
    assert (done.created, done.changed, done.unchanged, done.gone) == (0, 1, 3, 1)
    assert Service.objects.get(key="99102013002000").name == "Steuer für Hunde Festsetzung"
    assert Service.objects.get(key="99102013002000").executing_level == ExecutingLevel.MUNICIPAL
    assert Service.objects.get(key="99041007017000").valid_until is not None
    assert catalogue.find("kindergeld").hits == ()


def test_described_service_keeps_what_the_city_says(tmp_path, now):
    install(now)
    import_ozg(folder=write_catalogue(tmp_path), now=now)
    service = Service.objects.get(key="99108001020000")
    assert service.name == "Bewohnerparkausweis verlängern"
    assert service.official_name == "Bewohnerparkausweis Verlängerung"
    assert service.executing_level == ExecutingLevel.MUNICIPAL
    assert service.type == "2/3"
    assert service.described
    assert service.demo
    assert service.ozg_service.ozg_id == "10173"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"leika": (*LEIKA, ("9910800102000", "x", "", "", "", "", ""))},
            "leika_services.csv, Zeile 7: '9910800102000' ist kein",
        ),
        ({"leika": (*LEIKA, LEIKA[0])}, "Zeile 7: der Schlüssel 99108001000000 steht schon in Zeile 2"),
        ({"leika": (*LEIKA, ("99999999999999", "", "", "", "", "", ""))}, "Zeile 7: der Name fehlt"),
        ({"leika": (*LEIKA, ("99999999999999", "x", "", "99999", "", "", ""))}, "die OZG-Nummer 99999 steht nicht in"),
        ({"leika": (*LEIKA, ("99999999999999", "x"))}, "leika_services.csv, Zeile 7: die Zeile hat nicht 7 Spalten"),
        ({"ozg": (*OZG, ("1a", "x", "y", "z"))}, "ozg_services.csv, Zeile 5: die OZG-Nummer '1a' besteht nicht aus Ziffern"),
        ({"ozg": (*OZG, OZG[0])}, "Zeile 5: die OZG-Nummer 10173 kommt zweimal vor"),
        ({"ozg": (*OZG, ("1", "x", "", "z"))}, "Lebenslage oder Themenfeld fehlt"),
    ],
)
def test_faults_are_named_and_nothing_is_taken_over(tmp_path, now, files, said):
    with pytest.raises(Invalid, match=said.replace("(", r"\(")):
        import_ozg(folder=write_catalogue(tmp_path, **files), now=now)
    assert not Service.objects.exists()
    assert not OzgService.objects.exists()
    assert not LifeEvent.objects.exists()


def test_what_the_catalogue_files_under_cross_section_has_a_name_people_understand(tmp_path, now):
    rows = [*OZG, ("10119", "Personalausweis", "Querschnitt Bürger", "Querschnitt")]
    rows.append(("10120", "Meldung", "Querschnitt Unternehmen", "Querschnitt"))
    import_ozg(folder=write_catalogue(tmp_path, ozg=rows), now=now)
    found = {event.slug: (event.name, event.subject) for event in LifeEvent.objects.filter(subject="Allgemeines")}
    assert found == {
        "querschnitt-buerger": ("Allgemeine Anliegen von Bürgerinnen und Bürgern", "Allgemeines"),
        "querschnitt-unternehmen": ("Allgemeine Anliegen von Unternehmen", "Allgemeines"),
    }


def test_so_do_the_situations_of_the_demonstration(now):
    install_demo(now=now)
    assert not LifeEvent.objects.filter(name__contains="Querschnitt").exists()
    assert LifeEvent.objects.get(slug="querschnitt-buerger").subject == "Allgemeines"


def test_many_faults_are_counted(tmp_path, now):
    rows = [(f"x{number}", "n", "", "", "", "", "") for number in range(25)]
    with pytest.raises(Invalid, match="und 5 weitere Fehler"):
        import_ozg(folder=write_catalogue(tmp_path, leika=rows), now=now)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a,b\n1,2\n", b'leika_key,"', b""])
def test_files_that_are_no_catalogue(tmp_path, now, content):
    folder = write_catalogue(tmp_path)
    (folder / "leika_services.csv").write_bytes(content)
    with pytest.raises(Invalid, match=r"leika_services\.csv"):
        import_ozg(folder=folder, now=now)


def test_missing_folder_is_an_error_of_the_command(tmp_path):
    with pytest.raises(CommandError, match="fehlt"):
        call_command("catalogue", "import-ozg", str(tmp_path / "nichts"))


def test_commands(tmp_path, capsys):
    call_command("catalogue", "import-ozg", str(write_catalogue(tmp_path)))
    assert "5 neu" in capsys.readouterr().out
    call_command("catalogue", "search", "bewohnerparken", "--json")
    assert '"key": "99108001' in capsys.readouterr().out
    call_command("catalogue", "search", "bewohnerparken")
    assert "Treffer" in capsys.readouterr().out
    call_command("catalogue", "check")
    assert "Leistungen im Katalog: 5" in capsys.readouterr().out
    call_command("catalogue", "check", "--json")
    assert '"services": 5' in capsys.readouterr().out
    call_command("catalogue", "reindex")
    assert "0 Leistungen neu im Index, 0 entfernt" in capsys.readouterr().out


@pytest.mark.conformance
@pytest.mark.slow
def test_the_real_catalogue(standards, now):
    done = import_ozg(folder=standards / "fim/ozg_catalogue", now=now)
    assert (done.services, done.ozg_services, done.life_events) == (4813, 557, 55)
    assert import_ozg(folder=standards / "fim/ozg_catalogue", now=now).unchanged == 4813
    assert catalogue.get_services(["99108001020000"])["99108001020000"].name == "Bewohnerparkausweis Verlängerung"
