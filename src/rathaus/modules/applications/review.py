"""The last page before sending: how the answer shall arrive, and the declaration (§ 9a (2)-(4) OZG)."""

from functools import lru_cache

from rathaus.modules.applications.enums import Answer
from rathaus.modules.applications.spec import OfferSpec
from rathaus.modules.forms import public as forms

CHOICE, DECLARATION = "local:zustellung", "local:erklaerung"
PURPOSE = "portal_delivery"
CONSENT_VERSION = "2026-12"
CONSENT_TEXT = (
    "Ich bin einverstanden, dass die Behörde mir Bescheide in diesem Verfahren elektronisch bekannt gibt, indem sie diese in "
    "meinem Postfach zum Abruf bereitstellt. Ein Bescheid gilt am Tag nach dem Abruf als bekannt gegeben; rufe ich ihn nicht "
    "innerhalb von zehn Tagen ab, kommt er mit der Post (§ 41 Abs. 2a VwVfG). Bei Steuern und Abgaben gilt er am vierten Tag "
    "nach der Absendung der Benachrichtigung als bekannt gegeben, auch wenn ich ihn nicht abrufe (§ 122a Abs. 4 AO). "
    "Ich kann diese Einwilligung jederzeit für die Zukunft widerrufen."
)


def review_form(spec: OfferSpec, *, portal: bool, counter: bool) -> forms.CompiledForm:
    """`portal` only where a Servicekonto is signed in and the offer allows it; guests get a letter and are told so."""
    choices = _choices(spec, portal=portal)
    return _form(choices, spec.declaration, counter)


@lru_cache(maxsize=128)
def _form(choices: tuple[str, ...], declaration: str, counter: bool) -> forms.CompiledForm:  # noqa: FBT001  (cache key)
    elements = []
    if len(choices) > 1:
        options = [
            {"code": code, "label": Answer(code).label, "help": CONSENT_TEXT if code == "portal" else ""} for code in choices
        ]
        elements.append(
            {
                "type": "field",
                "id": CHOICE,
                "kind": "choice",
                "label": "Wie soll der Bescheid zu Ihnen kommen?",
                "options": options,
            }
        )
    text = f"{declaration} Die antragstellende Person hat das am Schalter erklärt." if counter else declaration
    elements.append({"type": "field", "id": DECLARATION, "kind": "consent", "label": text})
    return forms.form_of(
        {
            "key": "rathaus-review",
            "version": "1.0.0",
            "title": "Prüfen und absenden",
            "source": {"kind": "code", "sha256": ""},
            "pages": [{"id": "pruefen", "title": "Prüfen und absenden", "elements": elements, "next": [{}]}],
        }
    )


def choice_of(spec: OfferSpec, values: dict[str, object], *, portal: bool) -> str:
    """What was chosen; where nothing was to choose, what there is."""
    choices = _choices(spec, portal=portal)
    return str(values.get(CHOICE) or (choices[0] if choices else Answer.LETTER))


def _choices(spec: OfferSpec, *, portal: bool) -> tuple[str, ...]:
    return tuple(choice for choice in spec.delivery if portal or choice != "portal")
