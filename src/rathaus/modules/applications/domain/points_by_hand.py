"""What no machine checks: the rules of the form that are free text, and a competence nobody has confirmed."""

from rathaus.modules.applications.spec import OfferSpec
from rathaus.modules.cases import public as cases
from rathaus.modules.forms import public as forms


def points_by_hand(form: forms.CompiledForm, spec: OfferSpec) -> list[cases.ExtraCheck]:
    """The points a clerk looks at for every application of this offer, whichever way it came."""
    competence = (
        [cases.ExtraCheck(key="zustaendigkeit", label="Zuständigkeit", help_text=spec.manual_competence)]
        if spec.manual_competence
        else []
    )
    rules = [
        cases.ExtraCheck(key=f"regel.{number}.{point['id']}", label=point["name"], help_text=point["text"])
        for number, point in enumerate(forms.manual_points(form), start=1)
    ]
    return [*(competence if spec.manual_competence else ()), *rules]
