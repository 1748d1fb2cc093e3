"""What a decision notice says: composed once, shown to the clerk, frozen with the decision, printed by Typst."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.documents import public as documents
from rathaus.foundation.law import public as law
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases import places
from rathaus.modules.cases.enums import DecisionKind, FeeState, PartyRole
from rathaus.modules.cases.models import Case, Party
from rathaus.modules.cases.procedure import ProcedureSpec
from rathaus.modules.organisation import public as organisation
from rathaus.modules.payments import public as payments


@dataclass(frozen=True, slots=True)
class FeeLine:
    label: str
    cents: int
    basis: str


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """Everything the notice prints. § 37 (3) VwVfG: authority and signatory; § 39: reasons; § 37 (6): remedy."""

    kind: str
    title: str
    authority: str
    authority_lines: tuple[str, ...]
    unit: str
    contact: tuple[str, ...]
    signatory: str
    decided_on: str
    number: str
    file_reference: str
    recipient_lines: tuple[str, ...]
    on_behalf_of: str
    subject: str
    operative: str
    reasons: str
    fee_cents: int
    fee_lines: tuple[FeeLine, ...]
    fee_note: str
    remedy_title: str
    remedy_text: str
    log_fingerprint: str
    demo: bool
    land: str
    regime: str
    act: str
    facts: dict[str, Any] = field(default_factory=dict)


_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_:.\-]+)\}")
_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def fill(text: str, values: Mapping[str, Any]) -> str:
    """`{local:kennzeichen}` becomes the answer, a day in German; an unknown name stays, so that a slip in a recipe is seen."""
    return _PLACEHOLDER.sub(lambda match: _readable(values.get(match[1], match[0])), text)


def unfilled(text: str) -> list[str]:
    """The names nobody has replaced yet: a letter brings no answers."""
    return [match[0] for match in _PLACEHOLDER.finditer(text)]


def _readable(value: object) -> str:
    text = str(value)
    return f"{day[3]}.{day[2]}.{day[1]}" if (day := _DAY.fullmatch(text)) else text


def addressee(parties: list[Party]) -> Party:
    """Whom the notice goes to: the person named to receive it, else the applicant (§ 14 (3) VwVfG: the representative)."""
    by_role = {party.role: party for party in parties}
    return by_role.get(PartyRole.RECIPIENT) or by_role[PartyRole.APPLICANT]


def compose(
    *,
    case: Case,
    spec: ProcedureSpec,
    kind: DecisionKind,
    reasons: str,
    signatory: Actor | None,
    now: dt.datetime,
    operative: str = "",
) -> NoticeContent:
    """Reads alone; `signatory=None` leaves the name open for a proposal, `operative` is the ruling in the clerk's own words."""
    today = clock.today(now)
    authority, unit = places.home_of(case.unit_id)
    parties = list(case.parties.all())
    by_role = {party.role: party for party in parties}
    to = addressee(parties)
    content = case.content
    decision = spec.decision(kind) if kind in {entry.kind for entry in spec.decisions} else spec.decisions[0]
    values = {**content.facts, "number": case.number, "applicant": by_role[PartyRole.APPLICANT].name, "authority": authority.name}
    lines, cents, note = _fee(case, spec, kind, content.facts)
    office = law.Office(
        name=authority.name,
        address=", ".join(authority.address_lines),
        court=authority.court,
        court_address=authority.court_address,
    )
    remedy = law.remedy_notice(law.rules(authority.land, spec.regime, today), spec.act, office)
    signer = _signatory(signatory)
    represented = by_role.get(PartyRole.REPRESENTED)
    return NoticeContent(
        kind=kind.value,
        title=decision.title or decision.label,
        authority=authority.name,
        authority_lines=tuple(authority.address_lines),
        unit=unit.name,
        contact=tuple(line for line in (unit.phone, unit.email, *unit.address_lines) if line),
        signatory=signer,
        decided_on=today.isoformat(),
        number=case.number,
        file_reference=case.file_reference,
        recipient_lines=(to.name, *to.address_lines),
        on_behalf_of=represented.name if represented else "",
        subject=case.subject_line,
        operative=operative or fill(decision.operative, values),
        reasons=reasons,
        fee_cents=cents,
        fee_lines=tuple(lines),
        fee_note=note,
        remedy_title=remedy.title,
        remedy_text=remedy.text,
        log_fingerprint=audit.fingerprint(),
        demo=authority.demo,
        land=authority.land,
        regime=spec.regime,
        act=spec.act,
        facts={key: value for key, value in content.facts.items() if isinstance(value, str | int | bool)},
    )


