"""One act of a story each, by the people who may do it. Nothing here writes a row."""

import datetime as dt
import uuid
from typing import Any

from rathaus.foundation import clock
from rathaus.foundation.documents import public as documents
from rathaus.foundation.permissions.public import GUEST, Actor
from rathaus.foundation.storage import public as storage
from rathaus.modules.accounts import public as accounts
from rathaus.modules.accounts.models import User
from rathaus.modules.applications.domain.register_letter import Sender, register_letter
from rathaus.modules.applications.domain.save_page import Part, change_answers
from rathaus.modules.applications.domain.start_draft import start_draft
from rathaus.modules.applications.domain.submit import submit
from rathaus.modules.applications.enums import ActsFor
from rathaus.modules.applications.queries import active_offer
from rathaus.modules.cases.domain.check import record_check
from rathaus.modules.cases.domain.claim import claim_case
from rathaus.modules.cases.domain.close import close_case
from rathaus.modules.cases.domain.decide import approve_decision, propose_decision
from rathaus.modules.cases.enums import CheckState, DecisionKind, DecisionState
from rathaus.modules.cases.models import Case, Check
from rathaus.modules.delivery import public as delivery
from rathaus.modules.delivery.enums import ChannelId
from rathaus.modules.payments import public as payments
from rathaus.modules.payments.contrib.demo.models import DemoState, DemoTransaction
from rathaus.modules.payments.contrib.demo.provider import press
from rathaus.modules.payments.domain.settle import pull_pending
from rathaus.modules.payments.models import Refund

OFFER = "bewohnerparkausweis"
CLERK, APPROVER = "sachbearbeitung@example.org", "freigabe@example.org"
COUNTER, POST_ROOM, CASHIER = "schalter@example.org", "poststelle@example.org", "kasse@example.org"
REFUSED = "Sie sind nach dem Melderegister nicht mit Hauptwohnung im Bewohnerparkgebiet gemeldet (Demonstration)."
RENEWED = "Ihr Bewohnerparkausweis für das Fahrzeug {plate} wird um ein Jahr verlängert."  # the plate stands in the scan alone
SCAN = """#set document(title: "Brief") \n#set text(lang: "de", size: 12pt)
Demonstration: ein erfundener Brief. \\ \\ {name} \\ {street} \\ {city} \\ \\
Guten Tag, \\ bitte verlängern Sie meinen Bewohnerparkausweis für {plate}. \\ \\ {name}"""


def has_cases() -> bool:
    return Case.objects.exists()


def apply(entry: dict[str, Any], *, now: dt.datetime) -> uuid.UUID:
    """The case of a story, by its way in."""
    if entry["way"] == "letter":
        return _letter(entry, now=now)
    actor = {"portal": entry.get("account", ""), "counter": COUNTER}.get(entry["way"], "")
    who = _actor(actor, now) if actor else GUEST
    channel = "counter" if entry["way"] == "counter" else "online"
    draft = start_draft(offer_id=active_offer(OFFER).pk, acts_for=ActsFor.SELF, channel=channel, actor=who, now=now)
    party = dict(draft.party)
    if "person" in entry:
        names = ("F60000000228", "F60000000227", "local:strasse_hausnummer", "local:plz_ort")
        party |= dict(zip(names, entry["person"], strict=True))
    if entry["way"] == "counter":
        party["local:identitaet.local:ausweis"] = "personalausweis"
    review = {"local:erklaerung": "true"} | ({"local:zustellung": "portal"} if entry["way"] == "portal" else {})
    answers = {"local:kennzeichen": entry["plate"], "local:registerabfrage": "true"}
    parts: tuple[tuple[Part, dict[str, str]], ...] = (("party", party), ("answers", answers), ("review", review))
    for part, typed in parts:
        change_answers(token=draft.token, part=part, answers=typed, actor=who, now=now)
    return submit(token=draft.token, actor=who, now=now).case_id


