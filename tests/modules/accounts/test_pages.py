"""Every page of the sign-in is ours, in German."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.template.loader import get_template

import rathaus.modules.accounts as room
from rathaus.modules.accounts.adapter import AccountAdapter, MFAAdapter
from rathaus.modules.accounts.public import Panel, PanelItem, Purpose
from rathaus.modules.accounts.registry import register_panel, register_purpose
from tests.modules.accounts import factories as make

OURS = Path(room.__file__).parent / "templates"
THEIRS = Path(allauth.__file__).parent / "templates"
# pages of ways in that are switched off, and pieces that only allauth's own pages include
UNREACHABLE = re.compile(
    r"base_|snippets/|/base\.html|code|phone|passkey|signup_form|trust\.html|account/email\.html|account/email/base_message"
)


def test_no_page_of_allauth_is_left():
    theirs = {str(path.relative_to(THEIRS)) for kind in ("account", "mfa") for path in (THEIRS / kind).rglob("*.*")}
    ours = {str(path.relative_to(OURS)) for path in OURS.rglob("*.*")}
    left = {name for name in theirs - ours if not UNREACHABLE.search(name)}
    assert left == set()


def test_what_is_called_unreachable_is_switched_off():
    assert {"email"} == settings.ACCOUNT_LOGIN_METHODS
    assert settings.ACCOUNT_CHANGE_EMAIL  # so `email.html` is never drawn
    for name in (
        "ACCOUNT_LOGIN_BY_CODE_ENABLED",
        "MFA_PASSKEY_SIGNUP_ENABLED",
        "MFA_TRUST_ENABLED",
        "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED",
    ):
        assert not getattr(settings, name, False)


@pytest.mark.parametrize("path", sorted(str(path.relative_to(OURS)) for path in OURS.rglob("*.*")))
def test_every_template_parses_and_has_no_inline_script_or_style(path):
    get_template(path)
    source = (OURS / path).read_text(encoding="utf-8")
    assert "style=" not in source
    assert not re.search(r"<script(?![^>]*(src=|application/json))", source)
    assert not re.search(r"\son[a-z]+=", source)


@pytest.mark.parametrize(("ours", "theirs"), [(AccountAdapter, DefaultAccountAdapter), (MFAAdapter, DefaultMFAAdapter)])
def test_messages_that_can_come_are_ours(ours, theirs):
    switched_off = re.compile("phone|username|unknown|max_email|cannot_remove|select_only")
    same = {key for key in theirs.error_messages if ours.error_messages[key] == theirs.error_messages[key]}
    assert {key for key in same if not switched_off.search(key)} == set()


@pytest.mark.django_db
def test_the_pages_carry_the_name_of_the_instance(client):
    for path in ("/konto/login/", "/konto/signup/", "/amt/konto/login/"):
        page = client.get(path).text
        assert "testserver" not in page
        assert "Halle (Saale)" in page


@pytest.mark.django_db
def test_other_rooms_bring_panels_and_purposes(client, monkeypatch):
    monkeypatch.setattr("rathaus.modules.accounts.registry._PANELS", {})
    monkeypatch.setattr("rathaus.modules.accounts.registry._PURPOSES", {})
    user = make.citizen()
    seen = []

    def items(account_id, _now):
        seen.append(account_id)
        return [PanelItem("Bewohnerparkausweis <b>", "/vorgang/x/", "seit gestern", "Neu", "success")]

    panel = Panel("test.cases", "Meine Vorgänge", items, more_url="/alle/")
    register_panel(panel)
    register_panel(panel)
    with pytest.raises(ValueError, match="twice"):
        register_panel(Panel("test.cases", "Anders", items))
    register_purpose(Purpose("test.portal", "2", "Bescheide im Postfach", "Ich möchte Bescheide im Postfach."))
    make.sign_in(client, user)
    page = client.get("/konto/").text
    assert seen == [user.pk]
    assert "Bewohnerparkausweis &lt;b&gt;" in page
    assert "Nicht erteilt" in client.get("/konto/einwilligungen/").text
    client.post("/konto/einwilligungen/aendern/", {"zweck": "test.portal", "erteilen": "1"})
    assert "Erteilt" in client.get("/konto/einwilligungen/").text
    client.post("/konto/einwilligungen/aendern/", {"zweck": "unbekannt", "erteilen": "1"})
    client.post("/konto/einwilligungen/aendern/", {"zweck": "test.portal", "widerrufen": "1"})
    page = client.get("/konto/einwilligungen/").text
    assert "Nicht erteilt" in page
    assert "beendet am" in page


@pytest.mark.django_db
def test_the_profile_page_saves_shows_and_names_mistakes(client):
    user = make.citizen()
    make.value(user, "F60000000227", "Mustermann", level="high", source="identity")
    make.sign_in(client, user)
    page = client.get("/konto/profil/").text
    assert "nachgewiesen, Vertrauensniveau hoch" in page
    assert 'name="F60000000227"' not in page  # proven: shown, not asked
    wrong = client.post("/konto/profil/", {"F60000000246": "12", "F60000000247": "Halle"}).text
    assert "Fünf Ziffern" in wrong
    assert 'value="Halle"' in wrong
    assert client.post("/konto/profil/", {"F60000000246": "06108", "F60000000247": "Halle"}).status_code == 302
    assert "von Ihnen angegeben, nicht nachgewiesen" in client.get("/konto/profil/").text


@pytest.mark.django_db
def test_mandates_by_page(client, now):
    erika, maxi = make.citizen(), make.citizen("max@example.org", name="Max Beispielmann")
    make.sign_in(client, erika)
    day = {"valid_from_day": "1", "valid_from_month": "11", "valid_from_year": "2026"}
    assert "keine Vollmacht" in client.post("/konto/vollmachten/", {"agent_email": erika.email, **day}).text
    assert client.post("/konto/vollmachten/", {"agent_email": maxi.email, **day}).status_code == 302
    page = client.get("/konto/vollmachten/").text
    assert "noch nicht angenommen" in page
    make.sign_in(client, maxi)
    page = client.get("/konto/vollmachten/").text
    address = re.search(r'action="(/konto/vollmachten/[^"]+/)"', page)[1]
    client.post(address, {"annehmen": "1"})
    assert "für Erika Mustermann" in client.get("/konto/").text
    make.sign_in(client, make.citizen("fremd@example.org"))
    assert client.post(address, {"beenden": "1"}).status_code == 404
