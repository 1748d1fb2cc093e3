"""The list of regional keys, what became of them, and the keys themselves."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.audit.models import Entry
from rathaus.foundation.errors import Forbidden, Invalid
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.modules.geo import public as geo
from rathaus.modules.geo.domain.apply_changes import SHIPPED
from rathaus.modules.geo.models import Succession, Territory, TerritoryList
from tests.modules.geo.factories import DAY, HALLE, LINES, write_list

KEYS = st.from_regex(r"(0[1-9]|1[0-6])[0-9]{10}", fullmatch=True)
STRANGER = Actor(kind=ActorKind.STAFF, name="x")


@given(KEYS)
def test_every_beginning_contains_the_key(key):
    around = geo.beginnings(key)
    assert around[0] == key
    assert around[-1] == ""
    assert all(geo.within(key, other) for other in around)
    assert geo.shortest(key) in around
    assert geo.shortest(geo.shortest(key)) == geo.shortest(key)
    assert geo.shortest(key).ljust(12, "0") == key or geo.shortest(key) == key


@pytest.mark.parametrize(
    ("key", "short"),
    [(HALLE, "15002"), ("150020000", "15002"), ("020000000000", "02"), ("064350014014", "064350014014"), ("060", "06"), ("", "")],
)
def test_one_territory_has_one_spelling(key, short):
    assert geo.shortest(key) == short


@pytest.mark.django_db
def test_import_makes_what_lies_around(tmp_path, now, django_assert_num_queries):
    done = geo.import_territories(path=write_list(tmp_path), now=now)
    assert (done.rows, done.created, done.day) == (7, done.territories, dt.date(2024, 10, 31))
    kinds = dict(Territory.objects.values_list("ars", "kind"))
    assert kinds[HALLE] == "city"
    assert kinds["064350014014"] == "municipality"
    assert kinds["064355001"] == "association"
    assert kinds["06435"] == "county"
    assert kinds["064"] == "region"
    assert kinds["06"] == "land"
    assert kinds["031519501501"] == "unincorporated"
    assert kinds["021010101101"] == "city_part"
    assert "02101" not in kinds
    assert "15002" not in kinds
    with django_assert_num_queries(1):
        found = geo.get_territories(["15002", HALLE, "064350014014", "99999"])
    assert {key: info.name for key, info in found.items()} == {
        "15002": "Halle (Saale)",
        HALLE: "Halle (Saale)",
        "064350014014": "Hanau",
    }
    assert geo.ars_of_ags("06435014") == "064350014014"
    assert geo.ars_of_ags("15002000") == HALLE
    assert geo.ars_of_ags("99999999") == ""
    assert [info.ars for info in geo.municipalities("06435", DAY)] == ["064350014014", "064355001001"]


@pytest.mark.django_db
def test_import_twice_changes_nothing(tmp_path, now):
    first = geo.import_territories(path=write_list(tmp_path), now=now)
    again = geo.import_territories(path=write_list(tmp_path), now=now)
    assert (again.created, again.changed, again.gone, again.unchanged) == (0, 0, 0, first.territories)
    assert TerritoryList.objects.get().rows == 7


@pytest.mark.django_db
def test_a_newer_list_ends_what_it_no_longer_names(tmp_path, now):
    geo.import_territories(path=write_list(tmp_path), now=now)
    newer = write_list(tmp_path, *[line for line in LINES if "Hanau" not in line], "150030000000,Neustadt,", day="2025-12-31")
    done = geo.import_territories(path=newer, now=now)
    assert (done.created, done.gone) == (1, 1)
    assert Territory.objects.get(ars="064350014014").valid_until == dt.date(2025, 12, 30)
    with pytest.raises(Invalid, match=r"übernommen ist schon die vom 31\.12\.2025"):
        geo.import_territories(path=write_list(tmp_path), now=now)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("15002,Halle,", "hat nicht zwölf Ziffern"),
        ("15002000000x,Halle,", "hat nicht zwölf Ziffern"),
        ("990020000000,Halle,", "das Land 99 gibt es nicht"),
        ("010010000000,Doppelt,", "kommt zweimal vor"),
        ("150030000000,,", "der Name fehlt"),
        ("150030000000,Zu,viele,Spalten", "statt 3 Spalten"),
        ("150030000000," + "x" * 201 + ",", "länger als 200 Zeichen"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_imported(tmp_path, now, line, reason):
    with pytest.raises(Invalid, match="Es wurde nichts übernommen") as caught:
        geo.import_territories(path=write_list(tmp_path, *LINES, line), now=now)
    assert "Zeile 9" in str(caught.value)
    assert reason in str(caught.value)
    assert not Territory.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe", "keine Textdatei in UTF-8"),
        (b"a,b,c\n", "erwartet werden die Spalten"),
        (b"SCHLUESSEL,Bezeichnung,Hinweis\n", "enthält keine Zeile"),
        (b'SCHLUESSEL,Bezeichnung,Hinweis\n150020000000,"Hal', "keine lesbare CSV-Datei"),
    ],
)
def test_a_file_that_is_none(tmp_path, now, content, reason):
    path = tmp_path / "rs_2024-10-31.csv"
    path.write_bytes(content)
    with pytest.raises(Invalid, match=reason):
        geo.import_territories(path=path, now=now)
    with pytest.raises(Invalid, match="lässt sich nicht lesen"):
        geo.import_territories(path=tmp_path / "fehlt_2024-10-31.csv", now=now)
    path.rename(tmp_path / "ohne-tag.csv")
    with pytest.raises(Invalid, match="nennt seinen Stand nicht"):
        geo.import_territories(path=tmp_path / "ohne-tag.csv", now=now)


@pytest.mark.django_db
def test_only_editors_take_over(tmp_path, now):
    for act in (geo.import_territories, geo.apply_changes):
        with pytest.raises(Forbidden):
            act(path=write_list(tmp_path), now=now, actor=STRANGER)


@pytest.mark.django_db
def test_hanau_goes_its_own_way(tmp_path, now):
    geo.import_territories(path=write_list(tmp_path), now=now)
    assert geo.apply_changes(now=now) == 1
    assert geo.apply_changes(now=now) == 0
    old, new = Territory.objects.get(ars="064350014014"), Territory.objects.get(ars="064150000000")
    assert (old.valid_until, new.valid_from, new.kind, new.ags) == (
        dt.date(2025, 12, 31),
        dt.date(2026, 1, 1),
        "city",
        "06415000",
    )
    assert Succession.objects.get().certainty == "unchecked"
    assert geo.successors([old.ars, HALLE], DAY) == {old.ars: ("064150000000",)}
    assert geo.successors([old.ars], dt.date(2025, 12, 31)) == {}
    assert geo.next_change(dt.date(2025, 6, 1)) == dt.date(2026, 1, 1)
    again = geo.import_territories(path=write_list(tmp_path), now=now)  # the old list does not undo the change
    assert again.gone == 0
    assert Territory.objects.get(ars="064350014014").valid_until == dt.date(2025, 12, 31)


@pytest.mark.django_db
def test_successors_follow_a_chain_and_end_in_a_circle(tmp_path, now):
    geo.import_territories(path=write_list(tmp_path), now=now)

    def change(old, new, day):
        (tmp_path / "c.toml").write_text(f'[[change]]\nold = "{old}"\nnew = "{new}"\nday = {day}\nsource = "Test"\n', "utf-8")
        return geo.apply_changes(path=tmp_path / "c.toml", now=now)

    first, second, third = "064350014014", "064350014015", "064350014016"
    change(first, second, "2025-01-01")
    with pytest.raises(Invalid, match="er kann nicht vorher enden"):
        change(second, third, "2025-01-01")
    change(second, third, "2026-01-01")
    assert geo.successors([first], dt.date(2025, 6, 1)) == {first: (second,)}
    assert geo.successors([first], DAY) == {first: (third,)}
    change(third, first, "2026-06-01")
    assert geo.successors([first], DAY) == {first: ()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"old": '"1"'}, "old hat nicht zwölf Ziffern"),
        ({"new": '"064350014014"'}, "old und new sind gleich"),
        ({"day": '"morgen"'}, "day ist kein Tag"),
        ({"source": '""'}, "keine Änderung ohne Quelle"),
        ({"certainty": '"bestimmt"'}, "certainty ist"),
        ({"old": '"160000000001"'}, "kennt das Verzeichnis nicht"),
        ({"mehr": "1"}, "unbekannte Angaben mehr"),
    ],
)
def test_a_bad_change_is_named_and_nothing_is_taken_over(tmp_path, now, change, reason):
    geo.import_territories(path=write_list(tmp_path), now=now)
    good = {"old": '"064350014014"', "new": '"064150000000"', "day": "2026-01-01", "source": '"Test"'}
    path = tmp_path / "changes.toml"
    bad = "".join(f"{name} = {value}\n" for name, value in (good | change).items())
    path.write_text(
        "[[change]]\n" + "".join(f"{name} = {value}\n" for name, value in good.items()) + "[[change]]\n" + bad, "utf-8"
    )
    with pytest.raises(Invalid, match="Änderung 2") as caught:
        geo.apply_changes(path=path, now=now)
    assert reason in str(caught.value)
    assert not Succession.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("content", ["", "x = 1", "change = 1", "change = [1", "change = []"])
def test_a_change_file_that_is_none(tmp_path, now, content):
    (tmp_path / "changes.toml").write_text(content, encoding="utf-8")
    with pytest.raises(Invalid):
        geo.apply_changes(path=tmp_path / "changes.toml", now=now)


def test_the_shipped_changes_name_their_source():
    assert "source" in SHIPPED.read_text("utf-8")


@pytest.mark.django_db
def test_areas_by_words_and_stars(tmp_path, now, django_assert_num_queries):
    geo.import_territories(path=write_list(tmp_path), now=now)

    def names(*expressions):
        return [info.name for info in geo.search_areas(expressions, offset=0, limit=10, day=DAY)[0]]

    assert names("Hanau") == ["Hanau"]
    assert names("hana") == []
    assert names("Ha*") == ["Hamburg", "Hanau", "Halle (Saale)"]
    assert names("*stadt") == ["Kleinstadt am Meer", "Altstadt OT 101"]
    assert names("*inst*") == ["Kleinstadt am Meer"]
    assert names("H*e") == ["Heide (gemeindefrei)", "Halle (Saale)"]
    assert names("Halle", "Saale") == ["Halle (Saale)"]
    assert names("Halle", "Hanau") == []
    with django_assert_num_queries(2):
        found, total = geo.search_areas(["Ha*"], offset=1, limit=1, day=DAY)
    assert ([info.name for info in found], total) == (["Hanau"], 3)


@pytest.mark.conformance
@pytest.mark.django_db
def test_the_official_list(standards, now):
    """11,243 rows, with the districts of the city states marked."""
    path = standards / "fim" / "codelists" / "urn_de_bund_destatis_schluessel_rs_2024-10-31.csv"
    done = geo.import_territories(path=path, now=now)
    assert (done.rows, done.day) == (11_243, dt.date(2024, 10, 31))
    assert Territory.objects.filter(kind="city_part").count() == 283
    assert Territory.objects.exclude(ars__regex="^.{12}$").filter(kind="land").count() == 14  # Hamburg and Berlin stand as cities
    assert geo.get_territories([HALLE])[HALLE].name == "Halle (Saale), Stadt"
    assert geo.import_territories(path=path, now=now).unchanged == done.territories
    assert geo.apply_changes(now=now) == 1