def _signatory(actor: Actor | None) -> str:
    if actor is None or actor.person_id is None:
        return ""
    person = organisation.get_persons([actor.person_id]).get(actor.person_id)
    return person.name if person else actor.name


def _fee(case: Case, spec: ProcedureSpec, kind: DecisionKind, facts: Mapping[str, Any]) -> tuple[list[FeeLine], int, str]:
    """The fee the notice sets, with its basis, and a sentence on how it is or was paid."""
    if spec.fee.when == "none":
        return [], 0, "Für diese Entscheidung wird keine Gebühr erhoben."
    on = clock.today(case.received_at)
    fee = payments.assess(table_code=spec.fee.table, on=on, values=facts)
    lines = [FeeLine(label=item.label, cents=item.cents, basis=item.basis) for item in fee.items]
    if kind == DecisionKind.REFUSAL:
        paid = any(payment.is_paid for payment in payments.payments_for(("case", str(case.pk))))
        return (
            [],
            0,
            "Eine bereits gezahlte Gebühr wird Ihnen erstattet." if paid else "Für die Ablehnung wird keine Gebühr erhoben.",
        )
    if fee.exempt_reason:
        return lines, 0, f"Sie sind von der Gebühr befreit: {fee.exempt_reason}"
    if spec.fee.when == "before_decision":
        note = "Die Gebühr ist bezahlt." if case.fee_state == FeeState.PAID else "Die Gebühr ist noch nicht bezahlt."
        return lines, fee.cents, note
    return lines, fee.cents, f"Bitte zahlen Sie die Gebühr innerhalb von {spec.fee.due_days} Tagen nach Bekanntgabe."


def typst_data(content: Mapping[str, Any]) -> dict[str, Any]:
    """The frozen content in the words of the document library (`library/lib/notice.typ`)."""
    draft = bool(content.get("draft"))
    fee: dict[str, Any] = {"items": [dict(line) for line in content["fee_lines"]], "note": content["fee_note"]}
    if content["fee_lines"]:
        fee["total"] = content["fee_cents"]
    references = [["Vorgang", content["number"]], ["Aktenzeichen", content["file_reference"]], ["Bearbeitung", content["unit"]]]
    on_behalf = [["für", content["on_behalf_of"]]] if content["on_behalf_of"] else []
    return {
        "title": content["title"],
        "authority": {"name": content["authority"], "unit": content["unit"], "lines": list(content["authority_lines"])},
        "recipient": {"lines": list(content["recipient_lines"])},
        "date": content["decided_on"],
        "references": [[label, value] for label, value in [*references, *on_behalf] if value],
        "subject": f"{'ENTWURF: ' if draft else ''}{content['title']}: {content['subject']}",
        "salutation": "Guten Tag,",
        "ruling": [content["operative"]],
        "reasons": [part for part in content["reasons"].split("\n\n") if part.strip()],
        "fee": fee,
        "remedy": {"title": content["remedy_title"], "text": content["remedy_text"]},
        "closing": "Mit freundlichen Grüßen",
        "signatory": {"name": content["signatory"] or "(noch nicht unterschrieben)", "title": content["unit"]},
        "note": "Demonstration: kein echter Bescheid." if content["demo"] else "",
        "fingerprint": content["log_fingerprint"],
    }


def render_pdf(*, spec: ProcedureSpec, content: Mapping[str, Any]) -> bytes:
    """The notice as PDF/A-3a with its own data attached. Slow: never inside a transaction."""
    attached = documents.Attachment(
        name="bescheid.json",
        text=json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1),
        media_type="application/json",
        description="Die Angaben dieses Bescheids, maschinenlesbar",
    )
    return documents.render(template=spec.notice_template or "notice", data=typst_data(content), attachments=[attached])
