"""An e-mail address is the applicant's only once they say so: before that nothing with the way to the case goes there.

The mail says no name, no number and no service. Whoever reads it must know the number of the case, which stands on the
receipt: a stranger behind a mistyped address learns nothing and confirms nothing.
"""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from rathaus.foundation import clock, ids
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.mail import public as mail
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.accounts import public as accounts
from rathaus.modules.cases import places
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.domain.open_case import PartyData, bar_parties
from rathaus.modules.cases.enums import EntryKind, PartyRole
from rathaus.modules.cases.events import AddressConfirmed
from rathaus.modules.cases.models import AddressConfirmation, Case, Party
from rathaus.modules.cases.words import words_of

GOOD_FOR = dt.timedelta(days=14)
MOST = 5
"""So many such mails one case sends, whoever asks for them."""
KEPT_FOR = dt.timedelta(days=30)
NEW_ONE = "Fordern Sie auf der Seite Ihrer Eingangsbestätigung eine neue E-Mail an."
ENOUGH = "Zu diesem Vorgang sind schon genug E-Mails zur Bestätigung verschickt. Rufen Sie uns an, wenn keine ankommt."


@dataclass(frozen=True, slots=True)
class AddressState:
    """`left`: how many mails that ask for the confirmation may still be sent."""

    email: str
    confirmed: bool
    left: int


def confirmed_email(party: Party) -> str:
    """The address messages may go to: confirmed here, or the confirmed one of the party's own account. Else empty."""
    if not party.email or party.email_confirmed_at is not None or party.account_id is None:
        return party.email if party.email_confirmed_at is not None else ""
    account = accounts.get_accounts([party.account_id]).get(party.account_id)
    return party.email if account is not None and account.email.casefold() == party.email.casefold() else ""


def address_state(case_id: uuid.UUID) -> AddressState:
    """Where the applicant's address stands, for the receipt."""
    party = Party.objects.get(case_id=case_id, role=PartyRole.APPLICANT)
    left = max(MOST - AddressConfirmation.objects.filter(case_id=case_id).count(), 0)
    return AddressState(party.email, bool(confirmed_email(party)), left)


def ask_once(*, case_id: uuid.UUID, now: dt.datetime) -> None:
    """The first mail to an address nobody has confirmed; nothing where it was sent, or where the address can be none."""
    with transaction.atomic():
        case, party = _lock(case_id)
        asked = AddressConfirmation.objects.filter(case=case)
        if confirmed_email(party) or asked.filter(email=party.email).exists() or asked.count() >= MOST:
            return
        try:
            validate_email(party.email)
        except ValidationError:
            return
        _send(case, party, now)


def ask_again(*, case_id: uuid.UUID, now: dt.datetime) -> None:
    """Another mail; the link of the one before ends. Raises Invalid without an address, beyond the limit, once confirmed."""
    with transaction.atomic():
        case, party = _lock(case_id)
        if not party.email:
            raise Invalid("Es ist keine E-Mail-Adresse angegeben. Tragen Sie eine ein.", {"email": "Bitte ausfüllen."})
        if confirmed_email(party):
            raise Invalid("Diese E-Mail-Adresse ist schon bestätigt.")
        _send(case, party, now)


def correct_address(*, case_id: uuid.UUID, email: str, actor: Actor, now: dt.datetime) -> None:
    """Another address of the applicant, or none; a new one has to be confirmed anew. The same one changes nothing.

    The caller has made sure that the actor holds the receipt. Raises Invalid for what is no address, beyond the limit.
    """
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        if email:
            text = "Das ist keine E-Mail-Adresse. Sie sieht zum Beispiel so aus: name@beispiel.de."
            raise Invalid(text, {"email": text}) from None
    with transaction.atomic():
        case, party = _lock(case_id)
        if email == party.email:
            return
        party.email, party.email_confirmed_at = email, None
        party.save(update_fields=["email", "email_confirmed_at"])
        bar_parties(case, [PartyData(role=PartyRole.APPLICANT, name=party.name, email=email)], now=now)
        text = "E-Mail-Adresse der antragstellenden Person " + ("geändert" if email else "entfernt")
        _common.save(case)
        _common.tell(case, kind=EntryKind.NOTE, actor=actor, now=now, text=text)
        if email and not confirmed_email(party):
            _send(case, party, now)


