"""The way of a guest through the pages, and what goes wrong on it."""

import re

import pytest
from django.urls import reverse

from rathaus.foundation.documents import public as documents
from rathaus.foundation.mail.models import Mail
from rathaus.modules.applications.models import Application, Draft
from rathaus.modules.cases.models import Case
from tests.modules.accounts import factories as accounts
from tests.modules.applications import factories

pytestmark = pytest.mark.django_db


def begin(client, slug="bewohnerparkausweis", **data):
    response = client.post(reverse("applications:start", args=[slug]), {"fuer": "self", **data})
    assert response.status_code == 302
    return Draft.objects.get(), response["Location"]


def hidden(response, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return found[1] if found else ""


def post(client, url, data):
    return client.post(url, {"version": hidden(client.get(url), "version"), **data})


def test_a_guest_goes_from_the_start_to_the_receipt(client):
    factories.installed()
    start = client.get(reverse("applications:start", args=["bewohnerparkausweis"]))
    assert "Art. 13 DSGVO" in start.content.decode()
    draft, url = begin(client)
    assert url == f"/antrag/e/{draft.token}/person/"
    response = post(client, url, factories.PARTY)
    assert response["Location"] == f"/antrag/e/{draft.token}/fahrzeug/"
    response = post(client, response["Location"], factories.ANSWERS)
    assert response["Location"] == f"/antrag/e/{draft.token}/pruefen/"
    page = client.get(response["Location"]).content.decode()
    assert "HAL-AB 123" in page
    assert "Erika" in page
    assert f"/antrag/e/{draft.token}/fahrzeug/?zurueck=pruefen#f-local_kennzeichen" in page
    response = send(client, draft)
    assert response["Location"] == f"/antrag/e/{draft.token}/gesendet/"
    receipt = client.get(response["Location"]).content.decode()
    case = Case.objects.get()
    for expected in (case.number, "HAL-AB 123", f"/vorgang/{case.token}/", "Straßenverkehr"):
        assert expected in receipt
    copy = client.get(f"/antrag/e/{draft.token}/kopie.pdf")
    assert copy["Content-Disposition"] == 'attachment; filename="Antrag.pdf"'
    assert documents.inspect(copy.content).problems == ()


def send(client, draft, **data):
    from rathaus.foundation.abuse import challenge

    url = f"/antrag/e/{draft.token}/pruefen/"
    page = client.get(url)
    work = {}
    if text := hidden(page, challenge.CHALLENGE):
        work = {challenge.CHALLENGE: text, challenge.SOLUTION: challenge.solve(text, challenge.BITS), challenge.HONEYPOT: ""}
    return client.post(url, {"version": hidden(page, "version"), **factories.DECLARED, **work, **data})


def test_no_more_than_eight_inputs_for_a_guest_and_four_with_an_account(client):
    factories.installed()
    draft, url = begin(client)
    pages = [client.get(url).content.decode()]
    Draft.objects.update(party=factories.PARTY, answers=factories.ANSWERS)
    pages += [client.get(f"/antrag/e/{draft.token}/{page}/").content.decode() for page in ("fahrzeug", "pruefen")]
    assert len(asked("".join(pages))) <= 8
    user = accounts.citizen()
    for fim, text in (
        ("F60000000228", "Erika"),
        ("F60000000227", "Mustermann"),
        ("F60000000243", "Weg"),
        ("F60000000246", "06108"),
        ("F60000000244", "2"),
        ("F60000000247", "Musterstadt"),
    ):
        accounts.value(user, fim, text)
    accounts.sign_in(client, user)
    response = client.post(reverse("applications:start", args=["bewohnerparkausweis"]), {"fuer": "self"})
    own = Draft.objects.get(account_id=user.pk)
    assert response["Location"] == f"/antrag/e/{own.token}/fahrzeug/"
    first = client.get(response["Location"]).content.decode()
    second = post(client, response["Location"], factories.ANSWERS)
    assert len(asked(first + client.get(second["Location"]).content.decode())) <= 4
    page = client.get(second["Location"]).content.decode()
    assert "aus Ihrem Servicekonto" in page


def asked(html):
    """Names of the inputs a person sees."""
    tags = re.findall(r"<(?:input|select|textarea)[^>]*>", html)
    return {re.search(r'name="([^"]*)"', tag)[1] for tag in tags if 'type="hidden"' not in tag and 'tabindex="-1"' not in tag}


def test_what_was_typed_comes_back_with_the_fault_named(client):
    factories.installed()
    draft, _url = begin(client)
    Draft.objects.update(party=factories.PARTY)
    url = f"/antrag/e/{draft.token}/fahrzeug/"
    response = post(client, url, {"local:kennzeichen": '  HALAB<b>"  ', "local:registerabfrage": "true"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="  HALAB&lt;b&gt;&quot;  "' in page
    assert 'href="#f-local_kennzeichen"' in page
    assert "<title>Fehler:" in page


@pytest.mark.parametrize(
    "data",
    [
        {"local:kennzeichen": "a" * 100_000},
        {"local:kennzeichen": "\x00\x01"},
        {"local:kennzeichen": b"\xff\xfe".decode("latin-1")},
        {"local:kennzeichen": ["x", "y"], "local:registerabfrage": ["true", "vielleicht"]},
        {"unbekannt": "1", "__class__": "2", "local:kennzeichen[0]": "3", "local:kennzeichen#": "999999"},
        {"_add": "local:kennzeichen", "_remove": "x[9]"},
        {"_delete": "keine-uuid"},
        {"_remove": "local:kennzeichen[-1]"},
    ],
)
def test_hostile_input_gets_a_page(client, data):
    factories.installed()
    draft, _url = begin(client)
    url = f"/antrag/e/{draft.token}/fahrzeug/"
    assert client.post(url, {"version": "1", **data}).status_code in {302, 422}
    assert client.get(url).status_code == 200
    assert Case.objects.count() == 0


def test_a_page_without_its_mark_is_saved_where_nothing_stands(client):
    factories.installed()
    _draft, url = begin(client)
    assert client.post(url, factories.PARTY).status_code == 302
    assert Draft.objects.get().party == factories.PARTY


def test_two_tabs_see_both_values_and_choose(client):
    factories.installed()
    _draft, url = begin(client)
    version = hidden(client.get(url), "version")
    client.post(url, {"version": version, **factories.PARTY})
    second = client.post(url, {"version": version, **factories.PARTY, "F60000000228": "Erika Maria"})
    page = second.content.decode()
    assert second.status_code == 409
    assert "Eben eingegeben: Erika Maria" in page
    assert "Im anderen Fenster gespeichert: Erika" in page
    assert Draft.objects.get().party["F60000000228"] == "Erika"
    client.post(
        url,
        {
            "_resolve": "1",
            "mine.F60000000228": "Erika Maria",
            "wahl.F60000000228": "mine",
            "mine.fremd": "x",
            "wahl.fremd": "mine",
        },
    )
    assert Draft.objects.get().party == {**factories.PARTY, "F60000000228": "Erika Maria"}


def test_two_tabs_on_different_pages_do_not_meet(client):
    factories.installed()
    draft, url = begin(client)
    version = hidden(client.get(url), "version")
    client.post(url, {"version": version, **factories.PARTY})
    response = client.post(f"/antrag/e/{draft.token}/fahrzeug/", {"version": version, **factories.ANSWERS})
    assert response.status_code == 302
    assert Draft.objects.get().answers == factories.ANSWERS


def test_the_double_click_opens_one_case(client):
    offer = factories.installed()
    draft = factories.ready(offer, review={})
    first = send(client, draft)
    again = client.post(f"/antrag/e/{draft.token}/pruefen/", {"version": "x", **factories.DECLARED})
    assert first["Location"] == again["Location"]
    assert Case.objects.count() == Application.objects.count() == 1
    back = client.get(f"/antrag/e/{draft.token}/fahrzeug/")
    assert back["Location"].endswith("/gesendet/")
    late = client.post(f"/antrag/e/{draft.token}/fahrzeug/", factories.ANSWERS)
    assert late["Location"].endswith("/gesendet/")


def test_what_changed_elsewhere_is_shown_before_it_is_sent(client):
    offer = factories.installed()
    draft = factories.ready(offer, review={})
    Draft.objects.update(answers={**factories.ANSWERS, "local:kennzeichen": "HAL-RT 77"})
    response = send(client, draft, version="alt")
    assert response.status_code == 422
    assert "in einem anderen Fenster geändert" in response.content.decode()
    assert Case.objects.count() == 0


def test_without_the_declaration_nothing_is_sent(client):
    offer = factories.installed()
    draft = factories.ready(offer, review={})
    response = client.post(f"/antrag/e/{draft.token}/pruefen/", {"version": "x", "local:erklaerung@": "1"})
    assert response.status_code == 422
    assert "Ohne dieses Häkchen" in response.content.decode()


def test_what_lacks_is_named_with_its_page(client):
    offer = factories.installed()
    draft = factories.draft(offer, party=factories.PARTY)
    page = client.get(f"/antrag/e/{draft.token}/pruefen/").content.decode()
    assert "Es fehlt noch etwas" in page
    assert f"/antrag/e/{draft.token}/fahrzeug/?zurueck=pruefen" in page


def test_the_expired_session_loses_nothing(client):
    factories.installed()
    user = accounts.citizen()
    accounts.sign_in(client, user)
    draft, _url = begin(client)
    url = f"/antrag/e/{draft.token}/fahrzeug/"
    version = hidden(client.get(url), "version")
    client.cookies.clear()
    response = client.post(url, {"version": version, **factories.ANSWERS})
    assert response["Location"].startswith("/konto/login/?next=%2Fantrag%2Fe%2F")
    assert "HAL-AB" not in response.content.decode()
    assert client.get(url)["Location"].startswith("/konto/login/")
    assert Draft.objects.get().answers == factories.ANSWERS


def test_another_account_sees_nothing(client):
    factories.installed()
    accounts.sign_in(client, accounts.citizen())
    _draft, url = begin(client)
    accounts.sign_in(client, accounts.citizen("max@example.org"))
    assert client.get(url).status_code == 403
    assert client.post(url, factories.PARTY).status_code == 403


def test_an_unknown_draft_is_not_found(client):
    assert client.get("/antrag/e/gibtesnicht/person/").status_code == 404
    assert client.get("/antrag/gibtesnicht/").status_code == 404


def test_saved_for_later_shows_the_address_and_mails_it(client, django_capture_on_commit_callbacks):
    factories.installed()
    draft, url = begin(client)
    response = post(client, url, {"F60000000228": "Erika", "_save": "1"})
    assert response["Location"] == f"/antrag/e/{draft.token}/gespeichert/"
    page = client.get(response["Location"])
    assert f"http://testserver/antrag/e/{draft.token}/" in page.content.decode()
    assert client.post(response["Location"], {"email": "keine"}).status_code == 422
    assert "unterwegs" in client.post(response["Location"], {"email": "erika@example.org"}).content.decode()
    assert client.get(f"/antrag/e/{draft.token}/")["Location"] == f"/antrag/e/{draft.token}/person/"
    assert 'value="Erika"' in client.get(url).content.decode()


def test_drafts_stand_in_the_account(client):
    factories.installed()
    accounts.sign_in(client, accounts.citizen())
    draft, _url = begin(client)
    assert f"/antrag/e/{draft.token}/" in client.get("/konto/entwuerfe/").content.decode()
    client.post(f"/antrag/e/{draft.token}/gespeichert/", {"_discard": "1"})
    assert Draft.objects.count() == 0


def test_a_page_that_is_not_on_the_way_leads_to_the_first_open_one(client):
    factories.installed()
    draft, _url = begin(client)
    assert client.get(f"/antrag/e/{draft.token}/nachweise/")["Location"] == f"/antrag/e/{draft.token}/person/"


def test_sending_asks_few_queries(client, django_assert_max_num_queries):
    offer = factories.installed()
    send(client, factories.ready(offer))  # versions and the Land are read once a process
    draft = factories.ready(offer, review={})
    with django_assert_max_num_queries(21):  # the page and its sending; the Land is read once a minute
        response = send(client, draft)
    assert response["Location"].endswith("/gesendet/")


def test_saving_a_page_asks_few_queries(client, django_assert_max_num_queries):
    factories.installed()
    draft, url = begin(client)
    version = hidden(client.get(url), "version")
    with django_assert_max_num_queries(11):
        client.post(url, {"version": version, **factories.PARTY})
    with django_assert_max_num_queries(8):
        client.get(f"/antrag/e/{draft.token}/fahrzeug/")


def test_bytes_that_are_no_text_are_named_not_lost(client):
    factories.installed()
    draft, _url = begin(client)
    url = f"/antrag/e/{draft.token}/fahrzeug/"
    form = "application/x-www-form-urlencoded"
    response = client.post(url, data=b"local:kennzeichen=%FF%FEHAL&local:registerabfrage=true", content_type=form)
    assert response.status_code == 422
    assert "nicht lesbar" in response.content.decode()
    assert Draft.objects.get().answers["local:registerabfrage"] == "true"


def test_the_receipt_says_what_happens_with_the_address_and_corrects_it(client):
    factories.installed()
    draft, _url = begin(client)
    Draft.objects.update(party={**factories.PARTY, "F60000000242": "erika@exmaple.org"}, answers=factories.ANSWERS)
    receipt = send(client, draft)["Location"]
    page = client.get(receipt).content.decode()
    assert "noch nicht bestätigt" in page
    assert "der Bescheid kommt mit der Post" in page
    url = f"/antrag/e/{draft.token}/adresse/"
    assert client.get(url).status_code == 405
    assert client.post(url, {"email": "erika@example.org"})["Location"] == f"{receipt}#adresse"
    party = Case.objects.get().parties.get()
    assert (party.email, party.email_confirmed_at) == ("erika@example.org", None)
    client.post(url, {"nochmal": "1"})
    assert Mail.objects.filter(to_address="erika@example.org").count() == 2
    assert "Das ist keine E-Mail-Adresse" in client.post(url, {"email": "kein"}, follow=True).content.decode()
    party.email_confirmed_at = party.case.opened_at
    party.save()
    assert "noch nicht bestätigt" not in client.get(receipt).content.decode()
    unsent = factories.draft(draft.offer)
    assert (
        client.post(f"/antrag/e/{unsent.token}/adresse/", {"email": "x@example.org"})["Location"] == f"/antrag/e/{unsent.token}/"
    )