def _letter(entry: dict[str, Any], *, now: dt.datetime) -> uuid.UUID:
    first, family, street, city = entry["person"]
    words = {"name": f"{first} {family}", "street": street, "city": city, "plate": entry["plate"]}
    pdf = documents.render(template=SCAN.format(**words), data={}, now=now)
    scan = storage.put_bytes(pdf, media_type="application/pdf", filename="Brief.pdf")
    application = register_letter(
        offer_id=active_offer(OFFER).pk,
        key=f"demo-{entry['plate'].replace(' ', '-').lower()}",
        sender=Sender(name=words["name"], address_lines=(street, city)),
        scans=[scan],
        received_on=clock.today(now - dt.timedelta(days=1)),
        actor=_actor(POST_ROOM, now),
        now=now,
    )
    return application.case_id


def pay(entry: dict[str, Any], case_id: uuid.UUID, *, now: dt.datetime) -> None:
    """Online at the demonstration provider, else in cash; an open letter is not paid yet."""
    if entry["way"] == "letter" and "took" not in entry:
        return
    for payment in payments.payments_for(("case", str(case_id))):
        if entry["way"] in {"letter", "counter"}:
            payments.record_cash(payment_id=payment.id, actor=_actor(CASHIER, now), now=now)
            continue
        payments.start(payment_id=payment.id, provider="demo", return_url="/", now=now)
        page = DemoTransaction.objects.get(purpose__startswith=payment.cash_reference)
        press(page.reference, DemoState.PAID)
        pull_pending(payment_id=payment.id, now=now)


def decide(entry: dict[str, Any], case_id: uuid.UUID, *, now: dt.datetime) -> uuid.UUID | None:
    """The clerk takes the case, checks, decides. The proposal, where it waits for a second pair of eyes."""
    clerk = _actor(CLERK, now)
    refused = entry.get("outcome") == "refusal"
    claim_case(case_id=case_id, actor=clerk, now=now)
    for check in Check.objects.filter(case_id=case_id).order_by("position"):
        failed = refused and check.key == "wohnt_im_gebiet"
        state = CheckState.FAILED if failed else CheckState.OK
        note = "Nicht mit Hauptwohnung in der Zone." if failed else "Geprüft (Demonstration)."
        if check.state != state:
            record_check(check_id=check.pk, state=state, note=note, actor=clerk, now=now)
    decision = propose_decision(
        case_id=case_id,
        kind=DecisionKind.REFUSAL if refused else DecisionKind.GRANT,
        reasons=REFUSED if refused else "",
        operative=RENEWED.format(**entry) if entry["way"] == "letter" else "",
        actor=clerk,
        now=now,
        version=_version(case_id),
    )
    return decision.pk if decision.state == DecisionState.PROPOSED else None


def approve(decision_id: uuid.UUID, *, now: dt.datetime) -> None:
    case_id = Case.objects.values_list("pk", flat=True).get(decisions__pk=decision_id)
    approve_decision(decision_id=decision_id, actor=_actor(APPROVER, now), now=now, version=_version(case_id))


def receive(entry: dict[str, Any], case_id: uuid.UUID, *, now: dt.datetime) -> None:
    """The answer arrives: fetched from the mailbox, or handed to the post."""
    for sent in delivery.deliveries_for(("case", str(case_id))):
        if sent.channel == ChannelId.PORTAL:
            delivery.retrieve(delivery_id=sent.id, account_id=_actor(entry["account"], now).id, now=now)
        else:
            delivery.record_posting(delivery_id=sent.id, posted_on=clock.today(now), actor=_actor(POST_ROOM, now), now=now)


def pay_back(case_id: uuid.UUID, *, now: dt.datetime) -> None:
    """The cash office approves what the refusal proposed."""
    paid = [payment.id for payment in payments.payments_for(("case", str(case_id)))]
    for refund in Refund.objects.filter(request_id__in=paid):
        payments.approve_refund(refund_id=refund.pk, actor=_actor(CASHIER, now), now=now)


def close(case_id: uuid.UUID, *, now: dt.datetime) -> None:
    close_case(case_id=case_id, actor=_actor(CLERK, now), now=now)


def _version(case_id: uuid.UUID) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=case_id)


def _actor(email: str, now: dt.datetime) -> Actor:
    return accounts.actor_of(User.objects.get(email=email, demo=True), now)
