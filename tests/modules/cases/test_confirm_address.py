"""A guest's e-mail address is confirmed before anything with the way to the case goes there."""

import datetime as dt
import re

import pytest
from django.test import Client

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.mail.models import Mail
from rathaus.foundation.permissions.public import GUEST
from rathaus.modules.cases.domain.confirm_address import (
    GOOD_FOR,
    KEPT_FOR,
    MOST,
    address_state,
    ask_again,
    confirm_address,
    confirmed_email,
    correct_address,
    sweep_confirmations,
)
from rathaus.modules.cases.domain.message import write_as_office
from rathaus.modules.cases.domain.open_case import PartyData
from rathaus.modules.cases.enums import PartyRole
from rathaus.modules.cases.models import AddressConfirmation, Case, Party
from tests.modules.accounts import factories as accounts
from tests.modules.cases import factories
from tests.modules.cases.factories import NOON

pytestmark = pytest.mark.usefixtures("house")
LATER = NOON + dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr("rathaus.foundation.clock.now", lambda: LATER)


def opened(**fields):
    case = factories.case(**fields)
    events.dispatch_pending(now=NOON)
    return case


def token(number=-1):
    return re.search(r"/adresse-bestaetigen/([^/\s]+)/", list(Mail.objects.order_by("pk"))[number].text)[1]


def confirm(case, text=None, now=LATER, number=None):
    return confirm_address(token=text or token(), number=number or case.number, actor=GUEST, now=now)


def test_the_first_mail_asks_and_says_nothing_of_the_case():
    case = opened()
    (mail,) = Mail.objects.all()
    assert (mail.to_address, mail.subject) == ("anna@example.org", "Bitte bestätigen Sie Ihre E-Mail-Adresse")
    for secret in (case.token, case.number, "Anna", "Müller", case.title):
        assert secret not in mail.text + mail.subject


def test_nothing_else_goes_to_an_address_nobody_confirmed_and_all_does_afterwards():
    case = opened()
    write_as_office(case_id=case.pk, text="Frage", key="1", actor=factories.staff("clara"), now=NOON)
    events.dispatch_pending(now=NOON)
    assert Mail.objects.count() == 1
    confirm(case)
    confirm(case)  # twice is once
    events.dispatch_pending(now=LATER)
    write_as_office(case_id=case.pk, text="Noch eine", key="2", actor=factories.staff("clara"), now=LATER)
    events.dispatch_pending(now=LATER)
    later = list(Mail.objects.order_by("pk"))[1:]
    assert [mail.subject.split(" (")[0] for mail in later] == ["Ihr Antrag ist eingegangen", "Neue Nachricht"]
    assert all(case.token in mail.text for mail in later)
    assert case.history.filter(text="E-Mail-Adresse bestätigt").count() == 1
    assert "anna@example.org" not in str([entry.payload for entry in audit.history(audit.Subject("case", str(case.pk)))])


def test_the_address_of_the_own_account_is_confirmed_already():
    user = accounts.citizen("anna@example.org")
    party = PartyData(role=PartyRole.APPLICANT, name="Anna", email="Anna@example.org", account_id=user.pk)
    case = opened(parties=[party], account_id=user.pk)
    assert Mail.objects.get().subject.startswith("Ihr Antrag ist eingegangen")
    assert confirmed_email(case.parties.get()) == "Anna@example.org"
    other = opened(parties=[PartyData(role=PartyRole.APPLICANT, name="Anna", email="b@example.org", account_id=user.pk)])
    assert confirmed_email(other.parties.get()) == ""


def test_an_unconfirmed_address_is_not_handed_to_delivery():
    case = opened()
    assert confirmed_email(case.parties.get()) == ""  # what issuing gives to delivery: the letter goes by post


@pytest.mark.parametrize("email", ["", "kein", "a@b"])
def test_an_address_that_can_be_none_is_not_asked(email):
    opened(email=email)
    assert not Mail.objects.exists()


