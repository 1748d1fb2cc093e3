"""Mailbox, posting book, proof and log in a real browser: sound at both widths, the proof checked without leaving the device."""

import uuid

import pytest
from django.test import Client

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import Role
from rathaus.modules.delivery import public as delivery
from rathaus.modules.organisation.enums import Reach
from tests.e2e.helpers import assert_sound, watch
from tests.modules.accounts import factories as accounts
from tests.modules.delivery import factories as make
from tests.modules.organisation import factories as organisation

pytestmark = pytest.mark.django_db(transaction=True)


def cookie(user, url):
    client = accounts.sign_in(Client(), user)
    ((name, morsel),) = client.cookies.items()
    return {"name": name, "value": morsel.value, "url": url}


@pytest.fixture
def house(settings, tmp_path, live_server):
    """Erika has a document waiting and one fetched; two letters wait in the post room."""
    settings.RATHAUS_KEYS = tmp_path / "keys"
    now = clock.now()
    erika = accounts.citizen(name="Erika Mustermann")
    unit, person = organisation.unit(), organisation.person("paula", name="Paula Post")
    organisation.holding(person, organisation.post(unit, (Role.POST_ROOM, Reach.INSTANCE)))
    to = make.citizen(account_id=erika.pk)
    waiting = make.send(now, recipient=to)
    fetched = make.send(now, recipient=to, document=make.document(number=2), title="Bescheid: Hundesteuer", unit_id=unit.pk)
    fetched = delivery.retrieve(delivery_id=fetched.id, account_id=erika.pk, now=now)
    letters = [
        make.send(
            now,
            recipient=make.citizen(name=name, choice="letter", account_id=uuid.UUID(int=number)),
            document=make.document(number=number),
            unit_id=unit.pk,
        )
        for number, name in enumerate(("Đặng Thị Ślązak-Öztürk", "Jan Beispiel"), start=3)
    ]
    return {
        "citizen": cookie(erika, live_server.url),
        "staff": cookie(accounts.staff(person=person), live_server.url + "/amt/"),
        "waiting": waiting,
        "fetched": fetched,
        "letters": letters,
    }


@pytest.mark.parametrize("width", [1280, 320])
def test_the_citizens_pages_are_sound(open_page, house, width):
    page = open_page(width=width)
    page.context.add_cookies([house["citizen"]])
    for url in ("/postfach/", house["waiting"].url, house["fetched"].url, "/pruefen/", "/protokoll/"):
        page.goto(url)
        assert_sound(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_post_rooms_pages_are_sound(open_page, house, width):
    page = open_page(width=width)
    page.context.add_cookies([house["staff"]])
    for url in ("/amt/postausgang/", house["letters"][0].office_url, house["fetched"].office_url):
        page.goto(url)
        assert_sound(page)


@pytest.mark.parametrize("script", [True, False])
def test_fetch_download_check(open_page, house, tmp_path, script):
    page = open_page(script=script)
    page.context.add_cookies([house["citizen"]])
    page.goto("/postfach/")
    page.get_by_role("link", name="Bescheid: Bewohnerparkausweis").click()
    page.get_by_role("button", name="Dokument abrufen").click()
    page.get_by_text("Abgerufen im Postfach. Gilt als bekannt gegeben am").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Nachweis herunterladen").click()
    proof = tmp_path / "nachweis.zip"
    download.value.save_as(proof)

    uploads = []
    page.on("request", lambda request: uploads.append(request.url) if request.method == "POST" else None)
    page.goto("/pruefen/")
    page.get_by_label("Nachweis (ZIP-Datei)").set_input_files(proof)
    page.get_by_role("button", name="Nachweis prüfen").click()
    page.get_by_role("heading", name="Dieser Nachweis ist in Ordnung").wait_for()
    assert page.get_by_text("Der Schlüssel gehört zu diesem Rathaus").is_visible()
    assert page.get_by_text("Abgerufen: ").is_visible()
    assert bool(uploads) is not script
    if script:
        assert_sound(page)


def test_a_changed_byte_is_seen_on_the_device(open_page, house, tmp_path):
    data = delivery.proof_bundle(house["fetched"].id, now=clock.now())
    page = open_page()
    page.goto("/pruefen/")
    places = (0, 40, data.index(b'"leaf"'), data.index(b"demonstration"), data.index(b"NACHWEIS"), len(data) - 3)
    for number, at in enumerate(places):
        proof = tmp_path / f"{number}.zip"
        proof.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        page.get_by_label("Nachweis (ZIP-Datei)").set_input_files(proof)
        page.get_by_role("button", name="Nachweis prüfen").click()
        page.get_by_role("heading", name="Dieser Nachweis stimmt nicht").wait_for()
        page.evaluate("document.getElementById('ergebnis').replaceChildren()")


def test_dropping_the_file(open_page, house):
    data = delivery.proof_bundle(house["fetched"].id, now=clock.now())
    page = open_page()
    watch(page)
    page.goto("/pruefen/")
    transfer = page.evaluate_handle(
        """octets => { const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(octets)], "nachweis.zip", {type: "application/zip"})); return transfer; }""",
        list(data),
    )
    page.dispatch_event("#ablage", "drop", {"dataTransfer": transfer})
    page.get_by_role("heading", name="Dieser Nachweis ist in Ordnung").wait_for()


def test_letters_are_marked_as_posted(open_page, house):
    page = open_page(width=320)
    page.context.add_cookies([house["staff"]])
    page.goto("/amt/postausgang/")
    page.get_by_label("Jan Beispiel").check()
    page.get_by_role("button", name="Als abgeschickt vermerken").click()
    page.get_by_text("Ein Brief ist vermerkt.").wait_for()
    assert_sound(page)
