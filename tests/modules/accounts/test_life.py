"""Invitation, demonstration people, data pack, erasure, retention, commands."""

import datetime as dt
import io
import json
import re
import uuid
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import SYSTEM, Role
from rathaus.foundation.privacy import public as privacy
from rathaus.modules.accounts import fim
from rathaus.modules.accounts import public as accounts
from rathaus.modules.accounts.domain.invite_staff import accept_invitation, invite_staff
from rathaus.modules.accounts.domain.save_profile import save_profile
from rathaus.modules.accounts.models import Invitation, Mandate, Session, User
from rathaus.modules.organisation import public as organisation
from tests.modules.accounts import factories as make
from tests.modules.organisation import factories as house

pytestmark = pytest.mark.django_db


def test_an_invitation_is_answered_once(client):
    anna = house.person()
    call_command("staff", "invite", "anna")
    token = invite_staff(person_id=anna.pk, email="Anna@Example.org", now=dt.datetime.now(dt.UTC))
    assert Invitation.objects.count() == 1  # a new one ends the old
    page = f"/amt/konto/einladung/{token}/"
    assert "anna@example.org" in client.get(page).text
    assert "zwölf" in client.post(page, {"password1": "kurz", "password2": "kurz"}).text
    assert "verschieden" in client.post(page, {"password1": make.PASSWORD, "password2": make.PASSWORD + "x"}).text
    done = client.post(page, {"password1": make.PASSWORD, "password2": make.PASSWORD})
    assert done.headers["Location"] == "/amt/konto/login/"
    user = User.objects.get()
    assert (user.realm, user.email, user.person_id) == ("staff", "anna@example.org", anna.pk)
    assert client.post("/amt/konto/login/", {"login": user.email, "password": make.PASSWORD}).headers["Location"] == "/amt/"
    gone = client.get(page)
    assert (gone.status_code, "gilt nicht mehr" in gone.text) == (404, True)


def test_the_token_is_not_stored_and_ends_after_a_week(now):
    anna = house.person()
    token = invite_staff(person_id=anna.pk, email="anna@example.org", now=now)
    assert token not in str(Invitation.objects.values())
    with pytest.raises(NotFound):
        accept_invitation(token=token, password=make.PASSWORD, now=now + dt.timedelta(days=7))
    with pytest.raises(NotFound):
        accept_invitation(token="x", password=make.PASSWORD, now=now)


def test_who_has_an_account_is_not_invited(now):
    anna = house.person()
    make.staff(person=anna)
    with pytest.raises(Invalid, match="schon ein Konto"):
        invite_staff(person_id=anna.pk, email="anna@example.org", now=now)
    with pytest.raises(NotFound):
        invite_staff(person_id=uuid.uuid4(), email="x@example.org", now=now)
    with pytest.raises(CommandError, match="Legen Sie sie zuerst"):
        call_command("staff", "invite", "niemand")


def test_a_locked_account_is_out_everywhere_until_it_is_opened(client):
    anna = house.person()
    with pytest.raises(CommandError, match="kein Konto"):
        call_command("staff", "lock", "anna")
    make.sign_in(client, make.staff(person=anna))
    call_command("staff", "lock", "anna")
    call_command("staff", "lock", "anna")
    assert not Session.objects.exists()
    assert client.get("/amt/konto/sicherheit/").status_code == 302
    entered = client.post("/amt/konto/login/", {"login": "amt@example.org", "password": make.PASSWORD})
    assert entered.headers["Location"] == "/amt/konto/inactive/"
    call_command("staff", "unlock", "anna")
    entered = client.post("/amt/konto/login/", {"login": "amt@example.org", "password": make.PASSWORD})
    assert entered.headers["Location"] == "/amt/"
    acts = [entry.act for entry in audit.history(audit.Subject("person", anna.pk))]
    assert acts == ["staff.locked", "staff.unlocked"]


@pytest.fixture
def demo(now):
    organisation.install_organisation(organisation.demo_organisation(), now=now)
    return accounts.demo_people()


def test_the_demonstration_has_every_role_and_two_citizens(demo, now, client):
    people = accounts.install_demo_people(demo, now)
    again = accounts.install_demo_people(demo, now)
    assert [user.pk for user in people] == [user.pk for user in again]
    roles = set()
    for user in people:
        roles |= {grant.role for grant in accounts.actor_of(user, now).grants}
    assert roles == set(Role)
    assert sum(user.realm == "citizen" for user in people) == 2
    assert all(user.demo for user in people)
    citizen = next(user for user in people if user.realm == "citizen")
    assert len(accounts.letter_address(accounts.get_accounts([citizen.pk])[citizen.pk])) == 3
    entered = client.post("/konto/login/", {"login": citizen.email, "password": demo["password"]})
    assert entered.headers["Location"] == "/konto/"
    assert client.post("/amt/konto/login/", {"login": "betrieb@example.org", "password": demo["password"]}).status_code == 302


def test_no_demonstration_people_in_earnest(demo, now, settings):
    settings.RATHAUS_DEMO = False
    with pytest.raises(Forbidden, match="RATHAUS_DEMO"):
        accounts.install_demo_people(demo, now)
    assert not User.objects.exists()