def test_a_link_ends_and_a_new_one_ends_the_old():
    case = opened()
    with pytest.raises(Invalid, match="abgelaufen"):
        confirm(case, now=NOON + GOOD_FOR)
    old = token()
    ask_again(case_id=case.pk, now=LATER)
    with pytest.raises(Invalid, match="gilt nicht mehr"):
        confirm(case, old)
    with pytest.raises(NotFound):
        confirm(case, "erfunden")
    confirm(case)
    with pytest.raises(Invalid, match="schon bestätigt"):
        ask_again(case_id=case.pk, now=LATER)


def test_who_does_not_know_the_number_confirms_nothing():
    case = opened()
    for number in ("V-AAAA-AAAA", "", "V"):
        with pytest.raises(Invalid):
            confirm_address(token=token(), number=number, actor=GUEST, now=LATER)
    assert Party.objects.get().email_confirmed_at is None
    confirm(case, number=case.number.lower().replace("-", " "))
    assert Party.objects.get().email_confirmed_at == LATER


def test_there_is_an_end_to_such_mails():
    case = opened()
    for _number in range(MOST - 1):
        ask_again(case_id=case.pk, now=LATER)
    assert address_state(case.pk).left == 0
    with pytest.raises(Invalid, match="Rufen Sie uns an"):
        ask_again(case_id=case.pk, now=LATER)
    with pytest.raises(Invalid):
        correct_address(case_id=case.pk, email="neu@example.org", actor=GUEST, now=LATER)
    assert Party.objects.get().email == "anna@example.org"


def test_a_wrong_address_is_corrected_and_asked_anew():
    case = opened()
    old = token()
    correct_address(case_id=case.pk, email=" neu@example.org ", actor=GUEST, now=LATER)
    correct_address(case_id=case.pk, email="neu@example.org", actor=GUEST, now=LATER)  # the same changes nothing
    assert [mail.to_address for mail in Mail.objects.order_by("pk")] == ["anna@example.org", "neu@example.org"]
    with pytest.raises(Invalid):
        confirm(case, old)
    confirm(case)
    assert address_state(case.pk).confirmed
    with pytest.raises(Invalid) as refusal:
        correct_address(case_id=case.pk, email="kein", actor=GUEST, now=LATER)
    assert set(refusal.value.fields) == {"email"}
    correct_address(case_id=case.pk, email="", actor=GUEST, now=LATER)
    assert (Party.objects.get().email, Party.objects.get().email_confirmed_at) == ("", None)
    with pytest.raises(Invalid, match="keine E-Mail-Adresse"):
        ask_again(case_id=case.pk, now=LATER)


def test_a_colleague_who_names_their_own_address_is_barred():
    case = opened()
    correct_address(case_id=case.pk, email="boris@example.org", actor=GUEST, now=LATER)
    assert case.biases.exists()


def test_old_mails_are_forgotten():
    opened()
    assert sweep_confirmations(now=NOON + GOOD_FOR + KEPT_FOR) == 0
    assert sweep_confirmations(now=NOON + GOOD_FOR + KEPT_FOR + dt.timedelta(1)) == 1
    assert not AddressConfirmation.objects.exists()


def test_opening_the_link_does_nothing_and_the_post_needs_the_number():
    case = opened()
    client, url = Client(), f"/adresse-bestaetigen/{token()}/"
    page = client.get(url).content.decode()
    assert "Vorgangsnummer" in page
    assert case.number not in page
    assert Party.objects.get().email_confirmed_at is None
    wrong = client.post(url, {"number": "V-AAAA-AAAA"})
    assert wrong.status_code == 422
    assert "passt nicht zu der E-Mail" in wrong.content.decode()
    done = client.post(url, {"number": case.number}).content.decode()
    assert "bestätigt" in done
    assert case.token not in done
    assert Party.objects.get().email_confirmed_at is not None
    assert Client().get("/adresse-bestaetigen/erfunden/").status_code == 404


def test_guessing_the_number_ends():
    opened()
    client, url = Client(), f"/adresse-bestaetigen/{token()}/"
    answers = [client.post(url, {"number": "V-AAAA-AAAA"}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    assert Case.objects.count() == 1
