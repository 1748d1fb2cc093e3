"""What happens next, until when, and whom to ask: the three clocks and the sentence for the applicant."""

import datetime as dt
from dataclasses import dataclass

from rathaus.foundation import clock
from rathaus.modules.cases import deadlines, places, procedure
from rathaus.modules.cases.enums import ANSWERED, OPEN_STATES, FeeState, RequestState, State
from rathaus.modules.cases.models import Case
from rathaus.modules.cases.words import words_of


@dataclass(frozen=True, slots=True)
class Clock:
    """One of the three clocks of a case: the service promise, the wait for the applicant, the law."""

    key: str
    label: str
    text: str
    level: str  # info | success | warning | danger


def _due(day: dt.date, today: dt.date) -> tuple[str, str]:
    left = (day - today).days
    if left < 0:
        return f"{day:%d.%m.%Y}, seit {-left} {'Tag' if left == -1 else 'Tagen'} überschritten", "danger"
    return f"{day:%d.%m.%Y}, noch {left} {'Tag' if left == 1 else 'Tage'}", "warning" if left <= 3 else "info"


def _days(number: int, *, after: bool = False) -> str:
    """`after`: the dative, as in "nach 2 Tagen"."""
    return f"{number} Tag" if number == 1 else f"{number} {'Tagen' if after else 'Tage'}"


def _took(case: Case, ended: dt.date, what: str = "entschieden") -> str:
    took = (ended - clock.today(case.received_at)).days
    text = f"{what} nach {_days(took, after=True)}" if took else f"am selben Tag {what}"
    return f"{text}, davon {_days(case.waited_days)} Warten auf Antwort" if case.waited_days else text


def clocks(case: Case, *, today: dt.date, to_applicant: bool = False) -> list[Clock]:
    """Ended cases keep the first and the last line as history. `to_applicant`: for the person whose case it is."""
    wait = "Warten auf Ihre Antwort" if to_applicant else "Warten auf Antwort"
    lines = []
    if case.decided_at is not None:
        lines.append(Clock("promise", "Zusage", _took(case, clock.today(case.decided_at)), "success"))
        return lines
    if case.state == State.CLOSED and case.outcome == ANSWERED and case.closed_at is not None:
        return [Clock("promise", "Zusage", _took(case, clock.today(case.closed_at), "beantwortet"), "success")]
    if case.state == State.WITHDRAWN:
        return []
    if case.promise_due is not None:
        text, level = _due(case.promise_due, today)
        if case.waiting_since is not None:
            text, level = f"{case.promise_due:%d.%m.%Y}, steht still, solange wir warten", "info"
        lines.append(Clock("promise", "Unsere Zusage", text, level))
    if case.waiting_since is not None:
        since = clock.today(case.waiting_since)
        lines.append(Clock("waiting", wait, f"seit {since:%d.%m.%Y} ({_days((today - since).days)})", "warning"))
    elif case.waited_days:
        lines.append(Clock("waiting", wait, f"bisher {_days(case.waited_days)}", "info"))
    if case.law_due is not None:
        text, level = _due(case.law_due, today)
        if (spec := procedure.parse(case.procedure.data)).law == "information":
            lines.append(Clock("information", f"Gesetzliche Frist ({_norm(case, spec)})", text, level))
        else:
            lines.append(Clock("law", "Gesetz (§ 75 VwGO)", f"{text}; steht nie still", level))
    return lines


def _norm(case: Case, spec: procedure.ProcedureSpec) -> str:
    land = places.home_of(case.unit_id)[0].land
    return deadlines.information_norm(clock.today(case.received_at), land=land, regime=spec.regime)


def next_step(case: Case) -> str:
    """One German sentence for the applicant."""
    if case.state == State.WAITING:
        open_one = next((entry for entry in case.requests.all() if entry.state == RequestState.OPEN), None)
        until = f" bis zum {open_one.due:%d.%m.%Y}" if open_one else ""
        return f"Uns fehlt noch etwas von Ihnen. Bitte antworten Sie{until}."
    if case.fee_state == FeeState.DUE and case.state in {State.RECEIVED, State.IN_PROGRESS}:
        return "Bitte zahlen Sie die Gebühr. Danach entscheiden wir über Ihren Antrag."
    said = words_of(case)
    due = f" Wir haben zugesagt, bis zum {case.promise_due:%d.%m.%Y} zu {said.promise}." if case.promise_due else ""
    return said.steps[case.state] + (due if case.state in OPEN_STATES else "")
