"""An inquiry arrives: from a page, at the counter, on the telephone. It opens a case at once, exactly once per form."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from rathaus.foundation import clock, ids, rows
from rathaus.foundation import text as texts
from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.modules.cases import public as cases
from rathaus.modules.servicecentre import landing, queries, rules
from rathaus.modules.servicecentre.enums import Nature
from rathaus.modules.servicecentre.models import Inquiry
from rathaus.modules.servicecentre.setup import KindSpec

MAX_LENGTH = 10_000
NAMELESS = "Ohne Namen"
FILL_IN = "Bitte ausfüllen."
NOT_SET_UP = "Das Kontaktformular ist noch nicht eingerichtet. Rufen Sie uns bitte an."
NO_WAY = "Sagen Sie uns, wie wir Ihnen antworten sollen: mit einer E-Mail-Adresse, einer Telefonnummer oder einer Anschrift."
ALREADY = "Mit diesem Formular ist schon eine andere Nachricht angekommen. Soll auch diese kommen, senden Sie sie noch einmal ab."
UNDERSTOOD = "Bestätigen Sie, dass Sie den Hinweis gelesen haben, oder wählen Sie eine andere Art der Nachricht."


@dataclass(frozen=True, slots=True)
class Message:
    """What the person wrote. `page` is where they came from; `understood`: that this replaces no objection."""

    kind: str
    nature: Nature
    subject: str
    text: str
    name: str
    email: str = ""
    phone: str = ""
    address_lines: tuple[str, ...] = ()
    files: Sequence[Mapping[str, Any]] = ()
    page: str = ""
    understood: bool = False


def send_inquiry(
    *,
    key: str,
    message: Message,
    channel: cases.Channel,
    actor: Actor,
    now: dt.datetime,
    admit: Callable[[], None] = lambda: None,
) -> Inquiry:
    """`key` is that of the form: the same message twice is once.

    `admit` lets in what is complete, or raises Refused; nothing is written then. Staff take in for
    somebody else: then neither a name nor a way to answer is demanded. Raises Invalid naming the fields, Forbidden for staff
    without the right, Conflict for another message under the key of one that was sent.
    """
    staff = actor.kind is ActorKind.STAFF
    if staff:
        permissions.require(actor, rules.TAKE, today=clock.today(now))
    found = queries.setup_on(clock.today(now))
    if found is None:
        raise Invalid(NOT_SET_UP)
    kinds = {kind.key: kind for kind in found.spec.kinds(clock.today(now))}
    message = _checked(message, kinds, account=actor.kind is ActorKind.CITIZEN, staff=staff)
    kind = kinds[message.kind]
    service = landing.service_at(message.page)
    with transaction.atomic():
        inquiry = Inquiry(
            key=key,
            token=ids.token(),
            setup_id=found.id,
            kind=kind.key,
            nature=message.nature,
            page=message.page[:200],
            service_key=service.key if service else "",
            privacy_version=found.spec.privacy_version,
            taken_by=actor.person_id if staff else None,
            sent_at=now,
        )
        if not rows.insert(inquiry, unless_there=True):
            return _sent_before(key, message)
        admit()
        place = landing.land(found.spec, kind, inquiry.service_key, day=clock.today(now))
        case = cases.open_case(
            procedure_id=found.procedures[kind.key],
            channel=channel,
            received_at=now,
            parties=[_party(message, actor)],
            unit_id=place.unit.id,
            secrecy=place.secrecy,
            actor=actor,
            now=now,
            subject_line=message.subject,
            facts={"kind": kind.key, "nature": str(message.nature), "service": inquiry.service_key},
            summary=_summary(message, kind, service.name if service else ""),
            attachments=message.files,
            extra_checks=_points(message.nature),
            account_id=actor.id if actor.kind is ActorKind.CITIZEN else None,
        )
        inquiry.case_id = case.pk
        inquiry.save(update_fields=["case_id"])
    return inquiry


def _sent_before(key: str, message: Message) -> Inquiry:
    """The second click; who went back and wrote something else must not read that it has arrived."""
    inquiry = Inquiry.objects.get(key=key)
    assert inquiry.case_id is not None  # noqa: S101  (whoever inserted the key has opened the case)
    known = cases.contents([inquiry.case_id])[inquiry.case_id]
    rows_sent = dict(row for block in known.summary for row in block["rows"])
    files = {entry["sha256"] for entry in known.attachments}
    same = (rows_sent["Betreff"], rows_sent["Nachricht"]) == (message.subject, message.text)
    if not same or any(entry["sha256"] not in files for entry in message.files):
        raise Conflict(ALREADY)
    return inquiry


def _checked(message: Message, kinds: Collection[str], *, account: bool, staff: bool) -> Message:
    """Cleaned and complete. Raises Invalid with a sentence for each field."""
    message = _cleaned(message)
    if wrong := faults(message, kinds, account=account, staff=staff):
        raise Invalid("Es fehlt noch etwas. Bitte gehen Sie die markierten Angaben durch.", wrong)
    return replace(message, name=message.name or NAMELESS)


def faults(message: Message, kinds: Collection[str], *, account: bool, staff: bool) -> dict[str, str]:
    """A German sentence for each field that is not fit to be sent. `account`: the Servicekonto is way enough to answer."""
    message = _cleaned(message)
    wrong: dict[str, str] = {}
    if message.kind not in kinds:
        wrong["kind"] = "Bitte wählen Sie, worum es geht."
    wrong |= {field: FILL_IN for field, value in (("subject", message.subject), ("text", message.text)) if not value}
    if len(message.text) > MAX_LENGTH:
        wrong["text"] = "Die Nachricht ist länger als 10.000 Zeichen. Kürzen Sie sie oder hängen Sie den Text als Datei an."
    if not message.name and not staff:
        wrong["name"] = FILL_IN
    if message.email:
        try:
            validate_email(message.email)
        except ValidationError:
            wrong["email"] = "Das ist keine E-Mail-Adresse. Sie sieht zum Beispiel so aus: name@beispiel.de."
    if not (message.email or message.phone or len(message.address_lines) > 1 or account or staff):
        wrong["email"] = NO_WAY
    if message.nature == Nature.OBJECTION and not message.understood:
        wrong["understood"] = UNDERSTOOD
    return wrong


def _cleaned(message: Message) -> Message:
    return replace(
        message,
        subject=texts.clean(message.subject)[:200],
        text=texts.clean(message.text, multiline=True),
        name=texts.clean(message.name),
        email=message.email.strip(),
        phone=texts.clean(message.phone)[:40],
        address_lines=tuple(line for line in map(texts.clean, message.address_lines) if line),
    )


def _party(message: Message, actor: Actor) -> cases.PartyData:
    account = actor.id if actor.kind is ActorKind.CITIZEN else None
    return cases.PartyData(
        role=cases.PartyRole.APPLICANT,
        name=message.name,
        address_lines=message.address_lines,
        email=message.email,
        phone=message.phone,
        account_id=account,
    )


def _summary(message: Message, kind: KindSpec, service: str) -> list[dict[str, Any]]:
    asked = [
        ["Worum es geht", kind.label],
        ["Art der Nachricht", str(Nature(message.nature).label)],
        *([["Leistung", service]] if service else []),
        *([["Von der Seite", message.page]] if message.page else []),
        ["Betreff", message.subject],
        ["Nachricht", message.text],
    ]
    ways = [
        ["Name", message.name],
        *([["E-Mail", message.email]] if message.email else []),
        *([["Telefon", message.phone]] if message.phone else []),
        *([["Anschrift", ", ".join(message.address_lines)]] if message.address_lines else []),
    ]
    return [{"title": "Anfrage", "rows": asked}, {"title": "Antwort an", "rows": ways}]


def _points(nature: Nature) -> list[cases.ExtraCheck]:
    """What the clerk must not overlook."""
    if nature == Nature.OBJECTION:
        return [
            cases.ExtraCheck(
                key="anfrage.widerspruch",
                label="Widerspruch: Form und Frist geprüft, Person über den richtigen Weg unterrichtet",
                help_text="Die Person nennt ihre Nachricht einen Widerspruch. Ohne die Form des § 70 VwGO und des § 3a VwVfG "
                "wahrt sie die Frist nicht. Rufen Sie an oder schreiben Sie sofort, und leiten Sie die Nachricht weiter.",
            )
        ]
    if nature == Nature.APPLICATION:
        return [
            cases.ExtraCheck(
                key="anfrage.antrag",
                label="Formloser Antrag: als Antrag aufgenommen oder auf den richtigen Weg hingewiesen",
                help_text="Braucht der Antrag keine Form, nehmen Sie ihn als Vorgang der Leistung auf. Sonst helfen Sie mit dem "
                "Formular weiter (§ 25 VwVfG).",
            )
        ]
    return []