@pytest.fixture
def erika(now):
    user = make.citizen()
    actor = accounts.actor_of(user, now)
    save_profile(account_id=user.pk, values={fim.TOWN: "Halle"}, actor=actor, now=now)
    accounts.record_consent(account_id=user.pk, purpose="p", version="1", text="Wortlaut", actor=actor, now=now)
    return user


def test_the_data_pack_holds_what_the_account_holds(client, erika):
    make.sign_in(client, erika)
    answer = client.post("/konto/daten/")
    assert answer.headers["Content-Type"] == "application/zip"
    data = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("daten.json"))["bereiche"]["accounts"]["daten"]
    assert data["email"] == "erika@example.org"
    assert [(row["feld"], row["wert"], row["nachweis"]) for row in data["angaben"]] == [("Ort", "Halle", "nicht nachgewiesen")]
    assert data["einwilligungen"][0]["wortlaut"] == "Wortlaut"


def test_deleting_the_account_needs_the_password_and_leaves_nothing(client, erika):
    other = make.citizen("max@example.org")
    mandate = Mandate.objects.create(
        principal=other, agent=erika, agent_email=erika.email, valid_from=dt.date(2026, 1, 1), created_at=make.CREATED
    )
    make.sign_in(client, erika)
    assert "stimmt nicht" in client.post("/konto/loeschen/", {"password": "falsch", "sure": "on"}).text
    assert "bestätigen" in client.post("/konto/loeschen/", {"password": make.PASSWORD}).text
    done = client.post("/konto/loeschen/", {"password": make.PASSWORD, "sure": "on"})
    assert "gelöscht" in done.text
    assert not User.objects.filter(pk=erika.pk).exists()
    assert not Session.objects.filter(user_id=erika.pk).exists()
    assert not EmailAddress.objects.filter(email="erika@example.org").exists()
    mandate.refresh_from_db()
    assert (mandate.agent_id, mandate.agent_email) == (None, "")
    assert mandate.ended_at is not None
    entries = audit.history(audit.Subject("account", erika.pk))
    assert [entry.payload is None for entry in entries if entry.act.startswith("account.")] == [True, True]
    assert "privacy.erased" in [entry.act for entry in entries]
    assert client.get("/konto/").status_code == 302


def test_retention_removes_what_was_never_confirmed_and_what_is_over(now):
    old = now - dt.timedelta(days=31)
    make.citizen("nie@example.org", confirmed=False, created_at=old)
    make.citizen("neu@example.org", confirmed=False, created_at=now)
    make.citizen("ja@example.org", created_at=old)
    make.citizen("demo@example.org", confirmed=False, created_at=old, demo=True)
    make.staff(created_at=old)
    removed = privacy.sweep(now=now)
    assert removed["accounts"] == 1
    assert set(User.objects.values_list("email", flat=True)) == {
        "neu@example.org", "ja@example.org", "demo@example.org", "amt@example.org",
    }  # fmt: skip


def test_the_commands_export_and_erase(erika, tmp_path, capsys):
    file = tmp_path / "kopie.zip"
    call_command("privacy", "export", str(erika.pk), f"--file={file}")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "accounts" in zipfile.ZipFile(file).read("daten.json").decode()
    with pytest.raises(CommandError, match="neue Datei"):
        call_command("privacy", "export", str(erika.pk), f"--file={file}")
    with pytest.raises(CommandError, match="--yes"):
        call_command("privacy", "erase", str(erika.pk))
    call_command("privacy", "erase", str(erika.pk), "--yes")
    call_command("privacy", "retention")
    assert "Gelöscht" in capsys.readouterr().out
    assert not User.objects.exists()


def test_erasing_twice_is_harmless(erika, now):
    privacy.erase_person(erika.pk, actor=SYSTEM, now=now)
    privacy.erase_person(erika.pk, actor=SYSTEM, now=now)
    assert not User.objects.exists()


def officer(client):
    dora = house.person("dora")
    house.holding(dora, house.post(house.unit("datenschutz"), ("data_protection", "instance")))
    make.sign_in(client, make.staff("dora@example.org", person=dora, name="Dora"))
    return dora


def test_the_log_of_looks_is_for_data_protection_alone(client, now):
    case = uuid.uuid4()
    clerk = house.person("klaus")
    house.holding(clerk, house.post(house.unit("ordnung"), Role.CLERK, Role.LEAD, Role.AUDITOR, Role.OPERATOR))
    user = make.staff("klaus@example.org", person=clerk)
    audit.record_view(actor=accounts.actor_of(user, now), subject=audit.Subject("case", case), purpose="Bearbeitung", now=now)
    make.sign_in(client, user)
    assert client.get("/amt/datenschutz/").status_code == 403
    officer(client)
    page = client.get("/amt/datenschutz/", {"kind": "case", "number": str(case)}).text
    assert re.search(r"Klaus.*Bearbeitung", page, re.DOTALL)
    again = client.get("/amt/datenschutz/", {"kind": "case", "number": str(case)}).text
    assert "Auswertung des Zugriffsprotokolls" in again  # the officer's own look is in it
    assert "Fehler" in client.get("/amt/datenschutz/", {"kind": "case", "number": "x' OR 1=1"}).text
    assert "Servicekonto" in page