def confirm_address(*, token: str, number: str, actor: Actor, now: dt.datetime) -> Case:
    """By whoever got the mail and knows the number of the case. Twice is once.

    Raises NotFound for a link that is none, Invalid for one that has ended or another number.
    """
    with transaction.atomic():
        found = _found(token)
        case, party = _lock(found.case_id)
        if found.expires_at <= now:
            raise Invalid(f"Dieser Link ist abgelaufen. {NEW_ONE}")
        latest = AddressConfirmation.objects.filter(case=case).order_by("-sent_at", "-id").first()
        if latest is None or latest.pk != found.pk or found.email != party.email:
            raise Invalid(
                f"Dieser Link gilt nicht mehr: Danach ging eine neue E-Mail hinaus, oder die Adresse wurde geändert. {NEW_ONE}"
            )
        if _digits(number) != _digits(case.number):
            text = "Diese Vorgangsnummer passt nicht zu der E-Mail. Sie steht auf Ihrer Eingangsbestätigung und beginnt mit V."
            raise Invalid(text, {"number": text})
        if party.email_confirmed_at is None:
            party.email_confirmed_at = now
            party.save(update_fields=["email_confirmed_at"])
            _common.tell(case, kind=EntryKind.NOTE, actor=actor, now=now, text="E-Mail-Adresse bestätigt")
            events.publish(AddressConfirmed(str(case.pk)), aggregate=("case", str(case.pk)), now=now)
    return case


def check_link(*, token: str, now: dt.datetime) -> None:
    """Whether the page behind the mail has anything to ask. Raises NotFound or Invalid like `confirm_address`."""
    if _found(token).expires_at <= now:
        raise Invalid(f"Dieser Link ist abgelaufen. {NEW_ONE}")


def sweep_confirmations(*, now: dt.datetime) -> int:
    """Mails that ended a while ago are forgotten; how many."""
    with transaction.atomic():
        return AddressConfirmation.objects.filter(expires_at__lt=now - KEPT_FOR).delete()[0]


def _found(token: str) -> AddressConfirmation:
    digest = hashlib.sha256(token.encode()).hexdigest()
    found = AddressConfirmation.objects.filter(token_digest=digest).first()
    if found is None:
        raise NotFound(f"Diesen Link gibt es nicht. Prüfen Sie, ob er vollständig ist. {NEW_ONE}")
    return found


def _lock(case_id: uuid.UUID) -> tuple[Case, Party]:
    case = _common.lock(case_id)
    return case, Party.objects.select_for_update().get(case=case, role=PartyRole.APPLICANT)


def _digits(number: str) -> str:
    return "".join(character for character in number.upper() if character.isalnum()).removeprefix("V")


def _send(case: Case, party: Party, now: dt.datetime) -> None:
    if AddressConfirmation.objects.filter(case=case).count() >= MOST:
        raise Invalid(f"{ENOUGH} {words_of(case).anyway}")
    token = ids.token()
    row = AddressConfirmation.objects.create(
        case=case,
        email=party.email,
        token_digest=hashlib.sha256(token.encode()).hexdigest(),
        sent_at=now,
        expires_at=now + GOOD_FOR,
    )
    authority, _unit = places.home_of(case.unit_id)
    said = words_of(case)
    lines = [
        "Guten Tag,",
        "",
        f"bei {authority.name} wurde diese E-Mail-Adresse zu {said.asked} Dann bestätigen Sie die Adresse hier:",
        "",
        f"{settings.RATHAUS_BASE_URL}{reverse('cases:confirm_address', args=[token])}",
        "",
        "Sie brauchen dazu die Vorgangsnummer aus Ihrer Eingangsbestätigung.",
        f"Der Link gilt bis zum {clock.local(row.expires_at):%d.%m.%Y}.",
        f"Erst danach schicken wir Ihnen Nachrichten zum Stand. {said.anyway}",
        "",
        f"{said.not_asked} Dann hat sich jemand vertippt. Sie müssen nichts tun, und wir schreiben Ihnen nicht wieder.",
        "",
        authority.name,
    ]
    if authority.demo:
        lines.append("Dies ist eine Demonstration, keine Nachricht einer echten Behörde.")
    mail.send(
        to=party.email,
        subject="Bitte bestätigen Sie Ihre E-Mail-Adresse",
        text="\n".join(lines),
        key=f"address:{row.pk}",
        now=now,
    )
