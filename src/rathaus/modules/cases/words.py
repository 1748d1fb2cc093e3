"""What people read about a case: an application ends with a decision, an inquiry with an answer."""

from dataclasses import dataclass
from typing import Any

from rathaus.modules.cases.enums import State
from rathaus.modules.cases.models import Case


@dataclass(frozen=True, slots=True)
class Words:
    """Whole sentences, since the two nouns differ in gender. `asked` completes "wurde diese E-Mail-Adresse zu ... angegeben"."""

    noun: str
    person: str
    promise: str  # completes "Wir haben zugesagt, bis zum ... zu"
    arrived_subject: str
    arrived: str
    confirmed: str
    missing: str
    answer_received: str
    withdraw: str
    withdraw_button: str
    withdrawn_subject: str
    withdrawn: str
    too_late: str
    asked: str
    anyway: str
    not_asked: str
    steps: dict[str, str]


APPLICATION = Words(
    noun="Antrag",
    person="Antragstellende Person",
    promise="entscheiden",
    arrived_subject="Ihr Antrag ist eingegangen",
    arrived="Ihr Antrag ist bei uns eingegangen.",
    confirmed="Ihre E-Mail-Adresse ist bestätigt. Hier sehen Sie, wo Ihr Antrag steht.",
    missing="Uns fehlt noch eine Unterlage zu Ihrem Antrag. Bitte sehen Sie in Ihren Vorgang.",
    answer_received="Danke, Ihre Antwort ist angekommen. Wir bearbeiten Ihren Antrag weiter.",
    withdraw=(
        "Wir bearbeiten den Antrag dann nicht weiter. Das lässt sich nicht rückgängig machen; "
        "Sie können aber jederzeit einen neuen Antrag stellen."
    ),
    withdraw_button="Ja, Antrag zurückziehen",
    withdrawn_subject="Ihr Antrag ist zurückgezogen",
    withdrawn="Sie haben Ihren Antrag zurückgezogen.",
    too_late="Über den Antrag ist schon entschieden. Wie Sie sich wehren können, steht am Ende Ihres Bescheids.",
    asked="einem Antrag angegeben.\nIst es Ihr Antrag?",
    anyway="Der Bescheid kommt in jedem Fall.",
    not_asked="Haben Sie nichts beantragt?",
    steps={
        State.RECEIVED: "Ihr Antrag ist bei uns eingegangen und wird verteilt.",
        State.IN_PROGRESS: "Wir bearbeiten Ihren Antrag.",
        State.PROPOSED: "Wir haben Ihren Antrag geprüft. Eine zweite Person sieht sich die Entscheidung an.",
        State.DECIDED: "Wir haben entschieden. Ihr Bescheid steht unten unter „Ihr Bescheid“ oder kommt mit der Post.",
        State.CLOSED: "Der Vorgang ist abgeschlossen.",
        State.WITHDRAWN: "Sie haben den Antrag zurückgezogen. Es ist nichts mehr zu tun.",
    },
)

INQUIRY = Words(
    noun="Anfrage",
    person="Anfragende Person",
    promise="antworten",
    arrived_subject="Ihre Anfrage ist eingegangen",
    arrived="Ihre Anfrage ist bei uns eingegangen.",
    confirmed="Ihre E-Mail-Adresse ist bestätigt. Hier sehen Sie, wo Ihre Anfrage steht.",
    missing="Uns fehlt noch etwas zu Ihrer Anfrage. Bitte sehen Sie in Ihren Vorgang.",
    answer_received="Danke, Ihre Antwort ist angekommen. Wir bearbeiten Ihre Anfrage weiter.",
    withdraw=(
        "Wir beantworten die Anfrage dann nicht. Das lässt sich nicht rückgängig machen; "
        "Sie können uns aber jederzeit neu schreiben."
    ),
    withdraw_button="Ja, Anfrage zurückziehen",
    withdrawn_subject="Ihre Anfrage ist zurückgezogen",
    withdrawn="Sie haben Ihre Anfrage zurückgezogen.",
    too_late="Wir haben schon geantwortet. Die Antwort steht auf der Seite Ihres Vorgangs unter „Nachrichten“.",
    asked="einer Anfrage angegeben.\nIst es Ihre Anfrage?",
    anyway="Die Antwort steht in jedem Fall auf der Seite Ihres Vorgangs.",
    not_asked="Haben Sie nichts gefragt?",
    steps={
        State.RECEIVED: "Ihre Anfrage ist bei uns eingegangen.",
        State.IN_PROGRESS: "Wir bearbeiten Ihre Anfrage.",
        State.CLOSED: (
            "Wir haben geantwortet. Die Antwort steht unten unter „Nachrichten“. Haben Sie dazu noch eine Frage, schreiben Sie "
            "uns dort."
        ),
        State.WITHDRAWN: "Sie haben die Anfrage zurückgezogen. Es ist nichts mehr zu tun.",
    },
)


def words_of(case: Case) -> Words:
    """By the procedure the case started with."""
    data: dict[str, Any] = case.procedure.data
    return INQUIRY if data.get("ends") == "answer" else APPLICATION
