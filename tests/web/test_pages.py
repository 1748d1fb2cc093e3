import datetime as dt

import pytest
from django.core import mail as django_mail
from django.test import Client, override_settings

from rathaus.foundation import clock
from rathaus.modules.accounts.models import Session
from rathaus.web import site as site_module
from rathaus.web.views import feedback
from tests.modules.accounts.factories import citizen, sign_in, staff

LEGAL = ["/impressum/", "/datenschutz/", "/barrierefreiheit/", "/leichte-sprache/", "/gebaerdensprache/"]


@pytest.mark.parametrize("path", LEGAL)
def test_legal_pages_need_neither_session_nor_database(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies


def test_every_page_leads_to_the_legal_pages(client):
    page = client.get("/impressum/").content.decode()
    assert all(f'href="{path}"' in page for path in LEGAL)
    assert 'href="/barriere-melden/?seite=/impressum/"' in page


def test_no_style_or_script_within_the_page(client):
    page = client.get("/demo/bausteine/").content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert " on" + "click" not in page
    assert page.count("<script") == page.count("<script src=")


def test_site_file_of_the_operator_counts(tmp_path, client):
    (tmp_path / "site.toml").write_text('name = "Gütersloh"\nauthority = "Stadt Gütersloh"\n', encoding="utf-8")
    with override_settings(RATHAUS_DATA=tmp_path, RATHAUS_DEMO=False):
        page = client.get("/impressum/").content.decode()
    assert "Stadt Gütersloh" in page
    assert site_module.MISSING in page
    assert "Demonstration" not in page


def test_unknown_key_of_the_site_file_is_refused(tmp_path):
    path = tmp_path / "site.toml"
    path.write_text('nmae = "Halle"', encoding="utf-8")
    with pytest.raises(ValueError, match="nmae"):
        site_module.read(path)


def test_security_txt(client):
    answer = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert lines["Contact"] == "mailto:sicherheit@example.org"
    expires = dt.datetime.fromisoformat(lines["Expires"])
    assert dt.timedelta(days=100) < expires - clock.now() < dt.timedelta(days=365)


def test_security_txt_without_contact_is_not_there(client, tmp_path):
    with override_settings(RATHAUS_DATA=tmp_path, RATHAUS_DEMO=False):
        assert client.get("/.well-known/security.txt").status_code == 404


class TestBarrierReport:
    DATA = {"page": "/antrag/", "text": "Der Knopf <b> hat keinen Namen.", "email": "", "key": "k1", "website": ""}

    @pytest.fixture
    def sent(self, monkeypatch):
        box = []
        monkeypatch.setattr(feedback.mail, "send", lambda **kwargs: box.append(kwargs))
        return box

    @pytest.mark.django_db
    def test_is_sent_once_per_page(self, client, sent):
        answer = client.post("/barriere-melden/", self.DATA)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/barriere-melden/")
        assert [(entry["to"], entry["key"]) for entry in sent] == [("barrierefrei@example.org", "barrier:k1")]
        assert "Der Knopf <b> hat keinen Namen." in sent[0]["text"]
        assert "Danke." in client.get("/barriere-melden/").content.decode()

    @pytest.mark.django_db
    def test_twice_the_same_page_is_one_mail(self, client):
        from rathaus.foundation.mail.models import Mail

        for _ in range(2):
            assert client.post("/barriere-melden/", self.DATA).status_code == 302
        assert Mail.objects.count() == 1
        assert django_mail.outbox == []

    def test_missing_text_keeps_the_rest(self, client, sent):
        answer = client.post("/barriere-melden/", self.DATA | {"text": " "})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Bitte füllen Sie „Was hindert Sie?“ aus." in page
        assert 'value="/antrag/"' in page
        assert "<title>Fehler: Barriere melden" in page
        assert sent == []

    @pytest.mark.django_db
    def test_robot_is_thanked_and_dropped(self, client, sent):
        assert client.post("/barriere-melden/", self.DATA | {"website": "http://spam.example"}).status_code == 302
        assert sent == []

    @pytest.mark.django_db
    def test_flood_is_stopped_and_the_text_kept(self, client, sent):
        for number in range(feedback.HOURLY + 1):
            answer = client.post("/barriere-melden/", self.DATA | {"key": f"k{number}"})
        assert answer.status_code == 422
        assert "Der Knopf &lt;b&gt; hat keinen Namen." in answer.content.decode()
        assert len(sent) == feedback.HOURLY

    def test_without_address_the_page_names_the_telephone(self, client, tmp_path):
        (tmp_path / "site.toml").write_text('phone = "0345 1"', encoding="utf-8")
        with override_settings(RATHAUS_DATA=tmp_path, RATHAUS_DEMO=False):
            page = client.get("/barriere-melden/").content.decode()
            assert client.post("/barriere-melden/", self.DATA).status_code == 503
        assert "Telefon: 0345 1" in page
        assert "<form" not in page

    def test_line_breaks_cannot_enter_the_head(self, client, sent):
        answer = client.post("/barriere-melden/", self.DATA | {"email": "a@example.org\nBcc: b@example.org"})
        assert answer.status_code == 422
        assert sent == []


class TestSession:
    def test_guest_cannot_extend(self):
        assert Client().post("/sitzung/").status_code == 401
        assert Client().get("/sitzung/").status_code == 405

    @pytest.mark.django_db
    @pytest.mark.parametrize(("make", "path"), [(citizen, "/sitzung/"), (staff, "/amt/sitzung/")])
    def test_signed_in_people_extend_their_own_realm(self, make, path):
        client = sign_in(Client(), make())
        Session.objects.update(seen_at=clock.now() - dt.timedelta(minutes=20), expire_date=clock.now() + dt.timedelta(minutes=4))
        answer = client.post(path)
        assert answer.status_code == 200
        assert answer.json()["seconds"] > 20 * 60
        assert Session.objects.get().expire_date > clock.now() + dt.timedelta(minutes=20)
        other = "/amt/sitzung/" if path == "/sitzung/" else "/sitzung/"
        assert client.post(other).status_code == 401
